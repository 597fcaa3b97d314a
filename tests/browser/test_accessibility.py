"""What people with a screen reader, a keyboard or a phone meet, asked of axe-core in Chromium."""

import json
import os
from pathlib import Path

from odoo.tests import tagged

from odoo.addons.b2b_portal.tests.common import PortalCase

LOOK = Path(__file__).with_name("look.js").read_text()
WIDTHS = (1280, 360)
PAGES = (
    "",
    "/account",
    "/account/parts",
    "/approvals",
    "/approvals/{ask_id}",
    "/cart",
    "/cart?review=1",
    "/catalogue",
    "/catalogue?view=list",
    "/catalogue?search=nothing-of-that-name",
    "/catalogue/{product_id}",
    "/catalogue/2147483647",
    "/colleagues",
    "/colleagues/{user_id}",
    "/colleagues/new",
    "/invoices",
    "/invoices/{invoice_id}",
    "/invoices/pay?ids={invoice_id}",
    "/lists",
    "/lists/{list_id}",
    "/orders",
    "/orders/{order_id}",
    "/orders/{order_id}/reorder",
    "/quick-order",
    "/returns",
    "/returns/{return_id}",
    "/returns/new",
    "/returns/new?order={order_id}",
    "/search?q=TEST",
    "/standing",
    "/standing/{standing_id}",
    "/standing/{standing_id}/edit",
    "/standing/new",
    "/statement",
)


@tagged("post_install", "-at_install")
class TestAccessibility(PortalCase):
    """Every page, full and empty, at a desk's and a phone's width."""

    def _look(self, user, pages):
        if not os.environ["B2B_AXE"]:
            self.skipTest("machine: axe-core cannot be fetched by npm here")
        axe = Path(os.environ["B2B_AXE"]).read_text()
        code = (
            f"const AXE = {json.dumps(axe)}, PAGES = {json.dumps(pages)}, "
            f"WIDTHS = {json.dumps(WIDTHS)};\n{LOOK}"
        )
        self.browser_js("/my/b2b", code, login=user.login, timeout=600)

    def test_no_page_shuts_anybody_out(self):
        self._make_provider()
        ids = self._make_one_of_everything(self.account)
        user = self._make_member("admin")
        cart = self.env["b2b.cart"]._current(self._buyer(user))
        cart._add({self.bolt: 10, self.nut: 3})
        self._look(user, ["/my/b2b" + path.format(**ids) for path in PAGES])

    def test_no_empty_page_shuts_anybody_out(self):
        user = self._make_member("viewer", self._make_account("Southside Foods", "S-100"))
        empty = [
            "", "/orders", "/invoices", "/statement", "/standing", "/returns", "/approvals",
            "/account/parts", "/catalogue", "/cart",
        ]  # fmt: skip
        self._look(user, [f"/my/b2b{path}" for path in empty])
