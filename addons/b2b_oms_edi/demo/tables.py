"""A buyer of the demo distributor whose orders are tables in a layout of its own, by mail."""

import base64
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

ACCOUNT = "c10140"
COLUMNS = (
    ("number", "Beleg", ""),
    ("sku", "Teil", ""),
    ("quantity", "Menge", ""),
    ("requested_date", "Wunschtermin", ""),
    ("currency", "", "USD"),
)
ROWS = (("HB-M6X20", "24,0"), ("HB-M8X25", "12,0"))


def load(demo):
    """The layout with a sample to look at, and the partner."""
    account = demo.env.ref(f"b2b_oms.demo_account_{ACCOUNT}")
    content = _table(fields.Date.context_today(demo) + timedelta(days=21))
    layout = demo.env["b2b.edi.layout"].create(
        {
            "name": f"Weekly order of {account.name}",
            "delimiter": "semicolon",
            "decimal_mark": "comma",
            "date_format": "DD.MM.YYYY",
            "column_ids": [
                Command.create({"field": field, "heading": heading, "fixed": fixed})
                for field, heading, fixed in COLUMNS
            ],
            "sample": base64.b64encode(content),
            "sample_name": "EDI-4001.csv",
        }
    )
    vals = {
        "account": ACCOUNT,
        "layout_id": layout.id,
        "their_id": account.ref,
        "our_id": "DEMODIST",
        "transport": "mail",
        "mail_to": account.email,
        "sends_response": False,
        "sends_despatch": False,
        "sends_invoice": False,
    }
    partner = demo._partner("flat", vals)
    account.invoice_sending_method = False
    demo._take(partner, content, "EDI-4001.csv")


def _table(day):
    rows = [f"EDI-4001;{sku};{quantity};{day:%d.%m.%Y};K7" for sku, quantity in ROWS]
    return "\n".join(["Beleg;Teil;Menge;Wunschtermin;Kostenstelle", *rows, ""]).encode()
