from odoo import api, fields, models

from ..const import PRICE_SOURCES


class PriceExplanation(models.TransientModel):
    """Why a line has its price: the candidates in order, the winner, the next break."""

    _name = "b2b.price.explanation"
    _description = "Why this price"

    line_id = fields.Many2one("sale.order.line", required=True, ondelete="cascade", readonly=True)
    product_id = fields.Many2one(related="line_id.product_id")
    currency_id = fields.Many2one(related="line_id.currency_id")
    price_unit = fields.Float(
        string="Price on the Line", min_display_digits="Product Price", readonly=True
    )
    engine_price = fields.Float(
        string="Computed Price", min_display_digits="Product Price", readonly=True
    )
    source = fields.Selection(PRICE_SOURCES, string="Price From", readonly=True)
    reason = fields.Char(readonly=True)
    price_date = fields.Datetime(readonly=True)
    basket_quantity = fields.Float(
        string="Quantity on the Order",
        digits="Product Unit",
        readonly=True,
        help="Of this product over all lines: breaks count the sum.",
    )
    next_quantity = fields.Float(string="Next Break At", digits="Product Unit", readonly=True)
    next_price = fields.Float(
        string="Price There", min_display_digits="Product Price", readonly=True
    )
    candidate_ids = fields.One2many("b2b.price.explanation.candidate", "explanation_id")

    @api.model
    def _explain(self, line):
        """Make the explanation of one order line."""
        facts = self._facts(line)
        candidates = [fields.Command.create(values) for values in facts.pop("candidates")]
        return self.create(facts | {"line_id": line.id, "candidate_ids": candidates})

    @api.model
    def _facts(self, line):
        """What there is to say about the price of an order line, as plain values.

        :return: dict with price_unit, engine_price, source, reason, price_date, basket_quantity,
            next_quantity, next_price (per unit of the line, in the order's currency) and
            candidates, a list of dicts in the order they are asked
        """
        order = line.order_id
        pricing = self.env["b2b.pricing"].with_company(order.company_id)
        demands = dict(order._b2b_demands())
        demand, moment = demands[line], order._b2b_price_moment()
        book = pricing._book(order.b2b_account_id, line.product_id, moment, order.pricelist_id)
        basket = pricing._basket(list(demands.values()))
        quote = pricing._answer(demand, book, basket, moment, order.currency_id)
        frozen = line.state == "sale" and line.b2b_price_source
        source = "given" if line.b2b_price_pinned else quote.source
        return {
            "price_unit": line._b2b_effective_price(),
            "engine_price": line.b2b_engine_price if frozen else quote.price,
            "source": line.b2b_price_source if frozen else source,
            "reason": line.b2b_price_reason,
            "price_date": moment,
            "basket_quantity": basket.quantities[demand.product],
            "next_quantity": quote.next_quantity,
            "next_price": quote.next_price,
            "candidates": list(self._candidates(demand, book, basket, moment, order, quote)),
        }

    def _candidates(self, demand, book, basket, moment, order, quote):
        product = demand.product
        terms = {"quantity": demand.quantity, "uom": demand.uom, "date": moment}
        for sequence, (source, rule) in enumerate(book.candidates(product)):
            quantity = basket.of(product, rule)
            yield {
                "sequence": sequence,
                "source": source,
                "rule_id": rule.id,
                "min_quantity": rule._b2b_min_quantity(product),
                "price": rule._compute_price(product, currency=order.currency_id, **terms),
                "outcome": self._outcome(rule, product, quantity, quote),
                "is_winner": rule == quote.rule,
            }

    def _outcome(self, rule, product, quantity, quote):
        if rule == quote.rule:
            return self.env._("This one")
        if quantity < rule._b2b_min_quantity(product):
            return self.env._("Break not reached")
        if not rule._b2b_serves(product, quantity):
            return self.env._("Not enough left of the agreed quantity")
        return self.env._("Asked after the one that won")


class PriceExplanationCandidate(models.TransientModel):
    """One rule about the product, and what became of it."""

    _name = "b2b.price.explanation.candidate"
    _description = "Price candidate"
    _order = "sequence"

    explanation_id = fields.Many2one("b2b.price.explanation", required=True, ondelete="cascade")
    sequence = fields.Integer()
    source = fields.Selection(PRICE_SOURCES, string="From")
    rule_id = fields.Many2one("product.pricelist.item", string="Rule")
    list_name = fields.Char(related="rule_id.pricelist_id.name", string="List or Agreement")
    applies_to = fields.Char(related="rule_id.name", string="About")
    min_quantity = fields.Float(string="From Quantity", digits="Product Unit")
    price = fields.Float(min_display_digits="Product Price")
    outcome = fields.Char()
    is_winner = fields.Boolean()
