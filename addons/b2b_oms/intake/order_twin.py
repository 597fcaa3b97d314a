"""Two orders that are one: what a person decides, and how it is carried out."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_compare

REPEATED = ("duplicate", "near_duplicate", "channel_twin")


class OrderTwin(models.AbstractModel):
    """Adopted by ``sale.order``. ``self`` is the later of the two, which is not released."""

    _name = "b2b.order.twin"
    _description = "Repeated orders"

    b2b_replaced_by_id = fields.Many2one(
        "sale.order",
        string="Went Into",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups="base.group_user",
        help="It repeated this order, which took what was new in it.",
    )

    def _b2b_merge_into(self, first):
        """What this order has more of is added to the first; this one ends.

        :raises AccessError: not of the order desk
        :raises UserError: one of the two went on too far
        """
        self._b2b_begin_settling(first)
        changed = []
        for key, (quantity, before) in self._b2b_beside(first).items():
            if quantity > before:
                changed.append(first._b2b_set_goods(*key, quantity))
        self._b2b_end_in(
            first,
            changed,
            self.env._("What it had more of was added to %(first)s.", first=first.name),
        )

    def _b2b_change_first(self, first):
        """The first becomes what this order says: quantities, number, date and place; this one ends.

        :raises AccessError: not of the order desk
        :raises UserError: one of the two went on too far, or more was shipped than is wanted now
        """
        self._b2b_begin_settling(first)
        head = {
            "client_order_ref": self.client_order_ref or first.client_order_ref,
            "b2b_requested_date": self.b2b_requested_date or first.b2b_requested_date,
            "partner_shipping_id": self.partner_shipping_id,
        }
        head = {name: value for name, value in head.items() if first[name] != value}
        place = head.get("partner_shipping_id")
        if place:
            head["partner_shipping_id"] = place.id
        if head:
            first.write(head)
        changed = [
            first._b2b_set_goods(*key, quantity)
            for key, (quantity, before) in self._b2b_beside(first).items()
            if quantity != before
        ]
        self._b2b_end_in(
            first, changed, self.env._("%(first)s was changed to what it says.", first=first.name)
        )

    def _b2b_keep_beside(self, first):
        """Both are wanted: the holds that say otherwise are released."""
        self._b2b_check_may_settle()
        holds = self.b2b_hold_ids.filtered(
            lambda hold: (
                hold.state == "open"
                and hold.code in REPEATED
                and (hold.figures or {}).get("other") == first.id
            )
        )
        if not holds:
            raise UserError(self.env._("Nothing holds it for being repeated any more."))
        holds.action_release(self.env._("Both are wanted, it and %(first)s.", first=first.name))

    def _b2b_refuse_beside(self, first):
        """Only the first is wanted."""
        self._b2b_begin_settling(first)
        why = self.env._("Refused, it repeats %(first)s.", first=first.name)
        self._b2b_note_settled(first, [], why)
        self._action_cancel()

    # === HOW === #

    def _b2b_check_may_settle(self):
        self.ensure_one()
        self.check_access("write")
        if not (self.env.su or self.env.user.has_group("b2b_oms.group_order_desk")):
            raise AccessError(self.env._("Only the order desk settles repeated orders."))

    def _b2b_begin_settling(self, first):
        self._b2b_check_may_settle()
        first.check_access("write")
        (self | first)._b2b_wait_for_turns()
        (self | first)._b2b_take_turns()
        if self.b2b_account_id != first.b2b_account_id or self.company_id != first.company_id:
            raise UserError(self.env._("These orders are of two accounts."))
        for order, states in (
            (self, ("received", "held")),
            (first, ("received", "held", "released")),
        ):
            if order.b2b_state not in states:
                raise UserError(self.env._("%(order)s went on too far.", order=order.name))

    def _b2b_beside(self, first):
        """{(product, unit): (quantity here, quantity in the first)} of goods.

        :raises UserError: an item is not known yet
        """
        unknown = self._b2b_unknown_item()
        rows = {}
        for column, order in enumerate((self, first)):
            for line in order._b2b_goods():
                if line.product_id == unknown and order == self:
                    raise UserError(
                        self.env._(
                            "Choose a product for “%(item)s” first.", item=line.b2b_source_code
                        )
                    )
                row = rows.setdefault((line.product_id, line.product_uom_id), [0.0, 0.0])
                row[column] += line.product_uom_qty
        return rows

    def _b2b_set_goods(self, product, unit, quantity):
        """Let the order have so many of a product in all; returns the change as plain values.

        :raises UserError: more was shipped already
        """
        lines = self._b2b_goods().filtered(
            lambda line: line.product_id == product and line.product_uom_id == unit
        )
        before = sum(lines.mapped("product_uom_qty"))
        shipped = sum(lines.mapped("qty_delivered"))
        if float_compare(quantity, shipped, precision_rounding=unit.rounding) < 0:
            raise UserError(
                self.env._(
                    "%(product)s: %(shipped)s were shipped already.",
                    product=product.display_name,
                    shipped=f"{shipped:g}",
                )
            )
        if not lines:
            self.env["sale.order.line"].create(
                {
                    "order_id": self.id,
                    "product_id": product.id,
                    "product_uom_id": unit.id,
                    "product_uom_qty": quantity,
                }
            )
        elif quantity > before:
            lines[0].product_uom_qty += quantity - before
        else:
            self._b2b_take_away(lines, before - quantity)
        return {"product": product.display_name, "was": before, "is": quantity}

    def _b2b_take_away(self, lines, less):
        for line in lines.sorted(reverse=True):
            part = min(less, line.product_uom_qty - line.qty_delivered)
            less -= part
            if part and part == line.product_uom_qty and line.state != "sale":
                line.unlink()
            elif part:
                line.product_uom_qty -= part

    def _b2b_end_in(self, first, changed, why):
        self.sudo().b2b_replaced_by_id = first
        self._b2b_note_settled(first, changed, why)
        self._action_cancel()
        first._b2b_recheck()
        if first.b2b_state == "received":
            first.action_confirm()

    def _b2b_note_settled(self, first, changed, why):
        """Both ledgers tell it, with the lines that changed."""
        note = self.env["b2b.order.event"]._note
        words = f"{self.env.user.name}: {why}"
        note(self, "intake", words, rule="duplicate", other=first.id, lines=changed)
        note(
            first,
            "intake",
            self.env._("%(order)s repeated it. %(why)s", order=self.name, why=words),
            rule="duplicate",
            other=self.id,
            lines=changed,
        )
        self.message_post(body=words)
