"""Parts that several EDIFACT messages share: parties, items, dates, charges."""

from decimal import Decimal

from ..wire import plain
from ..writing import barcode_kind

ROLES = {
    "buyer": "BY", "seller": "SU", "ship_to": "DP", "bill_to": "IV", "ship_from": "SF",
    "remit_to": "RE", "consignee": "UC", "orderer": "OB", "carrier": "CA", "manufacturer": "MF",
}  # fmt: skip
CODE_KINDS = {"gln": "9", "duns": "16", "seller": "91", "buyer": "92"}
BARCODES = {12: "UP", 13: "EN", 14: "EN", 8: "EN"}
REFERENCES = {
    "contract": "CT", "order": "ON", "vendor": "VN", "promotion": "PD", "delivery_note": "DQ",
    "invoice": "IV", "quote": "AAG",
}  # fmt: skip


class Numbers:
    """Writes numbers with the decimal sign the UNA declares."""

    def __init__(self, separators):
        self._decimal = separators.decimal

    def __call__(self, value):
        return "" if value is None else plain(value).replace(".", self._decimal)


def dtm(qualifier, value):
    """A DTM segment, or none."""
    return [["DTM", (qualifier, value.strftime("%Y%m%d"), "102")]] if value else []


def rff(qualifier, number, day=None):
    """An RFF group, or none."""
    return [["RFF", (qualifier, number)], *dtm("171", day)] if number else []


def parties(found):
    """NAD groups."""
    segments = []
    for party in found:
        role = ROLES.get(party.role, party.source_role[:3])
        if not role or not (party.code or party.name):
            continue
        agency = CODE_KINDS.get(party.code_kind, party.qualifier[:3] or "92")
        code = (party.code, "", agency) if party.code else ("",)
        name = tuple(
            party.name[start : start + 35] for start in range(0, min(len(party.name), 105), 35)
        )
        country = party.country if len(party.country) == 2 else ""
        segments.append(
            ["NAD", role, code, "", name or "", tuple(party.street[:4]) or "", party.city, party.state[:9],
             party.zip, country]
        )  # fmt: skip
        segments += rff("VA", party.vat)
    return segments


def references(found):
    """RFF groups."""
    return [
        [
            "RFF",
            (
                one.qualifier if 0 < len(one.qualifier) <= 3 else REFERENCES.get(one.kind, "ZZZ"),
                one.number,
            ),
        ]
        for one in found
        if one.number
    ]


def text(words):
    """An FTX segment, or none."""
    if not words:
        return []
    parts = tuple(words[start : start + 70] for start in range(0, min(len(words), 350), 70))
    return [["FTX", "AAI", "", "", parts]]


def item(line_id, action, found):
    """LIN with what names the item."""
    barcode = (found.barcode, barcode_kind(found.barcode, BARCODES, "EN")) if found.barcode else ""
    lin = ["LIN", line_id, action, barcode]
    codes = [(found.sku, "SA"), (found.customer_code, "IN"), (found.manufacturer_code, "MF")]
    codes = [pair for pair in codes if pair[0]]
    pia = [["PIA", "1" if found.barcode else "5", *codes]] if codes else []
    return [lin, *pia]


def description(found):
    """An IMD segment, or none."""
    words = found.description
    if not words:
        return []
    return [["IMD", "F", "", ("", "", "", words[:35], words[35:70])]]


def qty(qualifier, value, unit, number):
    """A QTY segment, or none."""
    return [["QTY", (qualifier, number(value), unit)]] if value is not None else []


def price(qualifier, value, basis, unit, number):
    """A PRI segment, or none; the basis only where it is not one."""
    if value is None:
        return []
    if basis == Decimal(1):
        return [["PRI", (qualifier, number(value))]]
    return [["PRI", (qualifier, number(value * basis), "", "", number(basis), unit)]]


def charges(found, number):
    """ALC groups."""
    segments = []
    for one in found:
        segments.append(
            ["ALC", "C" if one.is_charge else "A", "", "", "", (one.code[:3], "", "", one.text)]
        )
        if one.percent is not None:
            segments.append(["PCD", ("2" if one.is_charge else "1", number(one.percent))])
        if one.amount is not None:
            segments.append(["MOA", ("23" if one.is_charge else "204", number(one.amount))])
    return segments
