"""``DespatchAdvice`` to 856: shipment, order, pallet, carton, item as a tree of HL loops."""

from . import encode_common as common
from .writer import Profile, Unwritable, write

LEVELS = {"pallet": "T", "carton": "P"}


def encode(advice, envelope, profile=None):
    """Bytes of the 856.

    :raises Unwritable: something in the advice has no place in X12
    """
    profile = profile or Profile()
    return write("856", [_body(advice, profile)], envelope, profile)


def _body(advice, profile):
    tree = _Tree(profile)
    sent = advice.despatched_at
    bsn = ["BSN", "00", advice.number, common.day(sent), sent.strftime("%H%M"), profile.structure]
    tree.add(0, "S", _shipment(advice), bool(advice.orders))
    for order in advice.orders:
        tree.add_order(order)
    return [bsn, *tree.segments, ["CTT", str(tree.count)]]


def _shipment(advice):
    weight = ["G", common.number(advice.gross_weight), "KG"] if advice.gross_weight else []
    if advice.package_count or weight:
        yield ["TD1", "CTN", str(advice.package_count or 1), "", "", "", *weight]
    if advice.scac or advice.carrier:
        yield ["TD5", "B", "2" if advice.scac else "", advice.scac, "M", advice.carrier]
    for qualifier, number in (("BM", advice.bill_of_lading), ("CN", advice.tracking)):
        if number:
            yield ["REF", qualifier, number]
    yield from common.references(advice.references)
    yield from common.dtm("011", advice.despatched_at)
    yield from common.dtm("017", advice.delivery_date)
    yield from common.parties(advice.parties)


class _Tree:
    """HL loops with their numbers, in the order they are written."""

    def __init__(self, profile):
        self._profile = profile
        self.segments = []
        self.count = 0

    def add(self, parent, level, segments, has_children):
        """Write one level and return its number."""
        self.count += 1
        above = str(parent) if parent else ""
        self.segments.append(["HL", str(self.count), above, level, "1" if has_children else "0"])
        self.segments += segments
        return self.count

    def add_order(self, order):
        prf = ["PRF", order.order_number, order.release, "", common.day(order.order_date)]
        numbers = [["REF", "CO", order.our_number]] if order.our_number else []
        number = self.add(1, "O", [prf, *numbers], bool(order.packages or order.items))
        self._add_content(number, order.packages, order.items)

    def _add_content(self, parent, packages, items):
        for package in packages:
            number = self.add(
                parent,
                LEVELS[package.kind],
                self._package(package),
                bool(package.items or package.packages),
            )
            self._add_content(number, package.packages, package.items)
        for item in items:
            self.add(parent, "I", _item(item), False)

    def _package(self, package):
        if package.tracking:
            yield ["REF", "CN", package.tracking]
        if package.sscc:
            if len(package.sscc) != 18 or not package.sscc.isdigit():
                raise Unwritable("bad_sscc", f"“{package.sscc[:30]}” is no SSCC.", "MAN02")
            prefix = "00" if self._profile.sscc_digits == 20 else ""
            yield ["MAN", "GM", prefix + package.sscc]


def _item(shipped):
    ids = common.item_ids(shipped.item)
    if not ids:
        raise Unwritable("no_item", f"Line {shipped.line_id} names no item.", "LIN")
    ordered = ["", ""]
    if shipped.ordered_quantity is not None:
        ordered = [common.number(shipped.ordered_quantity), shipped.unit]
    yield ["LIN", shipped.line_id, *ids]
    yield ["SN1", "", common.number(shipped.quantity), shipped.unit, "", *ordered]
    yield from common.description(shipped.item)
    if shipped.lot:
        yield ["REF", "LT", shipped.lot]
    for serial in shipped.serials:
        yield ["REF", "SE", serial]
    yield from common.dtm("036", shipped.best_before)
