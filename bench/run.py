"""Every benchmark in one run on one database; runs in the Odoo shell (``env`` is given).

A row is a file in ``bench/rows`` with ``measure(env)`` that yields ``Row``. The table is printed
and written to ``docs/benchmarks.md``.
"""

import importlib
import os
import platform
import sys
from datetime import date
from pathlib import Path

ROOT = Path(os.environ["B2B_ROOT"])
sys.path.insert(0, str(ROOT))

from bench.measure import HEADER, RUNS  # noqa: E402

ORDER = (
    "spine",
    "checks",
    "intake",
    "pricing",
    "reservation",
    "parallel",
    "routing",
    "arrival",
    "billing",
    "collections",
    "edi",
    "edi_xml",
    "edi_orders",
    "portal",
    "api",
    "portal_lists",
)


def main(env):
    """Measure, print, write."""
    rows = []
    wanted = os.environ.get("B2B_BENCH", "").split()
    for name in wanted or ORDER:
        for row in importlib.import_module(f"bench.rows.{name}").measure(env):
            print(" | ".join(row.cells()), flush=True)
            rows.append(row)
    if not wanted:
        (ROOT / "docs" / "benchmarks.md").write_text(_page(env, rows))


def _page(env, rows):
    table = [HEADER, ["---"] * len(HEADER), *(row.cells() for row in rows)]
    lines = "\n".join("| " + " | ".join(cells) + " |" for cells in table)
    return f"""# Benchmarks

Written by `make bench` on {date.today()}. {_machine(env)} Medians of {RUNS} runs, ours and the other
in turns, caches emptied before each run. Compare ratios and queries; seconds are this machine's.

{lines}

*Stock Odoo* is the same database with a customer without a tier: our addons are installed and stand
aside. *Odoo alone* is a database without them. The aim of the whole path, routing included, is at
most 30 queries more than stock, whatever the lines. The aims of the checks: all together at most 15
queries, whatever the lines; the exposure of all accounts in one query;
a queue of 1,000 holds in at most 30.
"""


def _machine(env):
    env.cr.execute("SHOW server_version")
    postgres = env.cr.fetchone()[0].split()[0]
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, PostgreSQL {postgres} on the "
        "same machine over a unix socket, one Odoo process."
    )


main(env)  # noqa: F821 - given by the shell
