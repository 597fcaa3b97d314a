from odoo import models


class OrderFreight(models.AbstractModel):
    """What sending an order costs its buyer. Adopted by ``sale.order``.

    A sum an order, free from a value of goods on: as the account agreed, else as its tier says.
    Accounts whose freight a carrier's price decides have none here and Odoo's delivery methods.
    """

    _name = "b2b.order.freight"
    _description = "Freight of an order"

    def _b2b_freight_charge(self):
        """What an order pays that does not go free, in its currency; zero: none pays."""
        return self._b2b_agreed_amount("freight_charge")

    def _b2b_free_freight_from(self):
        """Value of goods from which an order goes free, in its currency; zero: none does."""
        return self._b2b_agreed_amount("free_freight_from")

    def _b2b_missing_for_free_freight(self):
        """How much more goods let the order go free, in its currency; zero: it does, or none does."""
        self.ensure_one()
        free_from = self._b2b_free_freight_from()
        if not free_from or not self._b2b_freight_charge() or not self._b2b_pays_freight():
            return 0.0
        return max(0.0, self.currency_id.round(free_from - self._b2b_purchase_value()))

    def _b2b_freight_lines(self):
        """Values of the freight line; a list that is empty when the order goes free."""
        self.ensure_one()
        charge = self._b2b_freight_charge()
        if not charge or not self._b2b_pays_freight():
            return []
        if self._b2b_free_freight_from() and not self._b2b_missing_for_free_freight():
            return []
        return [
            {
                "b2b_adjustment": "freight",
                "product_id": self.env.ref("b2b_oms.product_freight").id,
                "name": self.env._("Freight"),
                "price_unit": charge,
            }
        ]

    def _b2b_pays_freight(self):
        """Whether there is something to send that nobody charged for yet.

        Of a purchase order in parts the first one pays; a delivery method has its own line.
        """
        self.ensure_one()
        lines, order = self.order_line, self.sudo()
        by_method = "is_delivery" in lines._fields and any(lines.mapped("is_delivery"))
        goods = self._b2b_goods().filtered(lambda line: line.product_id.type == "consu")
        return bool(goods) and not by_method and not order.b2b_split_from_id

    def _b2b_purchase_value(self):
        """Value of the goods of the whole purchase order, also of parts that wait."""
        self.ensure_one()
        parts = self.sudo().b2b_part_ids.filtered(lambda part: part.state != "cancel")
        return sum(part._b2b_goods_value() for part in self.sudo() | parts)
