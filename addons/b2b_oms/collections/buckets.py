"""How old an open item is: the columns of every ageing, on screen, in Excel and on paper."""

from typing import NamedTuple


class Bucket(NamedTuple):
    """``first`` to ``last`` days after the due date; None: no end on that side."""

    code: str
    label: str
    first: int | None
    last: int | None

    def holds(self, days):
        """Whether an item that is so many days overdue belongs here."""
        return (self.first is None or days >= self.first) and (
            self.last is None or days <= self.last
        )


BUCKETS = (
    Bucket("not_due", "Not due", None, 0),
    Bucket("days_30", "1–30 days", 1, 30),
    Bucket("days_60", "31–60 days", 31, 60),
    Bucket("days_90", "61–90 days", 61, 90),
    Bucket("older", "Over 90 days", 91, None),
)

# Payments and credit notes that pay for nothing yet; they have no age.
UNALLOCATED = ("unallocated", "Unallocated")
COLUMNS = (*((bucket.code, bucket.label) for bucket in BUCKETS), UNALLOCATED)


def column(days, amount):
    """The code of the column that an open amount belongs in."""
    if amount < 0:
        return UNALLOCATED[0]
    return next(bucket.code for bucket in BUCKETS if bucket.holds(days))
