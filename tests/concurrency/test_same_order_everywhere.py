"""One purchase order through every channel: the same order, price, holds and allocations."""

import pytest
from processes import answer

SCRIPT = """
import json
from email.message import EmailMessage
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.addons.b2b_oms.api.answer import Incoming
from odoo.addons.b2b_oms_edi.tests.edi_texts import x12_text

LINES = {lines!r}
env = env(context=dict(env.context, tracking_disable=True))
pricelist = env["product.pricelist"].create({{"name": "Gold", "item_ids": [
    Command.create({{"compute_price": "percentage", "percent_price": 10.0}})]}})
tier = env["b2b.account.tier"].create({{
    "name": "Gold", "pricelist_id": pricelist.id, "minimum_order": 100.0,
    "payment_term_id": env.ref("account.account_payment_term_30days").id}})
env.ref("b2b_oms.policy_near_duplicate").action = "ignore"
env.ref("b2b_oms.policy_channel_twin").action = "ignore"
account = env["res.partner"].create({{
    "name": "Northside", "ref": "N-1", "is_company": True, "b2b_tier_id": tier.id}})
ada = env["res.partner"].create(
    {{"name": "Ada", "email": "ada@northside.test", "parent_id": account.id}})
location = env["stock.warehouse"].search([], limit=1).lot_stock_id
products = {{}}
for sku, price in (("SAME-BOLT", 10.0), ("SAME-NUT", 4.0)):
    products[sku] = env["product.product"].create({{
        "name": sku, "default_code": sku, "list_price": price, "is_storable": True}})
    env["stock.quant"]._update_available_quantity(products[sku], location, 1000)

# Who comes in by which door.
portal_user = new_test_user(env, "ada@northside.test", groups="base.group_portal",
                            partner_id=ada.id, email="ada@northside.test")
env["b2b.account.member"].create(
    {{"user_id": portal_user.id, "account_id": account.id, "role": "buyer"}})
rep = new_test_user(env, "same-rep", groups="sales_team.group_sale_salesman_all_leads")
desk = new_test_user(env, "same-desk", groups="b2b_oms.group_order_desk")
key = env["b2b.api.key"].create({{"name": "Same", "user_id": desk.id, "scope_ids": [
    Command.set(env["b2b.api.scope"].search([]).ids)]}})
token = key._issue()
env["b2b.edi.partner"].create({{
    "name": "Northside", "account_id": account.id, "syntax": "x12", "their_qualifier": "ZZ",
    "their_id": "HARBORMRO", "our_qualifier": "01", "our_id": "NORTHDIST",
    "transport": "by_hand", "is_test": False}})
domain = env["mail.alias.domain"].create({{"name": "same.test"}})
env["b2b.mailbox"].create({{"name": "Orders", "alias_name": "same-orders",
                           "proof_server": "mx.test", "alias_domain_id": domain.id}})
env.cr.commit()


def portal(number):
    buyer = env["b2b.account.member"]._buyer(portal_user)
    cart = env["b2b.cart"]._current(buyer)
    cart._add({{products[sku]: quantity for sku, quantity in LINES}})
    cart.customer_po = number
    cart._submit(buyer)


def edi(number):
    rows = [f"PO1*{{n}}*{{quantity}}*EA***VP*{{sku}}" for n, (sku, quantity) in enumerate(LINES, 1)]
    body = (f"BEG*00*SA*{{number}}**20300105", *rows, f"CTT*{{len(rows)}}")
    env["b2b.edi.exchange"].receive(x12_text(body, number="000000301").encode(), "po.edi")


def email(number):
    rows = "\\n".join(f"{{sku}},{{quantity}}" for sku, quantity in LINES)
    mail = EmailMessage()
    mail["From"], mail["To"] = "ada@northside.test", "same-orders@same.test"
    mail["Subject"], mail["Message-Id"] = "Order", f"<{{number}}@northside.test>"
    mail["Authentication-Results"] = "mx.test; dmarc=pass"
    mail.set_content("Please see the file.")
    mail.add_attachment(f"PO,SKU,Qty\\n{{number}},".encode() + rows.replace(
        "\\n", f"\\n{{number}},").encode(), maintype="text", subtype="csv", filename="po.csv")
    env["mail.thread"].message_process(False, mail.as_bytes())
    env.cr.commit()
    env["b2b.intake"]._cron_process()


def sales_rep(number):
    env["b2b.fast.entry"].with_user(rep).create({{
        "account_id": account.id, "number": number, "line_ids": [
            Command.create({{"product_id": products[sku].id, "quantity": quantity}})
            for sku, quantity in LINES]}}).action_submit()


def api(number):
    body = {{"number": number, "account": "N-1",
            "lines": [{{"sku": sku, "quantity": quantity}} for sku, quantity in LINES]}}
    sent = {{"authorization": f"Bearer {{token}}", "content-type": "application/json"}}
    env["b2b.api.service"]._serve(
        Incoming("POST", "/orders", (), sent, json.dumps(body).encode()))


def told(order):
    return {{
        "account": order.partner_id.ref, "to": order.partner_shipping_id.display_name,
        "state": order.b2b_state, "total": order.amount_total, "untaxed": order.amount_untaxed,
        "terms": order.payment_term_id.name, "pricelist": order.pricelist_id.name,
        "lines": [[line.product_id.default_code, line.product_uom_qty, line.product_uom_id.name,
                   line.price_unit, line.discount] for line in order.order_line],
        "holds": sorted(order.b2b_hold_ids.mapped("code")),
        "allocations": sorted([one.product_id.default_code, one.warehouse_id.name, one.quantity,
                               str(one.promised_date)] for one in env["b2b.allocation"].search(
                                   [("order_id", "=", order.id)]))}}


result = {{}}
for channel in (portal, edi, email, sales_rep, api):
    number = f"SAME-{{channel.__name__}}"
    channel(number)
    env.cr.commit()
    env.invalidate_all()
    order = env["sale.order"].search([("client_order_ref", "=", number)])
    result[channel.__name__] = [order.b2b_channel, told(order) if len(order) == 1 else None]
print(json.dumps([result, env["b2b.audit"].violations()]))
"""


@pytest.mark.parametrize(
    ("lines", "state", "holds"),
    [
        ([("SAME-BOLT", 20), ("SAME-NUT", 30)], "released", []),
        ([("SAME-BOLT", 2)], "held", ["minimum_order"]),
    ],
)
def test_every_channel_makes_the_same_order(shared_database, lines, state, holds):
    result, violations = answer(shared_database, SCRIPT.format(lines=lines))
    channels, orders = zip(*result.values(), strict=True)
    assert channels == ("portal", "edi", "email", "rep", "api")
    assert orders[0]["state"] == state
    assert orders[0]["holds"] == holds
    assert bool(orders[0]["allocations"]) == (state == "released")
    for channel, order in zip(channels, orders, strict=True):
        assert order == orders[0], channel
    assert violations == []
