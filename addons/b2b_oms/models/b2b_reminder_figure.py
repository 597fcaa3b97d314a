from odoo import fields, models

from ..collections.reminder_figures import reminder_figures

ANSWER_DAYS = 14


class ReminderFigure(models.Model):
    """What reminders bring in: month by month, level by level."""

    _name = "b2b.reminder.figure"
    _description = "Reminders' yield"
    _auto = False
    _order = "month desc, level_id, id"
    _rec_name = "period"
    _depends = {
        "b2b.reminder": ["company_id", "level_id", "sent_on", "state"],
        "b2b.reminder.item": ["move_line_id", "reason", "reminder_id", "value"],
        "account.partial.reconcile": ["amount", "credit_move_id", "debit_move_id", "max_date"],
        "account.move": ["move_type"],
    }

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    month = fields.Date(string="First Day", readonly=True)
    period = fields.Char(string="Month", readonly=True, help="In which the letters were sent.")
    level_id = fields.Many2one("b2b.reminder.level", string="Level", readonly=True)
    letters = fields.Integer(readonly=True)
    items = fields.Integer(readonly=True, help="Open items these letters asked for.")
    asked = fields.Monetary(string="Asked For", readonly=True)
    paid = fields.Monetary(
        string="Paid after It",
        readonly=True,
        help=f"Of that, paid within {ANSWER_DAYS} days and before the next letter about the item. "
        "Credit notes are no payments.",
    )
    share = fields.Float(
        string="Yield", readonly=True, aggregator="avg", help="Paid after it, of what was asked."
    )

    @property
    def _table_query(self):
        return reminder_figures(ANSWER_DAYS)
