from odoo import fields, models


class CustomerPart(models.Model):
    """An account's own part number for one of our products."""

    _name = "b2b.customer.part"
    _description = "Customer part number"
    _order = "account_id, code"
    _rec_name = "code"

    account_id = fields.Many2one(
        "res.partner",
        required=True,
        ondelete="cascade",
        index=True,
        domain=[("parent_id", "=", False)],
    )
    code = fields.Char(string="Customer Part", required=True)
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True)

    _account_code_uniq = models.UniqueIndex(
        "(account_id, code)", "This account uses this part number already."
    )
