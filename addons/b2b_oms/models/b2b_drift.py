from odoo import api, fields, models
from odoo.exceptions import UserError

from ..connect.client import ConnectorError
from ..const import TRUTHS


class Drift(models.Model):
    """A field in which a record of ours and theirs differ, or a record only one side has."""

    _name = "b2b.drift"
    _inherit = ["b2b.connected.record"]
    _description = "Difference to a connected system"
    _order = "state, since desc, id desc"
    _rec_name = "record_name"

    record_name = fields.Char(string="Record", readonly=True)
    field = fields.Selection(
        selection="_selection_field", readonly=True, help="Empty: the whole record is missing."
    )
    ours = fields.Text(string="Here", readonly=True)
    theirs = fields.Text(string="There", readonly=True)
    truth = fields.Selection(TRUTHS, string="Who Is Right", readonly=True)
    since = fields.Datetime(
        required=True, default=fields.Datetime.now, readonly=True, help="When it was seen first."
    )
    seen_on = fields.Datetime(string="Last Seen", readonly=True)
    ended_on = fields.Datetime(readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("repaired", "Repaired"), ("gone", "Gone by Itself")],
        required=True,
        default="open",
        readonly=True,
    )
    problem = fields.Char(string="Not Repaired Because", readonly=True)

    _open_uniq = models.UniqueIndex(
        "(connection_id, subject, COALESCE(external_id, ''), COALESCE(res_id, 0), "
        "COALESCE(field, '')) WHERE state = 'open'"
    )

    @api.model
    def _selection_field(self):
        labels = {}
        for subject in self.env["b2b.connection.subject"]._all():
            labels |= {name: text for name, text in subject._field_labels.items()}
        return sorted(labels.items())

    def action_repair(self):
        """Make both sides alike again, as whoever is right says.

        :raises UserError: nothing of it could be repaired
        """
        self.check_access("read")
        if not self.env.user.has_group("b2b_oms.group_manager"):
            raise UserError(self.env._("Only managers repair drift."))
        wanted = self.sudo().filtered(lambda drift: drift.state == "open")
        for connection, drifts in wanted.grouped("connection_id").items():
            try:
                connection._repair(drifts)
            except ConnectorError as error:
                raise UserError(str(error)) from error
        left = wanted.filtered(lambda drift: drift.state == "open")
        if left and left == wanted:
            raise UserError("\n".join(sorted(set(left.mapped("problem")) - {False})))
        return True
