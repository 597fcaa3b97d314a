"""The orders of the old system as a file, and what ours would do differently with one of them."""

from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from odoo.tools import LazyTranslate, float_compare

from ..documents.purchase_order import OrderLine, PurchaseOrder
from .kind_accounts import ACCOUNT_NUMBER
from .rows import NO, YES, Column, RefusedRow

_lt = LazyTranslate(__name__)
COLUMNS = (
    Column("order", ("Order number", "Order", "Auftrag"), "SO-55012", needed=True),
    Column("account", ACCOUNT_NUMBER, "C-1001", needed=True),
    Column("sku", ("SKU", "Item", "Item number", "Artikel"), "HX-1", needed=True),
    Column("quantity", ("Quantity", "Qty", "Menge"), "12", True, "number"),
    Column("unit", ("Unit", "UoM", "Einheit"), ""),
    Column("price", ("Price", "Unit price", "Net price", "Preis"), "4.50", kind="number"),
    Column("held", ("Held", "On hold", "Gesperrt"), "no"),
    Column("warehouse", ("Warehouse", "Warehouses", "Lager"), ""),
    Column("ship_to", ("Ship-to number", "Ship-to"), ""),
    Column("number", ("PO number", "Customer PO", "Bestellnummer"), "4500012345"),
)


class Spoilt(NamedTuple):
    """A row that cannot be read, and why."""

    number: int
    error: RefusedRow


class OldLine(NamedTuple):
    """A line as the old system decided it; ``price`` None and ``warehouses`` empty: not told."""

    number: int
    sku: str
    price: Decimal | None
    warehouses: dict


class OldOrder(NamedTuple):
    """An order of the old system. ``held`` is None when the file does not tell."""

    name: str
    account: str
    document: PurchaseOrder | None
    lines: tuple
    held: bool | None
    problem: RefusedRow | None = None
    row: int = 0  # the row the problem is in; 0: the order as a whole


class Difference(NamedTuple):
    """One thing ours does otherwise. ``amount`` is the change of value, company's currency."""

    what: str
    sku: str = ""
    before: str = ""
    after: str = ""
    amount: float = 0.0


def orders(file):
    """The orders of a :class:`MigrationFile`, in its order. A bad row spoils its order only."""
    groups = {}
    for number, cells in file.rows:
        try:
            row = file.row(cells)
            name = row["order"]
        except RefusedRow as error:
            # The order of a bad row is still known where its cell can be read.
            row, name = Spoilt(number, error), file.text(cells, "order") or f"Row {number}"
        groups.setdefault(name, []).append((number, row))
    return [_order(name, rows) for name, rows in groups.items()]


def _order(name, rows):
    try:
        for number, row in rows:
            if isinstance(row, Spoilt):
                return OldOrder(name, "", None, (), None, row.error, number)
        first = rows[0][1]
        if {row["account"] for _number, row in rows} != {first["account"]}:
            raise RefusedRow(_lt("Its rows name several accounts."))
        held = {_held(row) for _number, row in rows} - {None}
        lines = tuple(
            OldLine(number, row["sku"], row.get("price"), _warehouses(row)) for number, row in rows
        )
        document = PurchaseOrder(
            tuple(_line(number, row) for number, row in rows),
            number=first.get("number", ""),
            account=first["account"],
            ship_to=first.get("ship_to", ""),
        )
    except RefusedRow as error:
        return OldOrder(name, "", None, (), None, error)
    return OldOrder(name, first["account"], document, lines, any(held) if held else None)


def _line(number, row):
    if row["quantity"] <= 0:
        raise RefusedRow(_lt("Row %(row)s: the quantity must be above zero.", row=number))
    # The old system's price is no price of the buyer: it is compared, and never asked of a check.
    return OrderLine(
        f"row {number}", row["quantity"], row["sku"], unit=row.get("unit", ""),
        ship_to=row.get("ship_to", ""),
    )  # fmt: skip


def _held(row):
    word = row.get("held", "").casefold()
    if word and word not in YES | NO:
        raise RefusedRow(_lt("“%(word)s” is neither yes nor no.", word=word[:40]))
    return word in YES if word else None


def _warehouses(row):
    """{code: quantity, None: not told} of a cell like “CHI, ATL” or “CHI:30, ATL:10”."""
    found = {}
    for part in row.get("warehouse", "").upper().replace(";", ",").split(","):
        code, _colon, much = part.partition(":")
        if code.strip():
            found[code.strip()] = _much(much)
    return found


def _much(text):
    try:
        number = Decimal(text.strip()) if text.strip() else None
    except InvalidOperation:
        number = Decimal("NaN")
    if number is not None and not number.is_finite():
        raise RefusedRow(_lt("“%(word)s” is not a number.", word=text.strip()[:40]))
    return number


def differences(old, dry: Any):
    """What ours does otherwise, as plain :class:`Difference`.

    :param old: :class:`OldOrder`
    :param dry: ``DryOrder``, while it exists
    """
    found = []
    if old.held is not None and old.held != bool(dry.holds):
        reasons = "; ".join(message for _code, message in dry.holds)
        what, before = ("held", "let through") if dry.holds else ("not_held", "held")
        found.append(Difference(what, before=before, after=reasons or "let through"))
    warehouses = _shares(dry.plan)
    for line, ours in zip(old.lines, dry.sent, strict=True):
        if ours.product_id == ours.env.ref("b2b_oms.product_unknown_item"):
            found.append(Difference("failed", line.sku, after=ours.name))
            continue
        if line.price is not None:
            found += _price(line, ours)
        sends, text = warehouses.get(ours.id, ({}, ""))
        if line.warehouses and not _is_sent_alike(line.warehouses, sends):
            before = ", ".join(
                code if much is None else f"{code}: {much:g}"
                for code, much in sorted(line.warehouses.items())
            )
            found.append(Difference("allocation", line.sku, before, text or "–"))
    return found


def _is_sent_alike(told, sends):
    """Whether ours sends from the same warehouses, and as much from each where it is told."""
    return told.keys() == sends.keys() and all(
        much is None or not float_compare(float(much), sends[code], precision_digits=4)
        for code, much in told.items()
    )


def _price(line, ours):
    before, after = float(line.price), ours._b2b_effective_price()
    digits = ours.env["decimal.precision"].precision_get("Product Price")
    if not float_compare(before, after, precision_digits=digits):
        return []
    amount = ours.currency_id._convert(
        (after - before) * ours.product_uom_qty,
        ours.company_id.currency_id,
        ours.company_id,
        ours.order_id.date_order,
    )
    return [Difference("price", line.sku, f"{before:.{digits}f}", f"{after:.{digits}f}", amount)]


def _shares(plan):
    """{line id: ({warehouse: quantity, in the item's own unit}, sentence)} of a routing plan."""
    found = {}
    for share in plan.shares if plan else ():
        code = (share.warehouse.code or "").upper()
        text = f"{code}: {share.quantity:g}" + (" backordered" if share.kind == "backorder" else "")
        sends, texts = found.setdefault(share.key[0].id, ({}, []))
        sends[code] = sends.get(code, 0.0) + share.quantity
        texts.append(text)
    return {line: (sends, ", ".join(texts)) for line, (sends, texts) in found.items()}
