"""A price list as a file: SKU, price, and the quantity from which it counts. No Odoo in here."""

from decimal import Decimal
from typing import NamedTuple

from . import table, values
from .problems import Problem, Undecodable

HEADINGS = {
    "sku": ("SKU", "Item", "Item number", "Item code", "Product", "Product code", "Article",
            "Part number", "Artikelnummer", "Artikel", "Référence", "Código", "Artikelcode"),
    "price": ("Price", "New price", "Unit price", "Net price", "Preis", "Neuer Preis",
              "Nettopreis", "Prix", "Prix unitaire", "Precio", "Prijs"),
    "min_quantity": ("From", "From quantity", "Min qty", "Min quantity", "Minimum quantity",
                     "Qty", "Quantity", "Break", "Ab Menge", "Menge", "À partir de", "Quantité",
                     "Desde", "Cantidad", "Vanaf", "Aantal"),
}  # fmt: skip
COLUMNS = table.Headings(HEADINGS)
NEEDED = {"the item (SKU)": ("sku",), "the price": ("price",)}
LIMITS = table.Limits(max_bytes=50 * 1024 * 1024, max_rows=100_000)


class PriceRow(NamedTuple):
    """One price of a file. ``price`` is None when a problem of the same row says why."""

    where: str
    sku: str
    min_quantity: Decimal
    price: Decimal | None


def read(content):
    """(rows, problems) of a price list file.

    :raises Undecodable: it is no table with SKU and price
    """
    found = table.read(content, LIMITS, _is_header, "a column for the SKU and one for the price")
    columns = table.columns(found.header, COLUMNS.recognize(found.header), NEEDED)
    if not found.rows:
        raise Undecodable("no_lines", "The file has headings and no prices.")
    numeric = (
        cells[columns[field]]
        for _number, cells in found.rows
        for field in ("price", "min_quantity")
        if field in columns and columns[field] < len(cells)
    )
    numbers = values.Numbers(cell for cell in numeric if isinstance(cell, str))
    rows, problems, seen = [], [], {}
    for number, cells in found.rows:
        row = _row(f"Row {number}", cells, columns, numbers, problems)
        first = seen.setdefault((row.sku.lower(), row.min_quantity), row.where)
        if first != row.where:
            text = f"{row.where}: “{row.sku[:60]}” stands in {first.lower()} already."
            problems.append(Problem("duplicate_sku", row.where, text))
        rows.append(row)
    return rows, problems


def _is_header(cells):
    return len(COLUMNS.recognize(cells)) >= 2


def _row(where, cells, columns, numbers, problems):
    def cell(field):
        index = columns.get(field)
        return cells[index] if index is not None and index < len(cells) else ""

    sku = values.text(cell("sku"))
    if not sku:
        problems.append(Problem("no_item", where, f"{where}: no SKU."))
    price = _number(where, "price", cell("price"), numbers, problems)
    if price is not None and price <= 0:
        problems.append(Problem("bad_price", where, f"{where}: a price must be above zero."))
        price = None
    quantity = Decimal(0)
    if str(cell("min_quantity")).strip():
        quantity = _number(where, "quantity", cell("min_quantity"), numbers, problems) or quantity
    return PriceRow(where, sku, quantity, price)


def _number(where, what, cell, numbers, problems):
    try:
        return numbers.parse(cell)
    except values.Ambiguous:
        text = f"{where}: the {what} “{str(cell)[:40]}” can be read in two ways."
    except ValueError:
        text = f"{where}: “{str(cell)[:40]}” is not a {what}."
    problems.append(Problem(f"bad_{what}", where, text))
    return None
