"""Figures as Prometheus reads them: text exposition format 0.0.4. No Odoo here."""

from typing import NamedTuple

MEDIA = "text/plain; version=0.0.4; charset=utf-8"
ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


class Gauge(NamedTuple):
    """A figure that goes up and down; ``samples`` are ({label: text}, number)."""

    name: str
    about: str
    samples: list


def exposition(gauges):
    """The bytes of a scrape."""
    return "".join(line + "\n" for gauge in gauges for line in _lines(gauge)).encode()


def _lines(gauge):
    yield f"# HELP {gauge.name} {gauge.about}"
    yield f"# TYPE {gauge.name} gauge"
    for labels, value in gauge.samples:
        told = ",".join(f'{name}="{_escaped(text)}"' for name, text in labels.items())
        yield f"{gauge.name}{{{told}}} {value}"


def _escaped(text):
    return str(text).translate(ESCAPES)
