"""850 to ``PurchaseOrder``."""

from decimal import Decimal

from odoo.addons.b2b_oms.documents.party import Component, Delivery
from odoo.addons.b2b_oms.documents.problems import Problem
from odoo.addons.b2b_oms.documents.purchase_order import OrderLine, PurchaseOrder

from .. import order_checks, wire
from . import party
from .faults import fault
from .party import at

PURPOSES = {
    "00": "original", "01": "cancel", "04": "change", "05": "replace", "06": "confirmation",
    "07": "duplicate", "18": "duplicate",
}  # fmt: skip
TYPES = {
    "NE": "new",
    "SA": "new",
    "DS": "drop_ship",
    "BK": "blanket",
    "RL": "release",
    "RO": "rush",
}
ITEMS = {
    "VP": "sku", "VN": "sku", "VC": "sku", "SK": "sku", "VA": "sku",
    "BP": "customer_code", "IN": "customer_code", "CB": "customer_code", "PI": "customer_code",
    "UP": "barcode", "UI": "barcode", "UK": "barcode", "EN": "barcode", "EO": "barcode",
    "UA": "barcode", "IB": "barcode", "UX": "barcode",
    "MG": "manufacturer_code", "MF": "manufacturer_code", "MN": "manufacturer_code",
}  # fmt: skip
# How many units a price is for, by its basis.
BASES = {"HP": Decimal(100), "TP": Decimal(1000), "DP": Decimal(12)}
DELIVERY = ("002", "067", "074", "106", "017", "010", "118")
EARLIEST = ("037", "064")
LATEST = ("038", "063")
NAMED_DATES = {"requested_date": DELIVERY, "earliest_date": EARLIEST, "latest_date": LATEST}


def decode(message, _separators, _policy):
    """(``PurchaseOrder``, faults) of a message read along its table."""
    tree = message.tree
    beg = tree.first("BEG")
    lines = tuple(order_line(turn, "PO1", n) for n, turn in enumerate(tree.turns("PO1"), 1))
    purpose, problems = _purpose(at(beg, 1))
    faults = []
    if not lines and purpose not in ("cancel", "confirmation"):
        text = "The order has no lines."
        faults.append(fault("no_lines", text, segment="PO1", segment_position=len(message.raw)))
    values, totals, more = heading(tree)
    is_net = not values["allowances"]
    more += order_checks.whole(lines, totals if is_net else totals._replace(amount=None))
    order_date = wire.day(at(beg, 5))
    problems += order_checks.number(at(beg, 3)) + more
    problems += order_checks.dates(order_date, values["requested_date"])
    order = PurchaseOrder(
        lines=lines,
        number=at(beg, 3).strip(),
        purpose=purpose,
        order_type=TYPES.get(at(beg, 2), "other"),
        release=at(beg, 4),
        order_date=order_date,
        account=account(values["parties"], message.envelope),
        problems=problems,
        **values,
    )
    return order, faults


def account(parties, envelope):
    """How the document names the account: the buyer's code, else the sender."""
    return next((p.code for p in parties if p.role == "buyer" and p.code), envelope.sender.id)


def _purpose(code):
    if code in PURPOSES:
        return PURPOSES[code], ()
    text = f"“{code[:4]}” is no purpose of an order we know."
    return "original", (Problem("unknown_purpose", "", text),)


def heading(tree):
    """(fields of the heading, ``Totals``, problems), the same for an order and its change."""
    found, problems = read_dates(tree, "the heading")
    parties = party.parties(tree)
    per = party.contact(tree.first("PER"))
    summary = tree.turns("CTT")[0] if tree.turns("CTT") else tree
    ctt = summary.first("CTT")
    total = _total(summary, tree)
    totals = order_checks.Totals(_integer(at(ctt, 1)), wire.number(at(ctt, 2)), total)
    values = {
        "parties": tuple(_with_contact(one, per) for one in parties),
        "ship_to": _ship_to(parties),
        "references": party.references(tree),
        "allowances": party.allowances(tree),
        "terms": party.terms(tree.first("ITD")),
        "currency": at(tree.first("CUR"), 2),
        "note": party.notes(tree),
        "total": total,
        "cancel_after": wire.day(party.dates(tree).get("001", "")),
        **found,
    }
    return values, totals, problems


def _with_contact(one, per):
    """The heading's contact is the buyer's."""
    if one.role != "buyer" or one.contact or not per:
        return one
    return type(one)(**{**one.__dict__, **per})


def _ship_to(parties):
    found = next((one for one in parties if one.role == "ship_to"), None)
    return (found.code or found.name) if found else ""


def _total(summary, tree):
    for amt in (*summary.every("AMT"), *tree.every("AMT")):
        if at(amt, 1) in ("TT", "1"):
            return wire.number(at(amt, 2))
    return None


