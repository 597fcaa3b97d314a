from odoo.tests import tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestGerman(PortalCase):
    """In order to order in my language, as a German buyer, every page in German."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["ir.module.module"]._load_module_terms(["b2b_portal"], ["de_DE"])
        user = self._make_member("admin")
        user.lang = "de_DE"
        self._login(user)

    def test_pages_are_german(self):
        for path, words in {
            "/my/b2b": ("Übersicht", "Schnellbestellung", "Warenkorb"),
            "/my/b2b/catalogue": ("Katalog", "Im Katalog suchen"),
            "/my/b2b/orders": ("Bestellungen",),
            "/my/b2b/invoices": ("Rechnungen", "Kontoauszug"),
            "/my/b2b/standing": ("Noch wird nichts von selbst bestellt",),
            "/my/b2b/colleagues": ("Kollegen",),
        }.items():
            page = self.url_open(path)  # to the address of the language
            self.assertEqual(page.status_code, 200)
            for word in words:
                with self.subTest(path=path, word=word):
                    self.assertIn(word, page.text)
            self.assertIn('lang="de-DE"', page.text)
