from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from ..models import b2b_colleagues
from .common import PortalCase


@tagged("post_install", "-at_install")
class TestColleagues(PortalCase):
    """In order not to ring the seller, as an administrator of an account, its logins."""

    def setUp(self):
        super().setUp()
        self.admin = self._make_member("admin")
        self.colleagues = self.env["b2b.colleagues"]

    def _terms(self, **vals):
        return {"role": "buyer", "order_limit": 0, "month_limit": 0, "ship_to_ids": []} | vals

    def _invite(self, email="new@buyer.example", **terms):
        return self.colleagues._invite(
            self._buyer(self.admin), "New Colleague", email, self._terms(**terms)
        )

    def _member(self, user):
        return self.env["b2b.account.member"].search([("user_id", "=", user.id)])

    def test_invited_colleague_has_a_login_of_the_account_with_its_role_and_a_mail(self):
        user = self._invite(role="approver", order_limit=500)
        self.assertEqual(user.login, "new@buyer.example")
        self.assertTrue(user._is_portal())
        self.assertEqual(user.partner_id.commercial_partner_id, self.account)
        self.assertEqual(
            (self._member(user).role, self._member(user).order_limit), ("approver", 500)
        )
        self.assertTrue(user.partner_id.sudo().signup_type)
        self.assertIn("approve", self._buyer(user).rights)

    def test_existing_contact_is_not_made_twice(self):
        contact = self.env["res.partner"].create(
            {"name": "Ann", "parent_id": self.account.id, "email": "Ann@buyer.example"}
        )
        self.assertEqual(self._invite("ann@buyer.example").partner_id, contact)

    def test_addresses_that_have_a_login_elsewhere_and_nonsense_get_one_and_the_same_answer(self):
        other = self._make_account("Southside Foods", "S-100")
        rows = (
            "nonsense",
            "",
            self._make_member("buyer", other, login="b2b-there").email,
            new_test_user(
                self.env, "b2b-inside", groups="base.group_user", email="inside@house.example"
            ).email,
            "inside@house.example\n, x@y.example",
            self.admin.email,
        )
        answers = set()
        for address in rows:
            with self.subTest(address=address), self.assertRaises(UserError) as caught:
                self._invite(address)
            answers.add(str(caught.exception))
        self.assertEqual(len(answers), 1)
        self.assertEqual(self.env["res.users"].search_count([("login", "=", "b2b-there")]), 1)

    def test_invitations_have_an_end(self):
        self.patch(b2b_colleagues, "INVITATIONS_A_DAY", 2)
        self._invite("one@buyer.example")
        with self.assertRaises(UserError):
            self._invite("two@buyer.example")

    def test_last_administrator_cannot_be_lost(self):
        buyer = self._buyer(self.admin)
        for act in (
            lambda: self.colleagues._save(buyer, self.admin, self._terms(role="viewer")),
            lambda: self.colleagues._remove(buyer, self.admin),
        ):
            with self.assertRaisesRegex(UserError, "administrator"), self.env.cr.savepoint():
                act()
            self.env.invalidate_all()
        self.assertTrue(self.admin.active)
        second = self._make_member("admin", login="b2b-second")
        self.colleagues._save(buyer, self.admin, self._terms(role="viewer"))
        self.assertEqual(self._member(self.admin).role, "viewer")
        with self.assertRaises(UserError):
            self.colleagues._remove(self._buyer(second), second)

    def test_archived_administrator_does_not_count(self):
        second = self._make_member("admin", login="b2b-second")
        second.active = False
        with self.assertRaises(UserError):
            self.colleagues._remove(self._buyer(self.admin), self.admin)

    def test_removed_colleague_cannot_log_in_and_may_come_back(self):
        user = self._invite()
        self.colleagues._remove(self._buyer(self.admin), user)
        self.assertFalse(user.active)
        self.assertFalse(self._member(user))
        self.assertEqual(self._invite(role="viewer"), user)
        self.assertTrue(user.active)

    def test_list_holds_logins_of_the_account_only(self):
        self._make_member("buyer", self._make_account("Southside Foods", "S-100"))
        contact = self.env["res.partner"].create({"name": "Rep", "parent_id": self.account.id})
        new_test_user(self.env, "b2b-rep", groups="base.group_user", partner_id=contact.id)
        plain = self.env["res.partner"].create({"name": "Plain", "parent_id": self.account.id})
        user = new_test_user(self.env, "b2b-plain", groups="base.group_portal", partner_id=plain.id)
        rows = self.colleagues._list(self._buyer(self.admin))
        self.assertEqual({row[0] for row in rows}, {self.admin, user})
        self.assertEqual({row[2] for row in rows}, {"admin", "buyer"})

    def test_pages_touch_nobody_outside_the_account(self):
        stranger = self._make_member("buyer", self._make_account("Southside Foods", "S-100"))
        inside = self.env.ref("base.user_admin")
        archived = self._make_member("buyer", login="b2b-gone")
        archived.active = False
        self._login(self.admin)
        for user in (stranger, inside, archived):
            path = f"/my/b2b/colleagues/{user.id}"
            with self.subTest(user=user.login):
                self.assertEqual(self._get(path).status_code, 404)
                for todo in ("save", "remove", "again"):
                    self.assertEqual(self._post(path, todo=todo, role="viewer").status_code, 404)
        self.assertEqual(self._member(stranger).role, "buyer")
        self.assertTrue(inside.active)

    def test_form_gives_no_address_of_others_and_no_role_that_is_none(self):
        other = self._make_account("Southside Foods", "S-100")
        mate = self._make_member("buyer")
        self._login(self.admin)
        path = f"/my/b2b/colleagues/{mate.id}"
        answer = self._post(path, todo="save", role="owner", order_limit="1,500.50",
                            ship_to=str(other.id))  # fmt: skip
        self.assertEqual(answer.status_code, 303)
        member = self._member(mate)
        self.assertEqual((member.role, member.order_limit), ("buyer", 1500.5))
        self.assertFalse(member.ship_to_ids)
        for text in ("-5", "many", "1e99", "nan", "inf"):
            with self.subTest(text):
                answer = self._post(path, todo="save", role="buyer", order_limit=text)
                self.assertIn("is no number", answer.text)
        self.assertEqual(member.order_limit, 1500.5)

    def test_only_administrators_change_colleagues(self):
        mate = self._make_member("viewer")
        for role in ("buyer", "approver", "payable"):
            self._login(self._make_member(role))
            with self.subTest(role):
                path = f"/my/b2b/colleagues/{mate.id}"
                self.assertEqual(self._get(path).status_code, 403)
                self.assertEqual(self._post(path, todo="remove").status_code, 403)
        self.assertTrue(mate.active)
