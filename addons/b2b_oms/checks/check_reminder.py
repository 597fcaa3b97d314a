from odoo import models
from odoo.fields import Domain


class ReminderCheck(models.AbstractModel):
    """Who was reminded at a level that stops orders gets no more until that item is settled."""

    _name = "b2b.order.check.reminder"
    _inherit = "b2b.order.check"
    _description = "Stopped by a reminder"
    _code = "reminder"
    _sequence = 85
    _team = "credit"
    _heals = True
    _measures = {"items": 1}

    def _find(self, orders):
        items = self._stopping(orders.b2b_account_id, orders.company_id)
        for order in orders:
            of_order = items.get((order.b2b_account_id, order.company_id), [])
            if of_order:
                yield self._finding(
                    order,
                    self.env._(
                        "The account was reminded at “%(level)s” and still owes %(documents)s.",
                        level=of_order[0].level_id.name,
                        documents=", ".join(item.name or "" for item in of_order),
                    ),
                    items=len(of_order),
                )

    def _stopping(self, accounts, companies):
        """{(account, company): open items last reminded at a level that holds orders}.

        A level stops nothing while the item is disputed or promised as a whole.
        """
        if not self.env["b2b.reminder.level"]._is_any_holding():
            return {}
        reminded = self.env["b2b.reminder.item"].search(
            Domain("reminder_id.account_id", "in", accounts.ids)
            & Domain("reminder_id.company_id", "in", companies.ids)
            & Domain("reminder_id.state", "=", "sent")
            & Domain("level_id.hold", "=", True)
            & Domain("move_line_id.reconciled", "=", False)
        )
        items = self.env["b2b.open.item"].browse(reminded.move_line_id.ids)
        owed = items.filtered(lambda item: item._is_owed())
        return owed.grouped(lambda item: (item.account_id, item.company_id))
