"""The user guide's paths lead somewhere, for the people it tells of them; its pictures are there."""

import json
import os
import re
from pathlib import Path

import pytest
from orders import shell

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
# Page: the groups of the people it is for, as the demo gives them.
READERS = {
    "sales-desk.md": ("b2b_oms.group_order_desk",),
    "credit.md": ("b2b_oms.group_credit", "account.group_account_readonly"),
    "warehouse.md": ("stock.group_stock_manager",),
    "accountant.md": ("account.group_account_manager", "sales_team.group_sale_salesman_all_leads"),
    "edi-clerk.md": ("b2b_oms.group_order_desk",),
    "manager.md": ("b2b_oms.group_manager", "account.group_account_invoice"),
    "administrator.md": ("b2b_oms.group_manager", "base.group_system"),
}
MENUS = """
import json
from odoo.tests import new_test_user
readers, told = json.loads({readers!r}), {{}}
for number, (page, groups) in enumerate(readers.items()):
    user = new_test_user(env, f"reader{{number}}", groups=",".join(["base.group_user", *groups]))
    menu = env["ir.ui.menu"].with_user(user)
    visible = set(menu._visible_menu_ids())
    seen = [one for one in menu.search([("id", "in", list(visible))])
            if visible.issuperset(map(int, one.sudo().parent_path.split("/")[:-1]))]
    told[page] = [one.complete_name.replace("/", " → ") for one in seen]
env.cr.rollback()
print("MENUS", json.dumps(told))
"""
BOLD = re.compile(r"\*\*(.+?)\*\*(?:\s+\((managers|administrators)\))?", re.DOTALL)
OTHERS = {"managers": "manager.md", "administrators": "administrator.md"}
# Odoo's own apps, and what is pressed in them.
ODOOS = ("Inventory → ", "Settings → ", "Print → ", "Validate", "New")
ADDONS = Path(__file__).parents[2] / "addons"


def _bold(page):
    """{what a page tells to click, in bold: the page of those who may, where it says so}"""
    text = (GUIDE / page).read_text()
    return {" ".join(told.split()): OTHERS.get(others, page) for told, others in BOLD.findall(text)}


@pytest.fixture(scope="module")
def menus():
    """{page: the menu paths its readers see}"""
    printed = shell(os.environ["B2B_TEMPLATE_DB"], MENUS.format(readers=json.dumps(READERS)))
    line = next(line for line in printed.splitlines() if line.startswith("MENUS "))
    return json.loads(line.removeprefix("MENUS "))


@pytest.mark.parametrize("page", READERS)
def test_every_path_of_a_page_leads_somewhere_for_its_readers(page, menus):
    paths = {path: who for path, who in _bold(page).items() if path.startswith("B2B Orders → ")}
    assert paths
    assert not [path for path, who in paths.items() if path not in menus[who]]


@pytest.mark.parametrize("page", sorted(path.name for path in GUIDE.glob("[a-z]*.md")))
def test_what_a_page_tells_to_press_is_written_on_a_button_or_a_page(page):
    shown = [path for ending in ("xml", "py", "js") for path in ADDONS.rglob(f"*.{ending}")]
    terms = "\n".join(path.read_text() for path in shown if "tests" not in path.parts)
    words = [told for told in _bold(page) if not told.startswith(("B2B Orders → ", *ODOOS))]
    assert not [word for word in words if word not in terms]


def test_every_picture_and_link_of_the_guide_is_there():
    gone = []
    for path in GUIDE.glob("*.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text()):
            if "://" not in target and not (path.parent / target).exists():
                gone.append(f"{path.name}: {target}")
    assert not gone
