"""``Invoice`` to INVOIC."""

from . import encode_common as common
from .writer import Profile, Unwritable, write

KINDS = {"invoice": "380", "credit": "381"}


def encode(invoice, envelope, profile=None):
    """Bytes of the INVOIC.

    :raises Unwritable: sums that do not add up, or something that has no place in EDIFACT
    """
    profile = profile or Profile()
    for sentence in invoice.discrepancies():
        raise Unwritable("sums_differ", sentence)
    return write("INVOIC", [_Writer(invoice, profile).body()], envelope, profile)


class _Writer:
    def __init__(self, invoice, profile):
        self._invoice = invoice
        self._number = common.Numbers(profile.separators)
        self._tax = profile.tax

    def body(self):
        """Every segment between UNH and UNT."""
        yield from self._heading()
        for line in self._invoice.lines:
            yield from self._line(line)
        yield from self._summary()

    def _heading(self):
        invoice = self._invoice
        yield ["BGM", KINDS[invoice.kind], invoice.number, "9"]
        yield from common.dtm("137", invoice.invoice_date)
        yield from common.dtm("35", invoice.delivery_date)
        yield from common.text(invoice.note)
        yield from common.rff("ON", invoice.order_number, invoice.order_date)
        yield from common.rff("DQ", invoice.despatch_number)
        yield from common.rff("IV", invoice.corrects)
        yield from common.references(invoice.references)
        yield from common.parties(invoice.parties)
        yield ["CUX", ("2", invoice.currency, "4")]
        yield from self._terms()
        yield from common.charges(invoice.allowances, self._number)

    def _terms(self):
        terms = self._invoice.terms
        if terms is None:
            return
        if terms.due_date or terms.net_days is not None:
            days = () if terms.net_days is None else ("5", "3", "D", str(terms.net_days))
            yield ["PAT", "1", "", days or ""]
            yield from common.dtm("13", terms.due_date)
        if terms.percent and terms.discount_days is not None:
            yield ["PAT", "22", "", ("5", "3", "D", str(terms.discount_days))]
            yield ["PCD", ("12", self._number(terms.percent))]

    def _line(self, line):
        number = self._number
        yield from common.item(line.line_id[:6], "", line.item)
        yield from common.description(line.item)
        yield from common.qty("47", line.quantity, line.unit, number)
        yield ["MOA", ("203", number(line.amount))]
        yield from common.price("AAA", line.price, line.price_basis, line.unit, number)
        if line.order_number and line.order_number != self._invoice.order_number:
            yield ["RFF", ("ON", line.order_number, line.order_line_id[:6])]
        if line.tax_rate is not None:
            yield self._tax_segment(line.tax_rate, line.tax_category)
        yield from common.charges(line.allowances, number)

    def _tax_segment(self, rate, category):
        return ["TAX", "7", self._tax, "", "", ("", "", "", self._number(rate)), category]

    def _summary(self):
        invoice, number = self._invoice, self._number
        yield ["UNS", "S"]
        yield ["CNT", ("2", str(len(invoice.lines)))]
        sums = (
            ("79", invoice.lines_total),
            ("125", invoice.taxable_total),
            ("124", invoice.tax_total),
            ("77", invoice.total),
            ("9", invoice.payable),
        )
        for qualifier, amount in sums:
            yield ["MOA", (qualifier, number(amount))]
        for tax in invoice.taxes:
            yield self._tax_segment(tax.rate, tax.category)
            yield ["MOA", ("124", number(tax.amount))]
            yield ["MOA", ("125", number(tax.base))]


__all__ = ["Unwritable", "encode"]
