import io

from odoo import http
from odoo.http import content_disposition, request

from ..documents.workbook import safe_workbook

HEADER = ("SKU", "Product", "Unit", "Price", "Currency", "From", "Next break at", "Price there")


class PriceSheetController(http.Controller):
    """The price sheet as an Excel file."""

    @http.route("/b2b/price-sheet/<int:sheet_id>.xlsx", type="http", auth="user", readonly=True)
    def price_sheet(self, sheet_id):
        sheet = request.env["b2b.price.sheet"].browse(sheet_id).exists()
        if not sheet or sheet.create_uid != request.env.user:
            raise request.not_found()
        sheet.check_access("read")
        name = f"{sheet.account_id.name} {sheet.date}.xlsx"
        return request.make_response(
            _workbook(sheet),
            [
                (
                    "Content-Type",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                ),
                ("Content-Disposition", content_disposition(name)),
            ],
        )


def _workbook(sheet):
    out = io.BytesIO()
    book = safe_workbook(out)
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00##"})
    page = book.add_worksheet("Prices")
    page.freeze_panes(1, 0)
    page.set_column(1, 1, 50)
    page.write_row(0, 0, HEADER, bold)
    sources = dict(sheet.line_ids._fields["source"]._description_selection(sheet.env))
    for number, row in enumerate(sheet._prices(), start=1):
        product = sheet.env["product.product"].browse(row["product_id"])
        page.write_row(number, 0, (product.default_code or "", product.name, product.uom_id.name))
        page.write_number(number, 3, row["price"], money)
        page.write_row(number, 4, (sheet.currency_id.name, sources[row["source"]]))
        if row["next_quantity"]:
            page.write_number(number, 6, row["next_quantity"])
            page.write_number(number, 7, row["next_price"], money)
    book.close()
    return out.getvalue()
