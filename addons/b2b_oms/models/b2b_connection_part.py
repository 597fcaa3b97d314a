from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import TRUTHS


class ConnectionPart(models.Model):
    """A subject a connection keeps alike, and who is right about it."""

    _name = "b2b.connection.part"
    _description = "Subject a connection keeps alike"
    _order = "connection_id, sequence, id"
    _rec_name = "subject"

    connection_id = fields.Many2one("b2b.connection", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="connection_id.company_id")
    subject = fields.Selection(selection="_selection_subject", required=True)
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    truth = fields.Selection(
        TRUTHS, string="Who Is Right", required=True, default="theirs",
        help="Whose value counts where both differ, and who makes new records.",
    )  # fmt: skip
    exception_ids = fields.One2many(
        "b2b.connection.exception", "part_id", string="But For",
        help="Fields somebody else is right about.",
    )  # fmt: skip

    _subject_uniq = models.UniqueIndex(
        "(connection_id, subject)", "Each subject is kept alike once."
    )

    @api.model
    def _selection_subject(self):
        return [(one._code, one._label) for one in self.env["b2b.connection.subject"]._all()]

    @api.depends("subject")
    def _compute_sequence(self):
        for part in self:
            part.sequence = part._plugin(part.subject)._sequence if part.subject else 0

    @api.constrains("truth", "exception_ids")
    def _check_push(self):
        for part in self:
            if part._gives() and not part._plugin(part.subject)._can_push:
                raise ValidationError(
                    self.env._(
                        "%(subject)s cannot be changed over there from here. Let that system read "
                        "them from our feed.",
                        subject=dict(self._selection_subject())[part.subject],
                    )
                )

    @api.model
    def _plugin(self, subject):
        plugins = self.env["b2b.connection.subject"]._all()
        return next(one for one in plugins if one._code == subject)

    def _truths(self):
        """{field: who is right}"""
        self.ensure_one()
        plain = dict.fromkeys(self._plugin(self.subject)._field_labels, self.truth)
        return plain | {one.field: one.truth for one in self.exception_ids}

    def _gives(self):
        """Whether we are right about anything of it."""
        self.ensure_one()
        return "ours" in self._truths().values()
