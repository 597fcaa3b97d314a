"""Other systems: keys, an order by the API, a webhook that tells of it, one to be kept alike."""

import json
import secrets

from odoo.fields import Command

from ..intake.inbound import InboundDocument

# docs/examples/webhook_receiver.py listens here; until it is started the messages wait.
RECEIVER = "http://127.0.0.1:8899/"
BUYER = "C10050"
ORDER = {
    "number": "CPX-20418",
    "note": "Dock 2, please.",
    "lines": [
        {"sku": "CX-181212", "quantity": 48, "unit": "ea"},
        {"sku": "PT-CLR", "quantity": 36},
        {"sku": "SF-60", "quantity": 12},
    ],
}


def load(demo):
    """Adds to the story; the order takes the way every order of the API takes."""
    env, manager = demo.env, demo._get("user", "manager")
    scopes = env["b2b.api.scope"].search([])
    reading = scopes.filtered(lambda scope: scope.code.endswith(":read"))
    keys = env["b2b.api.key"].create(
        [
            _key("Warehouse robot", manager, reading),
            _key("Buyer's SAP", manager, scopes, account_id=demo._get("account", BUYER).id),
        ]
    )
    for key in keys:
        key._issue()  # nobody knows these secrets: make a new one to try the API
    env["b2b.webhook"].create(
        {
            "name": "Warehouse screen",
            "url": RECEIVER,
            "allow_private": True,
            "kind_ids": [
                Command.set(env["b2b.webhook.kind"].search([("code", "=like", "order.%")]).ids)
            ],
        }
    )
    _order(demo, keys[1])
    _connect(demo)


def _key(name, user, scopes, **vals):
    return {"name": name, "user_id": user.id, "scope_ids": [Command.set(scopes.ids)]} | vals


def _order(demo, key):
    """Stored, then processed, as ``submit`` does: but the demo is one transaction."""
    Intake = demo.env["b2b.intake"].with_user(key.user_id).sudo()
    document = InboundDocument(
        json.dumps(ORDER).encode(),
        "order.json",
        "api",
        key.account_id,
        sender=key.user_id.login,
        reference=key._reference(f"demo-{secrets.token_hex(4)}"),
    )
    intake = Intake.create(Intake._prepare_intake(document))
    intake._process()
    demo._name_records("apiorder", [ORDER["number"]], intake.order_ids)


def _connect(demo):
    """Who would be right about what; it has no key, so nobody is asked."""
    env = demo.env
    env.company.b2b_feed = True
    theirs = ("accounts", "prices", "stock", "shipments", "invoices", "payments")
    truths = dict.fromkeys(theirs, "theirs") | {"orders": "ours"}
    connection = env["b2b.connection"].create(
        {
            "name": "Head office ERP",
            "url": "https://erp.example.com",
            "user_id": demo._get("user", "manager").id,
            "warehouse_id": env["stock.warehouse"].search([], limit=1).id,
            "part_ids": [
                Command.create({"subject": subject, "truth": truth})
                for subject, truth in truths.items()
            ],
        }
    )
    accounts = connection.part_ids.filtered(lambda part: part.subject == "accounts")
    accounts.exception_ids = [
        Command.create({"field": field, "truth": "ours"}) for field in ("email", "phone")
    ]
