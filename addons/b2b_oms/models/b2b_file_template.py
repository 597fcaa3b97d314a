from odoo import fields, models


class FileTemplate(models.AbstractModel):
    """An Excel file to fill in, offered beside the field a filled one is uploaded to.

    To use: inherit it and write ``_compute_template``.
    """

    _name = "b2b.file.template"
    _description = "Template of a file"

    template_name = fields.Char(compute="_compute_template")
    template_file = fields.Binary(string="Template", compute="_compute_template")

    def _compute_template(self):
        """Override this: the name, and an Excel file with the headings and a row as example."""
        raise NotImplementedError

    def action_template(self):
        """Download it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/template_file/{self.template_name}"
            "?download=true",
            "target": "download",
        }
