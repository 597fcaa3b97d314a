"""What is due, in plain values: parcels, and the bills they are put on."""

from typing import NamedTuple

from odoo.models import BaseModel


class Parcel(NamedTuple):
    """What one delivery brought for one order and nobody billed yet.

    ``picking`` and ``moves`` are empty for what is billed without a delivery. Goods returned before
    they were billed are in the parcel they came with.
    """

    order: BaseModel
    picking: BaseModel
    moves: BaseModel

    def quantities(self):
        """{order line: what to bill, in the line's unit; less than nothing is to be credited}."""
        quantities = {}
        for move in self.moves:
            line = move.sale_line_id
            quantities[line] = quantities.get(line, 0.0) + move._b2b_signed_quantity()
        return quantities

    def is_returned(self):
        """Whether everything it brought went back before it was billed."""
        return bool(self.moves) and not any(
            round(quantity, 6) for quantity in self.quantities().values()
        )

    def is_credit(self):
        return sum(self.quantities().values()) < 0

    def shipped_on(self):
        """The moment of the delivery; empty without one."""
        return self.picking.date_done or max(self.moves.mapped("date"), default=False)


class Bill(NamedTuple):
    """One invoice to be: ids only, it outlives the transaction that planned it.

    ``parcels`` are (order id, picking id, move ids) in the order they are printed; ``extras`` the
    order lines billed without a delivery; ``waived`` those of them another order paid already.
    """

    parcels: tuple
    extras: tuple
    waived: tuple

    def order_ids(self):
        return list(dict.fromkeys(order_id for order_id, _picking, _moves in self.parcels))

    def move_ids(self):
        return [move_id for _order, _picking, moves in self.parcels for move_id in moves]


class Waiting(NamedTuple):
    """A parcel that is not billed now, and why, as a sentence."""

    parcel: Parcel
    reason: str
