"""The groups of bad input a partner's documents can be, and what becomes of each case.

Cases that the codecs' tests have already are taken from there by name; here they go the whole way.
Groups that are acts rather than files (38: two workers) are methods of ``test_edi_bad_input.py``.
"""

from typing import NamedTuple

from . import test_codec_bad_edifact as edifact
from . import test_codec_bad_x12 as x12
from .edi_texts import changed, edifact_text, x12_text

CODECS = {"x12": x12, "edifact": edifact}
# What becomes of a case: no document in it / read all the same / told to send it anew / an order
# that waits for a person / an order like any other.
UNREADABLE, FORGIVEN, REJECTED, HELD, RIGHT = "unreadable", "forgiven", "rejected", "held", "right"


class Case(NamedTuple):
    """``said`` is what the acknowledgement holds besides what its outcome always says."""

    name: str
    content: bytes
    outcome: str
    said: str = ""


class Group(NamedTuple):
    """A group of bad input with its words."""

    words: str
    cases: tuple


def known(table, syntax, *names):
    """Cases of a codec's test by their names there."""
    return tuple(_known(table, syntax, name) for name in names)


def _known(table, syntax, name):
    row, label = getattr(CODECS[syntax], table)[name], f"{syntax}: {name}"
    if table == "UNREADABLE":
        return Case(label, row[0], UNREADABLE)
    if table == "FORGIVEN":
        return Case(label, row[0].encode(), FORGIVEN)
    if table == "REFUSED":
        return Case(label, row[0].encode(), REJECTED, row[2])
    text = x12_text if syntax == "x12" else edifact_text
    return Case(label, text(row[0]).encode(), HELD if table == "HELD" else RIGHT)


def po(name, outcome, old, new, body=x12.PO):
    """A case that is the usual 850 with a change in it."""
    return Case(f"x12: {name}", x12_text(changed(body, old, new)).encode(), outcome)


def x12_mixed():
    """An 850 and an 810 in one group."""
    text = x12_text(x12.PO, ("BIG*20300105*1", "IT1*1*1*EA*1", "TDS*100"))
    return text.replace("ST*850*0002", "ST*810*0002").encode()


