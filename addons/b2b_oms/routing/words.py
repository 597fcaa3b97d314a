"""What goes into a routing plan and what comes out of it."""

from typing import Any, NamedTuple


class Need(NamedTuple):
    """So much of a product wanted at an address.

    ``key`` is the caller's name for it (a line's id); ``quantity`` and ``minimum_split`` are in the
    product's own unit, ``pack`` too (0: no packs). Needs with the same ``kit`` leave one warehouse
    together or wait together; a ``no_split`` need leaves one warehouse.
    """

    key: Any
    product: Any  # product.product
    quantity: float
    ship_to: Any  # res.partner
    no_split: bool = False
    kit: Any = None
    pack: float = 0.0
    minimum_split: float = 0.0


class Share(NamedTuple):
    """So much of a need from one warehouse.

    ``kind`` is ``stock`` (there now) or ``backorder`` (waits there). ``day`` is the local date it
    leaves; False where no receipt is in sight.
    """

    key: Any
    warehouse: Any  # stock.warehouse
    quantity: float
    kind: str
    day: Any
    reason: str


class Verdict(NamedTuple):
    """What the plan thinks of a warehouse for an address: ``rank`` 0 is the best.

    ``score`` holds the figures the strategy ranks by; ``reason`` answers "why not Lyon?".
    """

    ship_to: Any  # res.partner
    warehouse: Any  # stock.warehouse, empty where the company has none
    rank: int
    used: bool
    score: dict
    reason: str


class Plan(NamedTuple):
    """Shares and verdicts; per need the shares add up to its quantity."""

    shares: tuple
    verdicts: tuple
    strategy: str

    def figures(self):
        """For the ledger, JSON-ready: per address the winners, the losers, their scores and why."""
        routes = {}
        for verdict in self.verdicts:
            route = routes.setdefault(
                verdict.ship_to.id, {"ship_to": verdict.ship_to.id, "winners": [], "losers": []}
            )
            route["winners" if verdict.used else "losers"].append(
                {
                    "warehouse": verdict.warehouse.id,
                    "name": verdict.warehouse.name or "",
                    "rank": verdict.rank,
                    "score": verdict.score,
                    "reason": verdict.reason,
                }
            )
        return {"strategy": self.strategy, "routes": list(routes.values())}
