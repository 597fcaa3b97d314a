"""Orders that one check each stops, with a story a person understands.

The ordinary weeks in ``orders.py`` hold some orders already; these are about the rest.
"""

from datetime import timedelta
from typing import NamedTuple

from odoo import fields
from odoo.fields import Command

from .dating import date_back


class Tale(NamedTuple):
    """An order: its name, whose it is, what is on it, how old it is, and what else.

    ``wanted_in`` is the number of days in which the buyer wants the goods.
    """

    name: str
    account: str
    lines: dict
    hours: float
    values: dict = {}
    wanted_in: int = 5


MAILED = {"HB-M8X25": 15, "TL-45": 9}
CENTRE = {"CX-181212": 24, "PT-CLR": 36, "SF-60": 12}
TALES = (
    # Tri-County Schools pays only what carries its number.
    Tale("customer_po", "C10220", {"TW-CENT": 12, "HC-SOAP": 24}, 26, {"client_order_ref": False}),
    # The branch ordered, two days later the head office ordered the same.
    Tale("twin", "C10020", CENTRE, 50, {"b2b_channel": "portal"}),
    Tale("near_duplicate", "C10020", CENTRE, 4, {"b2b_channel": "portal"}),
    # Sent by the buyer's system, and mailed by a colleague who did not know.
    Tale("sent", "C10040", MAILED, 20, {"b2b_channel": "edi"}),
    Tale("channel_twin", "C10040", MAILED, 6, {"b2b_channel": "email"}),
    # Badger Tool & Die was blocked after a returned direct debit.
    Tale("account_status", "C10420", {"CW-13": 12, "HK-M9": 8}, 20),
    # Somebody typed longer terms than were agreed.
    Tale("payment_terms", "C10170", {"AB-PAD": 8, "GR-EP2": 24}, 30),
    # The first order of Capital Plumbing.
    Tale("first_orders", "C10320", {"BV-12": 40, "GH-50": 6}, 6),
    # A hall is fitted out: worth more than our large order.
    Tale("order_value", "C10130", {"LT-4000": 70, "LT-5000": 60, "AB-SOCK": 80, "AB-PAD": 90}, 22),
    # Dana gave more than she may.
    Tale("discount", "C10080", {"WL-50W": 12, "XC-50": 12, "HH-YEL": 20}, 30),
    # Stonegate Roofing has no permit for aerosols; respirators must stay in the country.
    Tale("restricted", "C10160", {"LU-PEN": 48, "SE-SILC": 24}, 12),
    Tale("restricted_export", "C10310", {"RM-P100": 20, "CO-L": 40}, 9),
    # Read from the text of a mail: nobody compared it yet.
    Tale("confidence", "C10060", {"TL-45": 6, "HB-M8X25": 10}, 2, {"b2b_channel": "email"}),
    # Northside Foods wants its goods at somebody else's door.
    Tale("ship_to", "C10010", {"TL-45": 10, "NG-L": 20}, 3),
    # Wanted in two days, made in seven.
    Tale("requested_date", "C10340", {"DB-10": 24, "AD-125": 10}, 5, wanted_in=2),
    # The buyer rang after the order was in.
    Tale("manual", "C10180", {"SR-STL": 3, "CA-M16X140": 24}, 7),
    # More than Sooner Steel and Delta River Logistics may owe; some of it would fit.
    Tale("credit_limit", "C10460", {"AD-125": 60, "AB-SOCK": 40, "LT-4000": 36, "SF-80": 24}, 28),
    Tale("credit_limit_second", "C10100", {"MT-224": 90, "XC-50": 75, "WL-50W": 80, "BM-6": 60}, 8),
    # Oakfield Furniture's limit ended; Volunteer Freight owes for two months.
    Tale("credit_expired", "C10330", {"SP-P80": 30, "AH-SPR": 12}, 16),
    Tale("overdue", "C10450", {"BW-12": 12, "SL-F4000": 20}, 33),
    # Palmetto Boatworks needs it today: the warehouse says whether that works.
    Tale("approval_rule", "C10350", {"GH-50": 10, "HC2-20": 24}, 2, {"b2b_priority": "1"}, wanted_in=0),
)  # fmt: skip


def load(demo):
    """Make the orders, send them down the path, and let the people do what they did so far."""
    tales = HoldTales(demo)
    tales.tell()


class HoldTales:
    """The tales carried out; what a table cannot say is a method named after the tale."""

    def __init__(self, demo):
        self.demo, self.env = demo, demo.env

    def tell(self):
        orders = {tale.name: self._make(tale) for tale in TALES}
        for name, order in orders.items():
            getattr(self, f"_spoil_{name}", lambda order: None)(order)
        everything = self.env["sale.order"].concat(*orders.values())
        # One after the other: each finds what the one before left, as old as it then was.
        for tale in TALES:
            order = orders[tale.name]
            order.with_context(install_mode=True).action_confirm()
            date_back(self.env, {order: timedelta(hours=tale.hours)})
        self._stop(orders["manual"])
        self._first_yes(orders["order_value"])
        self.demo._name_records("order", orders, everything)

    def _make(self, tale):
        number = 71000 + 137 * TALES.index(tale)
        account = self.demo._get("account", tale.account)
        lines = [
            Command.create(
                {"product_id": self.demo._get("product", sku).id, "product_uom_qty": quantity}
            )
            for sku, quantity in tale.lines.items()
        ]
        return self.env["sale.order"].create(
            {
                "partner_id": account.id,
                "client_order_ref": f"PO-{number}",
                "warehouse_id": self.demo._get("warehouse", "CHI").id,
                "date_order": fields.Datetime.now() - timedelta(hours=tale.hours),
                "b2b_requested_date": fields.Date.today() + timedelta(days=tale.wanted_in),
                "order_line": lines,
            }
            | tale.values
        )

    # === WHAT A TABLE CANNOT SAY === #

    def _spoil_payment_terms(self, order):
        order.payment_term_id = self.env.ref("account.account_payment_term_45days")

    def _spoil_discount(self, order):
        line = order.order_line[0]
        line.price_unit = round(line.price_unit * 0.78, 2)

    def _spoil_ship_to(self, order):
        order.partner_shipping_id = self.demo._get("account", "C10480")

    def _spoil_confidence(self, order):
        order.b2b_confidence = {"number": 0.95, "lines": 0.7}
        order.order_line.b2b_confidence = {"product": 1.0, "quantity": 0.7}

    def _spoil_restricted_export(self, order):
        order.partner_shipping_id = self.env["res.partner"].create(
            {
                "name": "Silverline Glass Toronto",
                "type": "delivery",
                "parent_id": order.partner_id.id,
                "street": "210 Carlaw Ave",
                "city": "Toronto",
                "zip": "M4M 2S1",
                "country_id": self.env.ref("base.ca").id,
            }
        )

    # === WHAT PEOPLE DID SO FAR === #

    def _as(self, login, records):
        return records.with_user(self.demo._get("user", login)).sudo(False)

    def _stop(self, order):
        self._as("desk", order).action_b2b_stop(
            "The buyer rang: half of it goes to another site, a new order follows."
        )

    def _first_yes(self, order):
        """The manager said yes; finance is asked now, and her deputy."""
        self._as("manager", order.b2b_hold_ids.request_id).action_approve(
            "Good customer, the hall is ours alone."
        )
