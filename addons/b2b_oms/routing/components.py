"""Lines that compete for the same products, and how a set of sites serves them. No Odoo here."""

from typing import NamedTuple

from .splitting import Line, cut_of, gain, split

# Steps of the search for lines that compete; beyond, the best found so far is taken.
STEPS = 20_000
# So many of the lines that come from one site are searched; larger ones before them are placed at once.
SEARCHED = 20


class Budget:
    """Steps the searches of one allocation may take together."""

    def __init__(self, steps=STEPS):
        self.left = steps


class Component(NamedTuple):
    """Groups of lines (a kit is one group, any other line its own) that share products.

    ``stock``: {product: [grains by site]}, the best ranked site first, in the order of the masks' bits.
    """

    groups: tuple
    sites: tuple
    stock: dict

    @property
    def lines(self):
        """Every line of every group."""
        return [line for group in self.groups for line in group]

    @property
    def tangled(self):
        """More than one group, and not all of them may be cut anywhere."""
        return len(self.groups) > 1 and not all(line.is_plain() for line in self.lines)

    def gains(self):
        """What sets of sites serve: (mask, grains) any site of the mask serves, or (table, 0).

        Where the component is tangled each group is taken as if it were alone.
        """
        if self.tangled or len(self.groups) == 1:
            return [_group_gain(group, self.stock) for group in self.groups]
        return [_line_gain(_merged(self.lines), self.stock[self.lines[0].product])]

    def served(self, chosen):
        """What the sites at these positions serve; only of what is not tangled."""
        group = self.groups[0]
        if group[0].kit is not None:
            whole = any(_holds(group, self.stock, index) for index in chosen)
            return _size(group) if whole else 0
        line = group[0] if len(self.groups) == 1 else _merged(self.lines)
        row = self.stock[line.product]
        return gain(line, [row[index] for index in chosen])

    def ceiling(self):
        """What sets of sites could serve if every line might be cut anywhere, as in :meth:`gains`."""
        products = {}
        for line in self.lines:
            products.setdefault(line.product, []).append(line)
        return [_line_gain(_merged(lines), self.stock[p]) for p, lines in products.items()]


def components(lines, sites, stock):
    """Cut lines into those that have nothing to do with each other.

    :param sites: keys
    :param stock: {(product, site key): grains}
    :return: list of :class:`Component`
    """
    groups = {}
    for line in lines:
        name = ("line", line.key) if line.kit is None else ("kit", line.kit)
        groups.setdefault(name, []).append(line)
    root = {}
    for group in groups.values():
        for line in group:
            root[_root(root, line.product)] = _root(root, group[0].product)
    together = {}
    for group in groups.values():
        together.setdefault(_root(root, group[0].product), []).append(tuple(group))
    return [_component(part, sites, stock) for part in together.values()]


def _root(root, product):
    while root.setdefault(product, product) != product:
        root[product] = root[root[product]]
        product = root[product]
    return product


def _component(groups, sites, stock):
    products = {line.product for group in groups for line in group}
    rows = {p: [max(stock.get((p, site), 0), 0) for site in sites] for p in products}
    return Component(tuple(groups), tuple(sites), rows)


# === WHAT SETS OF SITES SERVE === #


def _group_gain(group, stock):
    if len(group) == 1 and group[0].kit is None:
        return _line_gain(group[0], stock[group[0].product])
    whole = [_holds(group, stock, index) for index in range(len(next(iter(stock.values()))))]
    mask = sum(1 << index for index, holds in enumerate(whole) if holds)
    return mask, sum(line.quantity for line in group)


def _holds(group, stock, index):
    """Whether a site holds a whole kit."""
    wanted = {}
    for line in group:
        wanted[line.product] = wanted.get(line.product, 0) + line.quantity
    return all(stock[product][index] >= quantity for product, quantity in wanted.items())


def _merged(lines):
    """Lines of one product that may be cut anywhere are as good as one."""
    return Line(None, lines[0].product, _size(lines))


def _line_gain(line, row):
    cut = cut_of(line)
    if all(stock >= line.quantity or cut.room(stock) is None for stock in row):
        mask = sum(1 << index for index, stock in enumerate(row) if stock >= line.quantity)
        return mask, line.quantity
    if cut.most >= len(row) and not cut.loose:
        return _summed(cut, row), 0
    if cut.most == 1 and not cut.loose:
        return _largest(cut, row), 0
    return _any(line, row), 0


