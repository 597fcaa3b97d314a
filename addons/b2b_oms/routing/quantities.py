"""Quantities as whole numbers of the smallest step, so that sums are exact. No Odoo here."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal


class Scale:
    """Between quantities with so many decimals and whole grains."""

    def __init__(self, digits):
        self._digits = digits
        self._step = Decimal(1).scaleb(-digits)

    def grains(self, quantity):
        """A demand, to the nearest step; less than half a step is nothing."""
        return self._whole(quantity, ROUND_HALF_UP)

    def whole_grains(self, quantity):
        """A stock, never more than there is."""
        nearest = round(quantity, self._digits + 6)  # 0.1 + 0.2 holds three tenths
        return self._whole(nearest, ROUND_DOWN)

    def quantity(self, grains):
        """Back to the quantity, the nearest float of the decimal figure."""
        return float(grains * self._step)

    def _whole(self, quantity, rounding):
        return int((Decimal(repr(float(quantity))) / self._step).to_integral_value(rounding))


def date_reached(timeline, quantity):
    """The day on which so much has come: of [(day, quantity)] by day; None if it never does."""
    for day, coming in timeline:
        quantity -= coming
        if quantity <= 0:
            return day
    return None


def without_first(timeline, quantity):
    """The timeline after so much of it was promised, the earliest first."""
    left = []
    for day, coming in timeline:
        taken = min(coming, quantity)
        quantity -= taken
        if coming > taken:
            left.append((day, coming - taken))
    return left
