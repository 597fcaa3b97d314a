"""The decision ledger as an Excel file: every decision with its figures, oldest first."""

import io

from odoo import fields

from ..documents.workbook import safe_workbook

MOST = 1_000_000  # rows of a sheet, less its heading
CHUNK = 2000
LONGEST = 32_000  # characters of a cell; Excel takes 32,767
WIDTHS = (17, 12, 28, 22, 14, 16, 60, 60, 60, 12, 12, 20)


def ledger_workbook(events, domain):
    """Bytes of an Excel file of the events of a domain, as their user may see them.

    Times are the user's. Rows are read and written in chunks: there may be very many.

    :param events: ``b2b.order.event`` in the environment of the user
    :raises ValueError: the domain is none
    """
    out = io.BytesIO()
    book = safe_workbook(out, row_by_row=True)
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    page = book.add_worksheet()
    page.freeze_panes(1, 1)
    bold = book.add_format({"bold": True})
    for place, (width, heading) in enumerate(zip(WIDTHS, _headings(events.env), strict=True)):
        page.set_column(place, place, width)
        page.write_string(0, place, heading, bold)
    number = 0
    for number, event in enumerate(_chosen(events, domain), start=1):
        when = fields.Datetime.context_timestamp(event, event.create_date)
        page.write_datetime(number, 0, when.replace(tzinfo=None), moment)
        for place, text in enumerate(_cells(event), start=1):
            page.write_string(number, place, (text or "")[:LONGEST])
    page.autofilter(0, 0, max(number, 1), len(WIDTHS) - 1)
    book.close()
    return out.getvalue()


def _headings(env):
    return (
        env._("When"),
        env._("Order"),
        env._("Account"),
        env._("Company"),
        env._("Kind"),
        env._("Rule"),
        env._("What"),
        env._("Figures"),
        env._("Not chosen"),
        env._("From"),
        env._("Became"),
        env._("By"),
    )


def _chosen(events, domain):
    """The events, one after the other, never all in memory."""
    last, left = 0, MOST
    while left > 0:
        chunk = events.search([*domain, ("id", ">", last)], order="id", limit=min(CHUNK, left))
        if not chunk:
            return
        yield from chunk
        last, left = chunk[-1].id, left - len(chunk)
        events.env.invalidate_all(flush=False)


def _cells(event):
    labels = {
        name: dict(event._fields[name]._description_selection(event.env))
        for name in ("kind", "from_state", "to_state")
    }
    return (
        event.order_id.name,
        event.account_id.name,
        event.company_id.name,
        labels["kind"][event.kind],
        event.rule,
        event.message,
        _figures(event.figures),
        event.not_chosen,
        labels["from_state"].get(event.from_state),
        labels["to_state"].get(event.to_state),
        event.create_uid.sudo().name,
    )


def _figures(figures):
    """“limit: 5000; exposure: 5200” of the figures a decision rests on."""
    if not isinstance(figures, dict):
        return str(figures or "")
    return "; ".join(f"{name}: {value}" for name, value in figures.items())
