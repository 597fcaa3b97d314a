from odoo.tests import new_test_user, tagged

from ..roles import LOOK, MANAGE, ORDER, ROLES
from .common import PortalCase

# Every page of ours and the right it asks for. A page that is missing here fails a test below.
PAGES = {
    "/my/b2b": LOOK,
    "/my/b2b/invoices": LOOK,
    "/my/b2b/orders": LOOK,
    "/my/b2b/search": LOOK,
    "/my/b2b/statement": LOOK,
    "/my/b2b/statement.xlsx": LOOK,
    "/my/b2b/catalogue": LOOK,
    "/my/b2b/quick-order": ORDER,
    "/my/b2b/cart": ORDER,
    "/my/b2b/lists": ORDER,
    "/my/b2b/account": LOOK,
    "/my/b2b/account/parts": LOOK,
    "/my/b2b/account/prices.xlsx": LOOK,
    "/my/b2b/approvals": LOOK,
    "/my/b2b/colleagues": MANAGE,
    "/my/b2b/colleagues/new": MANAGE,
    "/my/b2b/returns": LOOK,
    "/my/b2b/returns/new": ORDER,
    "/my/b2b/standing": LOOK,
    "/my/b2b/standing/new": ORDER,
}


@tagged("post_install", "-at_install")
class TestPortalAccess(PortalCase):
    """Role × page."""

    def test_each_role_opens_the_pages_of_its_rights_only(self):
        for role, user in self._make_members().items():
            self._login(user)
            for page, right in PAGES.items():
                with self.subTest(role=role, page=page):
                    allowed = right in ROLES[role][1]
                    self.assertEqual(self._get(page).status_code, 200 if allowed else 403)

    def test_login_without_an_account_is_sent_to_odoos_portal(self):
        new_test_user(self.env, "b2b-nobody", groups="base.group_portal")
        self.authenticate("b2b-nobody", "b2b-nobody")
        for page in PAGES:
            with self.subTest(page=page):
                answer = self._get(page)
                self.assertEqual(answer.status_code, 303)
                self.assertTrue(answer.headers["Location"].endswith("/my"))

    def test_visitor_is_asked_to_log_in(self):
        for page in PAGES:
            with self.subTest(page=page):
                self.assertIn("/web/login", self._get(page).headers["Location"])

    def test_no_parameter_replaces_the_buyer(self):
        self._login(self._make_member("viewer"))
        answer = self.url_open("/my/b2b?buyer=1")
        self.assertEqual(answer.status_code, 200)
        self.assertIn(self.account.name, answer.text)

    def test_login_without_a_role_is_a_buyer_without_limits(self):
        contact = self.env["res.partner"].create({"name": "Ann", "parent_id": self.account.id})
        user = new_test_user(
            self.env, "b2b-plain", groups="base.group_portal", partner_id=contact.id
        )
        buyer = self._buyer(user)
        self.assertEqual(buyer.rights, ROLES["buyer"][1])
        self.assertFalse(buyer.member)

    def test_role_stays_behind_when_a_contact_moves_to_another_account(self):
        user = self._make_member("admin")
        user.partner_id.parent_id = self._make_account("Southside Foods", "S-100")
        self.assertEqual(self._buyer(user).rights, ROLES["buyer"][1])
