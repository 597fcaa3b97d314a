"""Lines of journal entries as plain values, for whatever file they go into. No Odoo in here."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Row(NamedTuple):
    """One line of a posted entry. Amounts in the company's currency, except ``amount_currency``."""

    entry: str
    journal: str
    journal_name: str
    date: date
    posted: date
    account: str
    account_name: str
    partner: str
    partner_name: str
    document: str
    document_date: date
    label: str
    debit: Decimal
    credit: Decimal
    currency: str
    amount_currency: Decimal
    due: date | None
    matching: str
    matched_on: date | None


class UnbalancedError(Exception):
    """Debit and credit of an entry differ: nothing is exported. The text names the entry."""


def totals(rows):
    """(debit, credit) over all rows.

    :raises UnbalancedError: an entry does not balance
    """
    of_entries = {}
    for row in rows:
        debit, credit = of_entries.get((row.journal, row.entry), (Decimal(), Decimal()))
        of_entries[row.journal, row.entry] = (debit + row.debit, credit + row.credit)
    for (_journal, entry), (debit, credit) in of_entries.items():
        if debit != credit:
            raise UnbalancedError(f"{entry}: {debit} ≠ {credit}")
    sums = list(of_entries.values())
    return sum(debit for debit, _c in sums), sum(credit for _d, credit in sums)


# Heading, field of the row.
COLUMNS = (
    ("Journal", "journal"), ("Journal name", "journal_name"), ("Entry", "entry"), ("Date", "date"),
    ("Account", "account"), ("Account name", "account_name"), ("Partner", "partner"),
    ("Partner name", "partner_name"), ("Document", "document"), ("Document date", "document_date"),
    ("Due", "due"), ("Label", "label"), ("Debit", "debit"), ("Credit", "credit"),
    ("Currency", "currency"), ("Amount in currency", "amount_currency"), ("Matching", "matching"),
)  # fmt: skip
