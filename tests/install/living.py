"""A company that has worked with Odoo for years: its data, its day's work, and a picture of both."""

MAKE = """
from datetime import timedelta
from odoo import fields
from odoo.fields import Command

ORDERS = {orders}
env["res.lang"]._activate_lang("fr_FR")
euro = env.ref("base.EUR")
euro.active = True
euro.rate_ids = [Command.create({{"name": "2020-01-01", "rate": 0.9, "company_id": env.company.id}})]
first = env.company
second = env["res.company"].create({{"name": "Depot SA", "currency_id": euro.id}})
env.user.company_ids |= second
if not env["stock.warehouse"].search([("company_id", "=", second.id)]):
    env["stock.warehouse"].create({{"name": "Depot", "code": "DEP", "company_id": second.id}})
env["account.chart.template"].try_loading("generic_coa", first)
env["account.chart.template"].try_loading("generic_coa", second)
salesman = env["res.users"].create({{
    "name": "Sam", "login": "living_sam", "company_ids": [Command.set([first.id, second.id])],
    "group_ids": [Command.link(env.ref(name).id) for name in (
        "sales_team.group_sale_salesman_all_leads", "stock.group_stock_user",
        "account.group_account_invoice")]}})
portal = env["res.users"].create({{
    "name": "Pat", "login": "living_pat", "lang": "fr_FR",
    "group_ids": [Command.set([env.ref("base.group_portal").id])]}})
lists = env["product.pricelist"].create([
    {{"name": "Retail", "currency_id": first.currency_id.id}},
    {{"name": "Wholesale", "currency_id": first.currency_id.id, "item_ids": [
        Command.create({{"applied_on": "3_global", "compute_price": "percentage", "percent_price": 12}}),
        Command.create({{"applied_on": "3_global", "compute_price": "percentage", "percent_price": 20,
                        "min_quantity": 10}})]}},
    {{"name": "Europe", "currency_id": euro.id}}])
term = env["account.payment.term"].create({{"name": "14 days", "line_ids": [
    Command.create({{"value": "percent", "value_amount": 100, "nb_days": 14}})]}})
partners = env["res.partner"].create([
    {{"name": f"Customer {{n}}", "is_company": n % 3 > 0, "email": f"c{{n}}@example.com",
     "lang": "fr_FR" if n % 4 == 0 else "en_US", "property_payment_term_id": term.id if n % 2 else False,
     "property_product_pricelist": lists[n % 3].id}} for n in range(25)])
portal.partner_id.parent_id = partners[1]
supplier = env["res.partner"].create({{"name": "Supplier"}})
products = env["product.product"].create([
    {{"name": f"Article {{n}}", "default_code": f"LIV-{{n:02}}", "list_price": 5 + n, "is_storable": True,
     "website_published": True, "available_in_pos": True,
     "invoice_policy": "delivery" if n % 2 else "order",
     "seller_ids": [Command.create({{"partner_id": supplier.id, "price": 2 + n}})]}} for n in range(12)])
kit = env["product.product"].create({{
    "name": "Set", "default_code": "LIV-SET", "list_price": 40, "is_storable": True}})
env["mrp.bom"].create({{"product_tmpl_id": kit.product_tmpl_id.id, "type": "phantom", "bom_line_ids": [
    Command.create({{"product_id": part.id, "product_qty": 2}}) for part in products[:2]]}})
made = env["product.product"].create({{
    "name": "Made", "default_code": "LIV-MADE", "list_price": 90, "is_storable": True}})
env["mrp.bom"].create({{"product_tmpl_id": made.product_tmpl_id.id, "bom_line_ids": [
    Command.create({{"product_id": products[3].id, "product_qty": 3}})]}})
for company in first | second:
    house = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
    for product in products:
        env["stock.quant"]._update_available_quantity(product, house.lot_stock_id, ORDERS // 2)
    env["stock.warehouse.orderpoint"].create({{
        "product_id": products[5].id, "warehouse_id": house.id, "location_id": house.lot_stock_id.id,
        "company_id": company.id, "product_min_qty": 5, "product_max_qty": 50}})
freight = env["product.product"].create({{"name": "Post", "type": "service", "list_price": 7}})
carrier = env["delivery.carrier"].create({{
    "name": "Post", "delivery_type": "fixed", "fixed_price": 7, "product_id": freight.id}})
production = env["mrp.production"].create({{"product_id": made.id, "product_qty": 2}})
production.action_confirm()
for n in range(4):
    bought = env["purchase.order"].create({{"partner_id": supplier.id, "order_line": [
        Command.create({{"product_id": products[n].id, "product_qty": 10, "price_unit": 3}})]}})
    if n:
        bought.button_confirm()
    if n > 2:
        bought.picking_ids.move_ids.picked = True
        bought.picking_ids.button_validate()
every = products | kit
website = env["website"].search([], limit=1)

def lines(n):
    return [
        Command.create({{"product_id": every[(n + k * 5) % len(every)].id,
                        "product_uom_qty": 1 + (n + k) % 12}})
        for k in range(1 + n % 3)]

for begin in range(0, ORDERS, 100):
    orders = env["sale.order"].browse()
    for n in range(begin, min(begin + 100, ORDERS)):
        company = second if n % 7 == 0 else first
        order = env["sale.order"].with_company(company).create({{
            "company_id": company.id, "partner_id": partners[n % 25].id, "user_id": salesman.id,
            "website_id": website.id if n % 6 == 0 and company == first else False,
            "client_order_ref": f"LIVING-{{n}}", "order_line": lines(n),
            "date_order": fields.Datetime.now() - timedelta(days=n % 90)}})
        if n % 10 == 3:
            order.set_delivery_line(carrier, 7)
        if n % 5:
            order.action_confirm()
        if n % 5 in (2, 3):
            ready = order.picking_ids.filtered(lambda p: p.state == "assigned")
            ready.move_ids.picked = True
            ready.with_context(skip_backorder=True, picking_ids_not_to_backorder=[]).button_validate()
        if n % 5 == 3 and order.invoice_status == "to invoice":
            invoice = order._create_invoices()
            if n % 2:
                invoice.action_post()
        if n % 5 == 4:
            order._action_cancel()
    env.cr.commit()
print("made", env["sale.order"].search_count([]))
"""

