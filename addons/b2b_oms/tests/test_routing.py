from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..routing.words import Need
from .common import B2BCase

NOON = datetime(2026, 1, 7, 12, 0)  # a Wednesday
PLACES = {"Paris": (48.8566, 2.3522), "Lyon": (45.764, 4.8357), "Berlin": (52.52, 13.405)}


class RoutingCase(B2BCase):
    """Three warehouses of a company of its own, and a ship-to near Paris."""

    def setUp(self):
        super().setUp()
        self.company = self.env["res.company"].create({"name": "Routed Ltd"})
        self.env["stock.warehouse"].search([("company_id", "=", self.company.id)]).active = False
        self.env = self.env(context=dict(self.env.context, allowed_company_ids=[self.company.id]))
        self.tier = self.env["b2b.account.tier"].create({"name": "Routed", "code": "TEST-ROUTED"})
        self.paris, self.lyon, self.berlin = (self._make_warehouse(name) for name in PLACES)
        self.account = self._make_account("Westside Foods", "W-100")
        self.ship_to = self._make_ship_to("Versailles", 48.8049, 2.1204)
        self.bolt, self.nut = (product.with_env(self.env) for product in (self.bolt, self.nut))

    # === BUILDERS === #

    def _make_warehouse(self, name, **vals):
        latitude, longitude = PLACES.get(name, (0, 0))
        partner = self.env["res.partner"].create(
            {
                "name": name,
                "partner_latitude": latitude,
                "partner_longitude": longitude,
                "tz": "Europe/Paris",
            }
        )
        return self.env["stock.warehouse"].create(
            {
                "name": name,
                "code": name[:5],
                "company_id": self.company.id,
                "partner_id": partner.id,
            }
            | vals
        )

    def _make_ship_to(self, name, latitude=0.0, longitude=0.0, **vals):
        return self.env["res.partner"].create(
            {
                "name": name,
                "type": "delivery",
                "parent_id": self.account.id,
                "partner_latitude": latitude,
                "partner_longitude": longitude,
            }
            | vals
        )

    def _put(self, product, **quantities):
        """``_put(bolt, paris=5)``."""
        for name, quantity in quantities.items():
            location = getattr(self, name).lot_stock_id
            self.env["stock.quant"]._update_available_quantity(product, location, quantity)

    def _receive(self, product, warehouse, quantity, day):
        """A planned receipt at noon UTC of a date."""
        return self._move(
            product,
            quantity,
            self.env.ref("stock.stock_location_suppliers"),
            warehouse.lot_stock_id,
            date=datetime.combine(day, NOON.time()),
            picking_type_id=warehouse.in_type_id.id,
        )

    def _move(self, product, quantity, source, destination, **vals):
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": destination.id,
                "company_id": self.company.id,
            }
            | vals
        )
        move._action_confirm(merge=False)
        return move

    def _prefer(self, *warehouses, use="preferred"):
        self.env["b2b.warehouse.preference"].create(
            [
                {
                    "account_id": self.account.id,
                    "warehouse_id": warehouse.id,
                    "sequence": number,
                    "use": use,
                }
                for number, warehouse in enumerate(warehouses)
            ]
        )

    # === QUESTIONS === #

    def _need(self, product, quantity, ship_to=None, key=None, **terms):
        return Need(key or product.name, product, quantity, ship_to or self.ship_to, **terms)

    def _routed(self, *needs, moment=NOON, **options):
        plan = self.env["b2b.routing.plan"]._plan(
            self.account, list(needs), self.company, moment, **options
        )
        self._assert_adds_up(needs, plan)
        return plan

    def _assert_adds_up(self, needs, plan):
        for need in needs:
            wanted = need.product.uom_id.round(need.quantity)
            if need.product.type == "service":
                wanted = 0
            shares = [share.quantity for share in plan.shares if share.key == need.key]
            self.assertAlmostEqual(sum(shares), wanted, places=6)

    def _stock_shares(self, plan):
        return {(s.key, s.warehouse.name): s.quantity for s in plan.shares if s.kind == "stock"}

    def _waiting(self, plan):
        return {(s.key, s.warehouse.name): s.day for s in plan.shares if s.kind == "backorder"}


