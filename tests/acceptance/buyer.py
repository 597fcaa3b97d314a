"""The buyer in a real browser: bulk order, status, invoice, the same again. Nobody helps."""

import json
import time

from tools.camera import Browser

from .story import Proof

BULK = {"TIERED": 60, "AGREED": 24, "CREDIT": 5}


class Person:
    """Somebody with a browser who reads, types and clicks."""

    def __init__(self, url, login):
        self.url, self.browser = url, Browser()
        self.browser.size(1280, 900)
        self.browser.log_in(url, login)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.browser.close()

    def open(self, path, wait):
        """:raises AssertionError: the page does not come"""
        assert self.browser.open(self.url + path, wait), f"{path}: {wait} did not come"

    def wait(self, selector):
        """:raises AssertionError: it does not come"""
        assert self.browser.wait(selector), f"{selector} did not come; on {self.path}"

    def type(self, selector, text):
        """Fill a field as typing does."""
        self._on(selector, f"e.value = {json.dumps(text)};"
                           "e.dispatchEvent(new Event('input', {bubbles: true}));"
                           "e.dispatchEvent(new Event('change', {bubbles: true}));")  # fmt: skip

    def click(self, selector, wait):
        """Click and wait for what comes."""
        self._on(selector, "e.click();")
        self.wait(wait)

    def text(self, selector):
        return self.browser.run(f"document.querySelector({json.dumps(selector)}).innerText")

    def download(self, path):
        """(type, first bytes, size) of a file."""
        return self.browser.run(
            f"fetch({json.dumps(path)}).then(async r => {{const b = await r.arrayBuffer();"
            "return [r.headers.get('content-type'), new TextDecoder().decode(b.slice(0, 5)),"
            "b.byteLength]})"
        )

    @property
    def path(self):
        return self.browser.run("location.pathname")

    def _on(self, selector, script):
        found = self.browser.run(
            f"(() => {{const e = document.querySelector({json.dumps(selector)});"
            f"if (!e) return false; {script} return true;}})()"
        )
        assert found, f"{selector} is not on {self.path}"


def buyers_day(house):
    """A buyer orders in bulk, follows, downloads the invoice and orders again, in a browser"""
    begun = time.monotonic()
    with Person(house.server.url, house.ids["login"]) as buyer:
        order, submitted = _order_in_bulk(buyer)
        number = int(order.rsplit("/", 1)[-1])
        lines = house.find(
            "sale.order.line", [["order_id", "=", number]], "product_id", "product_uom_qty",
            "price_reduce_taxexcl",
        )  # fmt: skip
        codes = {one: code for code, one in house.ids["products"].items()}
        asked = {codes[line["product_id"][0]]: line["product_uom_qty"] for line in lines}
        yield Proof("the order as pasted", {code: float(n) for code, n in BULK.items()}, asked)
        prices = {codes[line["product_id"][0]]: line["price_reduce_taxexcl"] for line in lines}
        yield Proof("price by the Gold tier, 12 % off 25", 22.0, prices["TIERED"])
        yield Proof("the page after ordering thanks for the order", True, "Thank you" in submitted)

        house.ship(number)
        house.cron("cron_billing")
        house.cron("cron_dispatch")
        buyer.open(order, ".o_b2b_portal h1")
        page = buyer.text(".o_b2b_portal").lower()
        yield Proof("the order's page says it has shipped", True, "shipped" in page)

        buyer.open("/my/b2b/invoices", "a[href*='/my/b2b/invoices/']")
        [invoice] = house.read("sale.order", [number], "invoice_ids")[0]["invoice_ids"]
        kind, head, size = buyer.download(f"/my/b2b/invoices/{invoice}/pdf")
        yield Proof("the invoice downloaded", ["application/pdf", "%PDF-", True],
                    [kind, head, size > 5000])  # fmt: skip

        buyer.open(f"{order}/reorder", "form.o_b2b_reorder")
        buyer.click("form.o_b2b_reorder button[type=submit]", ".o_b2b_portal h1")
        buyer.open("/my/b2b/cart", ".o_b2b_submit")
        buyer.click(".o_b2b_submit", ".o_b2b_ordered")
        again = buyer.text(".o_b2b_ordered h1")
        yield Proof("the same order again", True, again.startswith("Thank you"))
    seconds = round(time.monotonic() - begun)
    yield Proof("all of it took less than two minutes", True, seconds < 120)


def _order_in_bulk(buyer):
    """Paste, check, put into the cart, order. Returns (path of the order, what the page said)."""
    buyer.open("/my/b2b/quick-order", "#b2b_entries")
    buyer.type("#b2b_entries", "\n".join(f"{code}\t{number}" for code, number in BULK.items()))
    buyer.click("button[name=action][value=check]", "button[name=action][value=add]")
    buyer.click("button[name=action][value=add]", ".o_b2b_submit")
    buyer.type("#b2b_po", "EVAL-1")
    buyer.click(".o_b2b_submit", ".o_b2b_ordered")
    said = buyer.text(".o_b2b_ordered h1")
    link = "document.querySelector(\"a[href^='/my/b2b/orders/']\").getAttribute('href')"
    return buyer.browser.run(link), said
