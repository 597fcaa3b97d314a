"""A statement of account as an Excel file: a sheet a currency, then its ageing."""

import io

from odoo.addons.b2b_oms.documents.workbook import safe_workbook

MONEY = "#,##0.00;[Red]-#,##0.00"


def statement_workbook(statement):
    """Bytes of an Excel file of what the page shows, figure by figure.

    :param statement: ``b2b.statement``
    """
    out = io.BytesIO()
    book = safe_workbook(out)
    formats = {
        "money": book.add_format({"num_format": MONEY}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "bold": book.add_format({"bold": True}),
        "total": book.add_format({"bold": True, "top": 1, "num_format": MONEY}),
    }
    sections = statement._sections()
    for section in sections:
        _sheet(book.add_worksheet(section.currency.name), statement, section, formats)
    if not sections:
        page = book.add_worksheet(statement.company_id.currency_id.name)
        page.write_string(0, 0, statement.env._("Nothing is open."))
    book.close()
    return out.getvalue()


def _sheet(page, statement, section, formats):
    env = statement.env
    heads = (env._("Date"), env._("Document"), env._("Reference"), env._("Due"), env._("Amount"),
             env._("Balance"))  # fmt: skip
    for place, (head, width) in enumerate(zip(heads, (12, 22, 28, 12, 14, 14), strict=True)):
        page.set_column(place, place, width)
        page.write_string(0, place, head, formats["bold"])
    page.freeze_panes(1, 0)
    row = 1
    if statement.kind == "running":
        page.write_string(row, 1, env._("Opening balance"))
        page.write_number(row, 5, section.opening, formats["money"])
        row += 1
    for line in section.lines:
        _line(page, row, line, formats)
        row += 1
    page.write_string(row, 1, env._("Closing balance"), formats["bold"])
    page.write_number(row, 5, section.closing, formats["total"])
    for code, label in statement._columns():
        row += 1
        page.write_string(row, 1, label)
        page.write_number(row, 5, section.ageing[code], formats["money"])


def _line(page, row, line, formats):
    for place, name in ((0, "date"), (3, "due_date")):
        if line[name]:
            page.write_datetime(row, place, line[name], formats["date"])
    page.write_string(row, 1, line["name"] or "")
    page.write_string(row, 2, line["ref"] or "")
    page.write_number(row, 4, line["amount"], formats["money"])
    page.write_number(row, 5, line["balance"], formats["money"])
