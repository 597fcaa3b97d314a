"""A buyer's procurement system asks to shop with us, and gets a basket back."""

from dataclasses import dataclass, field
from decimal import Decimal

from odoo.addons.b2b_oms.documents.party import Party
from odoo.addons.b2b_oms.documents.problems import Problem

from .item import Item


@dataclass(frozen=True)
class PunchOutSetup:
    """``operation`` is create, edit, inspect or source. ``cookie`` is repeated in the basket.

    ``return_url`` is where the buyer's browser takes the basket; ``user`` and ``email`` name who
    shops; ``extra`` holds everything else they say, name to text.
    """

    operation: str
    cookie: str
    return_url: str
    user: str = ""
    email: str = ""
    parties: tuple[Party, ...] = ()
    lines: tuple = ()
    extra: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class BasketLine:
    """``price`` per ``unit`` in the basket's currency; ``reference`` is ours, to edit the line later."""

    item: Item
    quantity: Decimal
    unit: str
    price: Decimal
    reference: str = ""
    classification: str = ""


@dataclass(frozen=True)
class Basket:
    """What the buyer put together; not an order until their system sends one."""

    cookie: str
    currency: str
    lines: tuple[BasketLine, ...]
    total: Decimal
    is_editable: bool = True
