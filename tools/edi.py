"""`make edi FILE=path`: what a document is and says, as JSON. Needs neither Odoo nor a database."""

import json
import os
import subprocess
import sys
import types
from importlib import import_module, util
from pathlib import Path

from . import venv
from .paths import ADDONS, ROOT
from .report import Failure

# Excel and XML need these; an interpreter without them hands over to the environment's.
NEEDED = ("openpyxl", "lxml")

# What is pure Python in the addons; the packages above are entered without running them.
PACKAGES = (
    "odoo",
    "odoo.addons",
    "odoo.addons.b2b_oms",
    "odoo.addons.b2b_oms.documents",
    "odoo.addons.b2b_oms_edi",
    "odoo.addons.b2b_oms_edi.codecs",
    "odoo.addons.b2b_oms_edi.documents",
)


def edi(path):
    """Print the explanation of a file. Returns 0: a refusal is an answer too.

    :raises Failure: there is no such file
    """
    file = Path(path or "")
    if not path or not file.is_file():
        raise Failure(f"There is no file “{path or ''}”. Call it so: make edi FILE=path")
    if not all(util.find_spec(name) for name in NEEDED):
        command = [venv.python(), "-m", "tools", "edi", str(file.resolve())]
        return subprocess.call(command, cwd=ROOT, env={**os.environ, "B2B_FILE": ""})
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Failure(f"Cannot read {path}: {error.strerror}.") from error
    found = codecs().explain(content, file.name)
    sys.stdout.write(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    return 0


def codecs():
    """The registry of the codecs, imported without Odoo."""
    for name in PACKAGES:
        if name in sys.modules:
            continue
        module = types.ModuleType(name)
        module.__path__ = [str(ADDONS.joinpath(*name.split(".")[2:]))]
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)
    return import_module("odoo.addons.b2b_oms_edi.codecs.registry")
