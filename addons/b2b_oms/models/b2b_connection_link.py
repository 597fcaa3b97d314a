from odoo import api, fields, models


class ConnectionLink(models.Model):
    """Which record of another system is which of ours, and what was told of it last.

    Without a record of ours it could not be taken yet, without an id of theirs not be given:
    ``problem`` says why, and it is tried again.
    """

    _name = "b2b.connection.link"
    _description = "Record of a connected system"
    _order = "id desc"
    _rec_name = "external_id"

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
    record_name = fields.Char(string="Ours", compute="_compute_record_name")
    told = fields.Json(readonly=True, help="What the other system told of it last.")
    told_name = fields.Char(string="Theirs", compute="_compute_told_name")
    is_gone = fields.Boolean(string="Gone There", readonly=True)
    problem = fields.Char(string="Not Taken Because", readonly=True)
    problem_since = fields.Datetime(string="Since", readonly=True)

    _external_uniq = models.UniqueIndex(
        "(connection_id, subject, external_id) WHERE external_id IS NOT NULL"
    )
    _res_uniq = models.UniqueIndex("(connection_id, subject, res_id) WHERE res_id != 0")

    @api.depends("res_id", "subject")
    def _compute_record_name(self):
        for link in self:
            link.record_name = link._record().display_name if link.res_id else False

    @api.depends("told")
    def _compute_told_name(self):
        for link in self:
            told = link.told or {}
            link.told_name = next(
                (told[name] for name in ("name", "sku", "list") if told.get(name)), False
            )

    def _record(self):
        """Our record, as superuser; empty when there is none (any more)."""
        self.ensure_one()
        model = self.env["b2b.connection.part"]._plugin(self.subject)._model()
        return model.browse(self.res_id).exists() if self.res_id else model

    def action_open_record(self):
        """Our record's form."""
        self.ensure_one()
        record = self._record()
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
