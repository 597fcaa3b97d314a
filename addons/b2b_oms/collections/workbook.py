"""The open items as an Excel file: one sheet a currency, written row by row."""

import io

import xlsxwriter

from odoo.tools import groupby

from ..documents.workbook import safe_workbook

# Field of the open item, column heading, width, kind of cell.
COLUMNS = (
    ("account_id", "Account", 32, "text"),
    ("tier_id", "Tier", 12, "text"),
    ("user_id", "Salesperson", 18, "text"),
    ("company_id", "Company", 22, "text"),
    ("name", "Document", 20, "text"),
    ("entry_date", "Date", 11, "date"),
    ("due_date", "Due", 11, "date"),
    ("days_overdue", "Days overdue", 8, "days"),
    ("amount_currency", "Open in currency", 15, "money"),
    ("company_currency_id", "Books in", 9, "text"),
    ("amount", "Open", 15, "money"),
    ("not_due", "Not due", 13, "money"),
    ("days_30", "1–30", 13, "money"),
    ("days_60", "31–60", 13, "money"),
    ("days_90", "61–90", 13, "money"),
    ("older", "Over 90", 13, "money"),
    ("unallocated", "Unallocated", 13, "money"),
    ("disputed", "Disputed", 13, "money"),
    ("promised", "Promised", 13, "money"),
)
NAMED = {"account_id": "res.partner", "tier_id": "b2b.account.tier", "user_id": "res.users",
         "company_id": "res.company", "currency_id": "res.currency",
         "company_currency_id": "res.currency"}  # fmt: skip
FORMATS = {
    "text": {},
    "date": {"num_format": "yyyy-mm-dd"},
    "days": {"num_format": "0"},
    "money": {"num_format": "#,##0.00;[Red]-#,##0.00"},
}


def workbook(env, domain):
    """Bytes of an Excel file of the open items of a domain, as its user may see them.

    Amounts are in the company's currency, except where the heading says otherwise. The rows are
    never all in memory as records, nor as cells: there may be very many.
    """
    names = [name for name, _heading, _width, _kind in COLUMNS]
    rows = env["b2b.open.item"]._rows(
        domain, ["currency_id", *names], "currency_id, account_id, due_date, id"
    )
    labels = _labels(env, names, rows)
    out = io.BytesIO()
    book = safe_workbook(out, row_by_row=True)
    formats = {kind: book.add_format(values) for kind, values in FORMATS.items()}
    bold = {
        kind: book.add_format(values | {"bold": True, "top": 1}) for kind, values in FORMATS.items()
    }
    sheets = groupby(rows, key=lambda row: row[0])
    for currency, of_currency in sheets:
        page = book.add_worksheet(labels["currency_id"].get(currency) or "?")
        _fill(page, of_currency, labels, formats, bold)
    if not rows:
        _fill(book.add_worksheet(env.company.currency_id.name), [], labels, formats, bold)
    book.close()
    return out.getvalue()


def _labels(env, names, rows):
    """{field: {id: name}} of what the rows refer to, one read a model."""
    places = {name: place for place, name in enumerate(["currency_id", *names])}
    labels = {}
    for name, model in NAMED.items():
        records = env[model].sudo().browse({row[places[name]] for row in rows if row[places[name]]})
        labels[name] = {record.id: record.display_name for record in records}
    return labels


def _fill(page, rows, labels, formats, bold):
    page.freeze_panes(1, 1)
    for place, (_name, heading, width, _kind) in enumerate(COLUMNS):
        page.set_column(place, place, width)
        page.write_string(0, place, heading, bold["text"])
    totals, number = [0.0] * len(COLUMNS), 0
    for number, row in enumerate(rows, start=1):
        for place, (name, _heading, _width, kind) in enumerate(COLUMNS):
            value = row[place + 1]
            if kind == "money":
                totals[place] += float(value)
                page.write_number(number, place, float(value), formats[kind])
            elif kind == "days":
                page.write_number(number, place, value or 0, formats[kind])
            elif kind == "date":
                page.write_datetime(number, place, value, formats[kind])
            else:
                label = labels[name].get(value) if name in labels else value
                page.write_string(number, place, label or "", formats[kind])
    page.autofilter(0, 0, max(number, 1), len(COLUMNS) - 1)
    _total(page, number, totals, bold)


def _total(page, last, totals, bold):
    """A formula that follows the filter, with its value for readers that do not compute."""
    row = last + 1
    page.write_string(row, 0, "Total", bold["text"])
    for place, (_name, _heading, _width, kind) in enumerate(COLUMNS):
        if kind == "money":
            column = xlsxwriter.utility.xl_col_to_name(place)
            formula = f"=SUBTOTAL(9,{column}2:{column}{max(row, 2)})"
            page.write_formula(row, place, formula, bold["money"], round(totals[place], 2))
