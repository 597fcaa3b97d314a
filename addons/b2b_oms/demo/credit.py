"""Who may owe how much, and what some accounts brought along from before the four weeks."""

from datetime import date, timedelta

from odoo import fields
from odoo.fields import Command

from .accounts import TERMS

# Brought along: account, amount, days ago, days after the due date it was paid (None: still open).
EARLIER_INVOICES = (
    ("C10450", 2640.00, 150, 19),
    ("C10450", 1875.50, 118, 24),
    ("C10450", 3120.00, 68, None),
    ("C10450", 845.20, 52, None),
    ("C10460", 1430.00, 95, 6),
    ("C10100", 2210.00, 110, 11),
    ("C10400", 5380.00, 100, 2),
    ("C10400", 9875.00, 21, None),
)


def load(demo):
    """A limit for every account, from the table; accounts that pay first get no credit."""
    controller = demo._get("user", "credit")
    rows = demo._rows("accounts")
    today = fields.Date.today()
    limits = _by(controller, demo.env["b2b.credit.limit"]).create(
        [
            {
                "account_id": demo._get("account", row["ref"]).id,
                "kind": "limit" if float(row["credit_limit"]) else "none",
                "amount": float(row["credit_limit"]),
                "valid_until": float(row["credit_limit"]) and date(today.year + 1, 12, 31),
                "user_id": controller.id,
                "reason": "Credit application" if float(row["credit_limit"]) else "Pays first",
            }
            for row in rows
        ]
    )
    demo._name_records("credit_limit", [row["ref"] for row in rows], limits)


def review(demo):
    """After the four weeks the controller went through some limits, as their stories want."""
    _earlier_invoices(demo)
    today = fields.Date.today()
    changes = {
        "C10020": {"kind": "unlimited", "reason": "Insured in full since spring"},
        "C10330": {"valid_until": today - timedelta(days=12), "reason": "Accounts not handed in"},
        "C10230": {"valid_until": today + timedelta(days=9), "reason": "Review is due"},
        "C10370": {
            "extra_amount": 5000,
            "extra_until": today + timedelta(days=9),
            "reason": "Season start, agreed with their finance office",
        },
        "C10480": {
            "shared_with_id": demo._get("credit_limit", "C10190").id,
            "reason": "Same owners as Bayou City Marine, one limit for both",
        },
        "C10400": {
            "amount": _nearly_used(demo._get("credit_limit", "C10400")),
            "reason": "Lowered after the annual review",
        },
    }
    for ref, values in changes.items():
        _by(demo._get("user", "credit"), demo._get("credit_limit", ref)).write(values)


def _by(user, records):
    """In the user's name, so that the history tells it."""
    return records.with_user(user).sudo()


def _nearly_used(limit):
    """An amount of which what is open now is some nine tenths, in full hundreds."""
    return round(limit.exposure / 0.93, -2)


def _earlier_invoices(demo):
    """Posted without an order of ours: they come from the system before."""
    invoices = demo.env["account.move"].create(
        [_invoice(demo, *row[:3]) for row in EARLIER_INVOICES]
    )
    invoices.action_post()
    for invoice, (_ref, _amount, _ago, late) in zip(invoices, EARLIER_INVOICES, strict=True):
        if late is not None:
            paid_on = invoice.invoice_date_due + timedelta(days=late)
            demo.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoice.ids
            ).create({"payment_date": paid_on})._create_payments()


def _invoice(demo, ref, amount, ago):
    day = fields.Date.today() - timedelta(days=ago)
    return {
        "move_type": "out_invoice",
        "partner_id": demo._get("account", ref).id,
        "invoice_date": day,
        "invoice_payment_term_id": demo.env.ref(TERMS["net30"]).id,
        "invoice_line_ids": [
            Command.create(
                {"name": "Goods from the former system", "price_unit": amount, "tax_ids": False}
            )
        ],
    }
