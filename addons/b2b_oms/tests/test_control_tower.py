from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import B2BCase


@tagged("post_install", "-at_install")
class TestControlTower(B2BCase):
    """One screen: every number is the records behind it."""

    def setUp(self):
        super().setUp()
        self.Tower = self.env["b2b.control.tower"]

    def _tile(self, section, tile, **filters):
        shown = {one["code"]: one for one in self.Tower.figures(filters)["sections"]}
        tiles = {one["code"]: one for one in shown[section]["tiles"]}
        return tiles.get(tile)

    def _count(self, *names, **filters):
        return (self._tile(*names, **filters) or {"count": 0})["count"]

    def test_a_held_order_shows_in_its_step_and_under_its_reason(self):
        before = self._count("orders", "held"), self._count("holds", "minimum_order")
        order = self._make_order({self.bolt: 1})
        order.action_confirm()
        after = self._count("orders", "held"), self._count("holds", "minimum_order")
        self.assertEqual(after, (before[0] + 1, before[1] + 1))
        opened = self.Tower.action_open("holds", "minimum_order")
        self.assertIn(order, self.env[opened["res_model"]].search(opened["domain"]))

    def test_every_number_opens_as_many_records_as_it_says(self):
        for quantity in (1, 20, 500):
            self._make_order({self.bolt: quantity}).action_confirm()
        for section in self.Tower.figures()["sections"]:
            for tile in section["tiles"]:
                with self.subTest(section=section["code"], tile=tile["code"]):
                    opened = self.Tower.action_open(section["code"], tile["code"])
                    found = self.env[opened["res_model"]].search_count(opened["domain"])
                    self.assertEqual(found, tile["count"])

    def test_money_of_a_backorder_is_what_the_missing_part_costs(self):
        before = self._tile("backorders", "never")["amount"]
        order = self._make_order({self.bolt: 130})
        order.action_confirm()
        waiting = order.order_line.b2b_allocation_ids.filtered(lambda a: a.kind == "backorder")
        self.assertEqual(sum(waiting.mapped("waiting_quantity")), 30)
        after = self._tile("backorders", "never")["amount"]
        self.assertAlmostEqual(after - before, 30 * order.order_line.price_subtotal / 130, 2)

    def test_money_in_another_currency_is_counted_in_the_companys(self):
        euro = (
            self.env["res.currency"].with_context(active_test=False).search([("name", "=", "EUR")])
        )
        euro.active = True
        euro.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "rate": 0.5, "name": fields.Date.today()}
        )
        self.pricelist.currency_id = euro
        before = self._tile("orders", "held")
        order = self._make_order({self.bolt: 1})
        order.action_confirm()
        after = self._tile("orders", "held")
        self.assertEqual(order.currency_id, euro)
        self.assertAlmostEqual(after["amount"] - before["amount"], order.amount_total / 0.5, 2)

    def test_filters_leave_out_what_they_do_not_name(self):
        other = self.tier.copy({"code": "OTHER"})
        self._make_order({self.bolt: 1}).action_confirm()
        self.assertEqual(self._count("orders", "held", tier=other.id), 0)
        self.assertGreater(self._count("orders", "held", tier=self.tier.id), 0)

    def test_filter_that_does_not_exist_is_refused(self):
        for wrong in (
            {"weather": 1},
            {"tier": "1 OR 1=1"},
            {"channel": "pigeon"},
            {"days": [1]},
            {"warehouse": True},
        ):
            with self.subTest(filters=wrong), self.assertRaises(UserError):
                self.Tower.figures(wrong)

    def test_number_that_is_gone_is_said_to_be_gone(self):
        with self.assertRaises(UserError):
            self.Tower.action_open("holds", "no_such_check")

    def test_people_outside_the_house_see_nothing(self):
        portal = new_test_user(self.env, "b2b-tower-portal", groups="base.group_portal")
        for method, arguments in (("figures", ()), ("choices", ()), ("action_open", ("a", "b"))):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(self.Tower.with_user(portal), method)(*arguments)

    def test_sections_a_user_may_not_read_are_not_shown(self):
        reader = new_test_user(self.env, "b2b-tower-reader", groups="b2b_oms.group_user")
        shown = {one["code"] for one in self.Tower.with_user(reader).figures()["sections"]}
        self.assertIn("intake", shown)
        self.assertNotIn("orders", shown)

    def test_queries_stay_at_fifteen_however_many_orders(self):
        orders = self.env["sale.order"]
        for quantity in (1, 20, 30):
            orders |= self._make_order({self.bolt: quantity})
        orders.action_confirm()
        self.Tower.figures()
        self.env.invalidate_all()
        with self.assertQueryCount(15):
            self.Tower.figures()
