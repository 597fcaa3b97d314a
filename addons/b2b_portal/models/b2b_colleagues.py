from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import email_normalize

from ..roles import DEFAULT_ROLE, MANAGE

INVITATIONS_A_DAY = 20


class Colleagues(models.AbstractModel):
    """What an administrator of an account may do to its logins. Never reaches beyond the account.

    Every method takes the :class:`Buyer` that acts; that its role allows it is asked by the route.
    """

    _name = "b2b.colleagues"
    _description = "Logins of an account"

    @api.model
    def _users(self, account):
        """The portal logins of an account, sudo; no internal user, whatever its contact is."""
        users = (
            self.env["res.users"]
            .sudo()
            .search([("share", "=", True), ("partner_id", "child_of", account.id)], order="name")
        )
        return users.filtered(
            lambda user: user.partner_id.commercial_partner_id == account and user._is_portal()
        )

    @api.model
    def _list(self, buyer):
        """List of (user, member, role); a login without a row of its own is a buyer."""
        users = self._users(buyer.account)
        members = buyer.member.search(
            [("account_id", "=", buyer.account.id), ("user_id", "in", users.ids)]
        )
        by_user = members.grouped("user_id")
        return [
            (user, by_user.get(user, members[:0]), by_user.get(user, members[:0]).role or DEFAULT_ROLE)
            for user in users
        ]  # fmt: skip

    @api.model
    def _find(self, buyer, user_id):
        """The colleague with this id: ``res.users``, sudo; empty for anybody else."""
        return self._users(buyer.account).filtered(lambda user: user.id == user_id)

    @api.model
    def _member(self, buyer, user):
        return buyer.member.search(
            [("account_id", "=", buyer.account.id), ("user_id", "=", user.id)]
        )

    # === INVITING === #

    @api.model
    def _invite(self, buyer, name, email, terms):
        """Give somebody a login of the account, with a mail to set a password.

        Which addresses have a login elsewhere is not told: one sentence answers all refusals.

        :param terms: values of role, limits and ship-tos, as :meth:`_save` takes them
        :return: ``res.users``, sudo
        :raises UserError: the address cannot be invited
        """
        self._take_turn(buyer)
        address = email_normalize(email or "") or ""
        refusal = UserError(
            self.env._(
                "We cannot invite this address. Check it for typing mistakes; if it is right, "
                "ask your contact at %(company)s.",
                company=buyer.company.name,
            )
        )
        if not address or self._is_too_many(buyer):
            raise refusal
        known = self._known(address)
        if known - self._former(buyer, known):
            raise refusal
        contact = known.partner_id[:1] or buyer.account.child_ids.filtered(
            lambda one: (
                one.type == "contact" and not one.is_company and not one.user_ids
                and email_normalize(one.email or "") == address
            )
        )[:1]  # fmt: skip
        contact = contact or self.env["res.partner"].sudo().create(
            {"name": name, "email": address, "parent_id": buyer.account.id, "type": "contact"}
        )
        grant = self._wizard(buyer, contact)
        grant.email = address
        grant.action_grant_access()
        user = grant.user_id.sudo()
        buyer.member.create({"user_id": user.id, "account_id": buyer.account.id} | terms)
        return user

    @api.model
    def _known(self, address):
        users = self.env["res.users"].sudo().with_context(active_test=False)
        return users.search(
            ["|", ("login", "=ilike", address), ("email_normalized", "=", address)], limit=10
        )

    @api.model
    def _former(self, buyer, users):
        """Those who were colleagues and may come back."""
        return users.filtered(
            lambda user: (
                user.share
                and not user.active
                and user.partner_id.commercial_partner_id == buyer.account
            )
        )

    @api.model
    def _is_too_many(self, buyer):
        """An account that invites without end is somebody trying addresses, or sending spam."""
        since = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        invited = buyer.member.search_count(
            [("account_id", "=", buyer.account.id), ("create_date", ">=", since)]
        )
        return invited >= INVITATIONS_A_DAY

    @api.model
    def _wizard(self, buyer, contact):
        """Odoo's own way to grant and revoke access, for one contact."""
        wizard = (
            self.env["portal.wizard"]
            .sudo()
            .with_company(buyer.company)
            .create({"partner_ids": [Command.set(contact.ids)]})
        )
        return wizard.user_ids

    @api.model
    def _invite_again(self, buyer, user):
        """Send the mail once more to a colleague who never logged in.

        :raises UserError: they did
        """
        if user.login_date:
            raise UserError(self.env._("%(name)s has logged in already.", name=user.name))
        self._wizard(buyer, user.partner_id).action_invite_again()

    # === CHANGING === #

    @api.model
    def _save(self, buyer, user, terms):
        """Set role, limits and ship-tos of a colleague.

        :param terms: {"role", "order_limit", "month_limit", "ship_to_ids": list of ids}
        :raises UserError: nobody could administer the account any more
        """
        self._take_turn(buyer)
        member = self._member(buyer, user)
        if member:
            member.write(terms)
        else:
            buyer.member.create({"user_id": user.id, "account_id": buyer.account.id} | terms)
        self._keep_an_administrator(buyer)
        self._look_again(buyer)

    @api.model
    def _remove(self, buyer, user):
        """Take the login away; what the colleague ordered stays.

        :raises UserError: nobody could administer the account any more
        """
        self._take_turn(buyer)
        self._member(buyer, user).unlink()
        self._wizard(buyer, user.partner_id).action_revoke_access()
        self._keep_an_administrator(buyer)

    @api.model
    def _take_turn(self, buyer):
        """Two administrators who remove each other at once: one of them comes second."""
        self.env["b2b.account.turn"]._take({(buyer.account, buyer.company)})

    @api.model
    def _keep_an_administrator(self, buyer):
        if not buyer.member._with_right(buyer.account, MANAGE):
            raise UserError(
                self.env._("Make somebody else an administrator first: the account needs one.")
            )

    @api.model
    def _look_again(self, buyer):
        """Orders a limit stopped may pass now."""
        self.env["sale.order"].sudo()._b2b_look_again(buyer.account)
