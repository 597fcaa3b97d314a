"""What a shop hands to the system a buyer came from."""

from typing import Any, NamedTuple


class HandedLine(NamedTuple):
    """One line of a cart. ``price`` per ``unit``, without tax, in ``currency``.

    ``product`` is a ``product.product``, ``unit`` a ``uom.uom``, ``currency`` a ``res.currency``.
    """

    product: Any
    quantity: float
    unit: Any
    price: float
    currency: Any
