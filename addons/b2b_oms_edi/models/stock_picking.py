from odoo import models


class StockPicking(models.Model):
    """What left is announced to the partner, with the numbers on its labels."""

    _inherit = "stock.picking"

    def _b2b_shipped(self):
        result = super()._b2b_shipped()
        for picking in self.sudo().filtered(lambda picking: picking._b2b_is_told()):
            partner = picking.sale_id.b2b_edi_partner_id
            if partner.sends_despatch:
                self.env["b2b.edi.exchange"]._due("despatch_advice", partner, picking)
        return result

    def action_b2b_print_labels(self):
        """The GS1 labels of the packages; they get their numbers now if they have none."""
        packages = self.move_line_ids.result_package_id
        for picking in self:
            picking.move_line_ids.result_package_id._b2b_give_sscc(picking.company_id)
        return self.env.ref("b2b_oms_edi.action_report_sscc").report_action(packages)
