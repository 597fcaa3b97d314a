"""CSV and Excel files to purchase orders: rows are kept, whatever is wrong with them is said."""

from odoo.addons.b2b_oms.documents import table, values
from odoo.addons.b2b_oms.documents.problems import Problem, Undecodable
from odoo.addons.b2b_oms.documents.purchase_order import OrderLine, PurchaseOrder

from .columns import ITEM_FIELDS, ORDER, is_header
from .layout import AgreedDates, AgreedNumbers, Layout

ENDINGS = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm")
TOTALS = {"total", "totals", "subtotal", "sum", "grandtotal", "summe", "gesamt", "totaal", "suma"}
NEEDED = {
    "the item (SKU, customer part or barcode)": ITEM_FIELDS,
    "the quantity": ("quantity",),
}
LABELS = {"quantity": "quantity", "price": "price", "requested_date": "date"}


def sniff(content, filename):
    """Whether these bytes look like, or are called, a table. Cheap, never raises."""
    if filename.lower().endswith(ENDINGS) or table.is_excel(content):
        return True
    first = content[:2000].splitlines()[:1]
    return bool(first) and any(mark in first[0] for mark in (b",", b";", b"\t"))


def decode(content, filename, limits=None, layout=None):
    """The purchase orders of a file, one for each PO number, in the order they first appear.

    :param limits: ``table.Limits``
    :param layout: the :class:`.layout.Layout` agreed with the sender; None: columns by usual names
    :raises Undecodable: nothing can be ordered from this file; the sentence says what to do
    """
    del filename
    layout = layout or Layout()
    found, indexes = _table(content, limits or table.Limits(), layout)
    needed = {what: names for what, names in NEEDED.items() if not set(names) & set(layout.fixed)}
    columns = table.columns(found.header, indexes, needed)
    rows = [
        _Row(number, cells, columns, found.header, layout.fixed) for number, cells in found.rows
    ]
    rows = [row for row in rows if not row.is_total()]
    if not rows:
        raise Undecodable("no_lines", "The file has headings and no order rows.")
    reading = _Reading(rows, layout)
    orders = {}
    for row in rows:
        orders.setdefault((row.text("account"), row.text("number")), []).append(row)
    return tuple(_order(same, reading) for same in _filled_down(orders))


def _table(content, limits, layout):
    """(table, {field: [column indexes]}) by what was agreed, else by the usual names."""
    needed = "a column for the item (SKU, customer part or barcode) and one for the quantity"
    if not layout.columns:
        found = table.read(content, limits, is_header, needed, layout.delimiter)
        return found, ORDER.recognize(found.header)
    is_head = None
    if layout.has_headings:
        named = [f"“{one.heading}”" for one in layout.columns if one.heading]
        is_head = layout.is_header if named else table.has_content
        needed = f"the agreed headings {', '.join(named)}"
    found = table.read(content, limits, is_head, needed, layout.delimiter)
    return found, layout.find(found.header)


def _filled_down(orders):
    """Rows without a number belong to the only order there is, as when only the first row has it."""
    named = [key for key in orders if any(key)]
    if len(named) == 1 and ("", "") in orders:
        rows = orders[named[0]] + orders[("", "")]
        return [sorted(rows, key=lambda row: row.number)]
    return list(orders.values())


class _Row:
    """One row, its cells reached by what they mean."""

    def __init__(self, number, cells, columns, header, fixed):
        self.number = number
        self.where = f"Row {number}"
        self._cells = cells
        self._columns = columns
        self._header = header
        self._fixed = fixed

    def cell(self, field):
        index = self._columns.get(field)
        cell = self._cells[index] if index is not None and index < len(self._cells) else ""
        return self._fixed.get(field, cell) if cell == "" else cell

    def text(self, field):
        return values.text(self.cell(field))

    def raw(self):
        """{heading: text} of the whole row, unknown columns too."""
        names = [name or table.column_letter(index) for index, name in enumerate(self._header)]
        names += [table.column_letter(index) for index in range(len(names), len(self._cells))]
        return {name: values.text(cell) for name, cell in zip(names, self._cells, strict=False)}

    def is_total(self):
        """A sum below the rows: no item, and a word that says so (or nothing but a number)."""
        if any(self.text(field) for field in ITEM_FIELDS):
            words = {self.text(field).lower().strip(": ") for field in ITEM_FIELDS} - {""}
            return words <= TOTALS
        texts = [values.text(cell) for cell in self._cells]
        return any(text.lower().replace(" ", "").strip(":") in TOTALS for text in texts)


