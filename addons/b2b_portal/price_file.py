"""An account's price list as an Excel file."""

import io

from odoo.fields import Domain

from odoo.addons.b2b_oms.documents.workbook import safe_workbook
from odoo.addons.b2b_oms.pricing.pricing import Demand

BATCH = 1000  # products priced and forgotten at a time
COLUMN_WIDTHS = (18, 18, 44, 10, 14, 8, 14, 14)


def price_file(env, buyer):
    """Bytes of the file: a row a product the account may order, with the price of one and the next
    break, in the currency of the account's list and without tax.

    :param buyer: :class:`Buyer`
    """
    env = env(su=True)
    catalogue = env["b2b.portal.catalogue"]
    Product = catalogue._products(buyer).with_context(lang=buyer.user.lang)
    offered = catalogue._domain(buyer) & Domain("type", "=", "consu")
    ids = Product.search(offered, order="default_code, id").ids
    out = io.BytesIO()
    book = safe_workbook(out, row_by_row=True)
    page = book.add_worksheet("Prices")
    _head(env, book, page)
    money, row = book.add_format({"num_format": "#,##0.00####"}), 1
    for start in range(0, len(ids), BATCH):
        products = Product.browse(ids[start : start + BATCH])
        for cells in _rows(env, buyer, products):
            _write(page, row, cells, money)
            row += 1
        env.invalidate_all()
    page.autofilter(0, 0, max(row - 1, 1), len(COLUMN_WIDTHS) - 1)
    book.close()
    return out.getvalue()


def _head(env, book, page):
    headings = (
        env._("SKU"), env._("Your part number"), env._("Product"), env._("Unit"), env._("Price"),
        env._("Currency"), env._("Next break from"), env._("Price from there"),
    )  # fmt: skip
    bold = book.add_format({"bold": True, "bottom": 1})
    page.freeze_panes(1, 1)
    for place, (heading, width) in enumerate(zip(headings, COLUMN_WIDTHS, strict=True)):
        page.set_column(place, place, width)
        page.write_string(0, place, heading, bold)


def _rows(env, buyer, products):
    """Cells of products, all priced with one question to the engine."""
    demands = [Demand(product, 1.0, product.uom_id) for product in products]
    pricing = env["b2b.pricing"].with_company(buyer.company)
    quotes = pricing._quote(buyer.account, demands, one_basket=False)
    currency = buyer.account.property_product_pricelist.currency_id or buyer.company.currency_id
    parts = env["b2b.customer.part"]._of(buyer.account, products)
    for product, quote in zip(products, quotes, strict=True):
        yield (
            product.default_code or "",
            parts[product][0].code if product in parts else "",
            product.name,
            product.uom_id.name,
            quote.price,
            currency.name,
            quote.next_quantity if quote.next_break else None,
            quote.next_price if quote.next_break else None,
        )


def _write(page, row, cells, money):
    for place, cell in enumerate(cells):
        if isinstance(cell, float):
            page.write_number(row, place, cell, money)
        elif cell is not None:
            page.write_string(row, place, str(cell))
