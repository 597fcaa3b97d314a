from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import B2BCase


@tagged("post_install", "-at_install")
class TestPerformance(B2BCase):
    """What the figures of an order and of a month say, against orders whose story is known."""

    def _figure(self, order):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["b2b.order.figure"].search([("order_id", "=", order.id)])

    def _shipped(self, order, days_after_promise=0):
        picking = order.picking_ids
        picking.move_ids.picked = True
        picking.button_validate()
        promised = order.order_line.b2b_allocation_ids[:1].first_promised_date
        picking.move_ids.date = fields.Datetime.to_datetime(promised) + timedelta(
            days=days_after_promise, hours=12
        )

    def test_order_nobody_touched_is_touchless_and_its_promise_kept(self):
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self._shipped(order)
        figure = self._figure(order)
        self.assertEqual((figure.touchless, figure.held, figure.holds), (1, 0, 0))
        self.assertEqual((figure.fill, figure.backordered, figure.split), (1, 0, 0))
        self.assertEqual((figure.first_kept, figure.last_kept), (1, 1))
        self.assertAlmostEqual(figure.amount, order.amount_untaxed, 2)

    def test_order_that_left_a_day_late_broke_its_promise(self):
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self._shipped(order, days_after_promise=1)
        self.assertEqual(self._figure(order).first_kept, 0)

    def test_held_order_is_touched_and_costs_minutes(self):
        self.env.company.b2b_minutes_per_hold = 7
        order = self._make_order({self.bolt: 1})
        order.action_confirm()
        figure = self._figure(order)
        self.assertEqual((figure.touchless, figure.held, figure.holds), (0, 1, 1))
        self.assertEqual(figure.minutes, 7)
        order.b2b_hold_ids.action_release("Agreed by phone")
        self.assertEqual(self._figure(order).touchless, 0)

    def test_what_was_not_in_stock_lowers_the_fill_rate(self):
        order = self._make_order({self.bolt: 200})
        order.action_confirm()
        figure = self._figure(order)
        self.assertEqual((figure.fill, figure.backordered), (0.5, 1))
        self.assertFalse(figure.shipped_on)

    def test_payment_ends_the_cycle(self):
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self._shipped(order)
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertFalse(self._figure(order).paid_on)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create(
            {"payment_date": fields.Date.today() + timedelta(days=12)}
        ).action_create_payments()
        figure = self._figure(order)
        self.assertEqual(figure.invoiced_on, invoice.invoice_date)
        self.assertEqual(figure.pay_days, 12)

    def test_month_gives_median_and_ninth_of_ten(self):
        orders = self.env["sale.order"].union(
            *(self._make_order({self.bolt: 20 + n}) for n in range(3))
        )
        orders.action_confirm()
        self.env.flush_all()
        # A month of its own, and 1, 2 and 10 hours from received to released.
        for order, hours in zip(orders, (1, 2, 10), strict=True):
            self.env.cr.execute(
                "UPDATE sale_order SET create_date = '2001-05-10 00:00' WHERE id = %s", [order.id]
            )
            self.env.cr.execute(
                "UPDATE b2b_order_event SET create_date = %s WHERE order_id = %s",
                [f"2001-05-10 {hours:02}:00", order.id],
            )
        self.env.invalidate_all()
        month = self.env["b2b.month.figure"].search(
            [("period", "=", "2001-05"), ("channel", "=", False)]
        )
        self.assertEqual(month.orders, 3)
        self.assertEqual(month.release_hours_median, 2.0)
        self.assertAlmostEqual(month.release_hours_p90, 8.4, 1)

    def test_cancelled_orders_and_customers_without_a_tier_do_not_count(self):
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        order.action_cancel()
        self.assertFalse(self._figure(order))
        stranger = self.env["res.partner"].create({"name": "Walk-in"})
        plain = self.env["sale.order"].create({"partner_id": stranger.id})
        plain.action_confirm()
        self.assertFalse(self._figure(plain))
