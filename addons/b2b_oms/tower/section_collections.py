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
        return [self._overdue(scope), *self._waiting(scope)]

    def _waiting(self, scope):
        """What a person has to answer; what the user may not read is left out."""
        rows = (
            ("proposed", self.env._("Reminders to approve"), "b2b.reminder", "warning"),
            ("open", self.env._("Open disputes"), "b2b.dispute", "warning"),
            ("broken", self.env._("Broken promises to pay"), "b2b.payment.promise", "danger"),
        )
        rows = [row for row in rows if self.env[row[2]].has_access("read")]
        wanted = scope.domain(account="account_id")
        domains = [[*wanted, ("state", "=", row[0])] for row in rows]
        counts = self._counts([(row[2], domain) for row, domain in zip(rows, domains, strict=True)])
        return [
            Tile(
                state,
                label,
                count,
                domain,
                tone=tone(count, worst),
                model=model,
                action=f"b2b_oms.{model.replace('.', '_')}_action",
            )
            for (state, label, model, worst), domain, count in zip(
                rows, domains, counts, strict=True
            )
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
