from odoo import api, fields, models

from ..pricing.pricing import Demand


class IntakeReviewLine(models.TransientModel):
    """One line as it was read, and as it is meant."""

    _name = "b2b.intake.review.line"
    _description = "Line of a review"

    review_id = fields.Many2one("b2b.intake.review", required=True, ondelete="cascade")
    line_id = fields.Many2one("sale.order.line", ondelete="cascade")
    words = fields.Char(string="They Wrote", help="The item in the buyer's words.")
    their_unit = fields.Char()
    product_id = fields.Many2one("product.product", domain=[("sale_ok", "=", True)])
    part = fields.Char(
        string="Own Part", compute="_compute_part", help="The account's own number of the product."
    )
    quantity = fields.Float(digits="Product Unit", default=1.0)
    uom_id = fields.Many2one(
        "uom.uom", string="Unit", compute="_compute_uom_id", store=True, readonly=False
    )
    their_price = fields.Float(digits="Product Price")
    price = fields.Float(string="Our Price", digits="Product Price", compute="_compute_price")
    confidence = fields.Float(string="Sure %", readonly=True, digits=(3, 0), default=100.0)
    problem = fields.Char(readonly=True)

    @api.depends("product_id")
    def _compute_uom_id(self):
        """The buyer's unit where it is one of the product's."""
        for line in self.filtered("product_id"):
            named, _problem = line._mapper()._unit(line.their_unit or "", line.product_id.sudo())
            line.uom_id = named

    def _mapper(self):
        """Who knows the account's words for units."""
        return self.env["b2b.order.mapper"].sudo()

    @api.depends("product_id", "review_id.account_id")
    def _compute_part(self):
        for review, lines in self.grouped("review_id").items():
            parts = self.env["b2b.customer.part"]._of(review.account_id, lines.product_id)
            for line in lines:
                found = parts.get(line.product_id)
                line.part = ", ".join(found.mapped("code")) if found else False

    @api.depends("product_id", "quantity", "uom_id", "review_id.account_id")
    def _compute_price(self):
        for review, lines in self.grouped("review_id").items():
            priced = (review.line_ids | lines).filtered("product_id")
            demands = [
                Demand(line.product_id, line.quantity or 1.0, line.uom_id or line.product_id.uom_id)
                for line in priced
            ]
            account = review.account_id
            quotes = (
                self.env["b2b.pricing"]._quote(account, demands, currency=review.currency_id)
                if account and demands
                else [None] * len(priced)
            )
            found = dict(zip(priced, quotes, strict=True))
            for line in lines:
                quote = found.get(line)
                line.price = quote.price if quote else 0.0

    @api.onchange("product_id", "quantity", "uom_id")
    def _onchange_settled(self):
        """What a person wrote is certain."""
        if (
            self.product_id
            and self.quantity > 0
            and (
                self._origin.product_id != self.product_id or self._origin.quantity != self.quantity
            )
        ):
            self.confidence = 100.0
            self.problem = False

    def _remember(self):
        """Keep what the buyer's words mean, for the next document."""
        for line in self.filtered("words"):
            self.env["b2b.customer.part"]._remember(
                line.review_id.account_id, line.words, line.product_id
            )

    def _put_right(self, order):
        """The line of the order as the buyer meant it; returns what changed, as sentences."""
        self.ensure_one()
        if not self.line_id:
            self.line_id = self.env["sale.order.line"].create(
                {
                    "order_id": order.id,
                    "product_id": self.product_id.id,
                    "product_uom_qty": self.quantity,
                    "product_uom_id": self.uom_id.id,
                    "b2b_source_code": self.words,
                    "b2b_customer_price": self.their_price,
                }
            )
            return [self.env._("added: %(item)s", item=self.product_id.display_name)]
        line, corrected = self.line_id, []
        if line.product_id != self.product_id:
            corrected.append(f"{self.words or line.name} → {self.product_id.display_name}")
            line.write(
                {
                    "product_id": self.product_id.id,
                    "product_uom_id": self.uom_id.id,
                    "name": self.product_id.get_product_multiline_description_sale(),
                }
            )
        wanted = {
            "product_uom_qty": self.quantity,
            "product_uom_id": self.uom_id.id,
            "b2b_customer_price": self.their_price,
        }
        now = {
            "product_uom_qty": line.product_uom_qty,
            "product_uom_id": line.product_uom_id.id,
            "b2b_customer_price": line.b2b_customer_price,
        }
        changed = {name: value for name, value in wanted.items() if now[name] != value}
        if changed:
            line.write(changed)
            corrected += [
                f"{self.product_id.display_name}, "
                f"{line._fields[name]._description_string(self.env)}: {now[name]} → {value}"
                for name, value in changed.items()
            ]
        return corrected
