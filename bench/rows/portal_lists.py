"""Fifty buyers at once on four workers: the pages they open, beside stock `/my/orders`."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode

from bench.measure import Row
from bench.rows import portal
from tools.live import serving

ORDERS, BUYERS, ASKED, LINES = 5_000, 50, 4, 500
LOGIN = "bench-list-buyer"
STOCK = "/my/orders"
CATALOGUE = "/my/b2b/catalogue"


def measure(env):
    """p50 and p95 of each page: fifty logins ask for it, all at once, so and so often, and for
    stock's list in turns with it. What a buyer waits for is mostly the others: compare the ratio.
    """
    products = portal.products(env)
    _orders(env, products[0])
    with serving(env.cr.dbname, cron_threads=0, workers=4) as port:
        buyers = [_Browser(port, f"{LOGIN}-{number}") for number in range(BUYERS)]
        entries = "".join(f"{code}\t3\n" for code in products[:LINES].mapped("default_code"))
        pages = {
            f"list of {ORDERS:,} orders, first page": ("/my/b2b/orders",),
            f"list of {ORDERS:,} orders, last page": ("/my/b2b/orders/page/250",),
            "invoices": ("/my/b2b/invoices",),
            "catalogue of 100,000 products": (CATALOGUE,),
            "search among 100,000 products": (f"{CATALOGUE}?search=hex+bolt+991",),
            "cart of 10 lines": ("/my/b2b/cart",),
            f"quick order of {LINES} lines": ("/my/b2b/quick-order/check", {"entries": entries}),
        }
        for buyer in buyers:
            buyer.fill_cart(products[:10].ids)
        for page, body in [(STOCK, None), *((page[0], None) for page in pages.values())]:
            if "check" not in page:
                _all_ask(buyers, page, body)  # every worker has its registry and its templates
        for what, page in pages.items():
            ours, stocks = [], []
            for _turn in range(ASKED):
                ours += _all_ask(buyers, *page)
                stocks += _all_ask(buyers, STOCK)
            name = f"{BUYERS} buyers at once, {what}"
            medians = statistics.median(ours), statistics.median(stocks)
            yield Row(f"{name}: p50", f"stock {STOCK}", *medians, None, None)
            yield Row(f"{name}: p95", f"stock {STOCK}", _p95(ours), _p95(stocks), None, None)


def _all_ask(buyers, path, form=None):
    with ThreadPoolExecutor(len(buyers)) as pool:
        return list(pool.map(lambda buyer: buyer.ask(path, form), buyers))


def _p95(times):
    return sorted(times)[int(0.95 * (len(times) - 1))]


def _orders(env, product):
    """One confirmed order by the path, the others copied from its row: a list shows no more."""
    tier = env["b2b.account.tier"].create({"name": "Lists"})
    account = env["res.partner"].create(
        {"name": "Lists", "is_company": True, "b2b_tier_id": tier.id}
    )
    contacts = env["res.partner"].create(
        [{"name": f"Buyer {number}", "parent_id": account.id} for number in range(BUYERS)]
    )
    env["res.users"].with_context(no_reset_password=True).create(
        [
            {
                "login": f"{LOGIN}-{number}",
                "password": f"{LOGIN}-{number}",
                "partner_id": contact.id,
                "group_ids": [(6, 0, env.ref("base.group_portal").ids)],
            }
            for number, contact in enumerate(contacts)
        ]
    )
    order = env["sale.order"].create(
        {
            "partner_id": account.id,
            "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": 10})],
        }
    )
    order.action_confirm()
    assert order.b2b_state == "released"
    env.flush_all()
    own = ("id", "name", "client_order_ref", "date_order", "access_token")
    columns = ", ".join(
        f'"{name}"'
        for name, field in order._fields.items()
        if field.store and field.column_type and name not in own
    )
    env.cr.execute(
        f"""
        INSERT INTO sale_order (name, client_order_ref, date_order, {columns})
        SELECT 'L' || n, 'PO-' || n, date_order - n * INTERVAL '1 hour', {columns}
          FROM sale_order, generate_series(1, %s) n WHERE id = %s
        """,
        [ORDERS - 1, order.id],
    )
    env.cr.execute("ANALYZE sale_order")
    env.cr.commit()


class _Browser:
    """A buyer who logged in, one request after the other."""

    def __init__(self, port, login):
        self._port, self._cookie = port, ""
        self._token = self._token_of(self._send("GET", "/web/login"))
        form = {"login": login, "password": login, "csrf_token": self._token}
        self._send("POST", "/web/login", form)
        self._token = self._token_of(self._send("GET", "/my/b2b/quick-order"))

    def fill_cart(self, products):
        for product in products:
            form = {"product_id": product, "amount": 3, "csrf_token": self._token}
            self._send("POST", "/my/b2b/cart/add", form)

    def ask(self, path, form=None):
        """Seconds of one page."""
        begun = time.perf_counter()
        if form:
            self._send("POST", path, form | {"csrf_token": self._token})
        else:
            page = self._send("GET", path)
            assert "oe_login_form" not in page, path
        return time.perf_counter() - begun

    @staticmethod
    def _token_of(page):
        return page.split('name="csrf_token" value="')[1].split('"')[0]

    def _send(self, method, path, form=None):
        connection = HTTPConnection("127.0.0.1", self._port, timeout=300)
        headers = {"Cookie": self._cookie}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(form) if form else None, headers)
        response = connection.getresponse()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            if cookie.startswith("session_id="):
                self._cookie = cookie.split(";")[0]
        page = response.read().decode()
        assert response.status in (200, 303), (path, response.status)
        connection.close()
        return page
