from odoo import models
from odoo.tools import SQL, float_is_zero


class ReceivableAddsUp(models.AbstractModel):
    """The open items are the ledger's receivable, and nobody is reminded of an item twice."""

    _name = "b2b.audit.promise.receivable"
    _inherit = "b2b.audit.promise"
    _description = "The ageing is the ledger"
    _code = "receivable"
    _sequence = 45

    def _violations(self):
        yield from self._ageing_is_not_the_ledger()
        yield from self._reminded_twice()

    def _ageing_is_not_the_ledger(self):
        """By ledger account: items are matched within one, across companies of a group too."""
        items = self.env["b2b.open.item"]._table_query
        rows = self.env.execute_query(
            SQL(
                """
                SELECT a.id, SUM(l.balance), COALESCE(SUM(items.amount), 0)
                  FROM account_move_line l
                  JOIN account_account a ON a.id = l.account_id
                  LEFT JOIN (SELECT id, amount FROM (%s) open) items ON items.id = l.id
                 WHERE a.account_type = 'asset_receivable' AND l.parent_state = 'posted'
                 GROUP BY a.id
                """,
                items,
            )
        )
        for account_id, ledger, ageing in rows:
            if not float_is_zero(float(ledger) - float(ageing), precision_digits=2):
                account = self.env["account.account"].browse(account_id)
                yield self._broken(
                    "account.account",
                    account_id,
                    f"{account.display_name}: ledger {ledger:.2f}, open items {ageing:.2f}.",
                )

    def _reminded_twice(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT i.move_line_id, l.move_name, COUNT(*)
                  FROM b2b_reminder_item i
                  JOIN b2b_reminder r ON r.id = i.reminder_id AND r.state = 'sent'
                  JOIN account_move_line l ON l.id = i.move_line_id
                 WHERE i.level_id IS NOT NULL
                 GROUP BY i.move_line_id, l.move_name, i.level_id
                HAVING COUNT(*) > 1
                """
            )
        )
        for line, name, times in rows:
            yield self._broken(
                "account.move.line", line, f"{name} was reminded {times} times at one level."
            )
