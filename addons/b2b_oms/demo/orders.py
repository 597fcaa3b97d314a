"""Four weeks of orders in every state, made by the same path as real ones and then dated back."""

import random
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from . import billing
from .dating import date_back
from .faults import spoil
from .rules import RESTRICTED

# What becomes of how many orders, and between how many days ago they came in.
PLAN = (
    ("paid", 20, (20, 28)),
    ("overdue", 8, (24, 28)),
    ("invoiced", 14, (6, 18)),
    ("shipped", 6, (2, 6)),
    ("partly_shipped", 6, (4, 12)),
    ("backordered", 5, (1, 9)),
    ("released", 8, (0, 3)),
    ("held_minimum_order", 3, (0, 4)),
    ("held_unknown_product", 3, (0, 3)),
    ("held_document", 2, (0, 2)),
    ("held_duplicate", 2, (0, 1)),
    ("held_quantity", 1, (0, 2)),
    ("held_price", 2, (0, 2)),
    ("held_margin", 1, (0, 2)),
    ("prepaid_paid", 2, (4, 9)),
    ("prepaid_waiting", 2, (1, 3)),
    ("received", 4, (0, 1)),
    ("cancelled", 3, (5, 20)),
)
# A product sold in packs only, and a category sold too near its cost.
PACKED = "NG-XL"
THIN = ("TT-2P", "TT-JR")
CHANNELS = ("portal", "edi", "email", "rep", "rep", "api")
# Tiers whose terms or minimum make the fate possible; all that buy on credit fit the others.
ON_CREDIT = {"platinum", "gold", "silver", "bronze", "contractor"}
FITTING_TIERS = {
    "overdue": {"bronze"},
    "held_minimum_order": ON_CREDIT - {"platinum"},
    "held_margin": {"platinum"},
    "prepaid_paid": {"starter"},
    "prepaid_waiting": {"starter"},
}
# Accounts that did not buy yet in these weeks.
NEWCOMERS = {"C10320", "C10500"}


def load(demo):
    """Make them, take each as far as its story goes, then set the dates back."""
    Story(demo).tell()


class Story:
    """The plan carried out. The same random seed tells the same story each time."""

    def __init__(self, demo):
        self.demo, self.env = demo, demo.env
        self.random = random.Random(19)
        self.accounts = self._accounts()
        self.plenty, self.scarce = self._products()
        self.days = {}  # order id → days ago

    def tell(self):
        by_fate = {fate: self._make(fate, count, days) for fate, count, days in PLAN}
        everything = self.env["sale.order"].concat(*by_fate.values())
        to_confirm = everything - by_fate["received"]
        to_confirm.with_context(install_mode=True).action_confirm()
        by_fate["cancelled"].action_cancel()
        self._pay(by_fate["prepaid_paid"])
        done = ("paid", "overdue", "invoiced", "shipped", "prepaid_paid")
        self._ship(self.env["sale.order"].concat(*(by_fate[fate] for fate in done)))
        self._ship(by_fate["partly_shipped"], share=0.5)
        date_back(self.env, {order: self._age(order) for order in everything})
        self._date_deliveries(everything)
        billing.run_weeks(self.demo)
        self._pay(by_fate["paid"])
        self.demo._name_records("order", range(1, len(everything) + 1), everything)

    # === CAST === #

    def _accounts(self):
        rows = self.demo._rows("accounts")
        return [
            (self.demo._get("account", row["ref"]), row["tier"])
            for row in rows
            if row["ref"] not in NEWCOMERS
        ]

    def _products(self):
        rows = self.demo._rows("products")
        amount = {row["sku"]: sum(int(row[code]) for code in ("CHI", "ATL", "DAL")) for row in rows}
        first = {row["sku"]: int(row["CHI"]) for row in rows}
        get = self.demo._get
        special = {row["sku"] for row in rows if row["category"] in RESTRICTED} | {PACKED, *THIN}
        plenty = [
            get("product", sku)
            for sku, count in first.items()
            if count >= 40 and sku not in special
        ]
        scarce = [get("product", sku) for sku, count in amount.items() if count < 20]
        return plenty, scarce

    # === MAKING === #

    def _make(self, fate, count, days):
        orders = self.env["sale.order"].create([self._values(fate) for _n in range(count)])
        for order in orders:
            self.days[order.id] = self.random.randint(*days)
        spoil(self, fate, orders)
        return orders

    def _values(self, fate):
        account, ship_to = self._buyer(fate)
        number = f"PO-{self.random.randint(10000, 99999)}"
        return {
            "partner_id": account.id,
            "partner_shipping_id": ship_to.id,
            "client_order_ref": number,
            "b2b_channel": self.random.choice(CHANNELS),
            "warehouse_id": self.demo._get("warehouse", "CHI").id,
            "order_line": [
                Command.create({"product_id": product.id, "product_uom_qty": quantity})
                for product, quantity in self._basket(fate)
            ],
        }

    def _buyer(self, fate):
        tiers = FITTING_TIERS.get(fate, ON_CREDIT)
        fitting = [account for account, tier in self.accounts if tier in tiers]
        # Every third order is from one of the accounts whose buyers can log in.
        favourite = fate not in FITTING_TIERS and self.random.random() < 0.3
        account = self.random.choice(fitting[:2] if favourite else fitting)
        branches = account.child_ids.filtered(lambda child: child.type == "delivery")
        return account, self.random.choice([account, *branches])

    def _basket(self, fate):
        if fate == "held_minimum_order":
            cheap = min(self.plenty, key=lambda product: product.list_price)
            return [(cheap, 2)]
        lines = self.random.randint(2, 9) if self.random.random() < 0.8 else 25
        products = self.random.sample(self.plenty, lines)
        basket = [(product, self._quantity(product)) for product in products]
        if fate == "held_quantity":
            basket.append((self.demo._get("product", PACKED), 7))
        if fate == "held_margin":
            basket.append((self.demo._get("product", THIN[0]), 4))
        if fate == "backordered":
            basket += [(product, 24) for product in self.random.sample(self.scarce, 2)]
        return basket

    def _quantity(self, product):
        """Enough to be worth an order, little enough that the stock serves them all."""
        most = max(1, min(24, int(900 / (product.list_price or 1))))
        return self.random.choice((most, max(1, most // 2), max(1, most // 3)))

    # === SHIPPING AND MONEY === #

    def _ship(self, orders, share=1.0):
        pickings = orders.picking_ids.filtered(lambda picking: picking.state == "assigned")
        for move in pickings.move_ids:
            if share < 1:
                move.quantity = max(1, int(move.quantity * share)) if move.quantity else 0
            move.picked = bool(move.quantity)
        if pickings:
            pickings.with_context(skip_backorder=True, skip_sms=True).button_validate()

    def _pay(self, orders):
        for invoice in orders.invoice_ids.filtered(lambda move: move.state == "posted"):
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoice.ids
            ).create(
                {"payment_date": min(invoice.invoice_date_due, fields.Date.today())}
            )._create_payments()

    # === TIME === #

    def _age(self, order):
        return timedelta(days=self.days[order.id], minutes=self.random.randint(5, 400))

    def _date_deliveries(self, orders):
        """Goods left on the day of the order; every sixth order left late."""
        now = fields.Datetime.now()
        for index, order in enumerate(orders):
            late = timedelta(days=2) if index % 6 == 5 else timedelta()
            shipped = min(now, order.date_order + timedelta(minutes=90) + late)
            done = order.picking_ids.filtered(lambda picking: picking.state == "done")
            done.date_done = shipped
            done.move_ids.date = shipped
