"""The life of an order as its buyer follows it."""

from datetime import date, datetime
from typing import NamedTuple

from odoo import models

DONE, PART, NOW, TODO = "done", "part", "now", "todo"


class Step(NamedTuple):
    """``state`` is done, part (some of it is), now (we are at it) or todo; ``day`` may be empty."""

    code: str
    label: str
    state: str
    day: date | datetime | None = None
    detail: str = ""


class OrderTimeline(models.AbstractModel):
    """Adopted by ``sale.order``. Everything is read; nothing of it is stored anywhere."""

    _name = "b2b.portal.timeline"
    _description = "Timeline of an order"

    def _portal_timeline(self):
        """List of :class:`Step`, from received to paid; a cancelled order ends where it was.

        Reads as superuser: call it on an order whose buyer was checked.
        """
        self.ensure_one()
        order = self.sudo()
        entered = order._portal_entered()
        steps = [
            Step("received", self.env._("Received"), DONE, order._portal_received_on()),
            order._portal_reviewed(entered),
        ]
        if order.state == "cancel":
            kept = [step for step in steps if step.state == DONE]
            label = self.env._("Cancelled")
            return [*kept, Step("cancelled", label, DONE, entered.get("cancelled"))]
        accepted = order.state == "sale"
        label = self.env._("Accepted")
        day = entered.get("released")
        steps.append(Step("accepted", label, DONE if accepted else TODO, day if accepted else None))
        return [*steps, *order._portal_goods_steps(), *order._portal_money_steps()]

    def _portal_received_on(self):
        """Odoo moves the order's date to its confirmation; what came in came in before."""
        return min(self.create_date, self.date_order)

    def _portal_entered(self):
        """{state: moment it was entered last} by the ledger."""
        events = self.b2b_event_ids.filtered(lambda event: event.kind == "state")
        return {event.to_state: event.create_date for event in events.sorted("id")}

    def _portal_reviewed(self, entered):
        label = self.env._("Reviewed")
        if self.b2b_state == "held":
            return Step("reviewed", label, NOW, None, self.env._("We are looking at it."))
        if self.state == "sale":
            return Step("reviewed", label, DONE, entered.get("released"))
        return Step("reviewed", label, TODO)

    # === GOODS === #

    def _portal_goods_steps(self):
        """Allocated, picked, shipped, delivered; by quantity, so that a part is a part."""
        goods = self.order_line.filtered(lambda line: line._portal_is_shipped())
        asked = sum(goods.mapped("product_uom_qty"))
        shipments = self._portal_shipments()
        gone = [shipment for shipment in shipments if shipment.is_gone]
        shipped = sum(goods.mapped("qty_delivered"))
        picked = shipped + sum(goods.mapped(lambda line: line._portal_picked()))
        allocated = shipped + sum(goods.mapped(lambda line: line._portal_reserved()))
        arrived = [shipment for shipment in gone if shipment.arrived_on]
        all_there = asked and shipped >= asked and len(arrived) == len(gone)
        last_gone = max((shipment.day for shipment in gone if shipment.day), default=None)
        last_there = max((shipment.arrived_on for shipment in arrived), default=None)
        closed = self.b2b_state == "closed"
        return [
            self._portal_share("allocated", self.env._("Allocated"), allocated, asked),
            self._portal_share("picked", self.env._("Picked"), picked, asked),
            self._portal_share("shipped", self.env._("Shipped"), shipped, asked, last_gone),
            Step(
                "delivered",
                self.env._("Delivered"),
                DONE if all_there or closed else PART if arrived else NOW if gone else TODO,
                last_there,
                "" if arrived or closed or not gone else self.env._("On its way to you"),
            ),
        ]

    def _portal_share(self, code, label, part, whole, day=None):
        if not whole or part <= 0:
            return Step(code, label, TODO)
        if part >= whole:
            return Step(code, label, DONE, day)
        share = int(100 * part / whole)
        return Step(code, label, PART, day, self.env._("%(share)s %% of it", share=share))

    # === MONEY === #

    def _portal_money_steps(self):
        invoices = self._portal_invoices()
        billed = invoices.filtered(lambda move: move.move_type == "out_invoice")
        paid = billed.filtered(lambda move: move._portal_is_paid())
        all_billed = bool(billed) and self.invoice_status == "invoiced"
        dates = billed.mapped("invoice_date")
        return [
            Step(
                "invoiced",
                self.env._("Invoiced"),
                DONE if all_billed else PART if billed else TODO,
                max(dates) if dates else None,
            ),
            Step(
                "paid",
                self.env._("Paid"),
                DONE if all_billed and paid == billed else PART if paid else TODO,
            ),
        ]

    def _portal_invoices(self):
        """The posted invoices and credit notes of the order: ``account.move``, sudo."""
        self.ensure_one()
        moves = self.sudo().invoice_ids
        return moves.filtered(lambda move: move.state == "posted").sorted("invoice_date")


class LineProgress(models.AbstractModel):
    """Adopted by ``sale.order.line``: how far its goods are, in the line's unit."""

    _name = "b2b.portal.line.progress"
    _description = "Progress of an order line"

    def _portal_is_shipped(self):
        """Whether something is sent for the line."""
        self.ensure_one()
        return bool(
            not self.display_type and self.product_id.type == "consu" and self.product_uom_qty > 0
        )

    def _portal_open(self):
        """What is still to come."""
        self.ensure_one()
        return max(0.0, self.product_uom_qty - self.qty_delivered)

    def _portal_leaving(self):
        """The moves that take its goods to the customer and did not yet: ``stock.move``."""
        return self.sudo().move_ids.filtered(
            lambda move: (
                move.state not in ("done", "cancel") and move.location_dest_id.usage == "customer"
            )
        )

    def _portal_reserved(self):
        """What is set aside for the line and did not leave yet."""
        self.ensure_one()
        return sum(move._portal_in_line_unit(move.quantity) for move in self._portal_leaving())

    def _portal_picked(self):
        """What was taken from the shelf and did not leave yet, in one step or in several."""
        self.ensure_one()
        total = 0.0
        for move in self._portal_leaving():
            before = move.move_orig_ids.filtered(lambda one: one.state == "done")
            if move.picked or before:
                total += move._portal_in_line_unit(move.quantity)
        return min(total, self._portal_open())


class MoveProgress(models.AbstractModel):
    """Adopted by ``stock.move``."""

    _name = "b2b.portal.move.progress"
    _description = "Progress of a move"

    def _portal_in_line_unit(self, quantity):
        self.ensure_one()
        return self.product_uom._compute_quantity(
            quantity, self.sale_line_id.product_uom_id, rounding_method="HALF-UP"
        )
