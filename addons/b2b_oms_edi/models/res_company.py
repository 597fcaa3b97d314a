from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL


class ResCompany(models.Model):
    _inherit = "res.company"

    b2b_gs1_prefix = fields.Char(
        string="GS1 Company Prefix", help="7 to 10 digits; SSCC labels begin with it."
    )
    b2b_sscc_serial = fields.Integer(string="Last SSCC", default=0, copy=False)

    @api.constrains("b2b_gs1_prefix")
    def _check_b2b_gs1_prefix(self):
        for company in self.filtered("b2b_gs1_prefix"):
            prefix = company.b2b_gs1_prefix
            if not (prefix.isascii() and prefix.isdigit() and 7 <= len(prefix) <= 10):
                raise ValidationError(self.env._("A GS1 company prefix has 7 to 10 digits."))

    def _b2b_next_sscc(self):
        """The next serial number; the row stays locked, so nobody else gets it.

        :raises UserError: there is no prefix
        """
        self.ensure_one()
        if not self.b2b_gs1_prefix:
            raise UserError(
                self.env._(
                    "Enter the GS1 company prefix of %(company)s first.", company=self.display_name
                )
            )
        self.env.cr.execute(
            SQL(
                "UPDATE res_company SET b2b_sscc_serial = COALESCE(b2b_sscc_serial, 0) + 1"
                " WHERE id = %s RETURNING b2b_sscc_serial",
                self.id,
            )
        )
        self.invalidate_recordset(["b2b_sscc_serial"])
        return self.env.cr.fetchone()[0]
