from odoo import fields, models


class PromiseEntry(models.TransientModel):
    """One call with an account, one promise for each invoice they talked about."""

    _name = "b2b.promise.entry"
    _description = "Promise to pay"

    move_ids = fields.Many2many("account.move", string="Invoices", required=True)
    promised_date = fields.Date(required=True)
    user_id = fields.Many2one(
        "res.users", string="Owner", default=lambda self: self.env.user, required=True
    )
    note = fields.Text()

    def action_note(self):
        """Note the promise."""
        self.env["b2b.payment.promise"].create(
            [
                {
                    "move_id": move.id,
                    "promised_date": self.promised_date,
                    "user_id": self.user_id.id,
                    "note": self.note,
                }
                for move in self.move_ids
            ]
        )
        return {"type": "ir.actions.act_window_close"}
