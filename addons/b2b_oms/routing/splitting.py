"""How one line may be cut over warehouses, in grains. No Odoo here.

Every part is whole packs; what the packs leave over (the loose rest of an order of 25 in tens) rides
with one of the parts. A part is at least the minimum. What cannot be served waits.
"""

from typing import Any, NamedTuple


class Line(NamedTuple):
    """So many grains of a product; lines of a kit leave one site together or wait together."""

    key: Any
    product: Any
    quantity: int
    no_split: bool = False
    kit: Any = None
    pack: int = 0
    minimum: int = 0

    def is_plain(self):
        """May be cut anywhere."""
        return not self.no_split and self.kit is None and self.pack <= 1 and self.minimum <= 1


class Cut(NamedTuple):
    """The rule of a line: ``chunks`` of ``unit`` and a ``loose`` rest, in at most ``most`` parts."""

    unit: int
    chunks: int
    loose: int
    least: int
    most: int

    def room(self, stock):
        """(whole chunks, what stays beside them) of a site that can carry a part, else None."""
        chunks, spare = divmod(stock, self.unit)
        return (chunks, spare) if chunks >= self.least else None


def cut_of(line):
    """The :class:`Cut` of a line. An order below one pack is one piece."""
    unit = line.pack if 0 < line.pack <= line.quantity else line.quantity if line.pack else 1
    chunks, loose = divmod(line.quantity, unit)
    least = max(1, min(-(-line.minimum // unit), chunks))
    return Cut(unit, chunks, loose, least, 1 if line.no_split else chunks // least)


def gain(line, stocks):
    """The most that sites with these stocks can serve of a line."""
    cut = cut_of(line)
    rooms = sorted(filter(None, map(cut.room, stocks)), reverse=True)[: cut.most]
    total = sum(chunks for chunks, _spare in rooms)
    rides = total > cut.chunks or any(spare >= cut.loose for _chunks, spare in rooms)
    return cut.unit * min(total, cut.chunks) + (cut.loose if rides else 0)


def split(line, stocks):
    """Serve the most with the fewest parts, the best sites first.

    :param stocks: {site: grains}, the best site first
    :return: {site: grains}; adds up to :func:`gain`
    """
    for site, stock in stocks.items():
        if stock >= line.quantity:
            return {site: line.quantity}
    cut = cut_of(line)
    rooms = {site: room for site, stock in stocks.items() if (room := cut.room(stock))}
    largest_first = sorted(rooms, key=rooms.get, reverse=True)[: cut.most]
    parts, total = _fewest(cut, rooms, largest_first)
    taken = dict.fromkeys(parts, cut.least)
    left = min(total, cut.chunks) - sum(taken.values())
    for site in (site for site in stocks if site in taken):
        more = min(left, rooms[site][0] - cut.least)
        taken[site] += more
        left -= more
    return _with_loose(cut, {site: chunks * cut.unit for site, chunks in taken.items()}, stocks)


def _fewest(cut, rooms, largest_first):
    """The fewest of the largest sites that serve all the chunks and the loose rest too."""
    parts, total = [], 0
    for site in largest_first:
        rides = total > cut.chunks or any(rooms[part][1] >= cut.loose for part in parts)
        if total >= cut.chunks and rides:
            break
        parts.append(site)
        total += rooms[site][0]
    return parts, total


def _with_loose(cut, taken, stocks):
    for site in taken:
        if cut.loose and stocks[site] - taken[site] >= cut.loose:
            taken[site] += cut.loose
            break
    return taken