def _summed(cut, row):
    table = [0]
    for stock in row:
        chunks = (cut.room(stock) or (0, 0))[0]
        table += [before + chunks for before in table]
    return [cut.unit * (chunks if chunks < cut.chunks else cut.chunks) for chunks in table]


def _largest(cut, row):
    table = [0]
    for stock in row:
        chunks = min((cut.room(stock) or (0, 0))[0], cut.chunks)
        table += [max(before, chunks) for before in table]
    return [cut.unit * chunks for chunks in table]


def _any(line, row):
    sets = [()]
    for stock in row:
        sets += [(*before, stock) for before in sets]
    return [gain(line, stocks) for stocks in sets]


# === SERVING === #


def settle(component, mask, budget):
    """Serve a component from a set of sites.

    :return: ({(line key, site key): grains}, whether no more could be served)
    """
    chosen = [index for index in range(len(component.sites)) if mask >> index & 1]
    stock = {p: {i: row[i] for i in chosen} for p, row in component.stock.items()}
    search = _Search(component, chosen, budget)
    search.run(stock)
    taken = {(key, component.sites[index]): grains for (key, index), grains in search.best.items()}
    return taken, search.proven


class _Search:
    """Depth first over the groups that come from one site; the others fill what is left."""

    def __init__(self, component, chosen, budget):
        self._chosen, self._budget = chosen, budget
        one_site = [g for g in component.groups if g[0].kit is not None or g[0].no_split]
        self._atoms = sorted(one_site, key=_size, reverse=True)
        self._rest = sorted(
            (group[0] for group in component.groups if group not in one_site),
            key=lambda line: (line.is_plain(), -line.quantity),
        )
        sizes = [_size(group) for group in self._atoms]
        rest = sum(line.quantity for line in self._rest)
        self._hope = [sum(sizes[index:]) + rest for index in range(len(sizes) + 1)]
        self._most, self.best = -1, {}
        # Lines in packs that share a product are cut one after the other, not together.
        cut_in_turns = not all(line.is_plain() for line in self._rest)
        self.proven = not (cut_in_turns and len(component.groups) > 1)

    def run(self, stock):
        """Place what is too much to search, then search."""
        taken, early = {}, max(0, len(self._atoms) - SEARCHED)
        self.proven = self.proven and not early
        for group in self._atoms[:early]:
            parts = self._options(group, stock)[0]
            stock = _less(stock, group, parts)
            taken |= parts
        self._visit(early, stock, taken, sum(taken.values()))

    def _visit(self, depth, stock, taken, value):
        """Decide the groups from ``depth`` on."""
        if value + self._hope[depth] <= self._most:
            return
        self._budget.left -= 1
        if self._budget.left < 0 and self._most >= 0:
            self.proven = False
            return
        if depth == len(self._atoms):
            self._fill(stock, taken, value)
            return
        for parts in self._options(self._atoms[depth], stock):
            left = _less(stock, self._atoms[depth], parts)
            self._visit(depth + 1, left, taken | parts, value + sum(parts.values()))

    def _options(self, group, stock):
        """The sites that can serve the group, the best first, and at last none."""
        options = []
        for index in self._chosen:
            if group[0].kit is not None:
                if _holds(group, stock, index):
                    options.append({(line.key, index): line.quantity for line in group})
            else:
                line = group[0]
                part = split(line, {index: stock[line.product][index]})
                if part.get(index):
                    options.append({(line.key, index): part[index]})
        options.sort(key=lambda parts: -sum(parts.values()))
        return [*options, {}]

    def _fill(self, stock, taken, value):
        taken = dict(taken)
        for line in self._rest:
            parts = {(line.key, i): n for i, n in split(line, stock[line.product]).items() if n}
            stock = _less(stock, (line,), parts)
            taken |= parts
            value += sum(parts.values())
        if value > self._most:
            self._most, self.best = value, taken


def _size(group):
    return sum(line.quantity for line in group)


def _less(stock, group, parts):
    """The stock after these parts."""
    if not parts:
        return stock
    left = {product: dict(row) for product, row in stock.items()}
    products = {line.key: line.product for line in group}
    for (key, index), grains in parts.items():
        left[products[key]][index] -= grains
    return left
