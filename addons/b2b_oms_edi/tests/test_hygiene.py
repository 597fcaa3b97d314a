import ast
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ..const import EXCHANGE_STATES
from ..exchange.flow import INBOUND, OUTBOUND

ADDON = Path(__file__).parent.parent
SHARED_DOCUMENTS = "odoo.addons.b2b_oms.documents"

# Layer → the packages of this addon it may use besides itself.
MAY_USE = {"documents": {"documents"}, "codecs": {"codecs", "documents"}}
# Layers that know Odoo, and nothing of what is carried.
CARRIES_ONLY = {"transports": {"transports"}}
# A letter becomes a table, and is read as one.
BUILT_ON = {"letter": {"flat"}}


def imports(path):
    """Full names of what a file imports, relative ones as from the addon ("documents.item")."""
    folder = path.relative_to(ADDON).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = folder[: len(folder) - node.level + 1] if node.level else ()
            base = ".".join([*above, *(node.module or "").split(".")]).strip(".")
            yield from (f"{base}.{alias.name}" for alias in node.names)


@tagged("post_install", "-at_install")
class TestHygiene(BaseCase):
    """The structure of the addon says what it says."""

    def test_documents_and_codecs_know_nothing_of_odoo(self):
        for layer in MAY_USE:
            for path in (ADDON / layer).rglob("*.py"):
                for name in imports(path):
                    is_odoo = name == "odoo" or name.startswith("odoo.")
                    with self.subTest(file=str(path.relative_to(ADDON)), imports=name):
                        self.assertTrue(not is_odoo or name.startswith(SHARED_DOCUMENTS))

    def test_layers_use_only_what_lies_below_them(self):
        ours = {path.name for path in ADDON.iterdir() if path.is_dir()}
        for layer, allowed in (MAY_USE | CARRIES_ONLY).items():
            for path in (ADDON / layer).rglob("*.py"):
                used = {name.split(".")[0] for name in imports(path)} & ours
                self.assertLessEqual(used, allowed, path)

    def test_syntaxes_do_not_use_each_other(self):
        syntaxes = {path.name for path in (ADDON / "codecs").iterdir() if path.is_dir()}
        for syntax in syntaxes:
            for path in (ADDON / "codecs" / syntax).rglob("*.py"):
                others = {
                    name.split(".")[1]
                    for name in imports(path)
                    if name.startswith("codecs.") and "." in name
                } & (syntaxes - {syntax} - BUILT_ON.get(syntax, set()))
                self.assertEqual(others, set(), path)

    def test_every_sample_has_its_explanation(self):
        samples = ADDON / "tests" / "samples"
        for file in samples.rglob("*.edi"):
            self.assertTrue(file.with_suffix(".json").is_file(), file)
        for file in samples.rglob("*.json"):
            self.assertTrue(list(file.parent.glob(f"{file.stem}.[ex]*")), file)

    def test_every_state_of_an_exchange_is_reached_and_has_a_label(self):
        labels = {state for state, _label in EXCHANGE_STATES}
        for table in (INBOUND, OUTBOUND):
            reached = {state for states in table.values() for state in states}
            self.assertLessEqual(reached, set(table))
            self.assertLessEqual(set(table), labels)
            self.assertEqual(set(table) - reached - {"received", "due"}, set())
        self.assertEqual(set(INBOUND) | set(OUTBOUND), labels)
