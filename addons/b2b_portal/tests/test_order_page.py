from datetime import timedelta
from itertools import product as every

from odoo import fields
from odoo.tests import tagged

from ..orders import status as statuses
from ..orders.shipments import web_link
from .common import PortalCase


@tagged("post_install", "-at_install")
class TestOrderPage(PortalCase):
    """In order to know where my goods are, as a buyer I open my order."""

    def setUp(self):
        super().setUp()
        self.user = self._make_member("buyer")
        self._login(self.user)

    def _confirmed(self, lines=None, **vals):
        order = self._make_order(lines, **vals)
        order.action_confirm()
        return order

    def _steps(self, order):
        return {step.code: step.state for step in order._portal_timeline()}

    def _page(self, order):
        return self._get(f"/my/b2b/orders/{order.id}")

    # === STATUS === #

    def test_no_order_is_in_two_statuses(self):
        Order = self.env["sale.order"]
        values = [
            [False, *dict(Order._fields[name]._description_selection(self.env))]
            for name in statuses.FIELDS
        ]
        for found in every(*values):
            found = dict(zip(statuses.FIELDS, found, strict=True))
            matching = [one.code for one in statuses.STATUSES if one.matches(found)]
            self.assertLessEqual(len(matching), 1, found)

    def test_status_filter_and_badge_agree(self):
        self._confirmed()
        self._deliver(self._confirmed())
        self._confirmed({self.bolt: 1})
        buyer = self._buyer(self.user)
        Order = self.env["sale.order"]
        for code, count in Order._portal_counts(buyer).items():
            found = Order.search(Order._portal_domain(buyer) & Order._portal_domain_of(code))
            self.assertEqual(len(found), count)
            self.assertEqual({order._portal_status().code for order in found}, {code})

    # === TIMELINE === #

    def test_held_order_is_received_and_being_reviewed(self):
        order = self._confirmed({self.bolt: 1})
        self.assertHeldFor(order, "minimum_order")
        steps = self._steps(order)
        self.assertEqual((steps["received"], steps["reviewed"]), ("done", "now"))
        self.assertEqual(set(list(steps.values())[2:]), {"todo"})
        text = self._page(order).text
        self.assertIn("being reviewed", text)
        self.assertIn("Minimum order", text)

    def test_reasons_of_the_house_are_not_told(self):
        self.env["b2b.credit.limit"].create({"account_id": self.account.id, "amount": 5})
        order = self._confirmed()
        order.action_b2b_stop("Ask Priya first")
        text = self._page(order).text
        self.assertIn("Credit limit", text)
        self.assertNotIn("Priya", text)
        self.assertNotIn("$5.00", text.replace("\xa0", "").replace(" ", ""))

    def test_accepted_order_with_stock_is_allocated(self):
        steps = self._steps(self._confirmed())
        self.assertEqual(
            [steps[code] for code in ("reviewed", "accepted", "allocated", "picked", "shipped")],
            ["done", "done", "done", "todo", "todo"],
        )

    def test_half_of_it_in_stock_is_allocated_in_part(self):
        steps = {step.code: step for step in self._confirmed({self.bolt: 200})._portal_timeline()}
        self.assertEqual(steps["allocated"].state, "part")
        self.assertIn("50", steps["allocated"].detail)

    def test_picked_goods_are_picked(self):
        order = self._confirmed()
        order.picking_ids.move_ids.picked = True
        self.assertEqual(self._steps(order)["picked"], "done")

    def test_shipped_in_part_then_in_full_then_there(self):
        order = self._confirmed({self.bolt: 20})
        first = self._deliver(order, {self.bolt: 5})
        self.assertEqual(self._steps(order)["shipped"], "part")
        self._deliver(order)
        steps = self._steps(order)
        self.assertEqual((steps["shipped"], steps["delivered"]), ("done", "now"))
        for picking in order.picking_ids:
            answer = self._post(f"/my/b2b/orders/{order.id}/arrived/{picking.id}")
            self.assertEqual(answer.status_code, 303)
        self.assertEqual(first.b2b_arrived_by_id, self.user)
        self.assertEqual(self._steps(order)["delivered"], "done")

    def test_invoiced_then_paid(self):
        order = self._confirmed()
        self._deliver(order)
        invoice = self._invoice(order)
        self.assertEqual(self._steps(order)["invoiced"], "done")
        self.assertEqual(self._steps(order)["paid"], "todo")
        self._pay(invoice)
        self.assertEqual(self._steps(order)["paid"], "done")
        self.assertPromisesHold()

    def test_cancelled_order_ends_where_it_was(self):
        order = self._confirmed()
        order.action_cancel()
        self.assertEqual(list(self._steps(order)), ["received", "cancelled"])
        self.assertEqual(self._page(order).status_code, 200)

    # === SHIPMENTS === #

    def test_each_shipment_has_its_carrier_tracking_and_slip(self):
        order = self._confirmed({self.bolt: 20})
        first = self._deliver(order, {self.bolt: 5})
        first.write(
            {
                "b2b_carrier": "Lakeside Freight",
                "b2b_tracking_ref": "LF-1",
                "b2b_tracking_url": "https://track.example/LF-1",
            }
        )
        text = self._page(order).text
        for words in ("Lakeside Freight", "LF-1", "https://track.example/LF-1"):
            self.assertIn(words, text)
        self.assertIn(f"/slips/{first.id}", text)
        open_one = order.picking_ids - first
        self.assertNotIn(f"/slips/{open_one.id}", text)
        slip = self._get(f"/my/b2b/orders/{order.id}/slips/{open_one.id}")
        self.assertEqual(slip.status_code, 404)

    def test_tracking_page_is_a_page_of_the_web(self):
        for url, link in (
            ("https://a.example/1", "https://a.example/1"),
            ("javascript:alert(1)", ""),
            ("data:text/html,x", ""),
            (False, ""),
        ):
            with self.subTest(url=url):
                self.assertEqual(web_link(url), link)

    # === BACKORDERS === #

    def _short(self, **vals):
        order = self._confirmed({self.bolt: 150}, **vals)
        self.assertReleased(order)
        row = order._b2b_waiting()
        self.assertEqual(row.waiting_quantity, 50)
        return order, f"/my/b2b/orders/{order.id}/backorders/{row.id}"

    def test_buyer_cancels_what_is_not_there(self):
        order, path = self._short()
        self.assertEqual(
            self._post(path, {"choice": "cancel", "reason": "Too late"}).status_code, 303
        )
        self.assertEqual(order.order_line.product_uom_qty, 100)
        self.assertEqual(order.order_line.b2b_cancelled_quantity, 50)
        self.assertFalse(order._portal_backorders())
        self.assertIn("Too late", " ".join(order.b2b_event_ids.mapped("message")))
        self.assertPromisesHold()

    def test_cancelling_twice_says_that_nothing_waits(self):
        order, path = self._short()
        self._post(path, {"choice": "cancel"})
        answer = self._post(path, {"choice": "cancel"})
        self.assertEqual(answer.status_code, 422)
        self.assertIn("not waiting any more", answer.text)
        self.assertEqual(order.order_line.product_uom_qty, 100)

    def test_buyer_takes_another_product_at_todays_price(self):
        washer = self._make_product("Hex bolt M8 zinc", "TEST-ZINC", 12.0, on_hand=60)
        rule = self.env["b2b.substitute"].create(
            {"product_id": self.bolt.id, "substitute_id": washer.id}
        )
        order, path = self._short()
        offer = order._portal_backorders()[0].offers[0]
        self.assertEqual((offer.product, offer.quantity, offer.price), (washer, 50, 10.8))
        self.assertEqual(self._post(path, {"choice": str(rule.id)}).status_code, 303)
        line = order.order_line.filtered(lambda line: line.product_id == washer)
        self.assertEqual((line.product_uom_qty, line.price_unit), (50, 10.8))
        self.assertEqual((order.order_line - line).product_uom_qty, 100)
        self.assertPromisesHold()

    def test_substitute_of_another_product_is_not_taken(self):
        rule = self.env["b2b.substitute"].create(
            {"product_id": self.nut.id, "substitute_id": self.bolt.id}
        )
        _order, path = self._short()
        self.assertEqual(self._post(path, {"choice": str(rule.id)}).status_code, 404)
        self.assertEqual(self._post(path, {"choice": ""}).status_code, 404)

    def test_substitute_a_check_refuses_becomes_a_wish(self):
        dear = self._make_product("Hex bolt titanium", "TEST-TI", 900.0, on_hand=60)
        rule = self.env["b2b.substitute"].create(
            {"product_id": self.bolt.id, "substitute_id": dear.id}
        )
        order, path = self._short()
        self.env["b2b.credit.limit"].create(
            {"account_id": self.account.id, "amount": order.amount_total + 10}
        )
        self._make_user("b2b-clerk", "b2b_oms.group_order_desk")
        answer = self._post(path, {"choice": str(rule.id)})
        self.assertTrue(answer.headers["Location"].endswith("told=asked"))
        self.assertEqual(order.order_line.product_uom_qty, 150)
        self.assertIn("titanium", str(order.activity_ids.note))

    def test_waiting_is_noted_until_the_date_moves(self):
        order, path = self._short()
        row = order._b2b_waiting()
        today = fields.Date.today()
        row.write({"first_promised_date": today, "promised_date": today + timedelta(days=9)})
        needs = self.env["b2b.portal.needs"]._needs(self._buyer(self.user))
        self.assertIn("dates", [need.code for need in needs])
        self._post(path, {"choice": "wait"})
        needs = self.env["b2b.portal.needs"]._needs(self._buyer(self.user))
        self.assertNotIn("dates", [need.code for need in needs])
        self.assertIn("You chose to wait", self._page(order).text)
        row.told_on = fields.Datetime.now() + timedelta(hours=1)
        self.assertTrue(row._portal_is_undecided())

    # === WISHES === #

    def test_buyer_cancels_an_order_nobody_touched(self):
        order = self._confirmed()
        answer = self._post(f"/my/b2b/orders/{order.id}/cancel", {"reason": "Wrong item"})
        self.assertEqual(answer.status_code, 303)
        self.assertEqual((order.state, order.b2b_state), ("cancel", "cancelled"))
        self.assertPromisesHold()

    def test_order_that_is_picked_or_billed_is_not_cancelled_by_the_buyer(self):
        picked, printed, shipped = self._confirmed(), self._confirmed(), self._confirmed()
        picked.picking_ids.move_ids.picked = True
        printed.picking_ids.printed = True
        self._deliver(shipped)
        for order in picked, printed, shipped:
            with self.subTest(order=order.name):
                answer = self._post(f"/my/b2b/orders/{order.id}/cancel")
                self.assertEqual(answer.status_code, 422)
                self.assertEqual(order.state, "sale")

    def test_wish_is_a_message_and_a_task_of_the_seller(self):
        seller = self._make_user("b2b-seller", "sales_team.group_sale_salesman")
        order = self._confirmed(user_id=seller.id)
        self._post(f"/my/b2b/orders/{order.id}/ask", {"words": "<b>Please</b> send 5 more"})
        message = order.message_ids[0]
        self.assertEqual(message.author_id, self.user.partner_id)
        self.assertIn("&lt;b&gt;Please&lt;/b&gt;", message.body)
        self.assertEqual(order.activity_ids.user_id, seller)
        answer = self._post(f"/my/b2b/orders/{order.id}/ask", {"words": "  "})
        self.assertEqual(answer.status_code, 422)

    def test_order_held_for_its_number_goes_on_when_the_buyer_gives_it(self):
        self.tier.po_required = True
        order = self._confirmed()
        self.assertHeldFor(order, "customer_po")
        needs = self.env["b2b.portal.needs"]._needs(self._buyer(self.user))
        self.assertIn("held", [need.code for need in needs])
        self.assertIn("PO number", self._page(order).text)
        self._post(f"/my/b2b/orders/{order.id}/po", {"number": "PO 4711"})
        self.assertReleased(order)
        self.assertEqual(order.client_order_ref, "PO 4711")
        answer = self._post(f"/my/b2b/orders/{order.id}/po", {"number": "PO 4712"})
        self.assertEqual(answer.status_code, 422)
        self.assertEqual(order.client_order_ref, "PO 4711")
