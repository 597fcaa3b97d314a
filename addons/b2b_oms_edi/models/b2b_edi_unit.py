from odoo import api, fields, models


class EdiUnit(models.Model):
    """What an account means by a unit: “CS” is our carton of 12, of this product or of all."""

    _name = "b2b.edi.unit"
    _description = "Unit in an account's words"
    _order = "account_id, code, product_id"
    _rec_name = "code"

    account_id = fields.Many2one(
        "res.partner",
        required=True,
        ondelete="cascade",
        index=True,
        domain=[("parent_id", "=", False)],
    )
    code = fields.Char(string="Their Unit", required=True)
    product_id = fields.Many2one(
        "product.product", ondelete="cascade", help="Empty: of every product."
    )
    uom_id = fields.Many2one("uom.uom", string="Our Unit", required=True, ondelete="cascade")

    _account_code_uniq = models.UniqueIndex(
        "(account_id, upper(code), COALESCE(product_id, 0))",
        "This unit of the account is known already.",
    )

    @api.model
    def _find(self, code, account, product):
        """Our unit for the account's word, empty when nobody told us; the product's own row first."""
        rows = self.search(
            [
                ("account_id", "=", account.id),
                ("code", "=ilike", code.strip().replace("%", r"\%").replace("_", r"\_")),
                ("product_id", "in", (False, product.id)),
            ]
        )
        return rows.sorted(lambda row: not row.product_id)[:1].uom_id

    @api.model
    def _remember(self, account, code, product, uom):
        """What the account means by a word for a unit of this product, from a correction."""
        row = self.search(
            [
                ("account_id", "=", account.id),
                ("code", "=", code),
                ("product_id", "=", product.id),
            ],
            limit=1,
        )
        if row:
            row.uom_id = uom
        else:
            self.create(
                {
                    "account_id": account.id,
                    "code": code,
                    "product_id": product.id,
                    "uom_id": uom.id,
                }
            )