@tagged("post_install", "-at_install")
class TestRouting(RoutingCase):
    """Which warehouse sends what."""

    # === STRATEGIES === #

    def test_the_nearest_warehouse_sends(self):
        self._put(self.bolt, paris=10, lyon=10, berlin=10)
        plan = self._routed(self._need(self.bolt, 5))
        self.assertEqual(self._stock_shares(plan), {("Hex bolt M8", "Paris"): 5})
        self.assertEqual([v.warehouse.name for v in plan.verdicts], ["Paris", "Lyon", "Berlin"])
        self.assertIn("km away", plan.verdicts[0].reason)

    def test_one_shipment_goes_before_two_nearer_ones(self):
        self._put(self.bolt, paris=10, berlin=10)
        self._put(self.nut, lyon=10, berlin=10)
        plan = self._routed(self._need(self.bolt, 5), self._need(self.nut, 5))
        self.assertEqual({share.warehouse.name for share in plan.shares}, {"Berlin"})

    def test_a_line_is_cut_where_no_warehouse_has_it_all(self):
        self._put(self.bolt, paris=6, lyon=7)
        plan = self._routed(self._need(self.bolt, 10))
        self.assertEqual(
            self._stock_shares(plan), {("Hex bolt M8", "Paris"): 6, ("Hex bolt M8", "Lyon"): 4}
        )

    def test_without_coordinates_the_address_ranks_and_says_so(self):
        france, germany = self.env.ref("base.fr"), self.env.ref("base.de")
        self.berlin.partner_id.country_id = germany
        self.paris.partner_id.country_id = france
        self._put(self.bolt, paris=10, lyon=10, berlin=10)
        hamburg = self._make_ship_to("Hamburg", country_id=germany.id)
        plan = self._routed(self._need(self.bolt, 5, hamburg))
        self.assertEqual(plan.shares[0].warehouse, self.berlin)
        self.assertIn("No coordinates", plan.verdicts[0].reason)

    def test_stock_first_takes_the_fullest(self):
        self.company.b2b_routing_strategy = "stock_first"
        self._put(self.bolt, paris=10, berlin=10)
        self._put(self.nut, berlin=10)
        plan = self._routed(self._need(self.bolt, 5), self._need(self.nut, 20))
        self.assertEqual(plan.verdicts[0].warehouse, self.paris)  # neither nut is whole anywhere
        self._put(self.nut, berlin=10)
        plan = self._routed(self._need(self.bolt, 5), self._need(self.nut, 20))
        self.assertEqual(plan.verdicts[0].warehouse, self.berlin)

    def test_two_preferred_warehouses_go_before_one_that_is_not(self):
        self.tier.routing_strategy = "preference"
        self._prefer(self.berlin, self.lyon)
        self._put(self.bolt, paris=10, lyon=5, berlin=5)
        plan = self._routed(self._need(self.bolt, 10))
        self.assertEqual({share.warehouse.name for share in plan.shares}, {"Berlin", "Lyon"})
        self.assertEqual(plan.strategy, "preference")

    def test_the_cheapest_sends_and_a_penalty_keeps_shipments_together(self):
        self.account.b2b_routing_strategy = "cost"
        self.paris.b2b_handling_cost, self.lyon.b2b_handling_cost = 10, 12
        self.berlin.b2b_handling_cost = 30
        self._put(self.bolt, paris=5, berlin=9)
        self._put(self.nut, lyon=5, berlin=9)
        needs = self._need(self.bolt, 5), self._need(self.nut, 5)
        names = {share.warehouse.name for share in self._routed(*needs).shares}
        self.assertEqual(names, {"Paris", "Lyon"})
        self.company.b2b_shipment_penalty = 20
        names = {share.warehouse.name for share in self._routed(*needs).shares}
        self.assertEqual(names, {"Berlin"})

    def test_the_narrowest_zone_replaces_the_kilometres(self):
        self.account.b2b_routing_strategy = "cost"
        france = self.env.ref("base.fr")
        self.ship_to.write({"country_id": france.id, "zip": "78000"})
        self.paris.b2b_rate_per_km = 10
        zone = {"warehouse_id": self.paris.id, "country_id": france.id}
        self.env["b2b.zone.rate"].create(
            [zone | {"amount": 50}, zone | {"amount": 7, "zip_prefix": "78"}]
        )
        plan = self._routed(self._need(self.bolt, 5))
        score = {v.warehouse.name: v.score["cost"] for v in plan.verdicts}
        self.assertEqual(score, {"Paris": 7, "Lyon": 0, "Berlin": 0})

    def test_the_account_chooses_before_its_tier_and_the_tier_before_the_company(self):
        plan = self._routed(self._need(self.bolt, 1))
        self.assertEqual(plan.strategy, "nearest")
        for record, field, code in (
            (self.company, "b2b_routing_strategy", "cost"),
            (self.tier, "routing_strategy", "stock_first"),
            (self.account, "b2b_routing_strategy", "preference"),
        ):
            record[field] = code
            self.assertEqual(self._routed(self._need(self.bolt, 1)).strategy, code)

    def test_when_all_strategies_tie_the_warehouses_order_decides(self):
        nowhere = self._make_ship_to("Nowhere")
        self._put(self.bolt, paris=10, lyon=10, berlin=10)
        self.lyon.sequence = 1
        for strategy in self.env["b2b.routing.strategy"]._all():
            self.account.b2b_routing_strategy = strategy._code
            for _again in range(2):
                plan = self._routed(self._need(self.bolt, 5, nowhere))
                self.assertEqual(plan.shares[0].warehouse, self.lyon, strategy._code)

    # === CONSTRAINTS === #

    def test_an_excluded_warehouse_sends_nothing_and_the_plan_says_why(self):
        self._prefer(self.paris, use="excluded")
        self._put(self.bolt, paris=10)
        plan = self._routed(self._need(self.bolt, 5))
        self.assertEqual(list(self._waiting(plan)), [("Hex bolt M8", "Lyon")])
        self.assertEqual(plan.verdicts[-1].warehouse, self.paris)
        self.assertIn("exclusion list", plan.verdicts[-1].reason)

    def test_where_no_warehouse_may_serve_it_waits_in_the_first_with_a_reason(self):
        self._prefer(self.paris, self.lyon, self.berlin, use="excluded")
        self._put(self.bolt, paris=10)
        plan = self._routed(self._need(self.bolt, 5))
        self.assertEqual([share.kind for share in plan.shares], ["backorder"])
        self.assertIn("No warehouse may serve", plan.shares[0].reason)

    def test_a_company_without_a_warehouse_gets_a_reason_and_no_shares(self):
        (self.paris | self.lyon | self.berlin).active = False
        plan = self.env["b2b.routing.plan"]._plan(
            self.account, [self._need(self.bolt, 5)], self.company
        )
        self.assertEqual(plan.shares, ())
        self.assertIn("no warehouse", plan.verdicts[0].reason)

    def test_an_archived_warehouse_sends_nothing(self):
        self.paris.active = False
        self._put(self.bolt, lyon=10)
        plan = self._routed(self._need(self.bolt, 5))
        self.assertEqual(self._stock_shares(plan), {("Hex bolt M8", "Lyon"): 5})

    def test_a_warehouse_sends_nothing_outside_its_range(self):
        self._put(self.bolt, paris=10, lyon=10)
        self.paris.b2b_not_stocked_categ_ids = self.bolt.categ_id or self.env[
            "product.category"
        ].create({"name": "Bolts"})
        self.bolt.categ_id = self.paris.b2b_not_stocked_categ_ids[:1]
        plan = self._routed(self._need(self.bolt, 15))
        self.assertEqual(self._stock_shares(plan), {("Hex bolt M8", "Lyon"): 10})
        self.assertEqual(list(self._waiting(plan)), [("Hex bolt M8", "Lyon")])

    def test_a_line_in_one_piece_ships_and_waits_in_one_warehouse(self):
        self.tier.no_split = True
        self._put(self.bolt, paris=6, lyon=7)
        plan = self._routed(self._need(self.bolt, 10))
        self.assertEqual({share.warehouse for share in plan.shares}, {self.lyon})
        self.account.b2b_no_split = "no"
        self.assertEqual(len(self._stock_shares(self._routed(self._need(self.bolt, 10)))), 2)

    def test_a_kit_leaves_one_warehouse_together_or_waits_together(self):
        self._put(self.bolt, paris=5, lyon=5)
        self._put(self.nut, lyon=5)
        kit = [self._need(self.bolt, 5, kit="K"), self._need(self.nut, 5, kit="K")]
        plan = self._routed(*kit)
        self.assertEqual({share.warehouse for share in plan.shares}, {self.lyon})
        self._put(self.nut, lyon=-1)
        day = fields.Date.today() + timedelta(days=9)
        self._receive(self.nut, self.lyon, 1, day)
        plan = self._routed(*kit)
        self.assertEqual({share.kind for share in plan.shares}, {"backorder"})
        self.assertEqual({share.warehouse for share in plan.shares}, {self.lyon})
        self.assertEqual({share.day for share in plan.shares}, {day})

    def test_the_maximum_of_shipments_leaves_the_rest_waiting_where_goods_leave(self):
        self.account.b2b_maximum_shipments = 1
        self._put(self.bolt, paris=6, lyon=7)
        plan = self._routed(self._need(self.bolt, 10))
        self.assertEqual({share.warehouse for share in plan.shares}, {self.lyon})

    def test_a_full_day_moves_the_order_to_the_next(self):
        self.paris.b2b_daily_orders = 1
        self._put(self.bolt, paris=100)
        today = datetime.now().replace(hour=12, minute=0, second=0, microsecond=0)
        days = []
        for _order in range(2):
            plan = self._routed(self._need(self.bolt, 5), moment=today)
            days.append(plan.shares[0].day)
            self._move(
                self.bolt,
                5,
                self.paris.lot_stock_id,
                self.env.ref("stock.stock_location_customers"),
                picking_type_id=self.paris.out_type_id.id,
                date=today,
            )
        self.assertEqual(days[1] - days[0], timedelta(days=1))

    # === SHIP-TOS AND WHAT WAITS === #

    def test_each_ship_to_is_routed_for_itself_over_the_same_stock(self):
        potsdam = self._make_ship_to("Potsdam", 52.39, 13.06)
        self._put(self.bolt, paris=10, berlin=4)
        plan = self._routed(
            self._need(self.bolt, 8, key=1), self._need(self.bolt, 6, potsdam, key=2)
        )
        self.assertEqual(
            self._stock_shares(plan), {(1, "Paris"): 8, (2, "Berlin"): 4, (2, "Paris"): 2}
        )
        self.assertEqual(
            [route["ship_to"] for route in plan.figures()["routes"]], [self.ship_to.id, potsdam.id]
        )

    def test_what_waits_waits_where_it_comes_first(self):
        day = fields.Date.today() + timedelta(days=5)
        self._receive(self.bolt, self.berlin, 5, day)
        self._receive(self.bolt, self.lyon, 5, day + timedelta(days=5))
        plan = self._routed(self._need(self.bolt, 5, key=1), self._need(self.bolt, 5, key=2))
        self.assertEqual(
            self._waiting(plan), {(1, "Berlin"): day, (2, "Lyon"): day + timedelta(days=5)}
        )

    def test_what_is_nowhere_in_sight_waits_in_the_best_ranked_without_a_day(self):
        plan = self._routed(self._need(self.bolt, 5))
        self.assertEqual(self._waiting(plan), {("Hex bolt M8", "Paris"): False})

    def test_who_wants_a_line_complete_gets_one_day_for_it(self):
        day = fields.Date.today() + timedelta(days=5)
        self._put(self.bolt, paris=5)
        self._put(self.nut, paris=5)
        self._receive(self.bolt, self.paris, 5, day)
        needs = self._need(self.bolt, 10, key=1), self._need(self.nut, 5, key=2)
        plan = self._routed(*needs, policy="complete_line")
        self.assertEqual({s.day for s in plan.shares if s.key == 1}, {day})
        self.assertEqual({s.day for s in plan.shares if s.key == 2}, {NOON.date()})
        plan = self._routed(*needs, policy="complete_order")
        self.assertEqual({share.day for share in plan.shares}, {day})

    # === BAD INPUT === #

    def test_services_and_crumbs_need_no_warehouse(self):
        service = self._make_product(
            "Assembly", "TEST-SERV", 5.0, type="service", is_storable=False
        )
        plan = self._routed(self._need(service, 3), self._need(self.bolt, 0.0001))
        self.assertEqual(plan.shares, ())

    def test_goods_that_are_not_kept_in_stock_leave_the_best_warehouse(self):
        paint = self._make_product("Paint", "TEST-PAINT", 5.0, is_storable=False)
        plan = self._routed(self._need(paint, 3))
        self.assertEqual(self._stock_shares(plan), {("Paint", "Paris"): 3})

    def test_no_needs_no_plan(self):
        self.assertEqual(self._routed().shares, ())

    # === READING IT BACK === #

    def test_the_figures_tell_winner_losers_scores_and_why(self):
        self._put(self.bolt, paris=10, lyon=10)
        (route,) = self._routed(self._need(self.bolt, 5)).figures()["routes"]
        self.assertEqual([winner["name"] for winner in route["winners"]], ["Paris"])
        lyon, berlin = route["losers"]
        self.assertIn("Paris", lyon["reason"])
        self.assertIn("Nothing of this is free", berlin["reason"])
        self.assertGreater(lyon["score"]["distance"], 300)

    def test_the_dry_run_is_for_internal_users_of_the_company(self):
        self._put(self.bolt, paris=10)
        arguments = (self.account.id, self.ship_to.id, [(self.bolt.id, 5)], self.company.id)
        inside = self._make_user("routing-desk", "b2b_oms.group_order_desk")
        elsewhere = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        inside.write({"company_id": elsewhere.id, "company_ids": [Command.set(elsewhere.ids)]})
        plan = self.env["b2b.routing.plan"].with_user(inside)
        with self.assertRaises(AccessError):
            plan.plan(*arguments)
        inside.company_ids = [Command.link(self.company.id)]
        (share,) = plan.plan(*arguments)["shares"]
        self.assertEqual((share["warehouse"], share["quantity"]), (self.paris.id, 5))
        outside = self._make_user("routing-portal", "base.group_portal")
        with self.assertRaises(AccessError):
            self.env["b2b.routing.plan"].with_user(outside).plan(*arguments)

    # === SPEED === #

    def test_a_hundred_lines_take_as_many_queries_as_one(self):
        products = self.env["product.product"].create(
            [{"name": f"Part {n}", "is_storable": True} for n in range(100)]
        )
        for product in products[::2]:
            self._put(product, paris=3, lyon=9)
        for calendar_owner in (self.paris, self.lyon):
            calendar_owner.b2b_calendar_id = self.company.resource_calendar_id
        self.paris.b2b_daily_orders = 1000
        one = self._queries(products[:2])
        self.assertEqual(self._queries(products), one)
        self.assertLessEqual(one, 30)

    def _queries(self, products):
        needs = [self._need(product, 5, key=product.id) for product in products]
        for _warm in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["b2b.routing.plan"]._plan(self.account, needs, self.company, NOON)
        return self.env.cr.sql_log_count - before
