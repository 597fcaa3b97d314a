from odoo import fields, models


class ConnectedRecord(models.AbstractModel):
    """What tells of a record of theirs, of ours, or of both that are one."""

    _name = "b2b.connected.record"
    _description = "Record on two systems"

    connection_id = fields.Many2one(
        "b2b.connection", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True, index=True)
    subject = fields.Selection(
        selection=lambda self: self.env["b2b.connection.part"]._selection_subject(),
        required=True,
        readonly=True,
    )
    external_id = fields.Char(string="Their Id", readonly=True)
    res_id = fields.Integer(string="Our Id", readonly=True, aggregator=None)
