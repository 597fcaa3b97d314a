"""One currency of a statement: opening, lines, closing, ageing. Arithmetic only."""

from typing import Any, NamedTuple

from .buckets import COLUMNS, column


class Section(NamedTuple):
    """Amounts in ``currency``. ``lines`` are dicts with date, name, ref, due_date, amount, balance.

    ``closing`` is the sum of ``ageing``, {column code: amount}.
    """

    currency: Any
    opening: float
    lines: list
    closing: float
    ageing: dict


def sections(open_before, open_now, booked=None):
    """List of :class:`Section`, one for each currency in which anything happened.

    :param open_before, open_now: open items before the first and after the last day, as dicts
        with currency, open and days
    :param booked: what was booked between; None for a statement of open items
    """
    currencies = {row["currency"] for rows in (open_before, open_now, booked or ()) for row in rows}
    return [
        _section(
            currency,
            _of(open_before, currency),
            _of(open_now, currency),
            None if booked is None else _of(booked, currency),
        )
        for currency in sorted(currencies, key=lambda currency: currency.name)
    ]


def _of(rows, currency):
    return [row for row in rows if row["currency"] == currency]


def _section(currency, open_before, open_now, booked):
    opening = currency.round(sum(float(row["open"]) for row in open_before))
    ageing = {code: 0.0 for code, _label in COLUMNS}
    for row in open_now:
        ageing[column(row["days"], row["open"])] += float(row["open"])
    ageing = {code: currency.round(amount) for code, amount in ageing.items()}
    closing = currency.round(sum(ageing.values()))
    if booked is None:
        lines = _running(currency, 0.0, [row | {"amount": row["open"]} for row in open_now])
    else:
        lines = _running(currency, opening, booked)
        reached = lines[-1]["balance"] if lines else opening
        if not currency.is_zero(closing - reached):
            # An invoice of this currency paid in another one, or the other way round.
            lines.append(_settled_elsewhere(currency, closing - reached, closing))
    return Section(currency, opening, lines, closing, ageing)


def _running(currency, balance, rows):
    lines = []
    for row in rows:
        balance = currency.round(balance + float(row["amount"]))
        lines.append(row | {"amount": float(row["amount"]), "balance": balance})
    return lines


def _settled_elsewhere(currency, amount, balance):
    return {
        "date": None, "name": None, "ref": None, "due_date": None, "currency": currency,
        "amount": currency.round(amount), "balance": balance,
    }  # fmt: skip