HEAD, SHIP_TO, LINE, END = x12.PO
GROUPS = {
    1: Group("empty file", known("UNREADABLE", "x12", "nothing")),
    2: Group("only blanks and line ends", known("UNREADABLE", "x12", "blanks", "a BOM alone")),
    3: Group(
        "UTF-8 BOM first",
        known("FORGIVEN", "x12", "UTF-8 BOM") + known("FORGIVEN", "edifact", "UTF-8 BOM"),
    ),
    4: Group("UTF-16 file", (Case("x12: UTF-16", x12_text(number="000000199").encode("utf-16"), FORGIVEN),)),
    5: Group(
        "binary with the name of EDI",
        known("UNREADABLE", "x12", "NUL bytes", "a ZIP called .edi", "a PDF called .edi")
        + known("UNREADABLE", "edifact", "NUL bytes"),
    ),
    7: Group(
        "error page or mail text instead of EDI",
        (
            Case("error page", b"<html><body>502 Bad Gateway</body></html>", UNREADABLE),
            Case("mail text", b"Dear colleagues, please find attached", UNREADABLE),
        ),
    ),
    8: Group(
        "mail banner before, text after",
        known("FORGIVEN", "x12", "mail text around", "text after the end")
        + known("FORGIVEN", "edifact", "mail text around"),
    ),
    9: Group(
        "ISA of another length than 106",
        known("FORGIVEN", "x12", "blanks of the ISA collapsed", "ISA with a name too long")
        + known("UNREADABLE", "x12", "an ISA and nothing"),
    ),
    10: Group("newline inside the ISA", known("FORGIVEN", "x12", "line break inside the ISA")),
    11: Group(
        "other terminators",
        known(
            "FORGIVEN", "x12", "terminator CR LF", "terminator CR", "terminator LF",
            "terminator !", "terminator 0x1C", "terminator that is not ASCII",
        ) + known("FORGIVEN", "edifact", "UNA with other separators", "other separators and no UNA"),
    ),
    12: Group(
        "a separator used twice",
        known("UNREADABLE", "x12", "element separator used twice")
        + known("UNREADABLE", "edifact", "separators the same"),
    ),
    13: Group(
        "separators that are letters",
        known("UNREADABLE", "x12", "a letter as component separator")
        + known("UNREADABLE", "edifact", "letters as separators"),
    ),
    14: Group("mixed terminators", known("FORGIVEN", "x12", "mixed terminators")),
    15: Group(
        "last terminator missing",
        known("FORGIVEN", "x12", "no last terminator")
        + known("FORGIVEN", "edifact", "no last terminator"),
    ),
    16: Group(
        "wrapped at a width, breaks inside of tags",
        known("FORGIVEN", "x12", "wrapped at 80 columns")
        + known("FORGIVEN", "edifact", "wrapped inside of tags"),
    ),
    17: Group(
        "indented segments, tabs",
        known("FORGIVEN", "x12", "indented segments and tabs")
        + known("FORGIVEN", "edifact", "tabs and indentation"),
    ),
    18: Group(
        "doubled terminators",
        known("FORGIVEN", "x12", "doubled terminators")
        + known("FORGIVEN", "edifact", "doubled terminators"),
    ),
    19: Group("empty elements at the end", known("FORGIVEN", "x12", "empty elements at the end")),
    20: Group(
        "tags in lower case",
        known("FORGIVEN", "x12", "lower case tags") + known("FORGIVEN", "edifact", "lower case tags"),
    ),
    21: Group(
        "trailers missing",
        known("FORGIVEN", "x12", "cut off before GE")
        + known("REFUSED", "x12", "SE missing")
        + known("FORGIVEN", "edifact", "UNZ missing")
        + known("REFUSED", "edifact", "UNT missing"),
    ),
    22: Group(
        "trailers with other numbers",
        known("FORGIVEN", "x12", "trailers without leading zeros", "GE with another number",
              "IEA with another number")
        + known("REFUSED", "x12", "SE with another number")
        + known("FORGIVEN", "edifact", "UNZ with another reference", "UNZ without leading zeros")
        + known("REFUSED", "edifact", "UNT with another reference"),
    ),
    23: Group(
        "counts that are wrong",
        known("FORGIVEN", "x12", "SE says 9", "GE says 2", "IEA says 2")
        + known("FORGIVEN", "edifact", "UNT says 9", "UNZ says 2"),
    ),
    26: Group(
        "documents that are not taken",
        (Case("x12: 850 and 810 in one group", x12_mixed(), FORGIVEN, "AK5*R*1"),)
        + known("REFUSED", "x12", "document not supported", "document a seller sends")
        + known("REFUSED", "edifact", "message not supported", "message a seller sends"),
    ),
    27: Group(
        "documents without their envelope",
        known("UNREADABLE", "x12", "documents without an envelope")
        + known("REFUSED", "x12", "document without a group")
        + known("UNREADABLE", "edifact", "no UNB"),
    ),
    28: Group("GS01 of another document", known("FORGIVEN", "x12", "GS01 of invoices")),
    29: Group(
        "unknown version",
        known("FORGIVEN", "x12", "unknown GS08") + known("FORGIVEN", "edifact", "directory unknown"),
    ),
    32: Group(
        "sender padded, in other case",
        known("FORGIVEN", "x12", "sender padded and in other case"),
    ),
    33: Group(
        "control number that is none",
        known("REFUSED", "x12", "control number of letters", "control number zero",
              "control number of ten digits") + known("REFUSED", "edifact", "no reference"),
    ),
    45: Group(
        "quantities",
        known(
            "HELD", "x12", "quantity zero", "quantity negative", "quantity of a billion",
            "quantity with a grouping comma", "quantity with point and comma", "quantity empty",
            "quantity in words", "quantity with an exponent",
        )
        + known("HELD", "edifact", "quantity zero", "quantity that could be two", "no quantity")
        + (po("fraction of a piece", HELD, "*12*", "*0.333*"),),
    ),
    46: Group(
        "units",
        (po("unknown unit", HELD, "*EA*", "*KI*"), po("no unit", RIGHT, "*EA*", "**")),
    ),
    47: Group(
        "prices",
        known("HELD", "x12", "price negative", "price in words")
        + known("RIGHT", "x12", "price per hundred", "no price")
        + known("RIGHT", "edifact", "decimal comma without UNA", "price per hundred")
        + (
            po("half of our price", HELD, "9.25", "4.60"),
            po("above our price: ours counts", RIGHT, "9.25", "9.26"),
        ),
    ),
    49: Group(
        "totals",
        known("HELD", "x12", "CTT of other lines", "CTT of other quantities", "AMT of another sum")
        + known("HELD", "edifact", "CNT of other lines", "MOA of another sum")
        + known("RIGHT", "x12", "no CTT"),
    ),
    50: Group(
        "dates",
        known("HELD", "x12", "no such day", "nine digits for a day", "a word for a day",
              "zeros for a day", "delivery before the order")
        + known("HELD", "edifact", "no such day", "a word for a day")
        + known("RIGHT", "edifact", "twelve digits under code 102"),
    ),
    51: Group(
        "line ids",
        known("HELD", "x12", "line ids used twice")
        + known("HELD", "edifact", "line ids used twice")
        + known("RIGHT", "x12", "no line ids", "line id in words"),
    ),
    52: Group(
        "texts",
        known("FORGIVEN", "x12", "5,000 characters of text")
        + known("FORGIVEN", "edifact", "5,000 characters of text", "characters outside of UNOA",
                "emoji in the name", "release character before a plain letter")
        + known("REFUSED", "edifact", "release character as the last byte"),
    ),
    54: Group(
        "quantities a store",
        known("HELD", "x12", "stores that do not add up", "a store without quantity")
        + known("HELD", "edifact", "places that do not add up"),
    ),
    55: Group(
        "kits and charges",
        (
            Case(
                "x12: a kit's parts",
                x12_text((HEAD, SHIP_TO, LINE, "SLN*1**I*2*EA*1*PE**VP*N-9", END)).encode(),
                RIGHT,
            ),
            Case(
                "x12: a charge of unknown code",
                x12_text((HEAD, "SAC*C*ZZZZ***500", SHIP_TO, LINE, END)).encode(),
                RIGHT,
            ),
        ),
    ),
    56: Group(
        "order numbers",
        known("FORGIVEN", "x12", "PO number of 60 characters")
        + known("HELD", "x12", "PO number of blanks", "PO number with a tag")
        + (
            po("with / and ..", RIGHT, "PO-1", "../A/1"),
            po("leading zeros", RIGHT, "PO-1", "000017"),
        ),
    ),
}  # fmt: skip
