"""Which warehouses serve which lines: the smallest by a stated order of criteria. No Odoo here.

1. Every set of sites (up to ``EXACT`` of them) is judged by the criteria in their order:
   ``shortfall`` (grains that wait), ``shipments`` (sites used), ``day`` (the latest), or any score
   the sites carry, added up over the sites used. Equal sets: the better ranked.
2. Lines that want the same products while some of them must not be split are searched together.
3. Within the set a line comes from one site where it can, the best ranked first.

More sites than ``EXACT``: those that gain most and those that rank best are judged so, and what still
waits goes to the others.
"""

from itertools import chain
from operator import add
from typing import Any, NamedTuple

from .components import Budget, components, settle

EXACT = 10


class Site(NamedTuple):
    """A warehouse; they are given best ranked first. ``scores`` may be any non-negative figures."""

    key: Any
    scores: dict
    day: int = 0


class Allocation(NamedTuple):
    """``taken``: {(line key, site key): grains}. ``proven``: nothing better exists."""

    taken: dict
    proven: bool


def allocate(lines, sites, stock, order, maximum=None, exact=EXACT):
    """Serve lines from sites.

    :param lines: :class:`Line`, keys unique
    :param sites: :class:`Site`, best ranked first
    :param stock: {(product, site key): grains}; missing: not there
    :param order: criteria, the most important first
    :param maximum: most sites that may be used, None: any number
    :return: :class:`Allocation`
    """
    lines = [line for line in lines if line.quantity > 0]
    products = {line.product for line in lines}
    sites = [s for s in sites if any(stock.get((p, s.key), 0) > 0 for p in products)]
    if not lines or not sites or maximum == 0:
        return Allocation({}, True)
    judged = sites if len(sites) <= exact else _shortlist(lines, sites, stock, exact)
    taken, proven = _best(lines, judged, stock, order, maximum)
    if len(judged) < len(sites):
        taken = _with_others(lines, sites, judged, stock, order, maximum, taken, exact)
        proven = False
    return Allocation(taken, proven)


def _best(lines, sites, stock, order, maximum):
    """(taken, proven) over the best set of sites."""
    found = components(lines, [site.key for site in sites], stock)
    judge, width = _Judge(sites, order, maximum), len(sites)
    if order[0] == "shortfall" and not any(part.tangled for part in found):
        mask = _complete(found, judge, width)
        if mask is not None:
            return _settled(found, mask), True
    hopes = [(part, _hope(part, width)) for part in found if part.tangled]
    sure = _totals(chain.from_iterable(p.gains() for p in found if not p.tangled), width)
    optimistic = [sum(served) for served in zip(sure, *(hope for _p, hope in hopes), strict=True)]
    wanted, budget = sum(line.quantity for line in lines), Budget()
    ranked = sorted(
        (*judge(mask, wanted - served), mask)
        for mask, served in enumerate(optimistic)
        if judge.allows(mask)
    )
    best, proven = None, True
    for hoped in ranked:
        if best and (best <= hoped or budget.left < 0):
            proven = proven and best <= hoped
            break
        mask = hoped[-1]
        served, sure = _served(hopes, mask, optimistic[mask], budget)
        proven = proven and sure
        candidate = (*judge(mask, wanted - served), mask)
        best = candidate if best is None else min(best, candidate)
    return _settled(found, best[-1]), proven


def _complete(found, judge, width):
    """The best set that serves as much as all sites together; None where no allowed one does.

    Most orders are decided here: a set falls with the first component it serves less of.
    """
    parts = [(part, part.served(range(width))) for part in found]
    allowed = filter(judge.allows, range(1 << width))
    for mask in sorted(allowed, key=lambda mask: (*judge(mask, 0), mask)):
        chosen = [index for index in range(width) if mask >> index & 1]
        less = next((n for n, (part, most) in enumerate(parts) if part.served(chosen) < most), None)
        if less is None:
            return mask
        parts.insert(0, parts.pop(less))
    return None


def _hope(component, width):
    """What each set of sites serves of a tangled component at most."""
    return list(map(min, _totals(component.gains(), width), _totals(component.ceiling(), width)))


def _totals(gains, width):
    """Grains served by each set of sites, the set as a bit mask."""
    total, whole = [0] * (1 << width), [0] * (1 << width)
    for table, grains in gains:
        if grains:
            whole[table] += grains
        else:
            total = list(map(add, total, table))
    return list(map(add, total, _reached(whole, width)))


def _reached(whole, width):
    """Per set: the sum over those masks that share a site with the set."""
    inside, everything = list(whole), sum(whole)
    for bit in range(width):
        for mask in range(1 << width):
            if mask >> bit & 1:
                inside[mask] += inside[mask ^ (1 << bit)]
    full = (1 << width) - 1
    return [everything - inside[full ^ mask] for mask in range(1 << width)]


class _Judge:
    """The criteria of a set of sites as a tuple that compares."""

    def __init__(self, sites, order, maximum):
        self._order, self._maximum = order, maximum
        self._columns = {name: self._column(sites, name) for name in order if name != "shortfall"}
        self._counts = self._column(sites, "shipments")

    def __call__(self, mask, shortfall):
        return tuple(
            shortfall if name == "shortfall" else self._columns[name][mask] for name in self._order
        )

    def allows(self, mask):
        return self._maximum is None or self._counts[mask] <= self._maximum

    def _column(self, sites, name):
        column = [0]
        for site in sites:
            if name == "day":
                column += [max(before, site.day) for before in column]
            else:
                own = 1 if name == "shipments" else site.scores.get(name, 0)
                column += [before + own for before in column]
        return column


def _served(hopes, mask, optimistic, budget):
    """(grains really served by a set, whether that is sure to be the most)."""
    served, proven = optimistic, True
    for component, hope in hopes:
        taken, sure = settle(component, mask, budget)
        served += sum(taken.values()) - hope[mask]
        proven = proven and sure
    return served, proven


def _settled(found, mask):
    return dict(chain.from_iterable(settle(part, mask, Budget())[0].items() for part in found))


# === MORE SITES THAN CAN BE JUDGED EXACTLY === #


def _shortlist(lines, sites, stock, count):
    """By turns the site that gains most beside those chosen, and the best ranked."""
    wanted = {}
    for line in lines:
        wanted[line.product] = wanted.get(line.product, 0) + line.quantity
    left, chosen = list(sites), []
    while len(chosen) < count:
        site = left[0] if len(chosen) % 2 else max(left, key=lambda s: _cover(wanted, s, stock))
        left.remove(site)
        chosen.append(site)
        for product in wanted:
            wanted[product] -= min(wanted[product], stock.get((product, site.key), 0))
    return [site for site in sites if site in chosen]


def _cover(wanted, site, stock):
    return sum(min(want, stock.get((product, site.key), 0)) for product, want in wanted.items())


def _with_others(lines, sites, judged, stock, order, maximum, taken, exact):
    """What still waits, from the sites that were not judged."""
    served, used = {}, {site for _line, site in taken}
    for (key, _site), grains in taken.items():
        served[key] = served.get(key, 0) + grains
    waiting = [
        line._replace(quantity=line.quantity - served.get(line.key, 0))
        for line in lines
        if not (line.no_split and line.key in served)
    ]
    others = [site for site in sites if site not in judged]
    more = None if maximum is None else maximum - len(used)
    return taken | allocate(waiting, others, stock, order, more, exact).taken
