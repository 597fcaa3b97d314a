from odoo import models

from .section import NOTHING, Tile, tone


class CollectionsSection(models.AbstractModel):
    """What accounts owe past its date, letters to send, disputes and broken promises."""

    _name = "b2b.tower.section.collections"
    _inherit = "b2b.tower.section"
    _description = "Collections"
    _code = "collections"
    _sequence = 70
    _model = "account.move.line"
    _action = "account.action_account_moves_all"
    _reads = ()

    def _title(self):
        return self.env._("Collections")

    def _tiles(self, scope):
        return [
            self._overdue(scope),
            self._state_tile(
                scope,
                "proposed",
                self.env._("Reminders to approve"),
                "b2b.reminder",
                "proposed",
                "b2b_oms.b2b_reminder_action",
                "warning",
            ),
            self._state_tile(
                scope,
                "disputes",
                self.env._("Open disputes"),
                "b2b.dispute",
                "open",
                "b2b_oms.b2b_dispute_action",
                "warning",
            ),
            self._state_tile(
                scope,
                "broken",
                self.env._("Broken promises to pay"),
                "b2b.payment.promise",
                "broken",
                "b2b_oms.b2b_payment_promise_action",
                "danger",
            ),
        ]

    def _overdue(self, scope):
        domain = [
            *scope.domain(account="partner_id.commercial_partner_id"),
            ("parent_state", "=", "posted"),
            ("account_id.account_type", "=", "asset_receivable"),
            ("reconciled", "=", False),
            ("amount_residual", ">", 0),
            ("date_maturity", "<", scope.today),
        ]
        rows = self.env["account.move.line"]._read_group(
            domain, ["company_currency_id"], ["__count", "amount_residual:sum"]
        )
        groups = self._grouped(
            (True, currency.id, count, amount) for currency, count, amount in rows
        )
        group = groups.get(True, NOTHING)
        return Tile(
            "overdue",
            self.env._("Overdue invoices"),
            group.count,
            domain,
            group.amount,
            tone(group.count, "warning"),
        )

    def _state_tile(self, scope, code, label, model, state, action, colour):
        domain = [*scope.domain(account="account_id"), ("state", "=", state)]
        Model = self.env[model]
        count = Model.search_count(domain) if Model.has_access("read") else 0
        return Tile(
            code, label, count, domain, tone=tone(count, colour), model=model, action=action
        )
