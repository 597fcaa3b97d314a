"""CONTRL, the acknowledgement of an interchange."""

from ...grammar import table

MESSAGE = """
{0}UCM O *:
{0}  UCS O 999:
{0}    UCD O 99
"""

TABLES = {
    "CONTRL": table(
        "UNH M 1\nUCI M 1\n"
        + MESSAGE.format("")
        + "UCF O *:\n"
        + MESSAGE.format("  ")
        + "UNT M 1\n"
    )
}
