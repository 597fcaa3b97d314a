"""The buyer's pages with Odoo's website installed: the same pages in the website's frame.

Without it they are opened by every other test.
"""

import os

import pytest

from tools import database, instance

PAGES = ("", "/account", "/approvals", "/cart", "/catalogue", "/colleagues", "/invoices", "/lists",
         "/orders", "/quick-order", "/returns", "/standing", "/statement")  # fmt: skip
SCRIPT = """
import odoo.http
from lxml import html
from werkzeug.test import Client

tier = env["b2b.account.tier"].create({{"name": "Gold"}})
account = env["res.partner"].create(
    {{"name": "Northside", "is_company": True, "b2b_tier_id": tier.id}})
contact = env["res.partner"].create({{"name": "Ann", "parent_id": account.id}})
user = env["res.users"].with_context(no_reset_password=True).create(
    {{"login": "ann", "password": "ann", "name": "Ann", "partner_id": contact.id,
      "group_ids": [(6, 0, env.ref("base.group_portal").ids)]}})
env["b2b.account.member"].create(
    {{"user_id": user.id, "account_id": account.id, "role": "admin"}})
product = env["product.product"].create(
    {{"name": "Bolt", "default_code": "BOLT", "is_storable": True, "list_price": 5}})
env.cr.commit()

browser = Client(odoo.http.root)
def opened(path):
    answered = browser.get(path)
    assert answered.status_code == 200, (path, answered.status_code)
    return html.fromstring(answered.text)

token = opened("/web/login").xpath("//input[@name='csrf_token']/@value")[0]
browser.post("/web/login", data={{"csrf_token": token, "login": "ann", "password": "ann"}})
for page in {pages}:
    tree = opened("/my/b2b" + page)
    assert tree.xpath("//div[@id='wrapwrap']"), page
    assert bool(tree.xpath("//html[@data-website-id]")), page  # the website's frame
    (ours,) = tree.xpath("//div[@class='o_b2b_portal']")
    assert len(ours.xpath("./nav")) == 1, page
    assert len(tree.xpath("//h1")) == 1, (page, [h.text_content() for h in tree.xpath("//h1")])
    assert tree.get("lang") == "en-US", (page, tree.get("lang"))
assert "BOLT" in opened("/my/b2b/catalogue").text_content()
lost = browser.get("/my/b2b/orders/2147483647")
assert lost.status_code == 404
assert browser.get("/my/b2b/catalogue/" + str(product.id)).status_code == 200
print("sane")
"""


@pytest.fixture
def with_website():
    """A database with our addons and the website."""
    name = "b2b_with_website"
    database.clone(os.environ["B2B_TEMPLATE_DB"], name)
    database.install(name, "website")
    yield name
    database.drop(name)


def test_pages_are_the_same_in_the_websites_frame(with_website):
    words = ("shell", "-d", with_website, "--no-http", "--db-filter", f"^{with_website}$")
    told = instance.get().run("Script", *words, script=SCRIPT.format(pages=PAGES))
    assert "sane" in told
