"""Days as people write them in letters: with the name of the month, in their language."""

import re

from odoo.addons.b2b_oms.documents import values

try:
    import dateparser
except ImportError:  # days in words are then left to a person
    dateparser = None

LANGUAGES = ["en", "de", "fr", "es", "nl"]
WORDY = re.compile(r"\d{1,2}(?:st|nd|rd|th|\.)? (?:de |of )?[^\W\d]{3,12}\.?,? (?:de )?\d{4}"
                   r"|[^\W\d]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}")  # fmt: skip
SETTINGS = {"STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"]}


def as_iso(text):
    """A day in words as ISO text; any other text as it is, for the rules of tables to judge."""
    if dateparser is None or not WORDY.fullmatch(text):
        return text
    found = dateparser.parse(text, languages=LANGUAGES, settings=SETTINGS)
    return found.date().isoformat() if found else text


def is_day(text, day):
    """Whether this text may mean that day; either of two readings is enough."""
    text = as_iso(text.strip())
    for order in ("day", "month"):
        dates = values.Dates(())
        dates.order = order
        try:
            if dates.parse(text) == day:
                return True
        except ValueError:
            continue
    return False
