"""What the buyers of the demo distributor did in the portal so far."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from . import people

# Buys more than Nina Castillo may: waits for Greg Sandoval or Alicia Romero.
ABOVE_LIMIT = {"LT-4000": 12, "AB-PAD": 12, "CX-181212": 24}
# Name, login, rhythm and its values, lines, days of the runs so far.
STANDING = (
    ("Packing station, weekly", "buyer1", {"rhythm": "weekly", "weekday": "1"},
     {"CX-181212": 48, "PT-CLR": 36, "SF-60": 6}),
    ("Cleaning supplies", "buyer1", {"rhythm": "monthly", "day": 5},
     {"TW-CENT": 12, "HC-SOAP": 12}),
    ("Shop floor gloves", "buyer2", {"rhythm": "weekly", "weekday": "3", "every": 2},
     {"NG-L": 20, "AB-PAD": 4}),
)  # fmt: skip
PARTS = {"buyer1": {"NF-1001": "CX-181212", "NF-1002": "PT-CLR", "NF-1003": "SF-60"}}


class Demo(models.AbstractModel):
    _inherit = "b2b.demo"

    @api.model
    def _load(self):
        """With the portal installed already, its part belongs to it."""
        is_new = not self.env.ref("b2b_oms.demo_tier_platinum", raise_if_not_found=False)
        result = super()._load()
        if is_new:
            self._load_portal()
        return result

    @api.model
    def _load_portal(self):
        """Load the portal's part once; a second call does nothing."""
        if self.env.ref("b2b_oms.demo_login_admin1", raise_if_not_found=False):
            return
        company = self.env.ref("base.main_company")
        context = {"tracking_disable": True, "lang": "en_US", "install_mode": True}
        demo = self.with_company(company).with_context(**context).sudo()
        people.load(demo)
        demo._place_orders()
        demo._make_standing_orders()
        demo._make_parts()
        demo._ask_returns()
        tiers = demo.env["b2b.account.tier"].search([("company_id", "in", (False, company.id))])
        tiers.show_service = True
        demo.env["b2b.demo.shop"]._load()

    def _buyer(self, login):
        user = self.env["res.users"].search([("login", "=", login)])
        return self.env["b2b.account.member"]._buyer(user)

    def _order_lines(self, quantities):
        return [
            {"product_id": self._get("product", sku).id, "quantity": quantity}
            for sku, quantity in quantities.items()
        ]

    def _place_orders(self):
        """Orders the portal brought are somebody's; one waits for the account's approver."""
        buyers = [self._buyer("buyer1"), self._buyer("buyer2")]
        for buyer in buyers:
            self.env["sale.order"].search(
                [
                    ("b2b_account_id", "=", buyer.account.id),
                    ("b2b_channel", "=", "portal"),
                    ("b2b_state", "in", ("released", "closed")),
                ]
            ).b2b_orderer_id = buyer.user
        order = self.env["sale.order"].create(
            {
                "partner_id": buyers[0].account.id,
                "client_order_ref": "PO-73310",
                "warehouse_id": self._get("warehouse", "CHI").id,
                "b2b_channel": "portal",
                "b2b_orderer_id": buyers[0].user.id,
                "b2b_requested_date": fields.Date.today() + timedelta(days=6),
                "order_line": [
                    Command.create(
                        {"product_id": row["product_id"], "product_uom_qty": row["quantity"]}
                    )
                    for row in self._order_lines(ABOVE_LIMIT)
                ],
            }
        )
        order.action_confirm()
        self._name_records("portal_order", ["above_limit"], order)

    def _make_standing_orders(self):
        standing = self.env["b2b.standing.order"]
        for name, login, rhythm, quantities in STANDING:
            buyer = self._buyer(login)
            standing += standing.create(
                {
                    "name": name,
                    "account_id": buyer.account.id,
                    "company_id": buyer.company.id,
                    "user_id": buyer.user.id,
                    "ship_to_id": buyer.ship_tos[-1:].id,
                    "customer_po": "STANDING",
                    "line_ids": [Command.create(row) for row in self._order_lines(quantities)],
                }
                | rhythm
            )
        standing[1]._skip_next(standing[1].user_id)
        self._name_records("standing", range(1, len(standing) + 1), standing)

    def _make_parts(self):
        for login, codes in PARTS.items():
            wanted = {code: self._get("product", sku) for code, sku in codes.items()}
            self.env["b2b.customer.part"]._keep(self._buyer(login), wanted)

    def _ask_returns(self):
        """One waits for the desk's answer, one is approved and on its way back."""
        Request = self.env["b2b.return.request"]
        asked = Request
        for login in ("buyer1", "buyer2"):
            buyer = self._buyer(login)
            for order in Request._returnable_orders(buyer)[:1]:
                returnable = self.env["b2b.return.line"]._returnable(order.order_line)
                line = next(line for line, most in returnable.items() if most)
                asked += Request._request(
                    buyer,
                    order,
                    {line: (1.0, "damaged", "The box was crushed.")},
                    "The driver saw it too.",
                )
        asked[1:].action_approve()
        self._name_records("return", range(1, len(asked) + 1), asked)
