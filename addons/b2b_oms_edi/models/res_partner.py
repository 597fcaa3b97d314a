from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    b2b_edi_partner_ids = fields.One2many(
        "b2b.edi.partner", "account_id", string="Trading Partners", groups="b2b_oms.group_user"
    )
    b2b_edi_unit_ids = fields.One2many(
        "b2b.edi.unit", "account_id", string="Units", groups="b2b_oms.group_user"
    )
    b2b_edi_ship_to_ids = fields.One2many(
        "b2b.edi.ship.to", "account_id", string="Address Codes", groups="b2b_oms.group_user"
    )
    b2b_edi_part_ids = fields.One2many(
        "b2b.customer.part", "account_id", string="Part Numbers", groups="b2b_oms.group_user"
    )
    invoice_sending_method = fields.Selection(
        selection_add=[("b2b_edi", "by EDI")], ondelete={"b2b_edi": "set null"}
    )

    def _b2b_address_line(self):
        """The address on one line, as labels have it."""
        self.ensure_one()
        parts = (self.street, self.street2, f"{self.zip or ''} {self.city or ''}".strip())
        return ", ".join(filter(None, (*parts, self.country_id.name)))
