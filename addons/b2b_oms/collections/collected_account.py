"""How an account wants to be told what it owes."""

from odoo import fields, models

from ..const import YES_NO
from .wishes import STATEMENT_KINDS


class CollectedAccount(models.AbstractModel):
    """Adopted by ``res.partner``."""

    _name = "b2b.collected.account"
    _description = "Accounts that are collected from"

    b2b_dunning_contact_id = fields.Many2one(
        "res.partner",
        string="Reminders To",
        groups="base.group_user",
        domain="['|', ('id', '=', id), ('parent_id', '=', id)]",
        help="Gets reminders and statements. Empty: the invoice address.",
    )
    b2b_statement = fields.Selection(
        STATEMENT_KINDS,
        string="Monthly Statement",
        company_dependent=True,
        groups="base.group_user",
        help="Empty: as the tier says.",
    )
    b2b_reminders = fields.Selection(
        YES_NO,
        string="Reminders",
        company_dependent=True,
        groups="base.group_user",
        help="Empty: as the tier says.",
    )

    def _b2b_wants_reminders(self):
        self.ensure_one()
        own = self.b2b_reminders
        return own == "yes" if own else bool(self.b2b_tier_id.reminders)

    def _b2b_statement_kind(self):
        """Which statement the account gets every month; empty: none."""
        self.ensure_one()
        kind = self.b2b_statement or self.b2b_tier_id.statement
        return kind if kind != "no" else False

    def _b2b_dunning_contact(self):
        """Who is written to about money: the first of those asked for that has an address."""
        self.ensure_one()
        account = self.commercial_partner_id
        billing = self.browse(account.address_get(["invoice"])["invoice"])
        chosen = [account.b2b_dunning_contact_id, billing, account]
        return next((contact for contact in chosen if contact.email), self.browse())

    def action_b2b_statement(self):
        """A statement of the account as of today."""
        self.ensure_one()
        account = self.commercial_partner_id
        statement = self.env["b2b.statement"].create(
            {
                "account_id": account.id,
                "company_id": self.env.company.id,
                "kind": account._b2b_statement_kind() or "open",
            }
        )
        return statement._get_records_action(name=self.env._("Statement"))
