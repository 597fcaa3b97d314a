"""What an order looks like in the API, both ways. No Odoo in here."""

from ..const import ORDER_STATES
from .schema import Choice, Day, Fields, ListOf, Maybe, Moment, Number, Text, Told, Whole

MOST_LINES = 2000

NEW_LINE = Fields(
    {
        "sku": Text("Our number of the item.", most=100, example="BW-1001"),
        "customer_code": Text("Your number of the item.", most=100),
        "barcode": Text(most=100),
        "description": Text("For people; items are never found by it.", most=500),
        "quantity": Number("In the unit.", above=0, most=10**8, example=12),
        "unit": Text("Empty: the item's own unit.", most=40, example="carton"),
        "price": Number("What you expect to pay per unit; compared, not taken.", least=0),
        "requested_date": Day("When you want it."),
        "ship_to": Text("Where to, when not where the order goes.", most=200),
    },
    needs=("quantity",),
)

NEW_ORDER = Fields(
    {
        "number": Text("Your number of the purchase order.", most=100, example="PO-4711"),
        "account": Text("Our number of the account. Not needed with an account's key.", most=100),
        "ship_to": Text("Number, name, city or zip of a delivery address.", most=200),
        "requested_date": Day("When you want the goods."),
        "currency": Text("ISO 4217; another than the account's holds the order.", most=10),
        "note": Text("For people.", most=2000, lines=True),
        "lines": ListOf(NEW_LINE, least=1, most=MOST_LINES),
    },
    needs=("lines",),
)

CHANGE = Fields(
    {
        "number": Text("Your number of the purchase order.", most=100),
        "requested_date": Day(),
        "note": Text(most=2000, lines=True),
        "ship_to": Text("Number, name, city or zip of a delivery address.", most=200),
        "lines": ListOf(
            Fields(
                {"id": Whole(), "quantity": Number("Zero: no more of it.", least=0, most=10**8)},
                needs=("id", "quantity"),
            ),
            "Lines that change; others stay.",
            most=MOST_LINES,
        ),
        "add_lines": ListOf(NEW_LINE, most=MOST_LINES),
    }
)

HOLD = Told(
    {
        "code": Text("Stable.", most=60),
        "message": Text(most=5000, lines=True),
        "line": Maybe(Whole("Id of the line, if it is about one.")),
    }
)

SHARE = Told(
    {
        "warehouse": Text("Code of the warehouse.", most=20),
        "quantity": Number("In the item's own unit."),
        "kind": Choice(("stock", "backorder")),
        "date": Maybe(Day("The day it leaves; null: not in sight.")),
    }
)

LINE = Told(
    {
        "id": Whole(),
        "sku": Text("Empty: the item is not known.", most=100),
        "name": Text(most=5000, lines=True),
        "ordered_as": Text("The item in your words.", most=200),
        "quantity": Number("In the unit."),
        "unit": Text(most=100),
        "price": Number("Per unit, without tax, before the discount."),
        "discount": Number("Per cent."),
        "price_source": Text("agreement, tier, company, list or given.", most=20),
        "subtotal": Number("Without tax."),
        "delivered": Number("In the unit."),
        "invoiced": Number("In the unit."),
        "allocations": ListOf(SHARE, "What is promised, from where and for when."),
    }
)

ACCOUNT_NAME = Told({"id": Whole(), "ref": Text(most=100), "name": Text(most=500)})

HEAD = {
    "id": Whole(),
    "name": Text("Our number.", most=60),
    "number": Text("Your number.", most=200),
    "state": Choice([code for code, _label in ORDER_STATES]),
    "account": ACCOUNT_NAME,
    "ship_to": ACCOUNT_NAME,
    "channel": Text(most=20),
    "ordered": Moment(),
    "requested_date": Maybe(Day()),
    "currency": Text("ISO 4217.", most=3),
    "untaxed": Number(),
    "tax": Number(),
    "total": Number(),
}

SUMMARY = Told(HEAD)
ORDER = Told(
    HEAD
    | {
        "note": Text(most=10_000, lines=True),
        "holds": ListOf(HOLD, "Why it is not released."),
        "lines": ListOf(LINE),
    }
)

SUBMITTED = Told(
    {
        "intake": Told(
            {
                "id": Whole(),
                "state": Text("order, duplicate, waiting, received or refused.", most=20),
                "reason": Text(most=5000, lines=True),
            }
        ),
        "order": Maybe(ORDER),
    }
)

DRY_RUN = Told(
    {
        "would_be": Choice(("released", "held")),
        "currency": Text("ISO 4217.", most=3),
        "untaxed": Number(),
        "tax": Number(),
        "total": Number(),
        "holds": ListOf(
            Told({"code": Text(most=60), "message": Text(most=5000, lines=True)}),
            "Why it would be held.",
        ),
        "lines": ListOf(
            Told(
                {
                    "position": Whole("As sent, from 1; 0: added by us.", least=0),
                    "sku": Text(most=100),
                    "name": Text(most=5000, lines=True),
                    "quantity": Number(),
                    "unit": Text(most=100),
                    "price": Number(),
                    "discount": Number(),
                    "price_source": Text(most=20),
                    "subtotal": Number(),
                    "allocations": ListOf(SHARE),
                }
            )
        ),
    }
)
