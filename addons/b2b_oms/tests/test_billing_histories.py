from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .billing_common import BillingCase

# What may happen to an order, in any order: ship so many, take so many back, let the scheduler come.
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("ship"), st.integers(1, 6)),
        st.tuples(st.just("return"), st.integers(1, 4)),
        st.tuples(st.just("bill"), st.just(0)),
        st.tuples(st.just("invoice by hand"), st.just(0)),
    ),
    min_size=2,
    max_size=8,
)


@tagged("post_install", "-at_install")
class TestBillingHistories(BillingCase):
    """Whatever happens in whatever order, invoiced is delivered less returned."""

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS, timing=st.sampled_from(("shipment", "complete")))
    def test_invoiced_is_delivered_less_returned_after_any_history(self, steps, timing):
        self.tier.billing_schedule_id = self._make_schedule(timing)
        self._stock(self.bolt, 20)
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self.assertReleased(order)
        for step, quantity in steps:
            self._take_step(order, step, quantity)
        self._run()
        self._assert_billed(order, timing)

    def _take_step(self, order, step, quantity):
        if step == "ship":
            self._deliver(order, {self.bolt: quantity})
        elif step == "bill":
            self._run()
        elif step == "invoice by hand" and order.order_line.qty_to_invoice > 0:
            order._create_invoices().action_post()
        elif step == "return":
            self._return_some(order, quantity)

    def _return_some(self, order, quantity):
        """Of the first delivery that has so many left at the customer."""
        out = order.picking_ids.filtered(lambda p: p.state == "done" and not p.return_id)
        for picking in out:
            moves = picking.move_ids
            back = moves.returned_move_ids.filtered(lambda move: move.state == "done")
            if sum(moves.mapped("quantity")) - sum(back.mapped("quantity")) >= quantity:
                self._take_back(picking, {self.bolt: quantity})
                return

    def _assert_billed(self, order, timing):
        line = order.order_line
        left = any(move.state not in ("done", "cancel") for move in line.move_ids)
        if timing == "shipment" or not left:
            self.assertEqual(line.qty_invoiced, line.qty_delivered)
        claims = line.move_ids.b2b_claim_ids
        self.assertEqual(len(claims), len(claims.move_id))
        self.assertPromisesHold()
