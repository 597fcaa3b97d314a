from odoo import api, fields, models
from odoo.tools import SQL


class EdiCounter(models.Model):
    """The last control number given to a partner. Gaps are allowed, a number is never given twice."""

    _name = "b2b.edi.counter"
    _description = "Control number"
    _log_access = False
    _rec_name = "name"

    partner_id = fields.Many2one("b2b.edi.partner", required=True, ondelete="cascade")
    name = fields.Char(required=True)
    value = fields.Integer(required=True, default=0)

    _name_uniq = models.UniqueIndex("(partner_id, name)")

    @api.model
    def _next(self, partner, name):
        """The next number of this partner and kind, from 1; after 999,999,999 it begins anew.

        The row stays locked until the transaction ends: two workers never get the same number.
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO b2b_edi_counter AS counter (partner_id, name, value)
                VALUES (%s, %s, 1)
                ON CONFLICT (partner_id, name)
                DO UPDATE SET value = counter.value %% 999999999 + 1
                RETURNING value
                """,
                partner.id,
                name,
            )
        )
        return self.env.cr.fetchone()[0]
