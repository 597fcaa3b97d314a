"""Kinds of values: one declaration checks a request and describes itself for OpenAPI. No Odoo here."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from .problem import Wrong

ID_LIMIT = 2**31 - 1
PLAIN = r"^[^\u0000-\u001f\u007f]*$"
NO_NUL = r"^[^\u0000]*$"


class Kind:
    """A kind of value. ``about`` tells a reader what it is for."""

    nullable = False

    def __init__(self, about="", example=None):
        self.about, self.example = about, example

    def check(self, value, where, wrong):
        """The value in Python's types; what is wrong with it is added to the list ``wrong``."""
        raise NotImplementedError

    def parse(self, text, where, wrong):
        """The value of a query parameter or a part of the address."""
        return self.check(text, where, wrong)

    def schema(self):
        """As JSON Schema 2020-12."""
        told = self._schema()
        if self.about:
            told["description"] = self.about
        if self.example is not None:
            told["examples"] = [self.example]
        return told

    def _schema(self):
        raise NotImplementedError


class Text(Kind):
    def __init__(self, about="", most=200, least=0, lines=False, **more):
        super().__init__(about, **more)
        self.most, self.least = most, least
        self.pattern = NO_NUL if lines else PLAIN

    def check(self, value, where, wrong):
        if not isinstance(value, str):
            wrong.append(Wrong(where, "must be text"))
        elif not self.least <= len(value) <= self.most:
            wrong.append(Wrong(where, f"must have {self.least} to {self.most} characters"))
        elif not re.fullmatch(self.pattern[1:-1], value, re.DOTALL) or _is_broken(value):
            wrong.append(Wrong(where, "must not hold control characters"))
        return value

    def _schema(self):
        told = {"type": "string", "maxLength": self.most, "pattern": self.pattern}
        return told | ({"minLength": self.least} if self.least else {})


class Number(Kind):
    """A finite number; ``above`` is an exclusive lower limit."""

    def __init__(self, about="", above=None, least=None, most=10**9, **more):
        super().__init__(about, **more)
        self.above, self.least, self.most = above, least, most

    def check(self, value, where, wrong):
        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
            wrong.append(Wrong(where, "must be a number"))
            return value
        if not self._fits(value):
            wrong.append(Wrong(where, f"must be {self._limits()}"))
        return value

    def _fits(self, value):
        return (
            (self.above is None or value > self.above)
            and (self.least is None or value >= self.least)
            and value <= self.most
        )

    def _limits(self):
        low = f"above {self.above}" if self.above is not None else f"at least {self.least}"
        known = self.above is not None or self.least is not None
        return f"{low} and at most {self.most}" if known else f"at most {self.most}"

    def _schema(self):
        told = {"type": "number", "maximum": self.most}
        if self.above is not None:
            told["exclusiveMinimum"] = self.above
        if self.least is not None:
            told["minimum"] = self.least
        return told


class Whole(Number):
    def __init__(self, about="", least=1, most=ID_LIMIT, **more):
        super().__init__(about, least=least, most=most, **more)

    def check(self, value, where, wrong):
        before = len(wrong)
        super().check(value, where, wrong)
        if len(wrong) > before:
            return value
        if value != int(value):
            wrong.append(Wrong(where, "must be a whole number"))
        return int(value)

    def parse(self, text, where, wrong):
        if not re.fullmatch(r"-?[0-9]{1,19}", text):
            wrong.append(Wrong(where, "must be a whole number"))
            return None
        return self.check(int(text), where, wrong)

    def _schema(self):
        return super()._schema() | {"type": "integer"}


class Flag(Kind):
    def check(self, value, where, wrong):
        if not isinstance(value, bool):
            wrong.append(Wrong(where, "must be true or false"))
        return value

    def _schema(self):
        return {"type": "boolean"}


class Day(Kind):
    """A date as 2030-02-01."""

    def check(self, value, where, wrong):
        try:
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
                raise ValueError(value)
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            wrong.append(Wrong(where, "must be a date like 2030-02-01"))
            return None

    def _schema(self):
        return {"type": "string", "format": "date"}


class Moment(Kind):
    """A moment in UTC; only answered, never asked for."""

    def _schema(self):
        return {"type": "string", "format": "date-time"}


class Choice(Kind):
    def __init__(self, values, about="", **more):
        super().__init__(about, **more)
        self.values = tuple(values)

    def check(self, value, where, wrong):
        if value not in self.values:
            wrong.append(Wrong(where, f"must be one of {', '.join(self.values)}"))
        return value

    def _schema(self):
        return {"type": "string", "enum": list(self.values)}


class ListOf(Kind):
    def __init__(self, kind, about="", least=0, most=None, **more):
        super().__init__(about, **more)
        self.kind, self.least, self.most = kind, least, most

    def check(self, value, where, wrong):
        if not isinstance(value, list):
            wrong.append(Wrong(where, "must be a list"))
            return value
        if len(value) < self.least or (self.most is not None and len(value) > self.most):
            wrong.append(Wrong(where, f"must have {self.least} to {self.most} entries"))
            return value  # ten thousand complaints help nobody
        return [self.kind.check(item, f"{where}/{n}", wrong) for n, item in enumerate(value)]

    def _schema(self):
        told = {"type": "array", "items": self.kind.schema()}
        if self.least:
            told["minItems"] = self.least
        if self.most is not None:
            told["maxItems"] = self.most
        return told


class Fields(Kind):
    """An object with these fields and no others."""

    def __init__(self, fields, about="", needs=(), **more):
        super().__init__(about, **more)
        self.fields, self.needs = dict(fields), tuple(needs)

    def check(self, value, where, wrong):
        if not isinstance(value, dict):
            wrong.append(Wrong(where or "/", "must be an object"))
            return value
        for name in sorted(value.keys() - self.fields.keys()):
            wrong.append(Wrong(f"{where}/{told_name(name)}", "is not known"))
        for name in self.needs:
            if name not in value:
                wrong.append(Wrong(f"{where}/{name}", "is missing"))
        return {
            name: kind.check(value[name], f"{where}/{name}", wrong)
            for name, kind in self.fields.items()
            if name in value
        }

    def _schema(self):
        told = {
            "type": "object",
            "properties": {name: kind.schema() for name, kind in self.fields.items()},
            "additionalProperties": False,
        }
        return told | ({"required": list(self.needs)} if self.needs else {})


class Told(Fields):
    """An object we answer: always with all fields; more may come in later versions."""

    def __init__(self, fields, about="", **more):
        super().__init__(fields, about, needs=tuple(fields), **more)

    def _schema(self):
        told = super()._schema()
        del told["additionalProperties"]
        return told


class Anything(Kind):
    """An object whose fields another operation describes; only answered, never asked for."""

    def _schema(self):
        return {"type": "object"}


class Maybe(Kind):
    """The kind, or null."""

    def __init__(self, kind):
        super().__init__(kind.about, kind.example)
        self.kind = kind

    def check(self, value, where, wrong):
        return None if value is None else self.kind.check(value, where, wrong)

    def _schema(self):
        told = self.kind.schema()
        told["type"] = [told["type"], "null"]
        if "enum" in told:
            told["enum"] = [*told["enum"], None]
        return told


def decimal(text):
    """For ``json.loads``: numbers keep their digits; what no number can be is an error."""
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not number.is_finite():
        raise ValueError(text)
    return number


def _is_broken(text):
    """Half of a surrogate pair: no encoding can write it."""
    return any("\ud800" <= char <= "\udfff" for char in text)


def told_name(name):
    """A name somebody made up, fit to be told back."""
    return "".join(char if " " <= char <= "~" else "?" for char in name[:60])
