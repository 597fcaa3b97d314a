"""The buyer's shop over 100,000 products: a page, a search, 500 lines at once, the review of a cart."""

from odoo.addons.b2b_oms.documents.pasted import Entry
from odoo.addons.b2b_portal.shop.catalogue import Wish

from bench.measure import alone

PRODUCTS = 100_000
WORDS = (
    "(ARRAY['Hex bolt','Gasket','Valve','Cable','Bearing','Filter','Sensor','Seal'])[1 + n %% 8]"
)


def measure(env):
    """Rows of what a buyer waits for."""
    buyer = _buyer(env)
    goods = products(env)
    catalogue, offers = env["b2b.portal.catalogue"], env["b2b.portal.offer"]

    def page(wish):
        domain = catalogue._wished(buyer, wish)
        found, _count = catalogue._find(buyer, wish, domain=domain)
        catalogue._categories(buyer, wish, domain)
        return offers._of(buyer, found)

    size = f"of {PRODUCTS:,} products"
    yield alone(env, f"catalogue page {size}", lambda: page(Wish()))
    yield alone(env, f"search by words {size}", lambda: page(Wish(text="hex bolt 991")))
    yield alone(env, f"search by SKU {size}", lambda: page(Wish(text="BULK-00991")))
    yield alone(env, f"suggestions {size}", lambda: catalogue._suggest(buyer, "gask"))
    codes = goods[:500].mapped("default_code")
    entries = [Entry(code, 3.0) for code in codes]
    look = env["b2b.portal.quick.order"]._look
    yield alone(env, "quick order, 500 lines", lambda: look(buyer, entries))
    cart = env["b2b.cart"]._current(buyer)
    for lines in (10, 100):
        cart.line_ids.unlink()
        cart._add({product: 3.0 for product in goods[:lines]})
        yield alone(env, f"review of a cart, {lines} lines", cart._review)


def _buyer(env):
    pricelist = env["product.pricelist"].create({"name": "Bench portal"})
    tier = env["b2b.account.tier"].create({"name": "Bench portal", "pricelist_id": pricelist.id})
    account = env["res.partner"].create(
        {"name": "Bench portal", "is_company": True, "b2b_tier_id": tier.id}
    )
    contact = env["res.partner"].create({"name": "Buyer", "parent_id": account.id})
    user = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": "Buyer",
                "login": "bench-buyer",
                "partner_id": contact.id,
                "group_ids": [(6, 0, env.ref("base.group_portal").ids)],
            }
        )
    )
    return env["b2b.account.member"]._buyer(user)


def products(env):
    """The first thousand of so many storable products, copied in the database where they are
    missing: by the ORM they would take an hour."""
    bulk = [("default_code", "=like", "BULK-%")]
    if found := env["product.product"].search(bulk, limit=1000, order="default_code"):
        return found
    first = env["product.product"].create(
        {"name": "Bench", "default_code": "PORTAL-P", "list_price": 10, "is_storable": True}
    )
    env.flush_all()
    cr = env.cr
    own = _columns(cr, "product_template", ("id", "name", "default_code"))
    cr.execute(
        f"""INSERT INTO product_template (name, default_code, {own})
            SELECT jsonb_build_object('en_US', {WORDS} || ' ' || n), 'BULK-' || lpad(n::text, 6, '0'),
                   {own} FROM product_template, generate_series(1, %s) n WHERE id = %s""",
        [PRODUCTS, first.product_tmpl_id.id],
    )
    own = _columns(cr, "product_product", ("id", "product_tmpl_id", "default_code", "barcode"))
    cr.execute(
        f"""INSERT INTO product_product (product_tmpl_id, default_code, {own})
            SELECT t.id, t.default_code, {", ".join(f"p.{name}" for name in own.split(", "))}
              FROM product_product p, product_template t
             WHERE p.id = %s AND t.default_code LIKE 'BULK-%%'""",
        [first.id],
    )
    cr.execute("ANALYZE product_template")
    cr.execute("ANALYZE product_product")
    env.invalidate_all()
    products = env["product.product"].search(bulk, limit=1000, order="default_code")
    location = env["stock.warehouse"].search([], limit=1).lot_stock_id
    for product in products:
        env["stock.quant"]._update_available_quantity(product, location, 1000)
    return products


def _columns(cr, table, without):
    cr.execute(
        """SELECT column_name FROM information_schema.columns
            WHERE table_name = %s AND is_generated = 'NEVER' AND column_name NOT IN %s""",
        [table, without],
    )
    return ", ".join(f'"{name}"' for (name,) in cr.fetchall())
