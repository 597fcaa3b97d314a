"""Releasing of an order what the credit allows, while the rest waits as an order of its own."""

from odoo import fields, models
from odoo.exceptions import UserError

from .fit import Wish, fit


class PartialRelease(models.AbstractModel):
    """Adopted by ``sale.order``."""

    _name = "b2b.order.partial.release"
    _description = "Credit-fit partial release"

    def _b2b_is_split(self):
        """Whether the order is one of several parts of a purchase order."""
        self.ensure_one()
        order = self.sudo()
        return bool(order.b2b_split_from_id or order.b2b_part_ids)

    def _b2b_room(self):
        """Credit left for this order, with tax, in its currency; None without a limit."""
        self.ensure_one()
        standing = self.env["b2b.credit.standing"]._of_orders(self).get(self)
        if not standing or standing.ceiling is None:
            return None
        return standing.currency._convert(
            max(0.0, standing.available), self.currency_id, self.company_id,
            fields.Date.context_today(self), round=False,
        )  # fmt: skip

    def _b2b_fitting(self):
        """{line of goods: quantity that the credit allows}, in the order of the lines."""
        self.ensure_one()
        goods, room = self._b2b_goods(), self._b2b_room()
        if room is None:
            return {line: line.product_uom_qty for line in goods}
        rules = self.env["b2b.quantity.rule"]._about(goods.product_id)
        limits = rules._limits(self, goods.product_id)
        share = self._b2b_share_of_goods()
        return fit(
            [
                Wish(
                    line,
                    line.product_uom_qty,
                    share * line.price_total / line.product_uom_qty,
                    line.product_id.uom_id._compute_quantity(
                        limits[line.product_id].multiple or 1.0, line.product_uom_id, round=False
                    ),
                )
                for line in goods
                if line.product_uom_qty
            ],
            room,
        )

    def _b2b_share_of_goods(self):
        """Order total over value of goods: discounts, fees and freight ride with the goods."""
        goods = sum(self._b2b_goods().mapped("price_total"))
        return max(1.0, self.amount_total / goods) if goods else 1.0

    def _b2b_release_part(self, quantities):
        """Release these quantities now; the rest becomes an order of its own and waits.

        :param quantities: {line of goods: quantity to release}
        :return: the order of the rest
        :raises UserError: nothing or everything would be released, or more than was ordered
        """
        self.ensure_one()
        self._b2b_take_turns()
        goods = self._b2b_goods()
        quantities = {line: quantities.get(line, 0.0) for line in goods}
        if any(not 0 <= q <= line.product_uom_qty for line, q in quantities.items()):
            raise UserError(self.env._("Release between nothing and what was ordered."))
        if not any(quantities.values()) or all(q == line.product_uom_qty
                                               for line, q in quantities.items()):  # fmt: skip
            raise UserError(self.env._("Release some of the order, and leave some for later."))
        self._b2b_keep_prices(goods)
        rest = self._b2b_make_rest(quantities)
        for order, other in ((self, rest), (rest, self)):
            order._b2b_log_split(other)
        (self | rest)._b2b_adjust()
        self.action_confirm()
        rest.action_confirm()
        return rest

    def _b2b_make_rest(self, quantities):
        made = self.sudo().copy(  # only the path says of which order another is the rest
            {
                "order_line": [],
                "client_order_ref": self.client_order_ref,
                "date_order": self.date_order,
                "origin": self.name,
                "b2b_split_from_id": (self.sudo().b2b_split_from_id or self).id,
                "b2b_channel": self.sudo().b2b_channel,
                "b2b_requested_date": self.b2b_requested_date,
                "b2b_priority": self.sudo().b2b_priority,
            }
        )
        rest = made.with_env(self.env)
        kept = ("b2b_source_code", "b2b_source_unit", "b2b_customer_price", "b2b_requested_date",
                "b2b_price_pinned", "b2b_price_by_rule", "b2b_price_reason", "b2b_engine_price",
                "b2b_price_source", "b2b_price_date", "price_unit", "discount")  # fmt: skip
        for line, quantity in quantities.items():
            remaining = line.product_uom_qty - quantity
            if not remaining:
                continue
            values = {field: line.sudo()[field] for field in kept} | {
                "b2b_price_rule_id": line.sudo().b2b_price_rule_id.id
            }
            twin = line.copy({"order_id": rest.id, "product_uom_qty": remaining})
            twin.sudo().write(values)
            if quantity:
                line.product_uom_qty = quantity
            else:
                line.unlink()
        return rest

    def _b2b_keep_prices(self, lines):
        """The break was earned by the whole order; neither part loses it."""
        for line in lines.sudo().filtered(lambda line: not line.b2b_price_pinned):
            line.write(
                {
                    "b2b_price_pinned": True,
                    "b2b_price_by_rule": True,
                    "b2b_price_source": "given",
                    "b2b_price_reason": self.env._(
                        "Price of the whole order %(order)s.", order=self.name
                    ),
                }
            )

    def _b2b_log_split(self, other):
        self.env["b2b.order.event"]._log(
            [
                {
                    "order_id": self.id,
                    "kind": "credit",
                    "message": self.env._("Released in parts; the other is %(o)s.", o=other.name),
                    "figures": {"other": other.id, "total": self.amount_total},
                }
            ]
        )