class _Reading:
    """How the numbers and dates of this file are written, and the cells read so."""

    def __init__(self, rows, layout):
        numeric = [row.cell(field) for row in rows for field in ("quantity", "price")]
        self._numbers = values.Numbers(cell for cell in numeric if isinstance(cell, str))
        dates = (row.cell("requested_date") for row in rows)
        self._dates = values.Dates(cell for cell in dates if isinstance(cell, str))
        if layout.decimal_mark:
            self._numbers = AgreedNumbers(layout.decimal_mark)
        if layout.date_format:
            self._dates = AgreedDates(layout.date_format)

    def quantity(self, row, problems):
        number = self._read(self._numbers, "quantity", row, problems, required=True)
        if number is not None and number <= 0:
            code = "zero_quantity" if number == 0 else "negative_quantity"
            problems.append(
                Problem(code, row.where, f"{row.where}: {number} is not a quantity one can order.")
            )
            return None
        return number

    def price(self, row, problems):
        number = self._read(self._numbers, "price", row, problems)
        if number is not None and number < 0:
            problems.append(
                Problem("negative_price", row.where, f"{row.where}: the price is negative.")
            )
            return None
        return number

    def requested_date(self, row, problems):
        return self._read(self._dates, "requested_date", row, problems)

    def _read(self, kind, field, row, problems, required=False):
        label, cell = LABELS[field], row.cell(field)
        if cell == "" or not str(cell).strip():
            if required:
                problems.append(
                    Problem("bad_quantity", row.where, f"{row.where}: the quantity is missing.")
                )
            return None
        try:
            return kind.parse(cell)
        except values.Ambiguous:
            sentence = f"{row.where}: the {label} “{str(cell)[:40]}” can be read in two ways."
            problems.append(Problem(f"ambiguous_{label}", row.where, sentence))
        except ValueError:
            sentence = f"{row.where}: “{str(cell)[:40]}” is not a {label}."
            problems.append(Problem(f"bad_{label}", row.where, sentence))
        return None


def _order(rows, reading):
    lines = tuple(_line(row, reading) for row in rows)
    dates = {line.requested_date for line in lines if line.requested_date}
    ship_tos = {row.text("ship_to") for row in rows} - {""}
    notes = dict.fromkeys(row.text("note") for row in rows if row.text("note"))
    return PurchaseOrder(
        lines=lines,
        number=_first(rows, "number"),
        account=_first(rows, "account"),
        currency=_first(rows, "currency"),
        requested_date=min(dates) if dates else None,
        ship_to=ship_tos.pop() if len(ship_tos) == 1 else "",
        note="\n".join(notes),
    )


def _first(rows, field):
    return next((text for row in rows if (text := row.text(field))), "")


def _line(row, reading):
    problems = []
    if not any(row.text(field) for field in ITEM_FIELDS):
        problems.append(Problem("no_item", row.where, f"{row.where}: no item is named."))
    return OrderLine(
        where=row.where,
        quantity=reading.quantity(row, problems),
        price=reading.price(row, problems),
        requested_date=reading.requested_date(row, problems),
        sku=row.text("sku"),
        customer_code=row.text("customer_code"),
        barcode=row.text("barcode"),
        description=row.text("description"),
        unit=row.text("unit"),
        ship_to=row.text("ship_to"),
        raw=row.raw(),
        problems=tuple(problems),
    )
