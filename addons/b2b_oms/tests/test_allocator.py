"""The allocator against an exhaustive search, and its rules one by one. No database."""

import time
from itertools import product as every
from random import Random
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from ..routing.allocator import Site, allocate
from ..routing.quantities import Scale, date_reached, without_first
from ..routing.splitting import Line

ORDERS = (
    ("shortfall", "shipments", "distance", "day"),
    ("shortfall", "distance", "shipments"),
    ("shipments", "shortfall", "day"),
    ("shortfall", "day", "distance"),
)


# === THE ORACLE: EVERYTHING IS TRIED === #


def _ways(line, sites):
    """Every allowed way to take a line, stock aside: tuples of grains by site."""
    for parts in every(range(line.quantity + 1), repeat=len(sites)):
        if sum(parts) <= line.quantity and _may(line, parts):
            yield parts


def _may(line, parts):
    used = [part for part in parts if part]
    if line.kit is not None:
        return not used or used == [line.quantity]
    if used in ([], [line.quantity]):
        return True
    if line.no_split and len(used) > 1:
        return False
    if line.pack > line.quantity:
        return False
    pack = line.pack or 1
    odd = [part % pack for part in used if part % pack]
    least = min(-(-line.minimum // pack), line.quantity // pack) * pack
    return odd in ([], [line.quantity % pack]) and all(
        part - part % pack >= max(least, pack) for part in used
    )


def _kits_together(lines, plan):
    places = {}
    for line, parts in zip(lines, plan, strict=True):
        if line.kit is not None:
            places.setdefault(line.kit, set()).add(tuple(bool(part) for part in parts))
    return all(len(found) == 1 for found in places.values())


def _objective(lines, sites, order, taken_by_site):
    used = [site for site, taken in zip(sites, taken_by_site, strict=True) if taken]
    figures = {
        "shortfall": sum(line.quantity for line in lines) - sum(taken_by_site),
        "shipments": len(used),
        "day": max((site.day for site in used), default=0),
        "distance": sum(site.scores["distance"] for site in used),
    }
    return tuple(figures[name] for name in order)


def _exhaustive(lines, sites, stock, order, maximum):
    best = None
    for plan in every(*(list(_ways(line, sites)) for line in lines)):
        by_site = [sum(parts[i] for parts in plan) for i in range(len(sites))]
        if maximum is not None and sum(map(bool, by_site)) > maximum:
            continue
        if not _fits(lines, sites, stock, plan) or not _kits_together(lines, plan):
            continue
        value = _objective(lines, sites, order, by_site)
        best = value if best is None else min(best, value)
    return best


def _fits(lines, sites, stock, plan):
    wanted = {}
    for line, parts in zip(lines, plan, strict=True):
        for site, part in zip(sites, parts, strict=True):
            key = (line.product, site.key)
            wanted[key] = wanted.get(key, 0) + part
    return all(quantity <= stock.get(key, 0) for key, quantity in wanted.items())


def _value(lines, sites, order, taken):
    by_site = [sum(n for (_l, key), n in taken.items() if key == site.key) for site in sites]
    return _objective(lines, sites, order, by_site)


# === RANDOM PROBLEMS === #


@st.composite
def problems(draw, widest=3, tangled=True):
    products = ("p", "q") if tangled else ("p", "q", "r")
    lines = []
    for key in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(("plain", "no_split", "kit", "pack", "minimum")))
        if tangled and kind in ("pack", "minimum"):
            kind = "plain"  # lines cut by packs that share a product are cut in turns: see the ADR
        lines.append(
            Line(
                key,
                draw(st.sampled_from(products)) if tangled else products[key],
                draw(st.integers(1, 5)),
                no_split=kind == "no_split",
                kit="kit" if kind == "kit" else None,
                pack=draw(st.integers(2, 3)) if kind == "pack" else 0,
                minimum=draw(st.integers(2, 3)) if kind == "minimum" else 0,
            )
        )
    sites = [
        Site(f"s{n}", {"distance": draw(st.integers(0, 3))}, draw(st.integers(0, 2)))
        for n in range(draw(st.integers(1, widest)))
    ]
    stock = {(product, site.key): draw(st.integers(0, 6)) for product in products for site in sites}
    order = draw(st.sampled_from(ORDERS))
    return lines, sites, stock, order, draw(st.sampled_from((None, 1, 2)))


class TestAllocator(TestCase):
    """Exact up to ten sites; the rules of splitting; speed."""

    @settings(max_examples=80, deadline=None)
    @given(problems(tangled=False))
    def test_no_allocation_is_better_for_lines_of_different_products(self, problem):
        self._compare(*problem)

    @settings(max_examples=80, deadline=None)
    @given(problems())
    def test_no_allocation_is_better_for_lines_that_compete(self, problem):
        self._compare(*problem)

    def _compare(self, lines, sites, stock, order, maximum):
        found = allocate(lines, sites, stock, order, maximum)
        self.assertTrue(found.proven)
        self._assert_allowed(lines, sites, stock, found.taken, maximum)
        self.assertEqual(
            _value(lines, sites, order, found.taken),
            _exhaustive(lines, sites, stock, order, maximum),
        )

    def _assert_allowed(self, lines, sites, stock, taken, maximum):
        plan = [tuple(taken.get((line.key, s.key), 0) for s in sites) for line in lines]
        self.assertTrue(_fits(lines, sites, stock, plan))
        self.assertTrue(_kits_together(lines, plan))
        for line, parts in zip(lines, plan, strict=True):
            self.assertTrue(sum(parts) <= line.quantity and _may(line, parts), (line, parts))
        if maximum is not None:
            self.assertLessEqual(len({site for _line, site in taken}), maximum)

    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, 10**6))
    def test_more_sites_than_can_be_judged_serve_as_much_and_seldom_from_more(self, seed):
        lines, sites, stock = _depots(Random(seed), lines=6, sites=8)
        order = ("shortfall", "shipments", "distance")
        best = _value(lines, sites, order, allocate(lines, sites, stock, order).taken)
        greedy = allocate(lines, sites, stock, order, exact=4)
        self._assert_allowed(lines, sites, stock, greedy.taken, None)
        value = _value(lines, sites, order, greedy.taken)
        self.assertEqual(value[0], best[0])
        self.assertLessEqual(value[1], best[1] + 2)
        self.assertGreaterEqual(value, best)

    def test_one_site_with_everything_beats_two_nearer_ones(self):
        sites = [Site("near", {"distance": 1}), Site("far", {"distance": 9})]
        lines = [Line(1, "p", 5), Line(2, "q", 5)]
        stock = {("p", "near"): 5, ("p", "far"): 5, ("q", "far"): 5}
        self.assertEqual(
            allocate(lines, sites, stock, ("shortfall", "shipments", "distance")).taken,
            {(1, "far"): 5, (2, "far"): 5},
        )

    def test_ties_go_to_the_better_ranked_site(self):
        sites = [Site("a", {}), Site("b", {}), Site("c", {})]
        stock = {("p", key): 9 for key in "cba"}
        taken = allocate([Line(1, "p", 5)], sites, stock, ("shortfall", "shipments")).taken
        self.assertEqual(taken, {(1, "a"): 5})

    def test_packs_stay_whole_and_the_loose_rest_rides_with_one(self):
        sites = [Site("a", {}), Site("b", {})]
        line = Line(1, "p", 25, pack=10)
        order = ("shortfall", "shipments")
        taken = allocate([line], sites, {("p", "a"): 17, ("p", "b"): 12}, order).taken
        self.assertEqual(taken, {(1, "a"): 15, (1, "b"): 10})
        taken = allocate([line], sites, {("p", "a"): 9, ("p", "b"): 12}, order).taken
        self.assertEqual(taken, {(1, "b"): 10})

    def test_parts_below_the_minimum_are_not_sent(self):
        sites = [Site("a", {}), Site("b", {})]
        taken = allocate(
            [Line(1, "p", 10, minimum=4)], sites, {("p", "a"): 3, ("p", "b"): 8}, ("shortfall",)
        ).taken
        self.assertEqual(taken, {(1, "b"): 8})

    def test_a_kit_waits_rather_than_leave_in_pieces(self):
        sites = [Site("a", {}), Site("b", {})]
        lines = [Line(1, "p", 2, kit="k"), Line(2, "q", 2, kit="k")]
        stock = {("p", "a"): 2, ("q", "b"): 2}
        self.assertEqual(allocate(lines, sites, stock, ("shortfall",)).taken, {})

    def test_a_thousand_competing_whole_lines_end_and_say_that_they_were_not_proven(self):
        sites = [Site(n, {}) for n in range(10)]
        lines = [Line(n, "p", 3 + n % 5, no_split=True) for n in range(1000)]
        started = time.perf_counter()
        found = allocate(lines, sites, {("p", n): 301 for n in range(10)}, ("shortfall",))
        self.assertFalse(found.proven)
        self.assertGreater(sum(found.taken.values()), 2950)
        self.assertLess(time.perf_counter() - started, 20)

    def test_nothing_to_serve_and_nowhere_to_serve_from(self):
        self.assertEqual(allocate([], [Site("a", {})], {}, ("shortfall",)).taken, {})
        self.assertEqual(allocate([Line(1, "p", 5)], [], {}, ("shortfall",)).taken, {})
        self.assertEqual(
            allocate([Line(1, "p", 5)], [Site("a", {})], {("p", "a"): -3}, ("shortfall",)).taken, {}
        )


