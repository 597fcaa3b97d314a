from odoo import api, fields, models

from ..connect.subject import name_of


class ConnectionLink(models.Model):
    """Which record of another system is which of ours, and what was told of it last.

    Without a record of ours it could not be taken yet, without an id of theirs not be given:
    ``problem`` says why, and it is tried again.
    """

    _name = "b2b.connection.link"
    _inherit = ["b2b.connected.record"]
    _description = "Record of a connected system"
    _order = "id desc"
    _rec_name = "external_id"

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
        plugin_of = self.env["b2b.connection.part"]._plugin
        for subject, links in self.grouped("subject").items():
            there = (
                plugin_of(subject)._model().browse(filter(None, links.mapped("res_id"))).exists()
            )
            names = {record.id: record.display_name for record in there}
            for link in links:
                link.record_name = names.get(link.res_id, False)

    @api.depends("told")
    def _compute_told_name(self):
        for link in self:
            link.told_name = name_of(link.told or {})

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
