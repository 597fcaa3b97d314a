"""What the tills of a chain print: a line an item, the first line names the order. No Odoo in here.

TILL|N-100|PO-77
TEST-BOLT|20|EA
"""

from decimal import Decimal, InvalidOperation

from odoo.addons.b2b_oms.documents.problems import Problem, Undecodable
from odoo.addons.b2b_oms.documents.purchase_order import OrderLine, PurchaseOrder

MARK = b"TILL|"


def sniff(content):
    """Whether these bytes are of a till. Cheap, never raises."""
    return content.startswith(MARK)


def decode(content):
    """The one ``PurchaseOrder`` in the bytes of a till.

    :raises Undecodable: it is no text, or has no lines
    """
    try:
        head, *rows = content.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise Undecodable("bad_text", "This is no text in UTF-8.") from error
    _mark, account, number, *_rest = [*head.strip().split("|"), "", ""]
    lines = tuple(_line(n, row) for n, row in enumerate(rows, start=2) if row.strip())
    if not lines:
        raise Undecodable("no_lines", "The order has no lines.")
    return PurchaseOrder(lines=lines, account=account, number=number)


def _line(number, row):
    sku, quantity, unit, *_rest = [*row.strip().split("|"), "", ""]
    where = f"line {number}"
    try:
        amount = Decimal(quantity)
    except InvalidOperation:
        amount = None
    problems = ()
    if amount is None or not amount.is_finite() or amount <= 0:
        amount = None
        problems = (Problem("bad_quantity", where, f"{where}: “{quantity}” is no quantity."),)
    return OrderLine(
        where=where, sku=sku, quantity=amount, unit=unit, raw={"line": row}, problems=problems
    )