class TestQuantities(TestCase):
    """Grains."""

    def test_demand_is_rounded_and_stock_never_up(self):
        scale = Scale(2)
        self.assertEqual(scale.grains(0.0001), 0)
        self.assertEqual(scale.grains(0.005), 1)
        self.assertEqual(scale.whole_grains(0.1 + 0.2), 30)
        self.assertEqual(scale.whole_grains(0.999), 99)
        self.assertEqual(scale.whole_grains(-0.5), -50)
        self.assertEqual(scale.quantity(110), 1.1)

    def test_a_timeline_is_promised_from_its_beginning(self):
        timeline = [(1, 5), (3, 5)]
        self.assertEqual(date_reached(timeline, 5), 1)
        self.assertEqual(date_reached(timeline, 6), 3)
        self.assertIsNone(date_reached(timeline, 11))
        self.assertEqual(without_first(timeline, 7), [(3, 3)])


def _depots(random, lines, sites):
    """Lines of their own products over sites that hold most of them, some only in part."""
    made = [Line(n, n, random.randint(1, 50)) for n in range(lines)]
    depots = [Site(n, {"distance": random.randint(0, 1000)}) for n in range(sites)]
    stock = {
        (line.product, site.key): random.choice((0, line.quantity // 2, line.quantity * 3))
        for line in made
        for site in depots
    }
    return made, depots, stock
