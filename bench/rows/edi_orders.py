"""Files of orders to released orders, and how much of that time is EDI.

``ORDERS`` is small so that the whole run stays quick; ``B2B_EDI_ORDERS=1000 make bench`` measures a
thousand.
"""

import os
import time
from contextlib import contextmanager

from bench import trade
from bench.measure import Row

ORDERS = int(os.environ.get("B2B_EDI_ORDERS", "20"))
LINES = 10


def measure(env):
    """One row, measured once over all files; "its time" is the part of it that is EDI.

    EDI is reading the file, telling whose it is and whether it came before, and writing its
    acknowledgement. The rest is the order's own path, the same for every channel.
    """
    trade.goods(env)
    partner = env["b2b.edi.partner"].create(
        {
            "name": "Bench",
            "account_id": trade.account(env).id,
            "syntax": "x12",
            "their_id": "BENCH",
            "our_id": "US",
            "transport": "by_hand",
            "is_test": False,
        }
    )
    env.cr.commit()
    first = time.time_ns() % 10**8  # numbers of an earlier run are not used again
    files = [_file(first + number) for number in range(ORDERS + 1)]
    Exchange = env["b2b.edi.exchange"]
    Exchange.receive(files.pop(), "warm.edi", partner)
    spent = []
    with _timed(type(Exchange), "_take_in", spent):
        queries, started = env.cr.sql_log_count, time.perf_counter()
        for content in files:
            order = Exchange.receive(content, "po.edi", partner).intake_ids.order_ids
            assert order.state == "sale", order.b2b_hold_reason
        seconds, queries = time.perf_counter() - started, env.cr.sql_log_count - queries
    yield Row(
        f"{ORDERS} files of {LINES} lines to released orders ({ORDERS / seconds:.1f} orders/s)",
        f"of that EDI ({sum(spent) / seconds:.1%})",
        seconds,
        sum(spent),
        queries,
        queries,
    )


def _file(number):
    segments = [
        "ST*850*0001", f"BEG*00*SA*E-{number}**20300101",
        *(f"PO1*{line}*2*EA**PE*VP*BENCH-{line - 1}" for line in range(1, LINES + 1)),
        f"CTT*{LINES}",
    ]  # fmt: skip
    segments.append(f"SE*{len(segments) + 1}*0001")
    around = [
        "ISA*00*          *00*          *ZZ*BENCH          *ZZ*US             *300101*1200*U*00401*"
        f"{number:09d}*0*P*>",
        f"GS*PO*BENCH*US*20300101*1200*{number}*X*004010",
        *segments,
        f"GE*1*{number}",
        f"IEA*1*{number:09d}",
    ]
    return "".join(f"{segment}~\n" for segment in around).encode()


@contextmanager
def _timed(cls, name, spent):
    """Note how long each call of a method takes, while the block runs."""
    plain = getattr(cls, name)

    def timed(self):
        started = time.perf_counter()
        try:
            return plain(self)
        finally:
            spent.append(time.perf_counter() - started)

    setattr(cls, name, timed)
    try:
        yield
    finally:
        delattr(cls, name)
