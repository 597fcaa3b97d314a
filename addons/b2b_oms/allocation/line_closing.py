"""Lines that will not be delivered in full: closed short, or served by something else."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..const import CLOSING


class LineClosing(models.AbstractModel):
    """Adopted by ``sale.order.line``."""

    _name = "b2b.line.closing"
    _description = "Closing lines short"

    def _b2b_close(self, quantity, reason):
        """Cancel so much of the line for good; what is left stays promised.

        The price is kept, and neither minimum nor breaks are asked again: the seller closes, not
        the buyer.

        :param quantity: in the line's unit; more than is left to deliver closes what is left
        :param reason: why, for the ledger and the buyer
        :raises UserError: no reason, or nothing left to close
        """
        self.ensure_one()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the rest is cancelled."))
        left = self.product_uom_qty - self.qty_delivered
        quantity = self.product_uom_id.round(min(quantity, left))
        if quantity <= 0:
            raise UserError(
                self.env._(
                    "%(product)s: nothing is left to cancel.", product=self.product_id.display_name
                )
            )
        self.order_id._b2b_take_turns()
        self.with_context(**{CLOSING: True}).write(
            {
                "product_uom_qty": self.product_uom_qty - quantity,
                "b2b_cancelled_quantity": self.b2b_cancelled_quantity + quantity,
            }
        )
        self.env["b2b.order.event"]._note(
            self.order_id,
            "allocation",
            self.env._(
                "%(product)s: %(quantity)s %(unit)s cancelled. %(reason)s",
                product=self.product_id.display_name,
                quantity=f"{quantity:g}",
                unit=self.product_uom_id.name,
                reason=reason.strip(),
            ),
            rule="close",
            line=self.id,
            cancelled=quantity,
        )

    # === SUBSTITUTES === #

    def _b2b_substitute(self, rule, quantity):
        """Deliver another product instead of so much of this line, at its own price.

        :param rule: ``b2b.substitute``
        :param quantity: of this line's product, in the line's unit
        :return: the new line
        :raises UserError: a check refuses the changed order
        """
        self.ensure_one()
        product = rule.substitute_id
        line = self.create(
            {
                "order_id": self.order_id.id,
                "product_id": product.id,
                "product_uom_id": product.uom_id.id,
                "product_uom_qty": self.product_uom_id._compute_quantity(
                    quantity, self.product_id.uom_id
                )
                * rule.ratio,
                "sequence": self.sequence,
                "b2b_ship_to_id": self.b2b_ship_to_id.id,
                "b2b_substituted_line_id": self.id,
            }
        )
        self._b2b_close(
            quantity,
            self.env._("Replaced by %(product)s.", product=product.display_name),
        )
        return line

    b2b_substituted_line_id = fields.Many2one(
        "sale.order.line",
        string="Instead Of",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups="base.group_user",
        help="The line whose product was not there.",
    )
