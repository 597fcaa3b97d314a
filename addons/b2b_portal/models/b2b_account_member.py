from odoo import api, fields, models

from ..buyer import Buyer
from ..roles import DEFAULT_ROLE, ROLES, rights_of, roles_with


class AccountMember(models.Model):
    """What one login may do for one account: its role and its limits.

    A login without a row is a buyer without limits, as every portal user is in stock Odoo. The row
    names its account, so a contact that moves to another account leaves its role behind.
    """

    _name = "b2b.account.member"
    _description = "Member of an account"
    _rec_name = "user_id"
    _order = "account_id, role, id"

    user_id = fields.Many2one(
        "res.users", required=True, ondelete="cascade", index=True, domain=[("share", "=", True)]
    )
    account_id = fields.Many2one(
        "res.partner", required=True, ondelete="cascade", index=True, string="Account"
    )
    role = fields.Selection(
        selection=lambda self: [(code, label) for code, (label, _rights) in ROLES.items()],
        required=True,
        default=DEFAULT_ROLE,
    )
    company_id = fields.Many2one(related="user_id.company_id")
    currency_id = fields.Many2one(related="user_id.company_id.currency_id")
    order_limit = fields.Monetary(
        string="Limit per Order",
        help="Orders above it (without tax) wait for the account's own approver. Zero: no limit.",
    )
    month_limit = fields.Monetary(
        string="Limit per Month",
        help="What this login may order in a calendar month (without tax). Zero: no limit.",
    )
    ship_to_ids = fields.Many2many(
        "res.partner",
        "b2b_account_member_ship_to_rel",
        "member_id",
        "partner_id",
        string="Ship-tos",
        help="Addresses this login may order to. None: all of the account.",
    )

    _user_account_uniq = models.Constraint(
        "UNIQUE(user_id, account_id)", "This login has a role in this account already."
    )
    _limits_positive = models.Constraint(
        "CHECK(order_limit >= 0 AND month_limit >= 0)", "A limit cannot be negative."
    )

    @api.model
    def _buyer(self, user):
        """The :class:`Buyer` behind a login, or None when it belongs to no account.

        :param user: ``res.users``
        """
        company = user.company_id
        account = user.partner_id.commercial_partner_id.sudo().with_company(company)
        if not account.active or not account.b2b_tier_id:
            return None
        member = self.sudo().search([("user_id", "=", user.id), ("account_id", "=", account.id)])
        rights = rights_of(member.role or DEFAULT_ROLE)
        return Buyer(user, account, company, member, frozenset(rights))

    @api.model
    def _of_orders(self, orders):
        """{order: the member that placed it}, for orders of a login that has limits, in one query."""
        ordered = orders.filtered("b2b_orderer_id")
        if not ordered:
            return {}
        members = self.sudo().search(
            [
                ("user_id", "in", ordered.b2b_orderer_id.ids),
                ("account_id", "in", ordered.b2b_account_id.ids),
            ]
        )
        by_key = {(m.user_id, m.account_id, m.user_id.company_id): m for m in members}
        keys = {order: order._b2b_limit_key() for order in ordered}
        return {order: by_key[key] for order, key in keys.items() if key in by_key}

    @api.model
    def _with_right(self, account, right):
        """Members of an account whose role allows something and who can log in: sudo.

        :param account: ``res.partner``, the commercial partner
        :param right: a word of ``roles.py``
        """
        members = self.sudo().search(
            [("account_id", "=", account.id), ("role", "in", roles_with(right))]
        )
        return members.filtered(
            lambda m: m.user_id.active and m.user_id.partner_id.commercial_partner_id == account
        )
