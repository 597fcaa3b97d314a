import re
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.b2b_oms.models.b2b_use_count import Use, UseCount

from .common import PortalCase
from .test_every_route import NAMED_IN_QUERY, NOT_FOR_A_REPLICA, PAGES


@tagged("post_install", "-at_install")
class TestReadonlyRoutes(PortalCase):
    """A replica serves them: nothing of them is written on the connection that reads."""

    _registry_readonly_enabled = True

    def setUp(self):
        super().setUp()
        # Counts go over a connection of their own, of which a test has none.
        counted = patch.object(UseCount, "_add", lambda *_args: Use(1, 30))
        counted.start()
        self.addCleanup(counted.stop)

    def _open(self, path, ids):
        path += NAMED_IN_QUERY.get(path, "")
        return self._get(re.sub(r"[<{](\w+)[>}]", lambda found: str(ids[found[1]]), path))

    def test_pages_that_only_read_write_nothing(self):
        ids = self._make_one_of_everything(self.account)
        self._login(self._make_member("admin"))
        for path in sorted(set(PAGES) - NOT_FOR_A_REPLICA):
            with self.subTest(path=path), self.assertNoLogs("odoo.http", "WARNING"):
                # Odoo runs a page that writes again on the other database, and warns of it.
                self.assertIn(self._open(path, ids).status_code, (200, 303, 404))

    def test_a_page_that_writes_would_be_told_of(self):
        self._login(self._make_member("admin"))

        def writing(catalogue, buyer, text, limit=8):
            buyer.account.comment = "written"
            buyer.account.flush_recordset()
            return catalogue.env["product.product"]

        suggest = type(self.env["b2b.portal.catalogue"])
        with patch.object(suggest, "_suggest", writing), self.assertLogs("odoo.http", "WARNING"):
            self._get("/my/b2b/search?q=bolt")
