"""Create and confirm beside OCA's addons for the same work, in a database and process of their own.

Theirs: exception rules, a credit limit by financial risk, a tier of approval, an invoicing mode and
credit control; no routing, no promises of stock. The two run one after the other, not in turns.
"""

import json
import os
import subprocess

from bench import trade
from bench.measure import Row, alone
from bench.rows.spine import LINES, _ordering
from tools import oca
from tools.database import drop

SCRIPT = "bench/oca_side.py"
NAME = "b2b_bench_oca"


def measure(env):
    """A row for each number of lines."""
    products, account = trade.goods(env), trade.account(env)
    theirs = _theirs()
    for lines in LINES:
        ours = alone(env, "", _ordering(env, account, products[:lines]))
        seconds, queries = theirs[str(lines)]
        yield Row(
            f"create and confirm, {lines} line{'s' * (lines > 1)}, routed and promised by us",
            "OCA's " + ", ".join(oca.ADDONS),
            ours.our_seconds,
            seconds,
            ours.our_queries,
            queries,
        )


def _theirs():
    """{number of lines: (seconds, queries)} of OCA's addons."""
    oca.make(NAME)
    try:
        root = os.environ["B2B_ROOT"]
        line, environment = oca.command("shell", "-d", NAME, "--no-http", "--log-level=error")
        with open(f"{root}/{SCRIPT}") as script:
            done = subprocess.run(
                line,
                env=environment | {"B2B_ROOT": root, "B2B_LINES": json.dumps(LINES)},
                stdin=script,
                capture_output=True,
                text=True,
                check=False,
            )
        told = [row for row in done.stdout.splitlines() if row.startswith("TOLD ")]
        if not told:
            raise RuntimeError(done.stderr[-3000:])
        return json.loads(told[0].removeprefix("TOLD "))
    finally:
        drop(NAME)
