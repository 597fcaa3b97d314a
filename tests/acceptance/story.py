"""The chapters of the evaluation. Each yields proofs: what was claimed, what was seen."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from odoo_server import Client, at_the_same_time, hurting


class Proof(NamedTuple):
    """One claim held against what was seen; it holds when both are equal."""

    claim: str
    expected: Any
    seen: Any

    @property
    def holds(self):
        return self.expected == self.seen


def own_data(house):
    """The promises, counted over a copy of your own data"""
    own = house.ids["own"] or {"violations": []}
    counted = [
        f"{own[what]:,} {what}" for what in ("orders", "accounts", "invoices") if what in own
    ]
    told = ", ".join(counted) or "no orders yet"
    yield Proof(f"Violations among {told}", [], own["violations"])


def different_prices(house):
    """Fifty accounts, each at its own prices"""
    wrong = []
    for account in house.ids["accounts"]:
        order = house.order(account, {"AGREED": 2, "TIERED": 3})
        lines = house.find(
            "sale.order.line", [["order_id", "=", order]], "product_id", "price_reduce_taxexcl"
        )
        codes = {number: code for code, number in house.ids["products"].items()}
        paid = {codes[one["product_id"][0]]: round(one["price_reduce_taxexcl"], 2) for one in lines}
        if paid != house.ids["expected"][str(account)]:
            wrong.append((account, paid))
    yield Proof("50 accounts ordered two products; wrong prices among the 100", [], wrong)
    agreed = {prices["AGREED"] for prices in house.ids["expected"].values()}
    yield Proof("different prices of one product", 50, len(agreed))


def twenty_at_once(house):
    """Twenty simultaneous orders on scarce stock"""
    accounts = house.ids["accounts"][:20]
    orders = at_the_same_time(
        lambda account: house.order(account, {"SCARCE-20": 1}, Client(house.server)), accounts, 20
    )
    yield Proof("orders that arrived", 20, len(set(orders)))
    yield from _promised(house, orders, ("SCARCE-20",), stock=12, asked=20)


def two_hundred_orders(house):
    """Two hundred orders by forty clients, five products, stock for 60 % of them"""
    codes = [f"RUSH-{n}" for n in range(5)]
    numbers = range(200)
    clients = [Client(house.server) for _number in range(40)]

    def place(number):
        account = house.ids["accounts"][number % 50]
        basket = {codes[number % 5]: 1 + number % 2, codes[(number + 2) % 5]: 1 + (number + 1) % 2}
        return house.order(account, basket, clients[number % 40])

    orders = at_the_same_time(place, numbers, 40)
    yield Proof("orders that arrived", 200, len(set(orders)))
    yield from _promised(house, orders, codes, stock=5 * 72, asked=600)


def credit_limit(house):
    """A credit limit is tripped, and the order goes on by itself when it is raised"""
    first = house.order(house.ids["credit"], {"CREDIT": 8})
    second = house.order(house.ids["credit"], {"CREDIT": 5})
    states = [one["b2b_state"] for one in house.read("sale.order", [first, second], "b2b_state")]
    yield Proof(
        "an order of 800 and one of 500 under a limit of 1,000", ["released", "held"], states
    )
    holds = house.find("b2b.order.hold", [["order_id", "=", second]], "code", "figures")
    yield Proof("the reason", ["credit_limit"], [hold["code"] for hold in holds])
    yield Proof("over by", 300.0, round(holds[0]["figures"].get("over", 0.0), 2))
    house.call(
        "b2b.credit.limit", "write", ids=[house.ids["limit"]],
        vals={"amount": 2000, "reason": "Good payer"},
    )  # fmt: skip
    house.cron("cron_look_again")
    [order] = house.read("sale.order", [second], "b2b_state")
    yield Proof("after the limit was raised, without anybody touching the order", "released",
                order["b2b_state"])  # fmt: skip


def partial_shipment(house):
    """Sixty of a hundred are there: shipped, back-ordered, and shipped when they arrive"""
    order = house.order(house.ids["partial"], {"PARTIAL": 100})
    house.ship(order)
    yield Proof("shipped first", 60.0, _delivered(house, order))
    waiting = house.find(
        "b2b.allocation", [["order_id", "=", order], ["state", "=", "open"]], "waiting_quantity"
    )
    yield Proof("back-ordered", 40.0, sum(one["waiting_quantity"] for one in waiting))
    house.cron("cron_billing")
    yield Proof("invoiced after the first shipment", 600.0, _invoiced(house, order))
    house.receive("PARTIAL", 45)
    ready = house.find("stock.picking", [["sale_id", "=", order], ["state", "=", "assigned"]], "id")
    yield Proof("deliveries ready when the goods arrived, by themselves", 1, len(ready))
    house.ship(order)
    house.cron("cron_billing")
    yield Proof("shipped in all", 100.0, _delivered(house, order))
    yield Proof("invoiced in all", 1000.0, _invoiced(house, order))


def wholesale_order(house):
    """A standing bulk order: two warehouses, three addresses, 45 days, its volume discount"""
    doors, shares = house.ids["doors"], house.ids["shares"]
    for _time in range(2):
        house.cron("cron_standing_orders")
    orders = house.wait_for(
        "sale.order", [["partner_id", "=", house.ids["wholesale"]]], "b2b_state", "client_order_ref"
    )
    yield Proof("orders the standing order made of its date", 1, len(orders))
    yield Proof("its PO number", f"BULK-{date.today():%Y%m%d}",
                orders[0]["client_order_ref"])  # fmt: skip
    order = orders[0]["id"]
    rows = house.find(
        "b2b.allocation", [["order_id", "=", order]], "warehouse_id", "ship_to_id", "quantity"
    )
    by_door = {
        door: sum(r["quantity"] for r in rows if r["ship_to_id"][0] == door) for door in doors
    }
    yield Proof(
        "pieces for each address", dict(zip(doors, map(float, shares), strict=True)), by_door
    )
    yield Proof("warehouses", 2, len({row["warehouse_id"][0] for row in rows}))
    [read] = house.read("sale.order", [order], "amount_untaxed", "b2b_state")
    yield Proof("value after 5 % off 12,000", 11400.0, read["amount_untaxed"])
    house.ship(order)
    yield Proof("shipped", 240.0, _delivered(house, order))
    house.cron("cron_billing")
    invoices = _invoices(house, order)
    yield Proof(
        "invoiced", 11400.0, round(sum(one["amount_untaxed_signed"] for one in invoices), 2)
    )
    terms = {_days(one["invoice_date"], one["invoice_date_due"]) for one in invoices}
    yield Proof("days to pay", {45}, terms)


def agreed_schedules(house):
    """Invoices on the agreed schedule: on confirmation, and when all is delivered"""
    ahead = house.order(house.ids["prepaid"], {"AGREED-DAY": 10})
    whole = house.order(house.ids["complete"], {"AGREED-DAY": 25})
    house.cron("cron_billing")
    yield Proof("prepaid: invoiced before anything was shipped", 200.0, _invoiced(house, ahead))
    house.ship(whole)
    house.cron("cron_billing")
    yield Proof("on complete delivery: shipped first", 20.0, _delivered(house, whole))
    yield Proof("on complete delivery: invoiced then", 0.0, _invoiced(house, whole))
    house.receive("AGREED-DAY", 5)
    house.ship(whole)
    house.cron("cron_billing")
    invoices = _invoices(house, whole)
    yield Proof("on complete delivery: invoices in the end", 1, len(invoices))
    yield Proof("on complete delivery: invoiced in the end", 500.0, _invoiced(house, whole))
    house.cron("cron_billing")
    yield Proof("prepaid: invoices after three runs", 1, len(_invoices(house, ahead)))


def faults(house):
    """Workers are killed and the database cut off while thirty orders come"""
    yield Proof("errors in the server's log until now", [], house.server.complaints())
    troubles, hurts = [], []

    def hurt(turn):
        hurts.append(turn)
        house.cut_off() if turn % 3 == 2 else house.server.kill_a_worker(turn)

    def place(number):
        values = house.values(house.ids["accounts"][number], {"TIERED": 1})
        ref = {"client_order_ref": f"STUBBORN-{number}"}
        return Client(house.server).order_stubbornly(values | ref, troubles)

    with hurting(hurt, seconds=1, times=9):
        orders = at_the_same_time(place, range(30), 10)
    yield Proof("something was hurt, and clients noticed", True, bool(hurts and troubles))
    found = house.find("sale.order", [["client_order_ref", "like", "STUBBORN-"]], "b2b_state")
    yield Proof("orders, none lost, none twice", 30, len(found))
    yield Proof("each client holds the number of its order", True,
                sorted(orders) == [one["id"] for one in found])  # fmt: skip
    yield Proof("their states", {"released"}, {one["b2b_state"] for one in found})


def reminder(house):
    """An invoice falls overdue and is reminded"""
    order = house.order(house.ids["late"], {"DUE": 5})
    house.ship(order)
    house.cron("cron_billing")
    [invoice] = _invoices(house, order)
    long_ago = (date.today() - timedelta(days=34)).isoformat()
    house.call("account.move", "button_draft", ids=[invoice["id"]])
    house.call("account.move", "write", ids=[invoice["id"]], vals={"invoice_date": long_ago})
    house.call("account.move", "action_post", ids=[invoice["id"]])
    house.cron("cron_reminders")
    letters = house.find(
        "b2b.reminder", [["account_id", "=", house.ids["late"]]], "amount", "state"
    )
    yield Proof("letters to the account", 1, len(letters))
    yield Proof("asked for", 400.0, round(sum(letter["amount"] for letter in letters), 2))


def promises(house):
    """What the audit counts after all of it"""
    violations = house.call("b2b.audit", "violations")
    yield Proof("violations of the promises", [], [one["message"] for one in violations])


def _promised(house, orders, codes, stock, asked):
    """Nothing is promised twice, nothing that was asked is forgotten."""
    states = {one["b2b_state"] for one in house.read("sale.order", orders, "b2b_state")}
    yield Proof("their states", {"released"}, states)
    products = [house.ids["products"][code] for code in codes]
    rows = house.find(
        "b2b.allocation",
        [["order_id", "in", orders], ["product_id", "in", products]],
        "reserved_quantity", "waiting_quantity",
    )  # fmt: skip
    reserved = sum(row["reserved_quantity"] for row in rows)
    yield Proof("reserved for them, of the stock there is", float(stock), reserved)
    yield Proof("reserved or back-ordered, of what they asked for", float(asked),
                reserved + sum(row["waiting_quantity"] for row in rows))  # fmt: skip


def _delivered(house, order):
    lines = house.find("sale.order.line", [["order_id", "=", order]], "qty_delivered")
    return sum(line["qty_delivered"] for line in lines)


def _invoices(house, order):
    [read] = house.read("sale.order", [order], "invoice_ids")
    return house.read(
        "account.move", read["invoice_ids"],
        "amount_untaxed_signed", "invoice_date", "invoice_date_due", "state",
    )  # fmt: skip


def _invoiced(house, order):
    posted = [one for one in _invoices(house, order) if one["state"] == "posted"]
    return round(sum(one["amount_untaxed_signed"] for one in posted), 2)


def _days(first, last):
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


CHAPTERS = (
    different_prices,
    twenty_at_once,
    two_hundred_orders,
    credit_limit,
    partial_shipment,
    agreed_schedules,
    wholesale_order,
    reminder,
)
