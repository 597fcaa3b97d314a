"""Parts that several X12 documents share: parties, items, dates, terms, charges."""

from decimal import Decimal

from ..wire import plain
from ..writing import Unwritable, barcode_kind

ROLES = {
    "buyer": "BY", "seller": "SE", "ship_to": "ST", "bill_to": "BT", "ship_from": "SF",
    "remit_to": "RI", "consignee": "UC", "orderer": "OB", "carrier": "CA", "manufacturer": "MF",
}  # fmt: skip
CODE_KINDS = {"duns": "1", "gln": "UL", "seller": "91", "buyer": "92", "scac": "2"}
BARCODES = {12: "UP", 13: "EN", 14: "UK"}
REFERENCES = {
    "contract": "CT", "department": "DP", "vendor": "IA", "promotion": "PD", "quote": "QN",
    "invoice": "IV", "delivery_note": "PK", "order": "CO", "project": "JB",
}  # fmt: skip
BASES = {Decimal(100): "HP", Decimal(1000): "TP"}


def day(value):
    """CCYYMMDD, or nothing."""
    return value.strftime("%Y%m%d") if value else ""


def dtm(qualifier, value):
    """A DTM segment, or none."""
    return [["DTM", qualifier, day(value)]] if value else []


def number(value):
    """A decimal, or nothing."""
    return "" if value is None else plain(value)


def cents(value, place):
    """A sum with two implied decimals (N2)."""
    scaled = value.scaleb(2)
    if scaled != scaled.to_integral_value():
        raise Unwritable("fraction_of_cent", f"{value} has more than two decimals.", place)
    return str(int(scaled))


def currency(code, who="SE"):
    """A CUR segment, or none."""
    return [["CUR", who, code]] if code else []


def parties(found):
    """N1 loops."""
    segments = []
    for party in found:
        code = ROLES.get(party.role, party.source_role[:3] or "ZZ")
        kind = (
            party.qualifier
            if len(party.qualifier) in (1, 2)
            else CODE_KINDS.get(party.code_kind, "92")
        )
        ids = [kind, party.code] if party.code else []
        if not (party.name or ids):
            continue
        segments.append(["N1", code, party.name, *ids])
        if party.street:
            segments.append(["N3", *party.street[:2]])
        if party.city or party.zip:
            country = party.country if len(party.country) in (2, 3) else ""
            state = party.state if len(party.state) == 2 else ""
            segments.append(["N4", party.city, state, party.zip, country])
    return segments


def references(found):
    """REF segments."""
    return [
        [
            "REF",
            one.qualifier if len(one.qualifier) in (2, 3) else REFERENCES.get(one.kind, "ZZ"),
            one.number,
        ]
        for one in found
        if one.number
    ]


def item_ids(item):
    """Pairs of qualifier and code, the buyer's first."""
    pairs = [
        ("BP", item.customer_code),
        ("VP", item.sku),
        (barcode_kind(item.barcode, BARCODES, "UP"), item.barcode),
        ("MG", item.manufacturer_code),
    ]
    return [word for qualifier, code in pairs if code for word in (qualifier, code)]


def description(item):
    """A PID segment, or none."""
    return [["PID", "F", "", "", "", item.description]] if item.description else []


def price(line, profile):
    """[price, basis] as PO104 and PO105 want them."""
    if line.price is None:
        return ["", ""]
    return [plain(line.price * line.price_basis), BASES.get(line.price_basis, profile.price_basis)]


def terms(found):
    """An ITD segment, or none."""
    if found is None:
        return []
    days = ["" if value is None else str(value) for value in (found.discount_days, found.net_days)]
    kind = "08" if found.percent else "05"
    return [
        ["ITD", kind, "3", number(found.percent), "", days[0], day(found.due_date), days[1], "", "", "", "",
         found.text]
    ]  # fmt: skip


def charges(found, place):
    """SAC segments."""
    return [
        ["SAC", "C" if one.is_charge else "A", _service(one),
         "", "", "" if one.amount is None else cents(one.amount, place),
         "Z" if one.percent is not None else "", number(one.percent), *[""] * 7, one.text]
        for one in found
    ]  # fmt: skip


def _service(one):
    """The sender's own code of the service, or that of freight and discount."""
    if len(one.code) == 4:
        return one.code
    return "D240" if one.is_charge else "C310"
