"""``InventoryReport`` to 846 and ``PriceCatalogue`` to 832."""

from . import encode_common as common
from .writer import Profile, Unwritable, write


def encode_inventory(report, envelope, profile=None):
    """Bytes of the 846.

    :raises Unwritable: something in the report has no place in X12
    """
    profile = profile or Profile()
    head = [
        ["BIA", "00", "MM", report.number, common.day(report.report_date)],
        *common.currency(report.currency),
        *common.parties(report.parties),
    ]
    if report.warehouse:
        head.append(["N1", "WH", "", "91", report.warehouse])
    lines = [segment for line in report.lines for segment in _stock(line)]
    return write("846", [[*head, *lines, ["CTT", str(len(report.lines))]]], envelope, profile)


def _stock(line):
    yield ["LIN", "", *_ids(line.item)]
    yield from common.description(line.item)
    if line.price is not None:
        yield ["CTP", "", "CON", common.number(line.price)]
    yield ["QTY", "33", common.number(line.available), (line.unit,)]
    if line.on_hand is not None:
        yield ["QTY", "17", common.number(line.on_hand), (line.unit,)]
    if line.expected is not None:
        yield ["QTY", "63", common.number(line.expected), (line.unit,)]
        yield from common.dtm("018", line.expected_date)


def encode_catalogue(catalogue, envelope, profile=None):
    """Bytes of the 832.

    :raises Unwritable: something in the catalogue has no place in X12
    """
    profile = profile or Profile()
    purpose = "00" if catalogue.is_complete else "04"
    head = [
        ["BCT", "PC", catalogue.number, *[""] * 7, purpose],
        *common.currency(catalogue.currency),
        *common.dtm("007", catalogue.valid_from or catalogue.catalogue_date),
        *common.dtm("036", catalogue.valid_to),
        *common.parties(catalogue.parties),
    ]
    lines = [
        segment
        for number, line in enumerate(catalogue.lines, 1)
        for segment in _priced(line, number)
    ]
    return write("832", [[*head, *lines, ["CTT", str(len(catalogue.lines))]]], envelope, profile)


def _priced(line, number):
    yield ["LIN", str(number), *_ids(line.item)]
    yield from common.dtm("007", line.valid_from)
    yield from common.dtm("036", line.valid_to)
    yield from common.description(line.item)
    if line.pack_size:
        yield ["PO4", common.number(line.pack_size)]
    if line.list_price is not None:
        yield ["CTP", "", "MSR", common.number(line.list_price)]
    for step in line.prices:
        quantity = common.number(step.min_quantity or 1)
        basis = common.BASES.get(step.basis, "")
        amount = common.number(step.price * step.basis)
        yield ["CTP", "", "CON", amount, quantity, (line.unit,), "", "", "", basis]


def _ids(item):
    ids = common.item_ids(item)
    if not ids:
        raise Unwritable("no_item", "A line names no item.", "LIN")
    return ids
