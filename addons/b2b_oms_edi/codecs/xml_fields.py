"""Fields of an XML document: what cannot be understood becomes a problem, never an exception."""

import re
from datetime import date
from decimal import Decimal
from functools import cache

from odoo.addons.b2b_oms.documents.problems import Problem
from odoo.addons.b2b_oms.documents.values import MAX_NUMBER

NUMBER = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})")
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?=$|[T Z+-])")
CURRENCY = re.compile(r"[A-Z]{3}")
FIRST_YEAR, LAST_YEAR = 1990, 2100


class Fields:
    """Reads below one element; ``problems`` collects what went wrong, with the place as XPath.

    :param prefixes: ((prefix, namespace), …) of the paths; none: paths of plain names
    :param where: XPath of the element, for problems
    """

    def __init__(self, element, prefixes, where):
        self.element = element
        self.where = where
        self.problems = []
        self._prefixes = prefixes
        self._children = {}

    def text(self, *paths):
        """The first non-empty text at these paths; a last step ``@name`` is an attribute."""
        for path in paths:
            if found := self._text(path):
                return found
        return ""

    def _text(self, path):
        steps, attribute = _steps(path, self._prefixes)
        found = self.element
        for step in steps:
            found = self._first(found, step)
            if found is None:
                return ""
        text = found.get(attribute) if attribute else found.text
        return " ".join(text.split()) if text else ""

    def _first(self, element, name):
        """The first child of this name; an element's children are looked through once."""
        known = self._children.get(element)
        if known is None:
            known = self._children[element] = {}
            for child in element:
                known.setdefault(child.tag, child)
        return known.get(name)

    def all(self, path):
        """Every element at this path."""
        found = [self.element]
        for step in _steps(path, self._prefixes)[0]:
            found = [child for element in found for child in element.iterchildren(step)]
        return found

    def below(self, element, where):
        """Fields of another element whose problems are collected here."""
        fields = Fields(element, self._prefixes, where)
        fields.problems = self.problems
        return fields

    def number(self, what, *paths):
        """A decimal, None when empty or not a number (then with a problem ``bad_<what>``)."""
        text = self.text(*paths)
        if not text:
            return None
        value = Decimal(text) if NUMBER.fullmatch(text) else None
        if value is None or abs(value) >= MAX_NUMBER:
            self.problem(f"bad_{what}", f"“{text[:40]}” is not a {what}.", paths[0])
            return None
        return value

    def day(self, *paths):
        """A date, None when empty or not a date (then with a problem ``bad_date``)."""
        text = self.text(*paths)
        if not text:
            return None
        try:
            found = date(*map(int, DAY.match(text).groups()))
        except (AttributeError, ValueError):
            found = None
        if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
            self.problem("bad_date", f"“{text[:40]}” is not a date.", paths[0])
            return None
        return found

    def ordered(self, *paths):
        """A quantity one can order: above zero. None with a problem that says what is wrong."""
        quantity = self.number("quantity", *paths)
        if quantity is None:
            if not self.text(*paths):
                self.problem("bad_quantity", "The quantity is missing.", paths[0])
            return None
        if quantity <= 0:
            code = "zero_quantity" if quantity == 0 else "negative_quantity"
            self.problem(code, f"{quantity} is not a quantity one can order.", paths[0])
            return None
        return quantity

    def price(self, *paths):
        """A price, zero or more."""
        price = self.number("price", *paths)
        if price is not None and price < 0:
            self.problem("negative_price", f"The price is {price}.", paths[0])
            return None
        return price

    def currency(self, *paths):
        """An ISO 4217 code, empty when there is none or it is not one."""
        code = self.text(*paths)
        if code and not CURRENCY.fullmatch(code):
            self.problem("bad_currency", f"“{code[:20]}” is not a currency.", paths[0])
            return ""
        return code

    def problem(self, code, sentence, path=""):
        """Note a defect at a path below this element."""
        step = re.sub(r"\w+:", "", path.split("[")[0])
        where = f"{self.where}/{step}" if step else self.where
        found = Problem(code, where, f"{where}: {sentence}")
        if found not in self.problems:  # a field may be read for two purposes
            self.problems.append(found)


@cache
def _steps(path, prefixes):
    """(names in Clark notation, attribute) of a path; ElementPath is ten times slower."""
    path, _at, attribute = path.partition("@")
    namespaces = dict(prefixes)
    steps = []
    for step in filter(None, path.split("/")):
        prefix, _colon, name = step.rpartition(":")
        steps.append(f"{{{namespaces[prefix]}}}{name}" if prefix else name)
    return tuple(steps), attribute


def duplicates(lines):
    """{index: problem} of lines whose ``line_id`` stands above already."""
    seen, found = {}, {}
    for index, line in enumerate(lines):
        if not line.line_id:
            continue
        first = seen.setdefault(line.line_id, line.where)
        if first != line.where:
            text = f"{line.where}: the line id “{line.line_id[:40]}” stands at {first} already."
            found[index] = Problem("duplicate_line_id", line.where, text)
    return found
