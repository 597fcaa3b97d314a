"""``DespatchAdvice`` to DESADV: packages as a hierarchy of CPS groups."""

from . import encode_common as common
from .writer import Profile, Unwritable, write

PACKAGES = {"pallet": "201", "carton": "CT"}


def encode(advice, envelope, profile=None):
    """Bytes of the DESADV.

    :raises Unwritable: something in the advice has no place in EDIFACT
    """
    profile = profile or Profile()
    return write("DESADV", [_body(advice, profile)], envelope, profile)


def _body(advice, profile):
    number = common.Numbers(profile.separators)
    yield ["BGM", "351", advice.number, "9"]
    yield from common.dtm("137", advice.despatched_at)
    yield from common.dtm("11", advice.despatched_at)
    yield from common.dtm("17", advice.delivery_date)
    if advice.gross_weight is not None:
        yield ["MEA", "PD", "AAB", ("KGM", number(advice.gross_weight))]
    for order in advice.orders[:1]:
        yield from common.rff("ON", order.order_number, order.order_date)
    yield from common.rff("BM", advice.bill_of_lading)
    yield from common.references(advice.references)
    yield from common.parties(advice.parties)
    if advice.carrier or advice.scac:
        carrier = (advice.scac, "", "182" if advice.scac else "", advice.carrier)
        yield ["TDT", "20", advice.tracking, "30", "", carrier]
    packing = _Packing(number)
    yield ["CPS", "1"]
    if advice.package_count:
        yield ["PAC", str(advice.package_count)]
    for order in advice.orders:
        yield from packing.content(order, order.order_number, 1)
    yield ["CNT", ("2", str(packing.lines))]


class _Packing:
    """Numbers the packages and lines in the order they are written."""

    def __init__(self, number):
        self._number = number
        self._packages = 1
        self.lines = 0

    def content(self, holder, order_number, parent):
        """What an order or a package holds. Items come before the packages: they belong to ``parent``."""
        if holder.items and parent == 1 and self._packages > 1:
            self._packages += 1
            yield ["CPS", str(self._packages), "1"]
        for item in holder.items:
            yield from self._item(item, order_number)
        for package in holder.packages:
            yield from self._package(package, order_number, parent)

    def _package(self, package, order_number, parent):
        self._packages += 1
        own = self._packages
        yield ["CPS", str(own), str(parent)]
        yield [
            "PAC",
            "1",
            "",
            (PACKAGES[package.kind], "", "9" if package.kind == "pallet" else ""),
        ]
        if package.weight is not None:
            yield ["MEA", "PD", "AAB", ("KGM", self._number(package.weight))]
        if package.sscc:
            if len(package.sscc) != 18 or not package.sscc.isdigit():
                raise Unwritable("bad_sscc", f"“{package.sscc[:30]}” is no SSCC.", "GIN")
            yield ["PCI", "33E"]
            yield ["GIN", "BJ", (package.sscc,)]
        yield from self.content(package, order_number, own)

    def _item(self, shipped, order_number):
        self.lines += 1
        number = self._number
        yield from common.item(str(self.lines), "", shipped.item)
        yield from common.description(shipped.item)
        yield from common.qty("12", shipped.quantity, shipped.unit, number)
        yield from common.qty("21", shipped.ordered_quantity, shipped.unit, number)
        for start in range(0, len(shipped.serials), 5):
            yield ["GIN", "BN", *((serial,) for serial in shipped.serials[start : start + 5])]
        yield from common.dtm("361", shipped.best_before)
        if order_number:
            yield ["RFF", ("ON", order_number, shipped.line_id[:6])]
        if shipped.lot:
            yield ["PCI", "36E"]
            yield ["GIN", "BX", (shipped.lot,)]
        if shipped.outstanding_quantity:
            yield ["QVR", (number(-shipped.outstanding_quantity), "21"), "BP"]