def _integer(text):
    return int(text) if text.isdigit() and len(text) < 10 else None


def read_dates(node, place):
    """({field: date}, problems) of a loop's DTM segments."""
    texts = party.dates(node)
    values, problems = {}, ()
    for name, qualifiers in NAMED_DATES.items():
        text = next((texts[q] for q in qualifiers if texts.get(q)), "")
        values[name] = wire.day(text) if text else None
        if text and values[name] is None:
            problems += order_checks.day(None, text, place, name.replace("_", " "))
    return values, problems


def order_line(turn, tag, number, quantity_at=2, price_at=4, ids_at=6):
    """One line of an 850 (PO1) or of its change (POC)."""
    segment = turn.first(tag)
    line_id = at(segment, 1).strip()
    place = f"Line {line_id or number}"
    unit = at(segment, price_at - 1)
    item = _items(segment, ids_at)
    quantity, problems = order_checks.quantity(
        wire.number(at(segment, quantity_at)), at(segment, quantity_at), place
    )
    price_text, basis_code = _price_text(turn, segment, price_at)
    price, more = order_checks.price(wire.number(price_text), price_text, place)
    problems += more + order_checks.item(item, place)
    basis = (
        Decimal(1)
        if basis_code == "DP" and unit in ("DZ", "DP")
        else BASES.get(basis_code, Decimal(1))
    )
    values = {}
    if turn.rest or turn.loops:
        values, more = _details(turn, place, quantity)
        problems += more
    return OrderLine(
        where=place,
        quantity=quantity,
        unit=unit,
        price=price / basis if price is not None and basis != 1 else price,
        price_basis=basis,
        line_id=line_id,
        raw={tag: "*".join(segment)},
        problems=problems,
        **item,
        **values,
    )


def _items(segment, start):
    item = {"sku": "", "customer_code": "", "barcode": "", "manufacturer_code": ""}
    for index in range(start, len(segment) - 1, 2):
        name = ITEMS.get(segment[index])
        if name and not item[name]:
            item[name] = segment[index + 1].strip()
    return item


def _price_text(turn, segment, price_at):
    text = at(segment, price_at)
    if not text and turn.turns("CTP"):
        ctp = turn.turns("CTP")[0].first("CTP")
        return at(ctp, 3), at(ctp, 9)
    return text, at(segment, price_at + 1)


def _details(turn, place, quantity):
    """(fields, problems) of what stands below the line's own segment."""
    pid = turn.turns("PID")
    values = {"description": " ".join(filter(None, (at(one.first("PID"), 5) for one in pid)))}
    if not turn.rest and turn.loops.keys() <= {"PID"}:
        return values, ()
    found, problems = read_dates(turn, place)
    deliveries, more = _deliveries(turn, place)
    problems += more
    if deliveries:
        problems += order_checks.split(quantity, deliveries, place)
        found["requested_date"] = found["requested_date"] or _only_date(deliveries)
    po4 = turn.first("PO4")
    values.update(
        found,
        deliveries=() if _says_nothing(deliveries) else deliveries,
        pack_size=wire.number(at(po4, 1)),
        pack_unit=at(po4, 3),
        allowances=party.allowances(turn),
        components=tuple(_component(sln.first("SLN")) for sln in turn.turns("SLN")),
        references=party.references(turn),
        note=party.notes(turn),
        ship_to=_ship_to(party.parties(turn)),
        amount=next((wire.number(at(a.first("AMT"), 2)) for a in turn.turns("AMT")), None),
    )
    return values, problems


def _says_nothing(deliveries):
    """One delivery of all, to no named place: its date is the line's."""
    return len(deliveries) == 1 and not deliveries[0].ship_to


def _only_date(deliveries):
    days = [one.requested_date for one in deliveries if one.requested_date]
    return min(days) if days else None


def _deliveries(turn, place):
    deliveries, problems = [], ()
    for sdq in turn.every("SDQ"):
        pairs = sdq[3:23]
        if len(pairs) % 2:
            text = f"{place}: a store of the split has no quantity."
            problems += (Problem("bad_split", place, text),)
        kind = party.CODE_KINDS.get(at(sdq, 2), "")
        deliveries += [
            Delivery(wire.number(amount), store, kind)
            for store, amount in zip(pairs[::2], pairs[1::2], strict=False)
        ]
    for loop in turn.turns("SCH"):
        sch = loop.first("SCH")
        deliveries.append(Delivery(wire.number(at(sch, 1)), at(sch, 4), "", wire.day(at(sch, 6))))
    return tuple(deliveries), problems


def _component(sln):
    item = _items(sln, 9)
    item["sku"] = item["sku"] or item.pop("manufacturer_code")
    item.pop("manufacturer_code", None)
    return Component(
        quantity=wire.number(at(sln, 4)), unit=at(sln, 5), price=wire.number(at(sln, 6)), **item
    )
