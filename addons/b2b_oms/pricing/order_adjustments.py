"""What is added to an order as a whole: promotions, the volume discount, fee and freight."""

from odoo import models
from odoo.fields import Domain


class OrderAdjustments(models.AbstractModel):
    """Keeps the lines that depend on the order's value. Adopted by ``sale.order``."""

    _name = "b2b.order.adjustments"
    _description = "Adjustments of an order"

    def _b2b_adjust(self):
        """Bring volume discount, fee and freight in line with the goods. May run twice."""
        for order in self.filtered(lambda o: o.state in ("draft", "sent") and o._b2b_is_managed()):
            order._b2b_sync_adjustments(
                [
                    *order._b2b_volume_lines(),
                    *order._b2b_fee_lines(),
                    *order._b2b_freight_lines(),
                ]
            )

    def _b2b_goods(self):
        """The lines of goods: what our engine prices."""
        self.ensure_one()
        return self._get_update_prices_lines().filtered(lambda line: line._b2b_is_priced())

    def _b2b_goods_value(self):
        """Value of the goods without tax, in the order's currency, before any discount on it all."""
        self.ensure_one()
        return sum(self._b2b_goods().mapped("price_subtotal"))

    # === PROMOTIONS === #

    def _b2b_claim_promotions(self):
        """Take every automatic promotion that leaves nothing to choose, as a click would."""
        self.ensure_one()
        programs = self.env["loyalty.program"].sudo()
        automatic = Domain(self._get_program_domain()) & Domain("trigger", "=", "auto")
        if not programs.search_count(automatic, limit=1):
            return
        self._update_programs_and_rewards()
        plain = [
            (coupon, reward)
            for coupon, reward in self._get_claimable_rewards().items()
            if coupon.program_id.trigger == "auto" and len(reward) == 1 and not reward.multi_product
        ]
        for coupon, reward in plain:
            self._apply_program_reward(reward, coupon)
        if plain:  # one promotion may change what another gives
            self._update_programs_and_rewards()

    # === VOLUME DISCOUNT AND FEE === #

    def _b2b_volume_lines(self):
        """Values of the discount lines: one for each set of taxes among the goods."""
        goods = self._b2b_goods()
        step = self.env["b2b.volume.discount"]._reached(self, sum(goods.mapped("price_subtotal")))
        if not step:
            return []
        product = self.env.ref("b2b_oms.product_volume_discount")
        return [
            {
                "b2b_adjustment": "volume",
                "product_id": product.id,
                "name": self.env._("%(percent)g %% volume discount", percent=step.percent),
                "price_unit": -self.currency_id.round(
                    sum(lines.mapped("price_subtotal")) * step.percent / 100
                ),
                "tax_ids": [(6, 0, taxes.ids)],
            }
            for taxes, lines in goods.grouped("tax_ids").items()
        ]

    def _b2b_fee_lines(self):
        """Values of the fee line of an order under its minimum, where the account pays one."""
        fee = self._b2b_small_order_fee()
        goods = self._b2b_goods_value()
        minimum = self._b2b_minimum_order()
        if (
            not fee
            or not goods
            or self._b2b_is_split()
            or self.currency_id.compare_amounts(goods, minimum) >= 0
        ):
            return []
        product = self.env.ref("b2b_oms.product_small_order_fee")
        return [
            {
                "b2b_adjustment": "fee",
                "product_id": product.id,
                "name": self.env._("Small-order fee"),
                "price_unit": fee,
            }
        ]

    def _b2b_sync_adjustments(self, wanted):
        """Make the adjustment lines what is wanted; untouched when they are."""
        lines = self.order_line.sudo().filtered("b2b_adjustment")
        have = sorted((line.b2b_adjustment, line.price_unit, line.name) for line in lines)
        want = sorted((vals["b2b_adjustment"], vals["price_unit"], vals["name"]) for vals in wanted)
        if have == want:
            return
        lines.unlink()
        self.env["sale.order.line"].sudo().create(
            [
                {"order_id": self.id, "product_uom_qty": 1, "sequence": 9000} | vals
                for vals in wanted
            ]
        )
