# Reading a message is not the ORM's read. pylint: disable=method-required-super
"""ORDERS to ``PurchaseOrder``, ORDCHG to ``OrderChange``."""

from dataclasses import replace
from decimal import Decimal

from odoo.addons.b2b_oms.documents.party import Delivery
from odoo.addons.b2b_oms.documents.problems import Problem
from odoo.addons.b2b_oms.documents.purchase_order import OrderLine, PurchaseOrder

from ...documents.order_change import ChangedLine, OrderChange
from .. import order_checks
from . import party
from .faults import fault
from .values import at, number

PURPOSES = {
    "9": "original", "": "original", "1": "cancel", "4": "change", "5": "replace", "7": "duplicate",
    "31": "duplicate", "16": "original", "42": "confirmation", "46": "original", "47": "original",
    "3": "cancel", "6": "confirmation",
}  # fmt: skip
TYPES = {
    "220": "new", "221": "blanket", "226": "release", "224": "rush", "105": "new", "228": "new",
}  # fmt: skip
ITEMS = {
    "SA": "sku", "VN": "sku", "VP": "sku", "": "sku", "ZZZ": "sku",
    "BP": "customer_code", "IN": "customer_code",
    "EN": "barcode", "SRV": "barcode", "UP": "barcode", "IB": "barcode", "EAN": "barcode", "UPC": "barcode",
    "SRS": "barcode", "EU": "barcode",
    "MF": "manufacturer_code", "MP": "manufacturer_code", "MN": "manufacturer_code",
}  # fmt: skip
ORDERED = ("21", "1", "131", "47")
NET_FIRST = ("AAA", "CAL", "INF", "AAB", "AAE", "AAF", "NTP", "INV", "GRP")
DELIVERY = ("2", "69", "17", "76", "10", "358", "200")
ACTIONS = {"1": "add", "2": "delete", "7": "delete", "3": "change", "4": "none", "6": "replace"}


def decode(message, separators, _policy):
    """(``PurchaseOrder``, faults) of an ORDERS read along its table."""
    tree, bgm = message.tree, message.tree.first("BGM")
    lines = tuple(_Line(turn, n, separators.decimal).read() for n, turn in _numbered(tree))
    code = at(bgm, 3)
    purpose = PURPOSES.get(code, "original")
    faults = []
    if not lines and purpose not in ("cancel", "confirmation"):
        faults.append(
            fault(
                "no_lines",
                "The order has no lines.",
                segment="LIN",
                segment_position=len(message.raw),
            )
        )
    values, totals, problems = _heading(message, separators.decimal)
    is_net = not values["allowances"]
    problems += order_checks.whole(lines, totals if is_net else totals._replace(amount=None))
    if code not in PURPOSES:
        text = f"“{code[:4]}” is no purpose of an order we know."
        problems += (Problem("unknown_purpose", "", text),)
    problems += order_checks.dates(values["order_date"], values["requested_date"])
    order = PurchaseOrder(
        lines=lines,
        number=_number(bgm),
        purpose=purpose,
        order_type=TYPES.get(at(bgm, 1), "other"),
        incoterm=at(tree.turns("TOD")[0].first("TOD"), 3) if tree.turns("TOD") else "",
        problems=problems + order_checks.number(_number(bgm)),
        **values,
    )
    return order, faults


def decode_change(message, separators, _policy):
    """(``OrderChange``, faults) of an ORDCHG read along its table."""
    bgm = message.tree.first("BGM")
    lines = tuple(_changed(turn, n, separators.decimal) for n, turn in _numbered(message.tree))
    values, totals, problems = _heading(message, separators.decimal)
    problems += order_checks.whole([one.line for one in lines], order_checks.Totals(totals.lines))
    orders = [one.number for one in values["references"] if one.kind == "order"]
    number_of_order = orders[0] if orders else _number(bgm)
    purpose = PURPOSES.get(at(bgm, 3), "change")
    change = OrderChange(
        order_number=number_of_order,
        purpose=purpose if purpose in ("cancel", "replace") else "change",
        lines=lines,
        number=_number(bgm) if orders else "",
        sequence=at(bgm, 2, 1).lstrip("0") or "1",
        change_date=values.pop("order_date"),
        problems=problems + order_checks.number(number_of_order),
        **values,
    )
    return change, []


def _numbered(tree):
    return enumerate(tree.turns("LIN"), 1)


def _number(bgm):
    return at(bgm, 2).strip() or at(bgm, 4).strip() if len(at(bgm, 4)) > 3 else at(bgm, 2).strip()


def _heading(message, decimal):
    """(fields of the heading, ``Totals``, problems), the same for an order and its change."""
    tree = message.tree
    parties = party.parties(tree)
    found, problems = _dates(tree, "the heading")
    counts = {at(cnt, 1): number(at(cnt, 1, 1), decimal) for cnt in tree.every("CNT")}
    sums = {at(moa, 1): number(at(moa, 1, 1), decimal) for moa in tree.every("MOA")}
    total = sums.get("79") or sums.get("86")
    totals = order_checks.Totals(counts.get("2"), counts.get("1"), total)
    ship_to = next((one for one in parties if one.role == "ship_to"), None)
    currencies = [at(turn.first("CUX"), 1, 1) for turn in tree.turns("CUX")]
    values = {
        "parties": parties,
        "account": next(
            (one.code for one in parties if one.role == "buyer" and one.code),
            message.envelope.sender.id,
        ),
        "ship_to": (ship_to.code or ship_to.name) if ship_to else "",
        "references": party.references(tree),
        "allowances": party.allowances(tree, decimal),
        "terms": party.terms(tree, decimal),
        "currency": currencies[0] if currencies else "",
        "note": party.notes(tree),
        "total": total,
        **found,
    }
    return values, totals, problems


