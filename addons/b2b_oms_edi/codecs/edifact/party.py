"""NAD groups, references, charges and texts of EDIFACT in our words."""

from odoo.addons.b2b_oms.documents.party import AllowanceCharge, Party, PaymentTerms, Reference

from .values import at, number, span

ROLES = {
    "BY": "buyer", "SU": "seller", "SE": "seller", "VN": "seller", "DP": "ship_to", "ST": "ship_to",
    "IV": "bill_to", "BT": "bill_to", "UC": "consignee", "CN": "consignee", "SF": "ship_from",
    "SH": "ship_from",
    "OB": "orderer", "RE": "remit_to", "PR": "bill_to", "CA": "carrier", "MF": "manufacturer",
}  # fmt: skip
CODE_KINDS = {"9": "gln", "16": "duns", "91": "seller", "92": "buyer"}
REFERENCES = {
    "CT": "contract", "ON": "order", "VN": "vendor", "PD": "promotion", "DQ": "delivery_note",
    "IV": "invoice", "LI": "line", "AAG": "quote", "ADE": "project", "CR": "other", "AJS": "contract",
}  # fmt: skip
CHANNELS = {"TE": "phone", "AL": "phone", "EM": "email"}
# Kinds of percentage: of 1 and 3 on it is an allowance or a charge.
PERCENTS = ("1", "2", "3", "12", "15")


def parties(node):
    """The parties of a level's NAD groups."""
    return tuple(_party(turn) for turn in node.turns("NAD"))


def _party(turn):
    nad = turn.first("NAD")
    code, agency = at(nad, 1), at(nad, 2, 2)
    name = [text for text in (nad[4] if len(nad) > 4 else ()) if text]
    loose = [text for text in (nad[3] if len(nad) > 3 else ()) if text]
    rffs = {at(r.first("RFF"), 1): at(r.first("RFF"), 1, 1) for r in turn.turns("RFF")}
    return Party(
        role=ROLES.get(code, "other"),
        code=at(nad, 2).strip(),
        code_kind=CODE_KINDS.get(agency, "other" if agency else ""),
        name=" ".join(name) or (loose[0] if loose else ""),
        street=tuple(text for text in (nad[5] if len(nad) > 5 else ()) if text) or tuple(loose[1:]),
        city=at(nad, 6),
        state=at(nad, 7) or at(nad, 7, 3),
        zip=at(nad, 8),
        country=at(nad, 9),
        vat=rffs.get("VA", ""),
        qualifier=agency,
        source_role=code,
        **_contact(turn),
    )


def _contact(turn):
    found = {}
    for cta in turn.turns("CTA"):
        found.setdefault("contact", at(cta.first("CTA"), 2, 1) or at(cta.first("CTA"), 2))
        for com in cta.every("COM"):
            kind = CHANNELS.get(at(com, 1, 1))
            if kind:
                found.setdefault(kind, at(com, 1))
    return found


def references(node):
    """The references of RFF groups."""
    rffs = [turn.first("RFF") for turn in node.turns("RFF")] + list(node.every("RFF"))
    return tuple(
        Reference(REFERENCES.get(at(rff, 1), "other"), at(rff, 1, 1), at(rff, 1))
        for rff in rffs
        if at(rff, 1, 1)
    )


def dates(node):
    """{qualifier: ((first day, last day), text)} of the DTM segments."""
    return {
        at(dtm, 1): (span(at(dtm, 1, 1), at(dtm, 1, 2)), at(dtm, 1, 1)) for dtm in node.every("DTM")
    }


def notes(node):
    """Free text, a line for each segment; codes without text are left out."""
    found = (" ".join(filter(None, ftx[4])) for ftx in node.every("FTX") if len(ftx) > 4)
    return "\n".join(filter(None, found))


def allowances(node, decimal):
    """The ALC groups."""
    return tuple(_allowance(turn, decimal) for turn in node.turns("ALC"))


def _allowance(turn, decimal):
    alc = turn.first("ALC")
    pcd = turn.turns("PCD")[0].first("PCD") if turn.turns("PCD") else ()
    moas = [one.first("MOA") for one in turn.turns("MOA")]
    amounts = [
        number(at(moa, 1, 1), decimal) for moa in moas if at(moa, 1) in ("8", "23", "204", "25")
    ]
    return AllowanceCharge(
        is_charge=at(alc, 1) == "C",
        amount=amounts[0] if amounts else None,
        percent=number(at(pcd, 1, 1), decimal) if at(pcd, 1) in PERCENTS else None,
        code=at(alc, 5),
        text=at(alc, 5, 3) or at(alc, 2),
    )


def terms(node, decimal):
    """The terms of payment, or None."""
    found = {}
    for turn in node.turns("PAT"):
        pat = turn.first("PAT")
        text = at(pat, 3, 3)
        days = int(text) if text.isdigit() and len(text) < 5 else None
        if at(pat, 1) in ("22", "20"):
            pcd = turn.first("PCD")
            found["discount_days"], found["percent"] = days, number(at(pcd, 1, 1), decimal)
        else:
            found["net_days"] = days
        due = dates(turn).get("13")
        if due:
            found["due_date"] = due[0][0]
        if at(pat, 2, 3):
            found["text"] = at(pat, 2, 3)
    return PaymentTerms(**found) if found else None
