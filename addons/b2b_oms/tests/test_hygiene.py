import ast
from pathlib import Path

from lxml import etree

from odoo.tests import tagged

from .common import B2BCase

ADDON = Path(__file__).parent.parent


@tagged("post_install", "-at_install")
class TestHygiene(B2BCase):
    """The structure of the addon says what it says."""

    def test_every_check_has_code_description_policy_and_doc(self):
        checks = self.env["b2b.order.check"]._all()
        codes = [check._code for check in checks]
        self.assertEqual(len(codes), len(set(codes)))
        everybody = self.env["b2b.check.policy"].search(
            [("company_id", "=", False), ("tier_id", "=", False), ("account_id", "=", False)]
        )
        self.assertEqual(sorted(codes), sorted(everybody.mapped("code")))
        for check in checks:
            self.assertTrue(check._description, check._code)

    def test_every_file_of_views_and_data_is_loaded(self):
        manifest = ast.literal_eval((ADDON / "__manifest__.py").read_text())
        listed = set(manifest["data"]) | set(manifest["demo"])
        found = {
            str(path.relative_to(ADDON))
            for folder in ("views", "data", "security", "wizards")
            for path in (ADDON / folder).glob("*.*")
            if path.suffix in (".xml", ".csv")
        }
        self.assertEqual(found - listed, set())

    def test_every_button_can_be_pressed_on_records(self):
        """The web client passes ids; a method of the model alone would take them for an argument."""
        for view in self.env["ir.ui.view"].search([("model", "=like", "b2b.%")]):
            for button in etree.fromstring(view.arch).iter("button"):
                if button.get("type") == "object":
                    model = self.env[view.model]
                    for field in reversed([*button.iterancestors("field")]):  # a list in a form
                        model = self.env[model._fields[field.get("name")].comodel_name]
                    method = getattr(type(model), button.get("name"))
                    self.assertFalse(getattr(method, "_api_model", False), button.get("name"))

    def test_documents_know_nothing_of_odoo(self):
        for path in (ADDON / "documents").glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                names = (
                    [alias.name for alias in node.names]
                    if isinstance(node, ast.Import)
                    else [node.module or ""]
                    if isinstance(node, ast.ImportFrom)
                    else []
                )
                self.assertFalse(any(name.startswith("odoo") for name in names), path)
