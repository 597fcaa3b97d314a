from odoo import api, fields, models


class AuditRun(models.Model):
    """One count of the broken promises, kept so that a person can work through it."""

    _name = "b2b.audit.run"
    _description = "Audit run"
    _order = "id desc"
    _rec_name = "create_date"

    violation_count = fields.Integer(readonly=True)
    line_ids = fields.One2many("b2b.audit.run.line", "run_id", readonly=True)

    @api.model
    def _prepare(self, violations):
        return {
            "violation_count": len(violations),
            "line_ids": [
                fields.Command.create(
                    {
                        "promise": violation["promise"],
                        "res_model": violation["model"],
                        "res_id": violation["id"],
                        "message": violation["message"],
                    }
                )
                for violation in violations
            ],
        }

    def action_run(self):
        """Count now and open the result. A button: it may stand on a list with nothing selected."""
        run = self.create(self._prepare(self.env["b2b.audit"].violations()))
        return run._get_records_action(name=self.env._("Promises"))


class AuditRunLine(models.Model):
    """One broken promise that a run found."""

    _name = "b2b.audit.run.line"
    _description = "Broken promise"

    run_id = fields.Many2one("b2b.audit.run", required=True, ondelete="cascade", index=True)
    promise = fields.Char(required=True)
    res_model = fields.Char(string="Model", required=True)
    res_id = fields.Many2oneReference(string="Record", model_field="res_model", required=True)
    message = fields.Char(required=True)
