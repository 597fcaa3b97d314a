"""N1 loops, references, dates and charges of X12 in our words."""

from odoo.addons.b2b_oms.documents.party import AllowanceCharge, Party, PaymentTerms, Reference

from .. import wire

ROLES = {
    "BY": "buyer", "ST": "ship_to", "BT": "bill_to", "SF": "ship_from", "VN": "seller", "SU": "seller",
    "SE": "seller", "RE": "remit_to", "RI": "remit_to", "UC": "consignee", "CN": "consignee",
    "OB": "orderer", "CA": "carrier", "MF": "manufacturer",
}  # fmt: skip
CODE_KINDS = {"1": "duns", "9": "duns", "UL": "gln", "91": "seller", "92": "buyer", "2": "scac"}
REFERENCES = {
    "CT": "contract", "DP": "department", "IA": "vendor", "VR": "vendor", "PD": "promotion",
    "QN": "quote", "CO": "order", "ON": "order", "IV": "invoice", "PK": "delivery_note", "LI": "line",
    "Q1": "quote", "PR": "quote", "19": "department", "JB": "project",
}  # fmt: skip
CONTACT = {"TE": "phone", "EM": "email"}


def at(segment, index):
    """An element by its number, empty when the segment is shorter."""
    return segment[index] if index < len(segment) else ""


def parties(node):
    """The parties of a loop's N1 loops."""
    return tuple(_party(turn) for turn in node.turns("N1"))


def _party(turn):
    n1, n4 = turn.first("N1"), turn.first("N4")
    code, qualifier = at(n1, 1), at(n1, 3)
    more = [text for n2 in turn.every("N2") for text in n2[1:]]
    return Party(
        role=ROLES.get(code, "other"),
        code=at(n1, 4),
        code_kind=CODE_KINDS.get(qualifier, "other" if qualifier else ""),
        name=" ".join(filter(None, [at(n1, 2), *more])),
        street=tuple(text for n3 in turn.every("N3") for text in n3[1:] if text),
        city=at(n4, 1),
        state=at(n4, 2),
        zip=at(n4, 3),
        country=at(n4, 4),
        qualifier=qualifier,
        source_role=code,
        **contact(turn.first("PER")),
    )


def contact(per):
    """Name, telephone and mail of a PER segment."""
    found = {"contact": at(per, 2)} if at(per, 2) else {}
    for index in (3, 5, 7):
        kind = CONTACT.get(at(per, index))
        if kind and at(per, index + 1):
            found[kind] = at(per, index + 1)
    return found


def references(node):
    """The references of REF segments and N9 loops."""
    pairs = [(at(ref, 1), at(ref, 2) or at(ref, 3)) for ref in node.every("REF")]
    pairs += [(at(turn.first("N9"), 1), at(turn.first("N9"), 2)) for turn in node.turns("N9")]
    return tuple(
        Reference(REFERENCES.get(qualifier, "other"), number, qualifier)
        for qualifier, number in pairs
        if number
    )


def notes(node):
    """Free text of a loop and of its N9 and SPI loops, a line for each segment."""
    found = [at(msg, 1) for msg in node.every("MSG")]
    for loop in ("N9", "SPI"):
        found += [at(msg, 1) for turn in node.turns(loop) for msg in turn.every("MSG")]
    return "\n".join(found)


def dates(node):
    """{qualifier: text} of the DTM segments."""
    return {at(dtm, 1): at(dtm, 2) for dtm in node.every("DTM")}


def allowances(node):
    """The SAC loops."""
    return tuple(_allowance(turn.first("SAC")) for turn in node.turns("SAC"))


def _allowance(sac):
    return AllowanceCharge(
        is_charge=at(sac, 1) == "C",
        amount=wire.implied(at(sac, 5), 2),
        percent=wire.number(at(sac, 7)),
        code=at(sac, 2),
        text=at(sac, 15),
    )


def terms(itd):
    """The terms of payment of an ITD segment, or None."""
    if len(itd) < 2:
        return None
    return PaymentTerms(
        text=at(itd, 12),
        net_days=_days(at(itd, 7)),
        due_date=wire.day(at(itd, 6)),
        percent=wire.number(at(itd, 3)),
        discount_days=_days(at(itd, 5)),
    )


def _days(text):
    return int(text) if text.isdigit() and len(text) < 5 else None
