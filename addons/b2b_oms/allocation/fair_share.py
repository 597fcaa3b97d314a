"""Who gets how much of what arrived. No Odoo in here."""

import math
from typing import Any, NamedTuple

# Floats of quantities: less than this is nothing.
NOTHING = 1e-6


class Claim(NamedTuple):
    """Somebody waits for so much; a lower rank is served before a higher one, then the oldest.

    ``pack`` is the multiple that may be given (zero: any), ``least`` what makes sense to ship at
    all; less than that is not given, unless it is all that is missing.
    """

    key: Any
    quantity: float
    rank: int = 0
    age: Any = 0  # whatever sorts: the older the smaller
    pack: float = 0.0
    least: float = 0.0


def first_come(available, claims):
    """The oldest gets all it waits for, then the next. Nobody starves: everybody gets older."""
    granted = {}
    for claim in claims:
        granted[claim.key] = _whole(claim, min(available, claim.quantity))
        available -= granted[claim.key]
    return granted


def pro_rata(available, claims):
    """Everybody the same share of what they wait for; what rounding leaves goes to the oldest."""
    total = sum(claim.quantity for claim in claims)
    share = min(1.0, available / total) if total > NOTHING else 0.0
    granted = {claim.key: _whole(claim, claim.quantity * share) for claim in claims}
    return _hand_out_rest(available, claims, granted)


def minimum_fill(available, claims):
    """Everybody the least that is worth a shipment first, the rest to the oldest."""
    granted = {}
    for claim in claims:
        least = min(claim.least or claim.pack or 1.0, claim.quantity)
        granted[claim.key] = _whole(claim, least) if least <= available + NOTHING else 0.0
        available -= granted[claim.key]
    return _hand_out_rest(available + sum(granted.values()), claims, granted)


METHODS = {"first_come": first_come, "pro_rata": pro_rata, "minimum_fill": minimum_fill}


def distribute(available, claims, method="first_come"):
    """Share what is there among who waits.

    Ranks are served one after the other: a lower rank never loses to a higher one. Within a rank
    the method decides.

    :param available: quantity, never given out beyond
    :param claims: list of :class:`Claim` with different keys
    :param method: key of ``METHODS``
    :return: {key: quantity}, every key of the claims
    """
    granted = {}
    for rank in sorted({claim.rank for claim in claims}):
        equals = [claim for claim in claims if claim.rank == rank]
        given = METHODS[method](max(0.0, available), sorted(equals, key=lambda claim: claim.age))
        granted |= given
        available -= sum(given.values())
    return granted


def _hand_out_rest(available, claims, granted):
    """What a method left over, to the oldest first, in whole packs."""
    rest = available - sum(granted.values())
    for claim in claims:
        if rest <= NOTHING:
            break
        most = _whole(claim, min(claim.quantity, granted[claim.key] + rest))
        if most > granted[claim.key]:
            rest -= most - granted[claim.key]
            granted[claim.key] = most
    return granted


def _whole(claim, quantity):
    """The most of it that may be given: whole packs, and not less than is worth a shipment."""
    if quantity >= claim.quantity - NOTHING:
        return claim.quantity
    if claim.pack:
        quantity = math.floor(quantity / claim.pack + NOTHING) * claim.pack
    return quantity if quantity >= (claim.least or 0.0) - NOTHING and quantity > NOTHING else 0.0
