"""From a cart to the pipeline every channel ends in; a cart becomes one order, however often it is sent."""

import json

from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.b2b_oms.intake.inbound import InboundDocument

from ..roles import ORDER


class CartSubmission(models.AbstractModel):
    """Adopted by ``b2b.cart``."""

    _name = "b2b.cart.submission"
    _description = "Submission of a cart"

    def _submit(self, buyer):
        """Hand the cart in as a document of the portal. Commits (see ``b2b.intake.submit``).

        A cart that was handed in answers with the intake it became: a double click, a reload, the
        back button and a second tab make one order. Two at the same moment both write the cart;
        PostgreSQL refuses the second, Odoo runs it again, and it finds the first one's intake.

        :param buyer: :class:`Buyer` who may order for the cart's account
        :return: ``b2b.intake``, sudo
        :raises AccessError: the cart is of another account, or the role does not order
        :raises UserError: there is nothing in it, or it is a list
        """
        self.ensure_one()
        self._check_submission(buyer)
        if self.intake_id:
            return self.intake_id
        if self.kind != "cart":
            raise UserError(self.env._("Put the list into the cart to order from it."))
        if not self.line_ids:
            raise UserError(self.env._("There is nothing in your cart."))
        document = InboundDocument(
            content=json.dumps(self._as_document(), sort_keys=True).encode(),
            filename=f"cart-{self.id}.json",
            channel="portal",
            account=self.account_id,
            sender=buyer.user.login,
            reference=f"cart/{self.id}",
        )
        intake = self.env["b2b.intake"].submit(document, origin=self)
        self._let_stock_go()
        self._hand_over_files(buyer)
        return intake

    def _check_submission(self, buyer):
        if self.account_id != buyer.account or not buyer.may(ORDER):
            raise AccessError(self.env._("This cart is not yours to order."))
        chosen = self.ship_to_id | self.line_ids.ship_to_id
        if not self.intake_id and chosen - buyer.ship_tos:
            raise UserError(
                self.env._(
                    "You may not order to %(addresses)s.",
                    addresses=", ".join((chosen - buyer.ship_tos).mapped("display_name")),
                )
            )

    def _as_document(self):
        """The cart as the purchase order ``decoder_json.py`` reads. Its own number makes it unlike
        any other, so that ordering the same things again is no repeated document."""
        return {
            "cart": self.id,
            "number": self.customer_po or "",
            "ship_to": address_text(self.ship_to_id),
            "requested_date": _day(self.requested_date),
            "note": self.note or "",
            "lines": [line._as_document_line() for line in self.line_ids],
        }

    def _hand_over_files(self, buyer):
        """What the buyer attached goes with the order; the buyer hears what becomes of it."""
        order = self.intake_id.order_ids[:1]
        record = order or self.intake_id
        self._files().write({"res_model": record._name, "res_id": record.id})
        if order:
            order.message_subscribe(buyer.user.partner_id.ids)

    def _files(self):
        """What is attached to these carts: ``ir.attachment``, sudo."""
        return (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", "b2b.cart"), ("res_id", "in", self.ids)])
        )


class CartLineSubmission(models.AbstractModel):
    """Adopted by ``b2b.cart.line``."""

    _name = "b2b.cart.line.submission"
    _description = "Submission of a line of a cart"

    def _as_document_line(self):
        product = self.product_id
        return {
            "product_id": product.id or 0,
            "sku": product.default_code or (self.text if not product else "") or "",
            "description": product.name or "",
            "quantity": self.quantity,
            "ship_to": address_text(self.ship_to_id),
            "requested_date": _day(self.requested_date),
            "note": self.note or "",
        }


def address_text(partner):
    """An address as documents of our own name it; ``ship_to_lookup.py`` reads it."""
    return f"id:{partner.id}" if partner else ""


def _day(date):
    return date.isoformat() if date else ""
