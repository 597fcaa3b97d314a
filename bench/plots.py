"""Growth curves of a benchmark's rows as small SVG pictures: rows that differ in one number only."""

import math
import re
from typing import NamedTuple

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 560, 240, 64, 36, 40, 28
COLOURS = {"ours": "#1f4e79", "other": "#c0504d"}
NUMBER = re.compile(r"\d[\d,]*")


class Curve(NamedTuple):
    """``points`` are (how many, seconds) pairs, ascending; ``who`` a key of ``COLOURS``."""

    who: str
    label: str
    points: list


def families(rows):
    """{sentence with N for the number: rows that share it}, those with at least three sizes.

    A row belongs to the first of its numbers in which it differs from its neighbours.
    """
    found = {}
    for row in rows:
        for match in NUMBER.finditer(row.what):
            key = f"{row.what[: match.start()]}N{row.what[match.end() :]}".replace("lines", "line")
            found.setdefault(key, {})[int(match[0].replace(",", ""))] = row
    return {key: sizes for key, sizes in found.items() if len(sizes) >= 3}


def pictures(rows):
    """[(title, SVG)] of the growth there is to see in rows."""
    return [
        (title, _svg(title, _curves(sizes)))
        for key, sizes in families(rows).items()
        for title in [re.sub(r"\bline\b", "lines", key.replace("N", "n", 1))]
    ]


def _curves(sizes):
    ours = [(size, row.our_seconds) for size, row in sorted(sizes.items())]
    others = [(size, row.other_seconds) for size, row in sorted(sizes.items()) if row.other]
    curves = [Curve("ours", "ours", ours)]
    if len(others) == len(ours):
        curves.append(Curve("other", next(iter(sizes.values())).other.split(" ")[0], others))
    return curves


def _svg(title, curves):
    """Both axes are logarithmic: a straight line at 45° means twice as many, twice as long."""
    across = _scale([x for curve in curves for x, _y in curve.points], LEFT, WIDTH - RIGHT)
    up = _scale([y for curve in curves for _x, y in curve.points], HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{_escaped(title)}</title>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="18" font-weight="bold" fill="#333333">{_escaped(title)}</text>',
        f'<path d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}" fill="none" stroke="#999999"/>',
    ]
    sizes = sorted({x for curve in curves for x, _y in curve.points})
    parts += [
        f'<text x="{across(x):.0f}" y="{HEIGHT - 14}" text-anchor="middle" fill="#666666">{x:,}</text>'
        for x in sizes
    ]
    ends = {curve.points[place][1] for curve in curves for place in (0, -1)}
    parts += [
        f'<text x="{LEFT - 6}" y="{up(y) + 4:.0f}" text-anchor="end" fill="#666666">{_time(y)}</text>'
        for y in _apart(sorted(ends), up)
    ]
    for number, curve in enumerate(curves):
        colour = COLOURS[curve.who]
        path = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in curve.points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="3" fill="{colour}"/>'
            for x, y in curve.points
        ]
        parts.append(
            f'<text x="{LEFT + 10 + 90 * number}" y="{TOP - 6}" fill="{colour}">'
            f"— {_escaped(curve.label)}</text>"
        )
    return "\n".join([*parts, "</svg>\n"])


def _scale(values, low, high):
    """A function from a value to its place, logarithmic."""
    least, most = math.log10(min(values)), math.log10(max(values))
    span = (most - least) or 1.0
    return lambda value: low + (math.log10(value) - least) / span * (high - low)


def _apart(values, up):
    """Values whose labels do not lie on each other."""
    kept = []
    for value in values:
        if all(abs(up(value) - up(other)) > 13 for other in kept):
            kept.append(value)
    return kept


def _time(seconds):
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
