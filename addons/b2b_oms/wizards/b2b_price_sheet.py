from odoo import api, fields, models
from odoo.fields import Domain

from ..const import PRICE_SOURCES
from ..pricing.pricing import Demand

SHOWN = 200
CHUNK = 500


class PriceSheet(models.TransientModel):
    """What one account pays today: on the screen, as Excel file, as PDF. All by the one engine."""

    _name = "b2b.price.sheet"
    _description = "Price sheet"

    account_id = fields.Many2one(
        "res.partner", required=True, domain=[("parent_id", "=", False)], ondelete="cascade"
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    quantity = fields.Float(digits="Product Unit", default=1.0, required=True)
    wanted = fields.Char(string="Search", help="Part of a SKU, name or barcode.")
    currency_id = fields.Many2one("res.currency", compute="_compute_line_ids")
    line_ids = fields.One2many(
        "b2b.price.sheet.line", "sheet_id", compute="_compute_line_ids", store=False
    )
    is_cut = fields.Boolean(compute="_compute_line_ids")

    @api.depends("account_id", "date", "quantity", "wanted")
    def _compute_line_ids(self):
        for sheet in self:
            prices = sheet._prices(limit=SHOWN + 1) if sheet.account_id else []
            sheet.currency_id = sheet._currency()
            sheet.is_cut = len(prices) > SHOWN
            sheet.line_ids = [fields.Command.clear()] + [
                fields.Command.create(values) for values in prices[:SHOWN]
            ]

    def _currency(self):
        pricelist = self.account_id.property_product_pricelist
        return pricelist.currency_id or self.env.company.currency_id

    def _products(self, limit=None):
        domain = Domain("sale_ok", "=", True)
        if self.wanted:
            domain &= Domain.OR(
                Domain(field, "ilike", self.wanted) for field in ("default_code", "name", "barcode")
            )
        return self.env["product.product"].search(domain, limit=limit, order="default_code, id")

    def _prices(self, limit=None):
        """List of dicts: the values of a line for each product, in the order of SKUs."""
        self.ensure_one()
        products, rows = self._products(limit), []
        moment = fields.Datetime.to_datetime(self.date)
        for start in range(0, len(products), CHUNK):
            chunk = products[start : start + CHUNK]
            demands = [Demand(product, self.quantity or 1.0, product.uom_id) for product in chunk]
            quotes = self.env["b2b.pricing"]._quote(
                self.account_id, demands, moment, self._currency(), one_basket=False
            )
            rows += [self._values(d, quote) for d, quote in zip(demands, quotes, strict=True)]
        return rows

    def _values(self, demand, quote):
        return {
            "product_id": demand.product.id,
            "uom_id": demand.uom.id,
            "price": quote.price,
            "source": quote.source,
            "rule_id": quote.rule.id,
            "next_quantity": quote.next_quantity,
            "next_price": quote.next_price,
        }

    def action_xlsx(self):
        """Download the whole sheet as an Excel file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/b2b/price-sheet/{self.id}.xlsx",
            "target": "download",
        }

    def action_pdf(self):
        """Print the whole sheet."""
        return self.env.ref("b2b_oms.report_price_sheet").report_action(self)


class PriceSheetLine(models.TransientModel):
    """One product's price for the account."""

    _name = "b2b.price.sheet.line"
    _description = "Price"

    sheet_id = fields.Many2one("b2b.price.sheet", ondelete="cascade")
    product_id = fields.Many2one("product.product")
    uom_id = fields.Many2one("uom.uom", string="Unit")
    price = fields.Float(min_display_digits="Product Price")
    source = fields.Selection(PRICE_SOURCES, string="From")
    rule_id = fields.Many2one("product.pricelist.item", string="Rule")
    next_quantity = fields.Float(string="Next Break At", digits="Product Unit")
    next_price = fields.Float(string="Price There", min_display_digits="Product Price")
