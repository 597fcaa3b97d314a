import random
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from ..pricing.pricing import Demand

TIERS, PRODUCTS, ACCOUNTS, ORDERS = 150, 300, 200, 2000
BREAKS = (0, 5, 12, 50)


def oracle(product, quantity, levels):
    """The price by the written rule, in plain Python, from plain facts; slow on purpose.

    :param product: dict with price and categories (set of ids, its own and those above)
    :param levels: lists of rule dicts, asked in order
    """
    for rules in levels:
        best = None
        for rule in rules:
            about_product = rule["product"] == product["id"]
            about_category = rule["category"] in product["categories"]
            about_all = rule["product"] is None and rule["category"] is None
            if not (about_product or about_category or about_all):
                continue
            if quantity < rule["break"]:
                continue
            special = 2 if about_product else 1 if about_category else 0
            rank = (special, rule["break"], rule["started"], rule["category"] or 0, rule["age"])
            if best is None or rank > best[0]:
                best = (rank, rule)
        if best:
            rule = best[1]
            if rule["fixed"] is not None:
                return rule["fixed"]
            return product["price"] * (100 - rule["discount"]) / 100
    return product["price"]


@tagged("post_install", "-at_install")
class TestPricingOracle(TransactionCase):
    """150 tiers, 300 products, 200 accounts: 2,000 orders are confirmed at the oracle's prices."""

    def setUp(self):
        super().setUp()
        self.random = random.Random(42)
        self.env = self.env(context=dict(self.env.context, tracking_disable=True))
        self._make_products()
        self._make_tiers()
        self._make_accounts()

    def _make_products(self):
        Category = self.env["product.category"]
        parents = Category.create([{"name": f"C{n}"} for n in range(5)])
        children = Category.create(
            [{"name": f"C{n}", "parent_id": parents[n % 5].id} for n in range(15)]
        )
        self.categories = [*parents, *children]
        self.products = self.env["product.product"].create(
            [
                {
                    "name": f"P{n}",
                    "type": "service",
                    "list_price": self.random.randint(100, 20000) / 100,
                    "categ_id": self.random.choice(self.categories).id,
                    "taxes_id": [],
                }
                for n in range(PRODUCTS)
            ]
        )
        self.facts = {
            product: {
                "id": product.id,
                "price": product.list_price,
                "categories": {product.categ_id.id, product.categ_id.parent_id.id} - {False},
            }
            for product in self.products
        }

    def _random_rule(self):
        """(values for Odoo, facts for the oracle) of one rule."""
        fact = {"product": None, "category": None, "fixed": None, "discount": 0, "started": 0}
        fact["break"] = self.random.choice(BREAKS)
        kind = self.random.choice(("product", "product", "category", "all"))
        values = {"min_quantity": fact["break"], "applied_on": "3_global"}
        if kind == "product":
            product = self.random.choice(self.products)
            fact["product"] = product.id
            values |= {
                "applied_on": "0_product_variant",
                "product_id": product.id,
                "product_tmpl_id": product.product_tmpl_id.id,
            }
        elif kind == "category":
            category = self.random.choice(self.categories)
            fact["category"] = category.id
            values |= {"applied_on": "2_product_category", "categ_id": category.id}
        if kind == "product" and self.random.random() < 0.5:
            fact["fixed"] = self.random.randint(50, 15000) / 100
            return values | {"compute_price": "fixed", "fixed_price": fact["fixed"]}, fact
        fact["discount"] = self.random.randint(1, 40)
        return values | {"compute_price": "percentage", "percent_price": fact["discount"]}, fact

    def _rules(self, count):
        values, facts = zip(*(self._random_rule() for _n in range(count)), strict=True)
        for age, fact in enumerate(facts):
            fact["age"] = age
        return [Command.create(value) for value in values], list(facts)

    def _make_tiers(self):
        self.tiers = []
        for number in range(TIERS):
            commands, facts = self._rules(12)
            pricelist = self.env["product.pricelist"].create(
                {"name": f"List {number}", "item_ids": commands}
            )
            tier = self.env["b2b.account.tier"].create(
                {"name": f"Tier {number}", "pricelist_id": pricelist.id}
            )
            self.tiers.append((tier, facts))
        commands, self.company_facts = self._rules(20)
        self.env.company.b2b_pricelist_id = self.env["product.pricelist"].create(
            {"name": "Company", "item_ids": commands}
        )

    def _make_accounts(self):
        self.accounts = []
        for number in range(ACCOUNTS):
            tier, tier_facts = self.random.choice(self.tiers)
            account = self.env["res.partner"].create(
                {"name": f"Account {number}", "is_company": True, "b2b_tier_id": tier.id}
            )
            agreed = self._make_agreements(account) if self.random.random() < 0.4 else []
            self.accounts.append((account, [agreed, tier_facts, self.company_facts]))

    def _make_agreements(self, account):
        """Two agreements, one of them perhaps over; facts of what is in force."""
        facts_in_force = []
        for started in (1, 2):
            commands, facts = self._rules(15)
            begin = date.today() - timedelta(days=100 - started)
            over = self.random.random() < 0.3
            self.env["b2b.price.agreement"].create(
                {
                    "name": f"{account.name} {started}",
                    "account_id": account.id,
                    "date_start": begin,
                    "date_end": date.today() - timedelta(days=1) if over else False,
                    "item_ids": commands,
                }
            )
            if not over:
                facts_in_force += [fact | {"started": started} for fact in facts]
        return facts_in_force

    def test_every_confirmed_line_has_the_oracles_price(self):
        differences = []
        for _batch in range(ORDERS // 200):
            chosen = [self.random.choice(self.accounts) for _n in range(200)]
            orders = self.env["sale.order"].create(
                [self._order_values(account) for account, _levels in chosen]
            )
            orders.action_confirm()
            self.assertEqual(set(orders.mapped("state")), {"sale"})
            for order, (_account, levels) in zip(orders, chosen, strict=True):
                differences += self._differences(order, levels)
        self.assertEqual(differences, [])
        self.assertEqual(self.env["b2b.audit"].violations(), [])

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_engine_and_oracle_agree_on_any_basket(self, data):
        account, levels = self.accounts[data.draw(st.integers(0, ACCOUNTS - 1))]
        basket = data.draw(
            st.lists(
                st.tuples(st.integers(0, PRODUCTS - 1), st.integers(1, 120)), min_size=1, max_size=8
            )
        )
        products = [self.products[index] for index, _quantity in basket]
        sums = {}
        for product, (_index, quantity) in zip(products, basket, strict=True):
            sums[product] = sums.get(product, 0) + quantity
        demands = [
            Demand(product, quantity, product.uom_id)
            for product, (_index, quantity) in zip(products, basket, strict=True)
        ]
        for demand, quote in zip(
            demands, self.env["b2b.pricing"]._quote(account, demands), strict=True
        ):
            expected = oracle(self.facts[demand.product], sums[demand.product], levels)
            self.assertAlmostEqual(quote.price, expected, places=6)

    def _order_values(self, account):
        products = self.random.choices(self.products, k=self.random.randint(1, 4))
        if self.random.random() < 0.3:
            products.append(products[0])  # the same product on two lines
        return {
            "partner_id": account.id,
            "order_line": [
                Command.create(
                    {"product_id": product.id, "product_uom_qty": self.random.choice((1, 3, 6, 30))}
                )
                for product in products
            ],
        }

    def _differences(self, order, levels):
        sums = {}
        for line in order.order_line:
            sums[line.product_id] = sums.get(line.product_id, 0) + line.product_uom_qty
        for line in order.order_line:
            expected = oracle(self.facts[line.product_id], sums[line.product_id], levels)
            if abs(line.price_unit - expected) > 1e-6:
                yield order.name, line.product_id.name, line.price_unit, expected
