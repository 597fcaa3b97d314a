"""`make bench`: ours beside stock Odoo, in one run on one database."""

import os
import subprocess

from . import database, instance
from .paths import OURS, ROOT
from .report import step

# Another name lets two checkouts measure at once, which says nothing about speed.
DATABASE = os.environ.get("B2B_BENCH_DB", "b2b_bench")
# Odoo alone, for what our addons change for every customer.
STOCK = f"{DATABASE}_stock"


def bench(arguments):
    """Returns the exit code of the benchmarks."""
    here = instance.get()
    with step("Making the benchmark database"):
        database.clone(database.base(), DATABASE)
        database.install(DATABASE, *OURS)
        database.clone(database.base(), STOCK)
    command = here.command("shell", "-d", DATABASE, "--no-http", "--log-level=error")
    script = (ROOT / "bench" / "run.py").read_text()
    env = dict(here.environment, B2B_BENCH=arguments, B2B_ROOT=str(ROOT), B2B_STOCK_DB=STOCK)
    return subprocess.run(command, env=env, input=script, text=True, check=False).returncode