def _dates(node, place):
    """({field: date}, problems) of a level's DTM segments, written and order date among them."""
    texts = party.dates(node)
    problems = tuple(
        Problem("bad_date", place, f"{place}: “{text[:40]}” is not a date.")
        for days, text in texts.values()
        if days[0] is None
    )
    none = ((None, None), "")
    wanted = next((texts[q][0][0] for q in DELIVERY if q in texts), None)
    values = {
        "order_date": texts.get("137", texts.get("4", none))[0][0],
        "requested_date": wanted,
        "earliest_date": texts.get("64", none)[0][0],
        "latest_date": texts.get("63", none)[0][0],
        "cancel_after": texts.get("61", none)[0][0],
    }
    return values, problems


class _Line:
    """One LIN group."""

    def __init__(self, turn, number_of_line, decimal):
        self._turn = turn
        self._lin = turn.first("LIN")
        self._decimal = decimal
        self._line_id = at(self._lin, 1).strip()
        self._place = f"Line {self._line_id or number_of_line}"

    def read(self):
        """``OrderLine``."""
        turn, place = self._turn, self._place
        quantities = {at(qty, 1): qty for qty in turn.every("QTY")}
        ordered = next((quantities[code] for code in ORDERED if code in quantities), ())
        text = at(ordered, 1, 1)
        quantity, problems = order_checks.quantity(number(text, self._decimal), text, place)
        price, basis, more = self._price()
        item = self._item()
        problems += more + order_checks.item(item, place)
        dates, more = _dates(turn, place) if turn.every("DTM") else ({}, ())
        problems += more
        deliveries = ()
        if turn.turns("LOC"):
            deliveries = self._deliveries()
            problems += order_checks.split(quantity, deliveries, place)
        amounts = {at(moa, 1): at(moa, 1, 1) for moa in turn.every("MOA")}
        pack = quantities.get("59") or quantities.get("45E") or ()
        for name in ("order_date", "cancel_after"):
            dates.pop(name, None)
        return OrderLine(
            where=place,
            quantity=quantity,
            unit=at(ordered, 1, 2),
            price=price,
            price_basis=basis,
            line_id=self._line_id,
            description=self._description(),
            amount=number(amounts["203"], self._decimal) if "203" in amounts else None,
            pack_size=number(at(pack, 1, 1), self._decimal) if pack else None,
            pack_unit=at(pack, 1, 2),
            deliveries=deliveries,
            allowances=party.allowances(turn, self._decimal) if turn.turns("ALC") else (),
            references=party.references(turn) if turn.turns("RFF") else (),
            note=party.notes(turn) if turn.every("FTX") else "",
            ship_to=next((p.code for p in party.parties(turn) if p.role == "ship_to"), ""),
            raw={"LIN": "+".join(":".join(part) for part in self._lin[1:])},
            problems=problems,
            **item,
            **dates,
        )

    def _item(self):
        item = {"sku": "", "customer_code": "", "barcode": "", "manufacturer_code": ""}
        ids = self._lin[3:4]
        for pia in self._turn.every("PIA"):
            ids = [*ids, *pia[2:]]
        for found in ids:
            kind = found[1] if len(found) > 1 else ""
            name = ITEMS.get(kind)
            if name and found[0] and not item[name]:
                item[name] = found[0].strip()
        return item

    def _description(self):
        texts = [
            " ".join(filter(None, imd[3][3:5])) for imd in self._turn.every("IMD") if len(imd) > 3
        ]
        return " ".join(filter(None, texts))

    def _price(self):
        """(price per unit or None, basis, problems)."""
        prices = {at(turn.first("PRI"), 1): turn.first("PRI") for turn in self._turn.turns("PRI")}
        pri = next((prices[code] for code in NET_FIRST if code in prices), ())
        text = at(pri, 1, 1)
        price, problems = order_checks.price(number(text, self._decimal), text, self._place)
        basis = number(at(pri, 1, 4), self._decimal) or Decimal(1)
        if basis <= 0:
            basis = Decimal(1)
        if price is not None and basis != 1:
            price = price / basis
        return price, basis, problems

    def _deliveries(self):
        found = []
        for loc in self._turn.turns("LOC"):
            segment = loc.first("LOC")
            if at(segment, 1) != "7" or not loc.every("QTY"):
                continue
            days = party.dates(loc)
            day = next((days[q][0][0] for q in DELIVERY if q in days), None)
            kind = party.CODE_KINDS.get(at(segment, 2, 2), "")
            quantity = number(at(loc.first("QTY"), 1, 1), self._decimal)
            found.append(Delivery(quantity, at(segment, 2), kind, day))
        return tuple(found)


def _changed(turn, number_of_line, decimal):
    line = _Line(turn, number_of_line, decimal).read()
    code = at(turn.first("LIN"), 2)
    action = ACTIONS.get(code, "change")
    leaves_quantity = action in ("delete", "none") or not turn.every("QTY")
    problems = line.problems
    if leaves_quantity:
        problems = tuple(one for one in problems if not one.code.endswith("_quantity"))
        line = replace(line, quantity=None, problems=problems)
    return ChangedLine(action=action, line=line, detail=code)
