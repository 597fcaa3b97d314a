"""What buyers read of the service ledger: which figures, in which words, and as an Excel file."""

import io
from typing import NamedTuple

from odoo.addons.b2b_oms.documents.workbook import safe_workbook

# How a figure is written, here and in a workbook.
SHARE, DAYS, COUNT, MONEY = "share", "days", "count", "money"
FORMATS = {SHARE: "0%", DAYS: "0.0", COUNT: "0", MONEY: "#,##0.00"}


class Figure(NamedTuple):
    """A column: ``name`` is its field of the ledger, ``meaning`` a sentence for the buyer."""

    name: str
    kind: str
    heading: str
    meaning: str


def figures(env):
    """The columns, in the language of the environment."""
    return (
        Figure("orders", COUNT, env._("Orders"), env._("Received in the month and not cancelled.")),
        Figure("amount", MONEY, env._("Without tax"), env._("What these orders are worth.")),
        Figure(
            "fill",
            SHARE,
            env._("In stock"),
            env._("Share of what you ordered that was in stock when we accepted it."),
        ),
        Figure(
            "first_kept",
            SHARE,
            env._("On time, first date"),
            env._(
                "Share of the shipped orders of which everything left by the date we promised first."
            ),
        ),
        Figure(
            "last_kept",
            SHARE,
            env._("On time, last date"),
            env._("The same against the date we promised last; what was cancelled is left out."),
        ),
        Figure(
            "cycle_days",
            DAYS,
            env._("Days to ship"),
            env._("From receipt until the last of it left; half of the orders were quicker."),
        ),
        Figure(
            "waiting",
            COUNT,
            env._("Still waiting"),
            env._("Items of these orders that wait for stock now."),
        ),
        Figure(
            "waiting_days",
            DAYS,
            env._("Waiting, days"),
            env._("Of these, the one that waits longest."),
        ),
        Figure("invoices", COUNT, env._("Invoices"), env._("Dated in the month.")),
        Figure(
            "right_at_once",
            SHARE,
            env._("Right first time"),
            env._("Share of these invoices that were neither credited nor rightly disputed."),
        ),
        Figure(
            "open_disputes",
            COUNT,
            env._("Disputed"),
            env._("Disputes about these invoices, open now."),
        ),
        Figure("returns", COUNT, env._("Returns"), env._("Asked for in the month.")),
        Figure(
            "open_returns",
            COUNT,
            env._("Open returns"),
            env._("Of these, without an answer or on their way still."),
        ),
    )


def workbook(env, months):
    """Bytes of an Excel file, a row a month; what is not known stays empty.

    :param months: as ``b2b.service.ledger`` gives them
    """
    out = io.BytesIO()
    book = safe_workbook(out)
    bold = book.add_format({"bold": True})
    formats = {kind: book.add_format({"num_format": text}) for kind, text in FORMATS.items()}
    page = book.add_worksheet()
    page.freeze_panes(1, 1)
    page.write_string(0, 0, env._("Month"), bold)
    for place, figure in enumerate(figures(env), start=1):
        page.set_column(place, place, 14)
        page.write_string(0, place, figure.heading, bold)
        for number, month in enumerate(months, start=1):
            if month[figure.name] is not None:
                page.write_number(number, place, float(month[figure.name]), formats[figure.kind])
    for number, month in enumerate(months, start=1):
        page.write_string(number, 0, month["period"])
    book.close()
    return out.getvalue()
