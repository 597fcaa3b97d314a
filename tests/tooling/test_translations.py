"""A translation is whole: every term of the template, none empty, nothing lost that code puts in."""

import re
from pathlib import Path

import polib
import pytest

ADDONS = Path(__file__).parents[2] / "addons"
TRANSLATED = sorted(ADDONS.glob("*/i18n/*.po"))
# What code or the browser fills in, and the tags a translation must bring along.
SPOKEN = re.compile(r'((?:title|aria-label|alt|placeholder)=)"[^"]*"')  # is translated too
FILLED = re.compile(r"%(?:\(\w+\))?[sdgfr]|%%|\{\{?\w*\}?\}|</?\w+[^>]*>")


def _terms(path):
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}


def _filled(text):
    return sorted(FILLED.findall(SPOKEN.sub(r"\1", text)))


@pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_translation_is_whole(path):
    template = _terms(path.with_name(f"{path.parts[-3]}.pot"))
    translated = _terms(path)
    missing = [term for term in template if not translated.get(term)]
    assert not missing, f"{len(missing)} of {len(template)}: {missing[:20]}"


@pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_translation_keeps_what_is_filled_in(path):
    wrong = {
        term: told for term, told in _terms(path).items() if told and _filled(term) != _filled(told)
    }
    assert not wrong


@pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_translation_has_the_blanks_of_the_original_around_it(path):
    def around(text):
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    wrong = [term for term, told in _terms(path).items() if told and around(term) != around(told)]
    assert not wrong


def test_buyers_pages_are_translated():
    assert "b2b_portal" in {path.parts[-3] for path in TRANSLATED}
