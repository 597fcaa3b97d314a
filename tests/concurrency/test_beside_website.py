"""The buyer's pages with Odoo's website installed: the same pages in the website's frame.

Without it they are opened by every other test.
"""

from lxml import html
from odoo_server import Server
from processes import answer
from test_pay_now import Buyer

from tools import database

PAGES = ("", "/account", "/approvals", "/cart", "/catalogue", "/colleagues", "/invoices", "/lists",
         "/orders", "/quick-order", "/returns", "/standing", "/statement")  # fmt: skip
SETUP = """
import json

tier = env["b2b.account.tier"].create({"name": "Gold"})
account = env["res.partner"].create(
    {"name": "Northside", "is_company": True, "b2b_tier_id": tier.id})
contact = env["res.partner"].create(
    {"name": "Ann", "parent_id": account.id, "email": "ann@a.example"})
user = env["res.users"].with_context(no_reset_password=True).create(
    {"login": "ann", "password": "ann", "name": "Ann", "partner_id": contact.id,
     "group_ids": [(6, 0, env.ref("base.group_portal").ids)]})
env["b2b.account.member"].create(
    {"user_id": user.id, "account_id": account.id, "role": "admin"})
env["product.product"].create(
    {"name": "Bolt", "default_code": "BOLT", "is_storable": True, "list_price": 5})
env.cr.commit()
print(json.dumps("made"))
"""


def test_pages_are_the_same_in_the_websites_frame(shared_database, tmp_path):
    database.install(shared_database, "website")
    answer(shared_database, SETUP)
    with Server(shared_database, tmp_path / "server.log") as server:
        buyer = Buyer(server.url, "ann")
        for page in PAGES:
            answered = buyer.get(f"/my/b2b{page}")
            tree = html.fromstring(answered.text)
            assert answered.url == f"{server.url}/my/b2b{page}"
            assert tree.get("data-website-id"), page  # the website's frame
            assert tree.get("lang") == "en-US", page
            (ours,) = tree.xpath("//div[@class='o_b2b_portal']")
            assert len(ours.xpath("./nav")) == 1, page
            assert len(ours.xpath(".//h1")) == 1, page
            if page == "/catalogue":
                assert "BOLT" in ours.text_content()
        lost = buyer.session.get(f"{server.url}/my/b2b/orders/2147483647", timeout=120)
        assert lost.status_code == 404
        assert not server.complaints()
