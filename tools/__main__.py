"""The command line behind the Makefile: ``python3 -m tools TARGET [words]``."""

import os
import sys
from importlib import import_module

from .report import Failure, fail


def main(target, words):
    """Run one target. Returns the exit code."""
    name = os.environ.get("DB") or "b2b_demo"
    targets = {
        "run": lambda: _run(name),
        "reset": lambda: _reset(name),
        "shell": lambda: _tool("shell").shell(_name(name)),
        "order": lambda: _tool("shell").order(_name(name)),
        "edi": lambda: _tool("edi").edi(os.environ.get("B2B_FILE") or "".join(words[:1])),
        "backup": lambda: _tool("backup").backup(_name(name)),
        "restore": lambda: _tool("backup").restore(_name(name)),
        "release": lambda: _release(),
        "test": lambda: _tool("test").test(" ".join(words)),
        "test-core": lambda: _tool("core").test_core(" ".join(words)),
        "acceptance": lambda: _tool("acceptance").acceptance(),
        "screenshots": lambda: _tool("screenshots").screenshots(" ".join(words)),
        "bench": lambda: _tool("bench").bench(" ".join(words)),
        "lint": lambda: _tool("lint").lint(),
        "format": lambda: _tool("lint").tidy(),
        "readme": lambda: _tool("readme").write(),
        "pot": lambda: _tool("pot").write(),
        "setup": lambda: _setup(),
        "stop": lambda: _tool("postgres").stop(),
    }
    if target not in targets:
        raise Failure(f"There is no target {target}. There are: {', '.join(targets)}.")
    return targets[target]() or 0


def _tool(name):
    """Import late: a broken piece must not stop the others."""
    return import_module(f".{name}", __package__)


def _name(name):
    return _tool("database").check_name(name)


def _run(name):
    port = os.environ.get("PORT") or "8069"
    _tool("serve").check_port(port)
    return _tool("serve").serve(_name(name), port)


def _reset(name):
    database = _tool("database")
    database.drop(_name(name))
    database.demo(name)


def _release():
    _tool("release").release()


def _setup():
    _tool("browser").check()
    _tool("database").base()


def _forget_empty():
    """Make exports the variables nobody set as empty ones; to PostgreSQL those are not unset."""
    for name in ("ODOO_HOME", "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PORT", "DB"):
        if os.environ.get(name) == "":
            del os.environ[name]


if __name__ == "__main__":
    _forget_empty()
    try:
        sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "", sys.argv[2:]))
    except Failure as failure:
        sys.exit(fail(failure))
    except KeyboardInterrupt:
        sys.exit(130)
