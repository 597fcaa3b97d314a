"""The prices of an order: asked of the engine as one basket, noted beside each line."""

from odoo import api, fields, models

from .pricing import Demand


class OrderPricing(models.AbstractModel):
    """Adopted by ``sale.order``."""

    _name = "b2b.order.pricing"
    _description = "Prices of an order"

    def _b2b_price_moment(self):
        """The moment whose prices count for the order, by the account's choice; empty: Odoo's."""
        self.ensure_one()
        account = self.sudo().b2b_account_id.with_company(self.company_id)
        if account.b2b_price_date == "ship" and self.commitment_date:
            return self.commitment_date
        if account.b2b_price_date in ("requested", "ship") and self.b2b_requested_date:
            return fields.Datetime.to_datetime(self.b2b_requested_date)
        return self.date_order

    def _b2b_demands(self, new_lines=None):
        """List of (line, Demand) for the lines our engine prices.

        :param new_lines: lines being created, which the order does not list yet
        """
        self.ensure_one()
        # Odoo's hook leaves out what other addons price: rewards, delivery fees.
        lines = self._get_update_prices_lines() | (new_lines or self.env["sale.order.line"])
        return [
            (
                line,
                Demand(
                    line.product_id.with_context(**line._get_product_price_context()),
                    line.product_uom_qty or 1.0,
                    line.product_uom_id or line.product_id.uom_id,
                ),
            )
            for line in lines
            if line._b2b_is_priced()
        ]

    def _b2b_quotes(self, new_lines=None):
        """{line: Quote} of every line our engine prices, as one basket."""
        demands = self._b2b_demands(new_lines)
        if not demands:
            return {}
        lines, wanted = zip(*demands, strict=True)
        quotes = (
            self.env["b2b.pricing"]
            .with_company(self.company_id)
            ._quote(
                self.partner_id,
                list(wanted),
                self._b2b_price_moment(),
                self.currency_id or self.company_id.currency_id,
                self.pricelist_id,
            )
        )
        return dict(zip(lines, quotes, strict=True))

    @api.onchange("order_line")
    def _onchange_b2b_reprice(self):
        self._b2b_reprice()

    def _b2b_reprice(self):
        """After a line changed: breaks count the sum, so its sisters may have another price now.

        Not done by dependencies of Odoo's computed price: those would also recompute the lines of
        customers without a tier, and delivery fees, whenever any line of the order changes.
        """
        for order in self.filtered(lambda o: o.state in ("draft", "sent") and o._b2b_is_managed()):
            free = order.order_line.filtered(
                lambda line: (
                    line._b2b_is_priced()
                    and not line._b2b_price_is_fixed()
                    and not line._b2b_is_manual()
                )
            )
            quotes = order._b2b_quotes() if free else {}
            for line in free.filtered(lambda line, quotes=quotes: line in quotes):
                if line._b2b_differs(quotes[line].price):
                    line._b2b_take_computed_price()

    def _b2b_price_lines(self):
        """Bring prices up to date and note for each line what the engine said and why.

        Kept prices stay; so do those a valid quotation or a protecting agreement promised.
        """
        self.ensure_one()
        open_lines = self.order_line.sudo().filtered(
            lambda line: not (line.b2b_price_source and self._b2b_price_is_protected(line))
        )
        quotes, changed = self._b2b_quotes(), []
        self._b2b_take_buyers_prices(open_lines, quotes)
        for line in open_lines.filtered(lambda line: line in quotes and not line.b2b_price_pinned):
            if line._b2b_differs(quotes[line].price):
                changed.append((line.product_id.display_name, line.price_unit, quotes[line].price))
                line._b2b_take_computed_price()
        self._b2b_log_prices(changed)
        self._b2b_note_prices(open_lines, quotes)

    def _b2b_price_policy(self, policies=None):
        """What to do where the buyer's price is not ours. Override this to let something go first.

        :param policies: all there are, where the caller has them already
        :return: ``b2b.price.policy``, empty: our price counts
        """
        self.ensure_one()
        every = self.env["b2b.price.policy"]._every() if policies is None else policies
        return every._fitting(self)[:1]

    def _b2b_take_buyers_prices(self, lines, quotes):
        """Keep the buyer's price on lines where the account's policy says so."""
        offered = lines.filtered(
            lambda line: line in quotes and line.b2b_customer_price and not line.b2b_price_pinned
        )
        if not offered:
            return
        policy = self._b2b_price_policy()
        for line in offered:
            theirs = line.b2b_customer_price
            if policy._verdict(quotes[line].price, theirs) == "theirs":
                line.write({"price_unit": theirs, "discount": 0.0})
                line.write(
                    {
                        "b2b_price_reason": self.env._("The buyer's price, taken by policy."),
                        "b2b_price_by_rule": True,
                    }
                )

    def _b2b_note_prices(self, lines, quotes=None):
        """Write beside each line what the engine says: source, rule, price, moment."""
        quotes = quotes or self._b2b_quotes()
        moment = self._b2b_price_moment()
        for line in lines.sudo().filtered(lambda line: line in quotes):
            quote = quotes[line]
            line.write(
                {
                    "b2b_price_source": "given" if line.b2b_price_pinned else quote.source,
                    "b2b_price_rule_id": quote.rule.id,
                    "b2b_engine_price": quote.price,
                    "b2b_price_date": moment,
                }
            )

    def _b2b_log_prices(self, changed):
        """:param changed: list of (product, old price, new price)"""
        self.env["b2b.order.event"]._log(
            [
                {
                    "order_id": self.id,
                    "kind": "price",
                    "message": self.env._(
                        "%(product)s: %(old)s became %(new)s, the price of the day.",
                        product=product,
                        old=f"{old:g}",
                        new=f"{new:g}",
                    ),
                    "figures": {"old": old, "new": new},
                }
                for product, old, new in changed
            ]
        )

    def _b2b_price_is_protected(self, line):
        """A quotation that still holds, or an agreement whose open orders keep their price."""
        if self.state == "sent" and not self.is_expired:
            return True
        agreement = self.env["b2b.price.agreement"].search(
            [("pricelist_id", "=", line.b2b_price_rule_id.pricelist_id.id)], limit=1
        )
        return agreement.protection == "keep"
