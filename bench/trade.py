"""What several rows trade with: an account that confirms without a hold, and its goods on stock."""

GOODS = 100


def goods(env):
    """``BENCH-0`` to ``BENCH-99``, plenty of each; made where they are missing."""
    Product = env["product.product"]
    found = Product.search([("default_code", "=like", "BENCH-%")], limit=GOODS, order="id")
    if found:
        return found
    products = Product.create(
        [
            {
                "name": f"Bench {number}",
                "default_code": f"BENCH-{number}",
                "list_price": 10,
                "is_storable": True,
            }
            for number in range(GOODS)
        ]
    )
    location = env["stock.warehouse"].search([], limit=1).lot_stock_id
    for product in products:
        env["stock.quant"]._update_available_quantity(product, location, 1_000_000)
    return products


def account(env):
    """An account with a tier, its own price list and a minimum order; made where it is missing."""
    if found := env["res.partner"].search([("ref", "=", "BENCH")]):
        return found
    pricelist = env["product.pricelist"].create({"name": "Bench"})
    tier = env["b2b.account.tier"].create(
        {"name": "Bench", "pricelist_id": pricelist.id, "minimum_order": 5}
    )
    values = {"name": "Account", "ref": "BENCH", "b2b_tier_id": tier.id}
    return env["res.partner"].create(values | {"property_product_pricelist": pricelist.id})
