"""860 to ``OrderChange``."""

from dataclasses import replace

from ...documents.order_change import ChangedLine, OrderChange
from .. import order_checks, wire
from . import order
from .faults import fault
from .party import at

PURPOSES = {"01": "cancel", "04": "change", "05": "replace"}
ACTIONS = {"AI": "add", "DI": "delete", "CF": "delete", "NC": "none", "RZ": "replace"}
# These codes leave the quantity alone, whatever the quantity elements repeat.
WITHOUT_QUANTITY = {"DI", "CF", "CT", "PC", "RS", "NC"}


def decode(message, _separators, policy):
    """(``OrderChange``, faults) of a message read along its table."""
    tree = message.tree
    bch = tree.first("BCH")
    lines = tuple(_line(turn, n, policy) for n, turn in enumerate(tree.turns("POC"), 1))
    purpose = PURPOSES.get(at(bch, 1), "change")
    faults = []
    if not lines and purpose == "replace":
        text = "The order is to be replaced by one without lines."
        faults.append(fault("no_lines", text, segment="POC", segment_position=len(message.raw)))
    values, totals, problems = order.heading(tree)
    problems += order_checks.whole([one.line for one in lines], order_checks.Totals(totals.lines))
    problems += order_checks.number(at(bch, 3))
    change = OrderChange(
        order_number=at(bch, 3).strip(),
        purpose=purpose,
        lines=lines,
        number=at(bch, 9),
        sequence=at(bch, 5).lstrip("0") or "1",
        release=at(bch, 4),
        order_date=wire.day(at(bch, 6)),
        change_date=wire.day(at(bch, 11)) or wire.day(at(bch, 10)),
        account=order.account(values["parties"], message.envelope),
        problems=problems,
        **values,
    )
    return change, faults


def _line(turn, number, policy):
    poc = turn.first("POC")
    code = at(poc, 2)
    line = order.order_line(turn, "POC", number, quantity_at=3, price_at=6, ids_at=8)
    first, second = wire.number(at(poc, 3)), wire.number(at(poc, 4))
    previous = None
    if policy.change_quantity == "old":
        previous, first, second = first, second, None
    leaves_quantity = code in WITHOUT_QUANTITY or first is None
    problems = tuple(one for one in line.problems if not one.code.endswith("_quantity"))
    if not leaves_quantity:
        first, more = order_checks.quantity(first, str(first), line.where)
        problems += more
    return ChangedLine(
        action=ACTIONS.get(code, "change"),
        line=replace(line, quantity=None if leaves_quantity else first, problems=problems),
        previous_quantity=previous,
        open_quantity=second,
        detail=code,
    )
