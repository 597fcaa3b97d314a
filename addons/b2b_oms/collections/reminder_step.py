"""Which level an open item is reminded at next. Pure: days in, a level out."""

from typing import NamedTuple


class Step(NamedTuple):
    """A level as far as its turn is concerned: ``days`` after the due date, negative before it."""

    id: int
    days: int


def next_step(steps, reached, reminded_on, due, today):
    """The step that is due for an item today, or None.

    No level after the due date is jumped: an item nobody was reminded of for long begins at the
    first one, and the next follows after the days that lie between the two. Levels before the due
    date lapse with it.

    :param steps: list of :class:`Step` by their days
    :param reached: the step the item was last reminded at, or None
    :param reminded_on: date of that reminder, or None
    :param due, today: dates
    """
    overdue = (today - due).days
    ahead = [step for step in steps if reached is None or step.days > reached.days]
    step = next((step for step in ahead if (step.days <= 0) == (overdue <= 0)), None)
    if step is None or step.days > overdue:
        return None
    if reached and reminded_on and (reached.days > 0 or overdue <= 0):
        rested = (today - reminded_on).days
        return step if rested >= step.days - reached.days else None
    return step


def cover(amounts, credit):
    """How much of each amount, the oldest first, money that is not allocated yet would pay.

    :param amounts: list of open amounts, the first due first
    :param credit: how much is there, zero or more
    :return: list of covered amounts
    """
    covered = []
    for amount in amounts:
        part = min(max(amount, 0.0), credit)
        covered.append(part)
        credit -= part
    return covered
