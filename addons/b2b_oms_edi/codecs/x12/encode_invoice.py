"""``Invoice`` to 810."""

from . import encode_common as common
from .writer import Profile, Unwritable, write

KINDS = {"invoice": "DI", "credit": "CR"}


def encode(invoice, envelope, profile=None):
    """Bytes of the 810.

    :raises Unwritable: sums that do not add up, or something that has no place in X12
    """
    profile = profile or Profile()
    for sentence in invoice.discrepancies():
        raise Unwritable("sums_differ", sentence)
    return write("810", [_body(invoice, profile)], envelope, profile)


def _body(invoice, profile):
    big = [
        "BIG", common.day(invoice.invoice_date), invoice.number, common.day(invoice.order_date),
        invoice.order_number, "", "", KINDS[invoice.kind],
    ]  # fmt: skip
    lines = [segment for line in invoice.lines for segment in _line(line, profile)]
    return [big, *_heading(invoice), *lines, *_summary(invoice, profile)]


def _heading(invoice):
    yield from common.currency(invoice.currency)
    yield from common.references(invoice.references)
    pairs = (("CO", invoice.our_number), ("PK", invoice.despatch_number), ("IV", invoice.corrects))
    for qualifier, number in pairs:
        if number:
            yield ["REF", qualifier, number]
    yield from common.parties(invoice.parties)
    yield from common.terms(invoice.terms)
    yield from common.dtm("011", invoice.delivery_date)


def _line(line, profile):
    price = common.price(line, profile)
    yield [
        "IT1",
        line.line_id,
        common.number(line.quantity),
        line.unit,
        *price,
        *common.item_ids(line.item),
    ]
    yield from common.description(line.item)
    yield from common.charges(line.allowances, "SAC05")


def _summary(invoice, profile):
    yield ["TDS", common.cents(invoice.total, "TDS01")]
    for tax in invoice.taxes:
        if tax.amount:
            yield ["TXI", profile.tax_code, common.number(tax.amount), common.number(tax.rate)]
    if invoice.carrier or invoice.scac:
        yield ["CAD", "M", "", "", invoice.scac, invoice.carrier or invoice.scac]
    yield from common.charges(invoice.allowances, "SAC05")
    yield ["CTT", str(len(invoice.lines))]
