"""Ways around the path, closed: what only the path may write, and buyers' acts that change nothing."""

from odoo import models
from odoo.exceptions import AccessError, UserError


class OrderGuard(models.AbstractModel):
    """Adopted by ``sale.order``. A field that is read-only on screen can still be written by RPC."""

    _name = "b2b.order.guard"
    _description = "Guard of the path"

    def _b2b_kept_fields(self):
        """Fields that decide whether an order is stopped: the path writes them, nobody else."""
        return {"b2b_state", "b2b_stop_reason", "b2b_stop_number", "b2b_split_from_id",
                "b2b_confidence", "b2b_replaced_by_id"}  # fmt: skip

    def _b2b_refuse_shortcut(self, *written):
        """Refuse values that would put these orders past the checks.

        :param written: dicts of field values of these orders
        :raises AccessError: a person writes what the path alone may write
        :raises UserError: an order that was not checked would be confirmed
        """
        if self.env.su:
            return
        if any(self._b2b_kept_fields() & vals.keys() for vals in written):
            raise AccessError(self.env._("The status of an order is not written by hand."))
        if any(vals.get("state") == "sale" for vals in written):
            past = self.filtered(lambda order: order._b2b_is_unchecked())
            if past:
                names = ", ".join(past.mapped("name"))
                raise UserError(
                    self.env._("Confirm %(orders)s instead: they must be checked.", orders=names)
                )

    def _b2b_is_unchecked(self):
        """Whether the order takes our path and was not released on it."""
        self.ensure_one()
        return self._b2b_is_managed() and self.b2b_state not in ("released", "closed")

    # === THE BUYER DID SOMETHING, AND THE ORDER STAYS HELD === #

    def _b2b_tell_seller(self, what):
        """Nobody of ours is at the screen when a buyer signs or pays: leave word with who sells.

        :param what: what the buyer did
        """
        for order in self.sudo().filtered(lambda order: order.b2b_state == "held"):
            note = self.env._(
                "%(what)s It stays held: %(why)s", what=what, why=order.b2b_hold_reason
            )
            order.message_post(body=note)
            seller = order._b2b_who_hears()
            if seller:
                order.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("Held although the buyer agreed"),
                    note=note,
                    user_id=seller.id,
                )

    def _b2b_who_hears(self):
        """The seller, else the leader of the team, else somebody of the order desk."""
        self.ensure_one()
        desk = self.env.ref("b2b_oms.group_order_desk").sudo().all_user_ids
        people = self.user_id | self.team_id.user_id | desk
        return people.filtered(
            lambda user: user._is_internal() and self.company_id in user.company_ids
        )[:1]

    def _b2b_mailed(self, event, subject):
        """Who is mailed news of the order at once: ``res.partner``, may be empty.

        Another addon that knows how people want to hear of it overrides this.

        :param event: ``shipment`` or ``backorder``
        :param subject: the news in a sentence, for whoever hears of it otherwise
        """
        self.ensure_one()
        return self.partner_id
