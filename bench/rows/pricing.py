"""A 100-line order priced for an account with an agreement, beside Odoo's plain list, line by line."""

from odoo.fields import Command

from odoo.addons.b2b_oms.pricing.pricing import Demand

from bench.measure import side_by_side


def measure(env):
    """Rows for growing baskets against 10,000 rules, then 100 lines against fewer and more rules."""
    products = env["product.product"].create(
        [{"name": f"Priced {n}", "type": "service", "list_price": 10 + n} for n in range(1000)]
    )
    customers = [{"name": f"Other account {number}"} for number in range(5000)]
    env["res.partner"].create(customers)
    for rules in (100, 100_000, 10_000):
        account, pricelist = _account(env, products, rules)
        for lines in (10, 100, 1000) if rules == 10_000 else (100,):
            basket = [(product, 5) for product in products[:lines]]
            yield side_by_side(
                env,
                f"price {lines} lines, {rules:,} rules",
                "stock price list, a call a line",
                _ours(env, account, basket),
                _stock(pricelist, basket),
            )

    yield side_by_side(
        env,
        "price a catalogue page of 80 products, 10,000 rules",
        "stock price list, one call",
        lambda: pricelist._get_products_price(products[:80], 1, account=account),
        lambda: pricelist._get_products_price(products[:80], 1),
    )


def _account(env, products, rules):
    """An account whose list has so many rules, and an agreement of 200 more."""
    pricelist = env["product.pricelist"].create({"name": f"{rules} rules"})
    for start in range(0, rules, 20_000):
        env["product.pricelist.item"].create(
            [
                _rule(products[number % 1000], number // 1000) | {"pricelist_id": pricelist.id}
                for number in range(start, min(rules, start + 20_000))
            ]
        )
    tier = env["b2b.account.tier"].create({"name": "Bench", "pricelist_id": pricelist.id})
    account = env["res.partner"].create({"name": f"With {rules}", "b2b_tier_id": tier.id})
    env["b2b.price.agreement"].create(
        {
            "name": "Bench",
            "account_id": account.id,
            "item_ids": [Command.create(_rule(product, 0)) for product in products[:200]],
        }
    )
    return account, pricelist


def _rule(product, depth):
    return {
        "applied_on": "0_product_variant",
        "product_id": product.id,
        "product_tmpl_id": product.product_tmpl_id.id,
        "compute_price": "fixed",
        "fixed_price": 9.0,
        "min_quantity": depth * 10,
    }


def _ours(env, account, basket):
    def price():
        demands = [Demand(product, quantity, product.uom_id) for product, quantity in basket]
        env["b2b.pricing"]._quote(account, demands)

    return price


def _stock(pricelist, basket):
    """As Odoo's order lines ask: rule, then price, each line for itself."""

    def price():
        for product, quantity in basket:
            pricelist._get_product_price_rule(product, quantity)

    return price
