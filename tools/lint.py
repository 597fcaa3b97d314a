"""Everything that can be said about the code without running it."""

import ast
import subprocess
from xml.etree import ElementTree

from . import readme, venv
from .paths import ADDONS, OURS, ROOT
from .report import Failure, say, step

MANIFEST_KEYS = ("name", "version", "summary", "author", "license", "depends", "category")


def lint():
    """Run every check; returns 1 when one complains."""
    python = venv.python()
    bad = [
        name
        for name, check in (
            ("ruff check", lambda: _call(python, "ruff", "check", ".")),
            ("ruff format", lambda: _call(python, "ruff", "format", "--check", ".")),
            ("pylint-odoo", lambda: _pylint(python)),
            ("XML", _xml),
            ("manifests", _manifests),
            ("READMEs", readme.check),
        )
        if not _ask(name, check)
    ]
    if bad:
        raise Failure(f"Lint complains: {', '.join(bad)}.")
    return 0


def _ask(name, check):
    problems = []
    with step(name):
        problems = check() or []
    for problem in problems:
        say(f"    {problem}")
    return not problems


def _call(python, *words):
    done = subprocess.run(
        [python, "-m", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    return done.stdout.splitlines() if done.returncode else []


def _pylint(python):
    rc = f"--rcfile={ROOT / '.pylintrc-mandatory'}"
    return _call(python, "pylint", rc, "--score=n", *(str(ADDONS / name) for name in OURS))


def _xml():
    problems = []
    for path in ADDONS.rglob("*.xml"):
        try:
            ElementTree.parse(path)
        except ElementTree.ParseError as error:
            problems.append(f"{path.relative_to(ROOT)}: {error}")
    return problems


def _manifests():
    problems = []
    for name in OURS:
        folder = ADDONS / name
        manifest = ast.literal_eval((folder / "__manifest__.py").read_text())
        problems += [f"{name}: no {key}" for key in MANIFEST_KEYS if not manifest.get(key)]
        listed = [*manifest.get("data", ()), *manifest.get("demo", ())]
        needed = [*listed, "static/description/icon.png", f"i18n/{name}.pot"]
        problems += [f"{name}: no file {path}" for path in needed if not (folder / path).is_file()]
        if not manifest["version"].startswith("19.0."):
            problems.append(f"{name}: version {manifest['version']} is not for 19.0")
    return problems


def tidy():
    """Format every file and mend what ruff can mend. Returns 0."""
    python = venv.python()
    for words in (("ruff", "check", "--fix", "--quiet", "."), ("ruff", "format", "--quiet", ".")):
        subprocess.run([python, "-m", *words], cwd=ROOT, check=False)
    return 0
