"""Which quantities fit into so much room. No Odoo in here."""

import math
from typing import Any, NamedTuple


class Wish(NamedTuple):
    """So much of a line, worth so much a unit, divisible into packs of so many (zero: any)."""

    key: Any
    quantity: float
    unit_value: float
    pack: float = 1.0


def fit(wishes, room):
    """Fill the room with the wishes in their order, whole packs only.

    :param wishes: list of :class:`Wish`
    :param room: value that may be spent, in the currency of the unit values
    :return: {key: quantity}; wishes that do not fit at all have zero
    """
    fitting = {}
    for wish in wishes:
        quantity = min(wish.quantity, _affordable(wish, max(room, 0.0)))
        fitting[wish.key] = quantity
        room -= quantity * wish.unit_value
    return fitting


def _affordable(wish, room):
    if wish.unit_value <= 0:
        return wish.quantity
    # A tenth of a cent of arithmetic must not cost a pack.
    most = (room + 0.001) / wish.unit_value
    if most >= wish.quantity:
        return wish.quantity
    pack = wish.pack or 1.0
    return math.floor(most / pack + 1e-9) * pack
