"""The way of the needs of one address: rank, serve from stock, let the rest wait, say why."""

from datetime import date

from .allocator import Site, allocate
from .routing_strategy import Situation
from .splitting import Line
from .words import Share, Verdict


class Route:
    """Shares and verdicts of one address; takes from the supply what it promises.

    :param terms: ``Terms`` of the account
    :param supply: :class:`Supply`, shared with the other addresses
    :param needs: list of :class:`Need` to one address
    :param maximum: most warehouses that may be used, None: any number
    """

    def __init__(self, env, terms, supply, needs, maximum):
        self.env, self._terms, self._supply = env, terms, supply
        self._needs, self._maximum = needs, maximum
        self._ship_to = needs[0].ship_to.with_env(env)
        situation = Situation(terms.account, self._ship_to, terms.company, needs, supply.available)
        self._ranked = terms.strategy._rank(situation, supply.warehouses)
        self._places = {ranked.warehouse: place for place, ranked in enumerate(self._ranked)}
        self._days = {house: supply.first_day(house) for house in self._places}
        self._lines = [self._line(number, need) for number, need in enumerate(needs)]
        self._alone, self._empty = self._served_alone(), self._without_stock()
        self.used = set()
        self._parts = []  # (number of the need, warehouse, grains, kind, day, reason)
        self._serve()
        self._wait()
        self._one_day()
        for house in self.used & self._days.keys():
            supply.book(house, self._days[house])

    def shares(self):
        """List of :class:`Share`."""
        return [
            Share(self._needs[n].key, house, self._supply.scale.quantity(grains), kind, day, reason)
            for n, house, grains, kind, day, reason in self._parts
        ]

    # === FROM STOCK === #

    def _line(self, number, need):
        scale = self._supply.scale
        return Line(
            number,
            need.product.id,
            scale.grains(need.quantity),
            need.no_split or self._terms.no_split,
            need.kit,
            scale.grains(need.pack or 0.0),
            scale.grains(need.minimum_split or 0.0),
        )

    def _serve(self):
        houses = {ranked.warehouse.id: ranked for ranked in self._ranked}
        sites = [
            Site(ranked.warehouse.id, ranked.score, self._days[ranked.warehouse].toordinal())
            for ranked in self._ranked
        ]
        stock = self._supply.stock
        found = allocate(self._lines, sites, stock, self._terms.criteria, self._maximum)
        for (number, house_id), grains in sorted(found.taken.items()):
            house, reason = houses[house_id].warehouse, houses[house_id].reason
            self._supply.take(self._needs[number].product, house, grains)
            self.used.add(house)
            self._parts.append((number, house, grains, "stock", self._days[house], reason))

    # === WHAT WAITS === #

    def _wait(self):
        """What stock did not serve waits where it comes first; a kit waits in one place."""
        left = {line.key: line.quantity for line in self._lines}
        held = {}
        for number, house, grains, *_rest in self._parts:
            left[number] -= grains
            held.setdefault(number, set()).add(house)
        groups = {}
        for line in self._lines:
            if left[line.key] > 0:
                name = ("line", line.key) if line.kit is None else ("kit", line.kit)
                groups.setdefault(name, []).append(line)
        for lines in groups.values():
            self._wait_together(lines, left, held)

    def _wait_together(self, lines, left, held):
        house, arrival, reason = self._waiting_place(lines, left, held)
        if house is None:
            return
        self.used.add(house)
        day = self._supply.day_after(house, arrival) if arrival else False
        for line in lines:
            product = self._needs[line.key].product
            self._supply.promise_arrival(product, house, left[line.key])
            self._parts.append((line.key, house, left[line.key], "backorder", day, reason))

    def _waiting_place(self, lines, left, held):
        """(warehouse, date of arrival or None, sentence) for lines that wait together."""
        places = self._candidates(lines, held)
        if not places:
            return self._fallback()
        arrivals = {house: self._arrival(lines, left, house) for house in places}
        together = self._terms.policy != "ship_available"

        def order(house):
            apart = together and house not in self.used
            return apart, arrivals[house] or date.max, self._places[house]

        house = min(places, key=order)
        if arrivals[house] is None:
            return house, None, self.env._("No receipt is in sight; waits in the best warehouse.")
        return (
            house,
            arrivals[house],
            self.env._("Expected there on %(day)s.", day=arrivals[house].isoformat()),
        )

    def _candidates(self, lines, held):
        """Where the lines may wait: with the rest of an undivided line, within the shipments."""
        whole = [line for line in lines if line.no_split and line.key in held]
        if whole:
            return held[whole[0].key]
        missing = self._supply.not_stocked
        stocking = [
            house
            for house in self._places
            if not any((line.product, house.id) in missing for line in lines)
        ]
        if self._maximum is not None and len(self.used) >= self._maximum:
            return [house for house in stocking if house in self.used] or stocking
        return stocking

    def _arrival(self, lines, left, house):
        """When the last of the lines is there; None: not in sight."""
        dates = [
            self._supply.arrival(self._needs[line.key].product, house, left[line.key])
            for line in lines
        ]
        return None if None in dates else max(dates)

    def _fallback(self):
        """Nobody may send it: it waits in the company's first warehouse until a person decides."""
        if self._ranked:
            return (
                self._ranked[0].warehouse,
                None,
                self.env._("No warehouse stocks this product."),
            )
        first = next(iter(self._supply.all), None)
        return first, None, self.env._("No warehouse may serve this account.")

    # === ONE DAY === #

    def _one_day(self):
        """Kits, and what the account wants complete, leave on the day of the last part."""
        days = {}
        for number, _house, _grains, _kind, day, _reason in self._parts:
            days.setdefault(self._together(number), []).append(day)
        last = {name: max(found) if all(found) else False for name, found in days.items()}
        self._parts = [
            (*part[:4], last[name] if (name := self._together(part[0])) else part[4], part[5])
            for part in self._parts
        ]

    def _together(self, number):
        """The name of what leaves together with a need; None where its parts leave as they can."""
        line = self._lines[number]
        if self._terms.policy == "complete_order":
            return "order"
        if line.kit is not None:
            return ("kit", line.kit)
        return ("line", number) if self._terms.policy == "complete_line" else None

    # === WHY === #

    def verdicts(self):
        """List of :class:`Verdict`, the best warehouse first, the excluded ones last."""
        judged = [
            Verdict(
                self._needs[0].ship_to,
                ranked.warehouse,
                place,
                ranked.warehouse in self.used,
                ranked.score | {"alone": self._alone[ranked.warehouse]},
                self._why(ranked),
            )
            for place, ranked in enumerate(self._ranked)
        ]
        excluded = [
            Verdict(
                self._needs[0].ship_to,
                house,
                len(self._ranked) + place,
                house in self.used,
                {},
                self.env._("On the account's exclusion list."),
            )
            for place, house in enumerate(self._supply.all - self._supply.warehouses)
        ]
        nobody = self.env._("The company has no warehouse.")
        none = Verdict(self._needs[0].ship_to, self._supply.all, 0, False, {}, nobody)
        return judged + excluded or [none]

    def _served_alone(self):
        """{warehouse: how many of the needs it could serve whole by itself}, before any promise."""
        stock, alone = self._supply.stock, {}
        for house in self._places:
            alone[house] = sum(
                stock.get((line.product, house.id), 0) >= line.quantity for line in self._lines
            )
        return alone

    def _without_stock(self):
        """The warehouses that hold nothing of this, before any promise."""
        stock, products = self._supply.stock, {line.product for line in self._lines}
        return {
            house
            for house in self._places
            if not any(stock.get((product, house.id), 0) > 0 for product in products)
        }

    def _why(self, ranked):
        house, count = ranked.warehouse, len(self._lines)
        could = self.env._(
            "Alone it could serve %(whole)s of %(count)s lines.",
            whole=self._alone[house],
            count=count,
        )
        if house in self.used:
            return f"{ranked.reason} {could}"
        if house in self._empty:
            return f"{ranked.reason} " + self.env._("Nothing of this is free there.")
        winners = ", ".join(other.name for other in self._places if other in self.used)
        better = self.env._("Chosen instead by %(criteria)s: %(winners)s.") % {
            "criteria": self.criteria_in_words(),
            "winners": winners,
        }
        return f"{ranked.reason} {could} {better}"

    def criteria_in_words(self):
        """The order of criteria, readable."""
        words = {
            "shortfall": self.env._("least missing"),
            "shipments": self.env._("fewest shipments"),
            "distance": self.env._("shortest distance"),
            "missing": self.env._("most lines in full"),
            "preference": self.env._("the account's list"),
            "cost": self.env._("lowest cost"),
            "day": self.env._("earliest day"),
        }
        return ", ".join(words.get(name, name) for name in self._terms.criteria)
