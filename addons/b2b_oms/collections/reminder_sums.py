"""What a letter asks for, one sum a currency."""

from typing import Any, NamedTuple


class Sum(NamedTuple):
    """Amounts in ``currency``."""

    currency: Any
    claim: float
    interest: float
    fee: float

    @property
    def total(self):
        return self.currency.round(self.claim + self.interest + self.fee)


def sums_by_currency(items, fee, fee_currency):
    """One :class:`Sum` for each currency of the items; the fee stands in its own.

    :param items: ``b2b.reminder.item`` that are asked for
    """
    groups = items.grouped("currency_id")
    currencies = {**groups, **({fee_currency: groups.get(fee_currency, [])} if fee else {})}
    return [
        Sum(
            currency,
            sum(item.claim for item in of_currency),
            sum(item.interest for item in of_currency),
            fee if currency == fee_currency else 0.0,
        )
        for currency, of_currency in currencies.items()
    ]
