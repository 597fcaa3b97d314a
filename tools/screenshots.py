"""`make screenshots`: pictures of every page of the demo, desktop and phone, into docs/images."""

import json
import socket
import subprocess
import time
from urllib.error import URLError
from urllib.request import urlopen

from . import browser, database, instance
from .paths import ROOT
from .report import Failure, step

NAME = "b2b_pictures"
FOLDER = ROOT / "docs" / "images"
DESKTOP, PHONE = (1280, 900), (390, 844)
# name: (login, path, what appears when it is ready, sizes)
PAGES = {
    "control-tower": ("manager", "/odoo/b2b-control-tower", ".o_b2b_tower_tile", (DESKTOP, PHONE)),
    "orders-held": (
        "desk",
        "/odoo/action-b2b_oms.sale_order_action_held",
        ".o_data_row",
        (DESKTOP,),
    ),
    "credit-queue": (
        "credit",
        "/odoo/action-b2b_oms.b2b_order_hold_action_credit",
        ".o_data_row",
        (DESKTOP,),
    ),
    "backorders": (
        "manager",
        "/odoo/action-b2b_oms.b2b_allocation_action_backorders",
        ".o_data_row",
        (DESKTOP,),
    ),
    "billing-runs": (
        "accountant",
        "/odoo/action-b2b_oms.b2b_billing_run_action",
        ".o_data_row",
        (DESKTOP,),
    ),
    "open-items": (
        "accountant",
        "/odoo/action-b2b_oms.b2b_open_item_action",
        ".o_data_row, .o_group_header",
        (DESKTOP,),
    ),
    "performance": (
        "manager",
        "/odoo/action-b2b_oms.b2b_month_figure_action",
        ".o_data_row",
        (DESKTOP,),
    ),
    "service-ledger": (
        "manager",
        "/odoo/action-b2b_oms.b2b_service_ledger_action",
        ".o_data_row",
        (DESKTOP,),
    ),
    "before-after": (
        "manager",
        "/odoo/action-b2b_oms.b2b_before_after_action",
        ".o_data_row",
        (DESKTOP,),
    ),
    "trial": (
        "manager",
        "/odoo/action-b2b_oms.b2b_trial_action/1",
        ".o_form_view",
        (DESKTOP,),
    ),
    "edi-exchanges": (
        "manager",
        "/odoo/action-b2b_oms_edi.b2b_edi_exchange_action",
        ".o_data_row, .o_group_header",
        (DESKTOP,),
    ),
    "mail-review": (
        "desk",
        "/odoo/action-b2b_oms.b2b_intake_action_review_first",
        ".o_b2b_review .o_data_row",
        (DESKTOP,),
    ),
    "shadow-run": (
        "manager",
        "/odoo/action-b2b_oms.b2b_shadow_action/1",
        ".o_data_row",
        (DESKTOP,),
    ),
    "migration": (
        "manager",
        "/odoo/action-b2b_oms.b2b_migration_action/1",
        ".o_form_view",
        (DESKTOP,),
    ),
    "partner-layout": (
        "manager",
        "/odoo/action-b2b_oms_edi.b2b_edi_layout_action/1",
        ".o_data_row",
        (DESKTOP,),
    ),
    **{
        f"portal-{name}": ("buyer1", path, ".o_b2b_portal", (DESKTOP, PHONE))
        for name, path in (
            ("overview", "/my/b2b"),
            ("catalogue", "/my/b2b/catalogue"),
            ("quick-order", "/my/b2b/quick-order"),
            ("cart", "/my/b2b/cart"),
            ("lists", "/my/b2b/lists"),
            ("orders", "/my/b2b/orders"),
            ("standing-orders", "/my/b2b/standing"),
            ("invoices", "/my/b2b/invoices"),
            ("statement", "/my/b2b/statement"),
            ("returns", "/my/b2b/returns"),
            ("approvals", "/my/b2b/approvals"),
            ("account", "/my/b2b/account"),
            ("service", "/my/b2b/service"),
        )
    },
}


def screenshots(words=""):
    """Make the demo, serve it, take the pictures. Returns the exit code.

    :param words: names of pages, all of them when empty
    """
    wanted = words.split() or list(PAGES)
    if unknown := set(wanted) - set(PAGES):
        raise Failure(
            f"There is no page {', '.join(sorted(unknown))}. There are: {', '.join(PAGES)}."
        )
    browser.check()
    database.demo(NAME)
    here, port = instance.get(), _free_port()
    server = subprocess.Popen(
        here.command(
            "-d", NAME, "--db-filter", f"^{NAME}$", "--http-interface", "127.0.0.1",
            "--http-port", port, "--max-cron-threads", 0, "--log-level", "warn",
        ),
        env=here.environment,
    )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        with step("Starting the server"):
            _wait(url)
        job = {"url": url, "shots": [shot for name in wanted for shot in _shots(name)]}
        return subprocess.run(
            [str(here.python), str(ROOT / "tools" / "camera.py")],
            input=json.dumps(job),
            text=True,
            check=False,
        ).returncode
    finally:
        server.terminate()
        server.wait()


def _shots(name):
    login, path, wait, sizes = PAGES[name]
    for width, height in sizes:
        suffix = "-phone" if (width, height) == PHONE else ""
        yield {
            "login": login,
            "path": path,
            "wait": wait,
            "width": width,
            "height": height,
            "file": str(FOLDER / f"{name}{suffix}.png"),
        }


def _wait(url):
    for _try in range(300):
        try:
            with urlopen(f"{url}/web/health", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.3)
    raise Failure("The server did not start.")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
