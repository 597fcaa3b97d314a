"""What is wrong with those orders of the four weeks that are held: a function a fate."""

from odoo.fields import Command

UNKNOWN_ITEMS = ("HB-M9X30", "NITRILE L", "4711-B")


def spoil(story, fate, orders):
    """Give orders the fault of their fate; most fates have none."""
    if fate in FAULTS:
        FAULTS[fate](story, orders)


def _unknown_product(story, orders):
    unknown = story.env.ref("b2b_oms.product_unknown_item")
    for order, item in zip(orders, UNKNOWN_ITEMS, strict=True):
        order.order_line = [
            Command.create(
                {
                    "product_id": unknown.id,
                    "name": f"“{item}” is unknown.\nRow 7: Item: {item}, Qty: 6",
                    "product_uom_qty": 6,
                    "b2b_source_code": item,
                }
            )
        ]


def _document(_story, orders):
    for order in orders:
        order.order_line[0].b2b_row_problem = "Row 2: the quantity “1,000” can be read in two ways."


def _price(_story, orders):
    for order in orders:
        line = order.order_line[0]
        line.b2b_customer_price = round(line.price_unit * 0.93, 2)


def _duplicate(story, orders):
    for order in orders:
        earlier = story.env["sale.order"].search(
            [("id", "<", order.id), ("client_order_ref", "!=", False)],
            limit=1,
            order="id desc",
            offset=story.random.randint(10, 30),
        )
        order.partner_id = earlier.partner_id
        order.client_order_ref = earlier.client_order_ref


FAULTS = {
    "held_unknown_product": _unknown_product,
    "held_document": _document,
    "held_price": _price,
    "held_duplicate": _duplicate,
}
