"""The buyer's list of 5,000 orders, beside stock `/my/orders` of the same login, over the network."""

import statistics
import time
from http.client import HTTPConnection
from urllib.parse import urlencode

from bench.measure import Row
from tools.live import serving

ORDERS, ASKED = 5_000, 40
LOGIN = "bench-list-buyer"


def measure(env):
    """p50 and p95 of the first page and of the last; nobody counts the queries of a server."""
    _orders(env)
    with serving(env.cr.dbname, cron_threads=0, workers=2) as port:
        browser = _Browser(port)
        for what, our_path, stock_path in (
            ("first page", "/my/b2b/orders", "/my/orders"),
            ("last page", "/my/b2b/orders/page/250", "/my/orders/page/63"),
        ):
            browser.ask(our_path), browser.ask(stock_path)  # both workers load the registry
            browser.ask(our_path), browser.ask(stock_path)
            pairs = [(browser.ask(our_path), browser.ask(stock_path)) for _n in range(ASKED)]
            ours, stocks = (sorted(times) for times in zip(*pairs, strict=True))
            name = f"list of {ORDERS:,} orders, {what}"
            other = f"stock {stock_path.split('/page')[0]}"
            p50 = statistics.median(ours), statistics.median(stocks)
            yield Row(f"{name}: p50", other, *p50, None, None)
            yield Row(f"{name}: p95", other, _p95(ours), _p95(stocks), None, None)


def _p95(times):
    return times[int(0.95 * (len(times) - 1))]


def _orders(env):
    """One confirmed order by the path, the others copied from its row: a list shows no more."""
    tier = env["b2b.account.tier"].create({"name": "Lists"})
    account = env["res.partner"].create(
        {"name": "Lists", "is_company": True, "b2b_tier_id": tier.id}
    )
    contact = env["res.partner"].create({"name": "Buyer", "parent_id": account.id})
    env["res.users"].with_context(no_reset_password=True).create(
        {
            "login": LOGIN,
            "password": LOGIN,
            "partner_id": contact.id,
            "group_ids": [(6, 0, env.ref("base.group_portal").ids)],
        }
    )
    product = env["product.product"].create({"name": "Listed", "list_price": 50})
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

    def __init__(self, port):
        self._port, self._cookie = port, ""
        page = self._send("GET", "/web/login")
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        form = {"login": LOGIN, "password": LOGIN, "csrf_token": token}
        self._send("POST", "/web/login", urlencode(form))

    def ask(self, path):
        """Seconds of one page."""
        begun = time.perf_counter()
        page = self._send("GET", path)
        assert "/orders/" in page, path
        return time.perf_counter() - begun

    def _send(self, method, path, body=None):
        connection = HTTPConnection("127.0.0.1", self._port, timeout=120)
        headers = {"Cookie": self._cookie}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            if cookie.startswith("session_id="):
                self._cookie = cookie.split(";")[0]
        page = response.read().decode()
        assert response.status in (200, 303), (path, response.status)
        connection.close()
        return page
