from odoo import fields, models

RUN_STATES = [
    ("ordered", "Ordered"),
    ("skipped", "Skipped"),
    ("missed", "Missed, ordered with a later one"),
]


class StandingRun(models.Model):
    """What became of one date of a standing order; the database knows each date once."""

    _name = "b2b.standing.run"
    _description = "Run of a standing order"
    _order = "due_date desc, id desc"
    _rec_name = "due_date"

    standing_id = fields.Many2one(
        "b2b.standing.order", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="standing_id.company_id", store=True, index=True)
    due_date = fields.Date(required=True, help="The day of the calendar it stands for.")
    state = fields.Selection(RUN_STATES, required=True)
    by_id = fields.Many2one("res.users", help="Who skipped it.")
    intake_ids = fields.One2many("b2b.intake", "standing_run_id")
    order_ids = fields.One2many(related="intake_ids.order_ids", string="Orders")

    _date_uniq = models.UniqueIndex(
        "(standing_id, due_date)", "This date of the standing order was seen to already."
    )
