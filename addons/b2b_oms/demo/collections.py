"""Who owes for how long: letters at different levels, a dispute, a promise, statements."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

# Account, open amount, days overdue.
OLD_DEBTS = (
    ("C10070", 1840.50, 34),
    ("C10070", 612.25, 12),
    ("C10090", 935.00, 68),
    ("C10110", 2210.40, 6),
    ("C10110", 480.00, -4),
    ("C10080", 7420.00, 97),
)
# Who gets which statement every month.
STATEMENTS = (("C10010", "running"), ("C10020", "open"), ("C10080", "open"))
# Levels that the oldest debt of an account has behind it: (level, days ago).
LETTERS = {"C10090": (("first", 31), ("second", 24), ("last", 1))}
# Its next order waits for money.
STOPPED = "C10090"


def load(demo):
    """Adds to the story of the orders; every letter and hold comes about as in real life."""
    invoices = [_invoice(demo, *debt) for debt in OLD_DEBTS]
    _statements(demo)
    disputed, promised = invoices[5], invoices[1]
    today = fields.Date.today()
    demo.env["b2b.dispute"].create(
        {
            "move_id": disputed.id,
            "amount": 1250.0,
            "reason": "quality",
            "user_id": demo._get("user", "credit").id,
            "expected_date": today + timedelta(days=6),
            "note": "Two pallets arrived wet. The carrier looks into it.",
        }
    )
    demo.env["b2b.payment.promise"].create(
        {
            "move_id": promised.id,
            "promised_date": today + timedelta(days=4),
            "user_id": demo._get("user", "accountant").id,
            "note": "Pays with the run of next Thursday.",
        }
    )
    _remind(demo, invoices)
    _stopped_order(demo)


def _invoice(demo, ref, amount, days_overdue):
    """An invoice from before the orders of the story, brought over from the old system."""
    due = fields.Date.today() - timedelta(days=days_overdue)
    invoice = demo.env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": demo._get("account", ref).id,
            "invoice_date": due - timedelta(days=30),
            "invoice_payment_term_id": demo.env.ref("account.account_payment_term_30days").id,
            "ref": f"PO-{ref[-3:]}{int(amount)}",
            "invoice_line_ids": [
                Command.create({"name": "Balance brought forward", "price_unit": amount,
                                "tax_ids": [Command.clear()]})
            ],
        }
    )  # fmt: skip
    invoice.action_post()
    return invoice


def _statements(demo):
    """Who wants one had it for last month."""
    ends = fields.Date.today().replace(day=1) - timedelta(days=1)
    for ref, kind in STATEMENTS:
        account = demo._get("account", ref)
        account.b2b_statement = kind
        demo.env["b2b.statement"].create(
            {
                "account_id": account.id,
                "company_id": demo.env.company.id,
                "contact_id": account._b2b_dunning_contact().id,
                "date": ends,
                "kind": kind,
                "is_monthly": True,
                "state": "sent",
                "sent_on": ends + timedelta(days=1),
            }
        )


def _remind(demo, invoices):
    """Letters sent in the past weeks, then today's run, which waits for approval."""
    for ref, letters in LETTERS.items():
        account = demo._get("account", ref)
        items = [i for i in invoices if i.partner_id == account]
        for level, ago in letters:
            _past_letter(demo, account, items, level, ago)
    demo.env["b2b.reminder.run"]._run(demo.env.company)


def _past_letter(demo, account, invoices, level, ago):
    day = fields.Date.today() - timedelta(days=ago)
    level = demo.env.ref(f"b2b_oms.reminder_level_{level}")
    demo.env["b2b.reminder"].create(
        {
            "company_id": demo.env.company.id,
            "account_id": account.id,
            "contact_id": account._b2b_dunning_contact().id,
            "level_id": level.id,
            "date": day,
            "sent_on": day,
            "state": "sent",
            "item_ids": [
                Command.create(
                    {
                        "move_line_id": line.id,
                        "currency_id": line.currency_id.id,
                        "due_date": line.date_maturity,
                        "open_amount": line.amount_residual_currency,
                        "claim": line.amount_residual_currency,
                        "value": line.amount_residual,
                        "level_id": level.id,
                    }
                )
                for line in demo.env["account.move"].concat(*invoices).line_ids
                if line.account_type == "asset_receivable"
            ],
        }
    )


def _stopped_order(demo):
    account = demo._get("account", STOPPED)
    product = max(
        (demo._get("product", row["sku"]) for row in demo._rows("products")[:20]),
        key=lambda product: product.list_price,
    )
    order = demo.env["sale.order"].create(
        {
            "partner_id": account.id,
            "client_order_ref": "PO-STOPPED",
            "order_line": [Command.create({"product_id": product.id, "product_uom_qty": 6})],
        }
    )
    order.with_context(install_mode=True).action_confirm()
