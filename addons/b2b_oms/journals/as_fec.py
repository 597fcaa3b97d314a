"""Rows as the French *fichier des écritures comptables*, which many accounting programs read.

Specified in article A. 47 A-1 of the *Livre des procédures fiscales* (legifrance.gouv.fr): a flat
file of eighteen fields in this order, named in the first line, separated by tabs; dates as YYYYMMDD,
amounts with a comma and without thousands separators, characters of ISO 8859-15. Lines without an
amount are left out.
"""

import unicodedata

FIELDS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib",
    "CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit",
    "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip
ENCODING = "iso8859-15"


def content(rows, period):
    """Bytes of the file.

    :param period: ``(home currency, …)``: amounts in it are not told a second time
    """
    home = period[0]
    lines = ["\t".join(FIELDS)]
    lines += ["\t".join(_fields(row, home)) for row in rows if row.debit or row.credit]
    return "".join(_plain(line) + "\r\n" for line in lines).encode(ENCODING)


def _fields(row, home):
    foreign = row.currency != home
    return (
        _text(row.journal), _text(row.journal_name), _text(row.entry), _day(row.date),
        _text(row.account), _text(row.account_name), _text(row.partner), _text(row.partner_name),
        _text(row.document), _day(row.document_date), _text(row.label or row.entry),
        _amount(row.debit), _amount(row.credit), _text(row.matching), _day(row.matched_on),
        _day(row.posted), _amount(row.amount_currency) if foreign else "",
        row.currency if foreign else "",
    )  # fmt: skip


def _text(value):
    """One field of one line: no tab and no line end in it."""
    return " ".join(value.split())


def _day(value):
    return value.strftime("%Y%m%d") if value else ""


def _amount(value):
    return f"{value:.2f}".replace(".", ",")


def _plain(text):
    """The text in the characters of the file: é stays, ő becomes o, what has no likeness ?."""
    return "".join(_near(char) for char in text)


def _near(char):
    for known in (char, unicodedata.normalize("NFKD", char)):
        found = known.encode(ENCODING, "ignore").decode(ENCODING)
        if found:
            return found
    return "?"
