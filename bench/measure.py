"""One measured row, and how it is measured: median of several runs, caches emptied before each."""

import statistics
import time
from typing import NamedTuple

RUNS = 7


class Row(NamedTuple):
    """Ours beside the other: median seconds and SQL queries of one run.

    Without an ``other`` there is nothing to compare with: the figures stand alone.
    """

    what: str
    other: str
    our_seconds: float
    other_seconds: float | None
    our_queries: int | None
    other_queries: int | None

    def cells(self):
        """The row as text for a table."""
        if not self.other:
            ours = f"{self.our_seconds * 1000:.0f} ms"
            queries = "–" if self.our_queries is None else str(self.our_queries)
            return (self.what, "–", "–", ours, "–", "–", queries, "–")
        return (
            self.what,
            self.other,
            f"{self.other_seconds * 1000:.0f} ms",
            f"{self.our_seconds * 1000:.0f} ms",
            f"{self.our_seconds / self.other_seconds:.2f}",
            *self._queries(),
        )

    def _queries(self):
        """Several processes count none."""
        if self.our_queries is None:
            return "–", "–", "–"
        difference = f"{self.our_queries - self.other_queries:+d}"
        return str(self.other_queries), str(self.our_queries), difference


HEADER = (
    "what",
    "beside",
    "its time",
    "our time",
    "ratio",
    "its queries",
    "our queries",
    "difference",
)


def side_by_side(env, what, other, ours, others, other_env=None):
    """Run two callables in turns and compare their medians.

    :param ours, others: callables without arguments; each does the work once
    :param other_env: where the others run, if not in the same database
    :return: :class:`Row`
    """
    theirs = other_env or env
    once(env, ours), once(theirs, others)  # warm the registry's caches
    pairs = [(once(env, ours), once(theirs, others)) for _n in range(RUNS)]
    our, their = zip(*pairs, strict=True)
    return Row(
        what,
        other,
        statistics.median(seconds for seconds, _queries in our),
        statistics.median(seconds for seconds, _queries in their),
        int(statistics.median(queries for _seconds, queries in our)),
        int(statistics.median(queries for _seconds, queries in their)),
    )


def alone(env, what, work, before=None):
    """A :class:`Row` of something that has nothing beside it; ``work`` as ``ours`` above.

    :param before: what has been done, and is in the caches, when the work begins
    """
    once(env, work, before)
    seconds, queries = zip(*(once(env, work, before) for _n in range(RUNS)), strict=True)
    return Row(what, "", statistics.median(seconds), None, int(statistics.median(queries)), None)


def once(env, work, before=None):
    """(seconds, queries) of one run, flush included."""
    env.flush_all()
    env.invalidate_all()
    if before:
        before()
    queries, started = env.cr.sql_log_count, time.perf_counter()
    work()
    env.flush_all()
    return time.perf_counter() - started, env.cr.sql_log_count - queries
