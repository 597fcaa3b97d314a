"""The basket of a punch-out, on its way back through the buyer's browser."""

from html import escape

from odoo.addons.b2b_oms.documents.problems import Problem

from ..xml_write import Unwritable, Value, valued
from . import write


def encode(basket, frame):
    """The bytes of a PunchOutOrderMessage for a ``Basket``; an empty one says nothing was bought.

    :raises Unwritable: no cookie to know the buyer's session by
    """
    if not basket.cookie:
        raise Unwritable([Problem("missing_element", "basket", "basket: it has no cookie.")])
    allowed = "edit" if basket.is_editable else "create"
    head = Value(
        [write.money("Total", basket.total, basket.currency)], {"operationAllowed": allowed}
    )
    lines = [_item(line, basket.currency) for line in basket.lines]
    pairs = [("BuyerCookie", basket.cookie), ("PunchOutOrderMessageHeader", head), *lines]
    return write.message(frame, "PunchOutOrderMessage", pairs)


def _item(line, currency):
    ids = [
        ("SupplierPartID", line.item.sku),
        ("SupplierPartAuxiliaryID", line.reference),
        ("BuyerPartID", line.item.customer_code),
    ]
    detail = [
        write.money("UnitPrice", line.price, currency),
        ("Description", write.described(line.item.description)),
        ("UnitOfMeasure", line.unit),
        ("Classification", valued(line.classification or "00000000", domain="UNSPSC")),
        ("ManufacturerPartID", line.item.manufacturer_code),
    ]
    return ("ItemIn", Value([("ItemID", ids), ("ItemDetail", detail)], {"quantity": line.quantity}))


def browser_form(content, return_url, button=""):
    """The page that sends the basket: a form of the buyer's own address with the document in it.

    :param content: bytes of :func:`encode`
    :param return_url: BrowserFormPost of the set-up
    :param button: what the button says that sends it; empty: there is none
    :raises Unwritable: the address is not of the web
    """
    if not return_url.lower().startswith(("https://", "http://")):
        raise Unwritable([Problem("bad_url", "basket", "basket: no web address to return to.")])
    field = escape(content.decode(), quote=True)
    if button:
        button = f'<button type="submit" class="btn btn-primary">{escape(button)}</button>'
    return (
        f'<form method="post" action="{escape(return_url, quote=True)}">'
        f'<input type="hidden" name="cxml-urlencoded" value="{field}"/>{button}</form>'
    )
