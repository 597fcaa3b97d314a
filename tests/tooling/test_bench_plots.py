"""Growth curves: which rows belong together, and that the picture says what was measured."""

import xml.etree.ElementTree as ET

from bench.measure import Row
from bench.plots import families, pictures

ROWS = [
    Row("create and confirm, 1 line", "stock Odoo", 0.2, 0.1, 10, 9),
    Row("create and confirm, 10 lines", "stock Odoo", 0.4, 0.3, 20, 19),
    Row("create and confirm, 100 lines", "stock Odoo", 2.0, 3.0, 30, 90),
    Row("bill 500 shipments of 5 lines", "", 50.0, None, 100, None),
]


def test_rows_that_differ_in_one_number_are_one_curve():
    (family,) = families(ROWS).values()
    assert sorted(family) == [1, 10, 100]


def test_picture_is_svg_with_both_sides_and_their_ends():
    ((title, svg),) = pictures(ROWS)
    ET.fromstring(svg)
    assert title == "create and confirm, n lines"
    assert svg.count("<polyline") == 2
    for told in ("100 ms", "3.0 s", ">100<", "stock"):
        assert told in svg


def test_what_has_nothing_beside_it_is_one_curve():
    alone = [Row(f"route {n} orders", "", n / 100, None, n, None) for n in (10, 100, 1000)]
    ((_title, svg),) = pictures(alone)
    assert svg.count("<polyline") == 1


def test_two_sizes_are_no_growth():
    assert not pictures(ROWS[:2])
