"""Buyers with roles, for every test of a page."""

from odoo.tests import HttpCase, new_test_user

from odoo.addons.b2b_oms.tests.common import B2BCase

from ..roles import ROLES


class PortalCase(B2BCase, HttpCase):
    """The small distributor of ``B2BCase`` and people who buy there."""

    def _make_member(self, role, account=None, login=None, **vals):
        """A login of an account with a role; password equals login.

        :return: ``res.users``
        """
        account = account or self.account
        login = login or f"b2b-{role}-{account.id}"
        contact = self.env["res.partner"].create(
            {"name": login, "parent_id": account.id, "email": f"{login}@buyer.example"}
        )
        user = new_test_user(self.env, login, groups="base.group_portal", partner_id=contact.id)
        self.env["b2b.account.member"].create(
            {"user_id": user.id, "account_id": account.id, "role": role} | vals
        )
        return user

    def _make_members(self, account=None):
        """{role: ``res.users``}, one for each role."""
        return {role: self._make_member(role, account) for role in ROLES}

    def _buyer(self, user):
        return self.env["b2b.account.member"]._buyer(user)

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _get(self, path):
        return self.url_open(path, allow_redirects=False)
