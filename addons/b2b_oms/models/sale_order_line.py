from odoo import api, fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    b2b_source_code = fields.Char(
        string="Ordered As", copy=False, help="The item as the buyer wrote it."
    )
    b2b_source_unit = fields.Char(
        string="Ordered Unit", copy=False, help="The unit as the buyer wrote it."
    )
    b2b_customer_price = fields.Float(
        string="Buyer's Price",
        digits="Product Price",
        copy=False,
        groups="base.group_user",
        help="The unit price on the buyer's document, kept beside ours.",
    )
    b2b_requested_date = fields.Date(string="Requested Date", copy=False)
    b2b_row_problem = fields.Char(
        string="Row Problem",
        copy=False,
        groups="base.group_user",
        help="What could not be read without doubt in this row of the document.",
    )

    @api.model
    def _b2b_correcting_fields(self):
        """Fields by whose change a person settles what was unclear in the row."""
        return {"product_id", "product_uom_qty", "product_uom_id"}

    def write(self, vals):
        if self._b2b_correcting_fields() & vals.keys() and "b2b_row_problem" not in vals:
            unclear = self.filtered("b2b_row_problem")
            if unclear:
                super(SaleOrderLine, unclear).write({"b2b_row_problem": False})
        result = super().write(vals)
        if "product_id" in vals and "product_uom_id" not in vals:
            self.filtered("b2b_source_unit")._b2b_apply_source_unit()
        return result

    def _b2b_apply_source_unit(self):
        """A person named the product: the buyer's unit counts for it, not the product's own."""
        for line in self:
            unit, problems = self.env["b2b.order.mapper"]._unit(
                line.b2b_source_unit, line.product_id
            )
            line.write({"product_uom_id": unit.id, "b2b_row_problem": " ".join(problems) or False})
