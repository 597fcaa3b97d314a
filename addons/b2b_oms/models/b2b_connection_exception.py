from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import TRUTHS


class ConnectionException(models.Model):
    """A field somebody else is right about than about the rest of its subject."""

    _name = "b2b.connection.exception"
    _description = "Field with another truth"
    _order = "part_id, field"
    _rec_name = "field"

    part_id = fields.Many2one("b2b.connection.part", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="part_id.company_id")
    field = fields.Selection(selection="_selection_field", required=True)
    truth = fields.Selection(TRUTHS, string="Who Is Right", required=True, default="ours")

    _field_uniq = models.UniqueIndex("(part_id, field)", "Each field is named once.")

    @api.model
    def _selection_field(self):
        return self.env["b2b.drift"]._selection_field()

    @api.depends("field")
    def _compute_display_name(self):
        labels = dict(self._selection_field())
        for one in self:
            one.display_name = labels.get(one.field, "")

    @api.constrains("field", "part_id")
    def _check_field(self):
        for one in self:
            if one.field not in one.part_id._plugin(one.part_id.subject)._field_labels:
                raise ValidationError(self.env._("This subject has no such field."))

    @api.constrains("truth", "part_id")
    def _check_push(self):
        self.part_id._check_push()
        self.part_id.connection_id._check_feed()
