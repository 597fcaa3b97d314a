from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_allocation import AllocationCase

# One thing that happens, with a number for how many or which one.
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(
            ("order", "change", "ship", "return", "cancel", "count", "receive", "close", "short")
        ),
        st.integers(0, 30),
    ),
    min_size=3,
    max_size=9,
)


@tagged("post_install", "-at_install")
class TestAllocationHistory(AllocationCase):
    """Whatever happens to orders and stock, in whatever order, quantities add up."""

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(EVENTS)
    def test_quantities_add_up_after_any_history(self, events):
        savepoint = self.env.cr.savepoint()
        try:
            self.orders = self.env["sale.order"]
            for what, number in [("order", 9), *events]:
                getattr(self, f"_do_{what}")(number)
                self.env.flush_all()
                self.assertEqual(self.env["b2b.audit"].violations(), [], (what, number))
            run = self.env["b2b.allocation.run"]
            run._serve_keys(run._servable())
            self.assertEqual(self.env["b2b.audit"].violations(), [])
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    # === WHAT MAY HAPPEN === #

    def _one(self, number):
        orders = self.orders.filtered(lambda order: order.state == "sale")
        return orders[number % len(orders)] if orders else orders

    def _do_order(self, number):
        order = self._make_order({self.gear: number + 1, self.bolt: 12})
        order.action_confirm()
        self.orders |= order

    def _do_change(self, number):
        order = self._one(number)
        if order:
            line = order.order_line[:1]
            line.product_uom_qty = max(number, line.qty_delivered)

    def _do_ship(self, number):
        pickings = self._one(number).picking_ids.filtered(
            lambda p: p.state == "assigned" and p.picking_type_code == "outgoing"
        )
        for move in pickings[:1].move_ids.filtered("quantity"):
            move.quantity = min(move.quantity, number // 2 + 1)
            move.picked = True
        if pickings[:1].move_ids.filtered("picked"):
            pickings[:1].with_context(skip_backorder=True).button_validate()

    def _do_return(self, number):
        done = self._one(number).picking_ids.filtered(
            lambda p: p.state == "done" and p.picking_type_code == "outgoing"
        )[:1]
        if not done:
            return
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=done.id, active_model="stock.picking")
            .create({"picking_id": done.id})
        )
        for line in wizard.product_return_moves:
            line.quantity = min(1, line.move_quantity)
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.picked = True
        back.button_validate()

    def _do_cancel(self, number):
        order = self._one(number)
        if order and not order.picking_ids.filtered(lambda p: p.state == "done"):
            order._action_cancel()

    def _do_count(self, number):
        location = (self.warehouse | self.second)[number % 2].lot_stock_id
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.gear.id), ("location_id", "=", location.id)], limit=1
        )
        if quant:
            quant.with_context(inventory_mode=True).inventory_quantity = number
            quant.action_apply_inventory()

    def _do_receive(self, number):
        self._receive(self.gear, number + 1, (self.warehouse | self.second)[number % 2])

    def _do_close(self, number):
        waiting = self._one(number)._b2b_waiting()[:1]
        if waiting:
            waiting._close("Enough of it")

    def _do_short(self, number):
        pickings = self._one(number).picking_ids.filtered(lambda p: p.state == "assigned")
        for move in pickings[:1].move_ids.filtered("quantity")[:1]:
            move.quantity = max(0, move.quantity - 1)
        try:
            pickings[:1].action_b2b_report_shortage()
        except UserError:
            return
