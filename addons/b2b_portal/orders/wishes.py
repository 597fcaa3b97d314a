"""What a buyer may still do to an order, and asking for the rest."""

from odoo import fields, models

from ..refusal import Refusal
from ..shop.hold_words import TOLD, words

MAX_WORDS = 2000
# Holds that a payment ends.
MONEY = {"credit_limit", "overdue", "prepayment", "reminder"}


class OrderWishes(models.AbstractModel):
    """Adopted by ``sale.order``. Every method is called with an order whose buyer was checked."""

    _name = "b2b.portal.wishes"
    _description = "Wishes about an order"

    # === QUESTIONS === #

    def _portal_may_cancel(self):
        """Whether the buyer may cancel it alone: nobody has touched the goods, nothing is paid."""
        self.ensure_one()
        order = self.sudo()
        if order.state == "cancel" or order.b2b_state == "closed" or order.locked:
            return False
        begun = order.picking_ids.filtered(
            lambda picking: (
                picking.state == "done" or picking.printed or any(picking.move_ids.mapped("picked"))
            )
        )
        return not begun and not order._portal_invoices() and not order._b2b_paid()

    def _portal_may_ask(self):
        """Whether there is anything left to change: not everything is shipped, it is not over."""
        self.ensure_one()
        order = self.sudo()
        over = order.state == "cancel" or order.b2b_state == "closed"
        return not over and order.delivery_status != "full"

    def _portal_lacks_po(self):
        """Whether the order waits for the buyer's own number."""
        self.ensure_one()
        return self.b2b_state == "held" and "customer_po" in self._b2b_blocking().mapped("code")

    def _portal_waits_for(self):
        """[(title, sentence)] of why a held order waits, in the words the cart used before.

        Reasons that are the house's own are one sentence: that somebody looks at it.
        """
        self.ensure_one()
        if self.b2b_state != "held":
            return []
        holds = self._b2b_blocking()
        return list(dict.fromkeys(words(self.env, hold.code, hold.message) for hold in holds))

    def _portal_can_help(self):
        """Whether the buyer can do something about what holds it: a number, a payment, a change."""
        self.ensure_one()
        codes = set(self._b2b_blocking().mapped("code"))
        return self.b2b_state == "held" and bool(codes & (TOLD | MONEY))

    # === DOING === #

    def _portal_cancel_order(self, buyer, reason):
        """Cancel it for the buyer.

        :raises Refusal: it is too late for that
        """
        self.ensure_one()
        order = self.sudo()
        order._b2b_take_turns()
        if not order._portal_may_cancel():
            raise Refusal(
                self.env._("%(order)s is on its way already. Ask us instead.", order=order.name)
            )
        order._action_cancel()
        order._portal_say(
            buyer, self.env._("I cancelled this order. %(reason)s", reason=reason or "").strip()
        )

    def _portal_give_po(self, buyer, number):
        """The buyer's own number for an order that waits for it; its hold may go by itself."""
        self.ensure_one()
        number = " ".join((number or "").split())[:64]
        if not number:
            raise Refusal(self.env._("Write your purchase order number."))
        if not self._portal_lacks_po():
            raise Refusal(self.env._("%(order)s needs no number any more.", order=self.name))
        order = self.sudo()
        order.client_order_ref = number
        order._portal_say(buyer, self.env._("Our order number is %(number)s.", number=number))
        if order.b2b_state == "received":
            order.action_confirm()

    def _portal_ask(self, buyer, wish, summary=None):
        """Leave word with who sells: a message on the order and a task.

        :param wish: what the buyer wrote, plain text
        :raises Refusal: nothing was written
        """
        self.ensure_one()
        order = self.sudo()
        text = (wish or "").strip()[:MAX_WORDS]
        if not text:
            raise Refusal(self.env._("Write what you want us to do."))
        order._portal_say(buyer, text)
        seller = order._b2b_who_hears()
        if seller:
            order.activity_schedule(
                "mail.mail_activity_data_todo",
                fields.Date.context_today(order),
                summary or self.env._("The buyer wrote"),
                note=text,
                user_id=seller.id,
            )

    def _portal_say(self, buyer, text):
        """A message on the order, as its buyer. A text is escaped by Odoo: no HTML of a buyer is shown."""
        self.sudo().message_post(
            body=text,
            author_id=buyer.user.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
