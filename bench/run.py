"""Every benchmark in one run on one database; runs in the Odoo shell (``env`` is given).

A row is a file in ``bench/rows`` with ``measure(env)`` that yields ``Row``. The table is printed
and written to ``docs/benchmarks.md``.
"""

import importlib
import os
import platform
import sys
import traceback
from datetime import date
from pathlib import Path

ROOT = Path(os.environ["B2B_ROOT"])
sys.path.insert(0, str(ROOT))

from bench.measure import HEADER, RUNS  # noqa: E402
from bench.plots import pictures  # noqa: E402

ORDER = (
    "spine",
    "oca",
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
    """Measure, print, write; rows that were not asked for stay as they were last measured.

    :return: names of the files of rows that broke
    """
    wanted, broken = os.environ.get("B2B_BENCH", "").split() or ORDER, []
    page = ROOT / "docs" / "benchmarks.md"
    known = _sections(page.read_text() if page.exists() else "")
    for name in wanted:
        rows = []
        try:
            for row in importlib.import_module(f"bench.rows.{name}").measure(env):
                print(" | ".join(row.cells()), flush=True)
                rows.append(row)
        except Exception:  # the others are measured all the same
            traceback.print_exc()
            broken.append(name)
            env.cr.rollback()
            continue
        known[name] = _section(name, rows)
        page.write_text(_page(env, [known[key] for key in ORDER if key in known]))
    return broken


def _sections(text):
    """{name: section} of a page written before."""
    return {part.split(",", 1)[0]: f"## {part.strip()}" for part in text.split("\n## ")[1:]}


def _section(name, rows):
    table = [HEADER, ["---"] * len(HEADER), *(row.cells() for row in rows)]
    lines = "\n".join("| " + " | ".join(cells) + " |" for cells in table)
    return f"## {name}, measured {date.today()}\n\n{lines}{_pictures(name, rows)}"


def _pictures(name, rows):
    """Links to the growth curves of a table, whose files are written; empty without growth."""
    links = []
    for number, (title, svg) in enumerate(pictures(rows), start=1):
        file = f"bench-{name}-{number}.svg"
        (ROOT / "docs" / "images" / file).write_text(svg)
        links.append(f"\n\n![Growth: {title}](images/{file})")
    return "".join(links)


def _page(env, sections):
    tables = "\n\n".join(sections)
    return f"""# Benchmarks

Written by `make bench`. {_machine(env)} Medians of {RUNS} runs, ours and the other in turns, caches
emptied before each run. Compare ratios and queries; seconds are this machine's.

*Stock Odoo* is the same database with a customer without a tier: our addons are installed and stand
aside. *Odoo alone* is a database without them. The aim of the whole path, routing included, is at
most 30 queries more than stock, whatever the lines. The aims of the checks: all together at most 15
queries, whatever the lines; the exposure of all accounts in one query; a queue of 1,000 holds in at
most 30. Each table is a file of `bench/rows`;
its growth curves have logarithmic axes.

{tables}
"""


def _machine(env):
    env.cr.execute("SHOW server_version")
    postgres = env.cr.fetchone()[0].split()[0]
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, PostgreSQL {postgres} on the "
        "same machine over a unix socket, one Odoo process."
    )


if BROKEN := main(env):  # noqa: F821 - given by the shell
    sys.exit(f"These rows broke: {', '.join(BROKEN)}")