# What a user would notice; columns of Odoo's own, so that the addons' fields do not count.
TABLES = {
    "sale_order": "name, state, partner_id, amount_untaxed, amount_total, pricelist_id, currency_id, "
    "invoice_status, delivery_status, payment_term_id, warehouse_id, user_id, website_id",
    "sale_order_line": "order_id, product_id, product_uom_qty, qty_delivered, qty_invoiced, "
    "price_unit, discount, price_total, name, is_delivery",
    "stock_picking": "name, state, partner_id, backorder_id, carrier_id, scheduled_date",
    "stock_move": "picking_id, product_id, state, product_uom_qty, quantity, picked, date",
    "stock_move_line": "move_id, quantity, location_id, location_dest_id, lot_id, picked",
    "stock_quant": "product_id, location_id, quantity, reserved_quantity",
    "stock_warehouse_orderpoint": "product_id, product_min_qty, product_max_qty",
    "account_move": "name, state, move_type, partner_id, amount_total, amount_residual, "
    "payment_state, invoice_date_due, currency_id",
    "account_move_line": "move_id, account_id, balance, amount_residual, date_maturity, name",
    "product_pricelist": "name, active, currency_id",
    "product_pricelist_item": "pricelist_id, compute_price, percent_price, fixed_price, min_quantity",
    "product_template": "name, list_price, active, invoice_policy, is_published, available_in_pos",
    "purchase_order": "name, state, amount_total",
    "mrp_production": "name, state, product_qty",
    "res_partner": "name, email, lang, active, parent_id",
    "res_company": "name, currency_id",
    "account_payment_term": "name, active",
    "delivery_carrier": "name, fixed_price, active",
}
PICTURE = """
import hashlib, json
picture = {{}}
for table, columns in {tables!r}.items():
    env.cr.execute(f"SELECT id, {{columns}} FROM {{table}} ORDER BY id")
    picture[table] = [str(row) for row in env.cr.fetchall()]
print("PICTURE", json.dumps(picture))
"""

# A day of a customer without tier, done by a salesman; nothing of it is kept.
WORK = """
import json
from odoo.fields import Command

sam = env["res.users"].search([("login", "=", "living_sam")])
env = env(user=sam, context=dict(env.context, allowed_company_ids=sam.company_id.ids))
make = env(su=True)
customer = make["res.partner"].create({"name": "New customer", "email": "new@example.com"})
product = make["product.product"].create({
    "name": "Novelty", "list_price": 10, "is_storable": True, "invoice_policy": "delivery"})
house = make["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
make["stock.quant"]._update_available_quantity(product, house.lot_stock_id, 6)
seen = []

def sell(quantity, **values):
    order = env["sale.order"].create({"partner_id": customer.id, "order_line": [
        Command.create({"product_id": product.id, "product_uom_qty": quantity})]} | values)
    result = order.action_confirm()
    return order, result

def look(order):
    order.invalidate_recordset()
    seen.append([order.state, order.amount_total, order.invoice_status, order.delivery_status,
                 [[p.state, [[m.state, m.product_uom_qty, m.quantity] for m in p.move_ids]]
                  for p in order.picking_ids],
                 [[i.state, i.amount_total] for i in order.invoice_ids]])

short, result = sell(10)
seen.append(result if isinstance(result, bool) else dict(result).get("type"))
look(short)
short.picking_ids.move_ids.picked = True
answer = short.picking_ids.button_validate()
seen.append(answer if isinstance(answer, bool) else answer["res_model"])
short.picking_ids.filtered(lambda p: p.state != "done").with_context(skip_backorder=True).button_validate()
look(short)
short._create_invoices().action_post()
look(short)
cheap, _result = sell(1)
look(cheap)
cheap.order_line.product_uom_qty = 3
look(cheap)
cheap.order_line.price_unit = 0.01
look(cheap)
cheap._action_cancel()
look(cheap)
cheap.action_draft()
cheap.action_confirm()
look(cheap)
same = {"client_order_ref": "TWICE"}
look(sell(1, **same)[0]), look(sell(1, **same)[0])
huge, _result = sell(1_000_000)
look(huge)
print("WORK", json.dumps(seen))
"""

TIER = """
tier = env["b2b.account.tier"].create({"name": "Gold", "minimum_order": 100})
customer = env["res.partner"].search([("email", "=", "c1@example.com")])
other = env["res.partner"].search([("email", "=", "c2@example.com")])
customer.b2b_tier_id = tier
product = env["product.product"].search([("default_code", "=", "LIV-00")])

def small(partner):
    order = env["sale.order"].create({"partner_id": partner.id, "order_line": [
        (0, 0, {"product_id": product.id, "product_uom_qty": 1})]})
    order.action_confirm()
    return order

held, free = small(customer), small(other)
print("TIER", [held.state, held.b2b_state, held.b2b_hold_ids.mapped("code"), free.state, free.b2b_state])
print("AUDIT", [one["message"] for one in env["b2b.audit"].violations()])
"""
