"""Four trading partners of the demo distributor and what was said between them, by the real path."""

from pathlib import Path

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import config

from odoo.addons.b2b_oms.pricing.pricing import Demand

from . import mails, tables, texts

SERVER_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0wmN/Cr3JXqmLW7u+g9pTh+wyqDHpSQEIQczXkVx9q"
PARTNERS = {
    "x12": {
        "account": "C10020",
        "their_qualifier": "ZZ",
        "their_id": "GREATLAKESFAB",
        "our_qualifier": "ZZ",
        "our_id": "DEMODIST",
        "version": "004010",
        "transport": "folder",
        "stock_every": 24,
    },
    "edifact": {
        "account": "C10040",
        "their_qualifier": "14",
        "their_id": "5412345000013",
        "our_qualifier": "14",
        "our_id": "4012345500004",
        "version": "D:96A:UN:EAN008",
        "transport": "sftp",
        "sftp_host": "sftp.summit-mechanical.example",
        "sftp_user": "distributor",
        "sftp_host_key": SERVER_KEY,
        "folder_in": "/orders",
        "folder_out": "/answers",
        "is_polled": False,
    },
    "ubl": {
        "account": "C10130",
        "their_qualifier": "0088",
        "their_id": "7300010000001",
        "our_qualifier": "0088",
        "our_id": "4012345500004",
        "transport": "http",
    },
    # Their people fill carts in our shop; what is approved there comes as an order like this one.
    "cxml": {
        "account": "C10080",
        "their_qualifier": "NetworkId",
        "their_id": "AN-IRONWOOD",
        "our_qualifier": "NetworkId",
        "our_id": "AN-DEMODIST",
        "transport": "http",
        "shared_secret": "demo words",
        "takes_punch_out": True,
        "punch_out_hosts": "procure.example",
        "price_difference": "partner",
        "price_percent": 2,
    },
}
# Each order's number begins with these; 4 is the order that comes as a table.
NUMBERS = {"x12": 1, "edifact": 2, "ubl": 3, "cxml": 5}
# Sent first and answered in full: SKU, quantity.
BASKET = (("HB-M6X20", 24), ("HB-M8X25", 12), ("HB-M8X40", 10))
THEIR_CODE = "GLF-4471"


class EdiDemo(models.AbstractModel):
    """Loads the trading partners once; a second call does nothing."""

    _name = "b2b.edi.demo"
    _description = "Demo trading partners"

    @api.model
    def _load(self):
        if self.env.ref("b2b_oms_edi.demo_partner_x12", raise_if_not_found=False):
            return
        company = self.env.ref("base.main_company")
        demo = self.with_company(company).with_context(tracking_disable=True, lang="en_US").sudo()
        company.b2b_gs1_prefix = "4012345"
        for syntax, vals in PARTNERS.items():
            number = NUMBERS[syntax]
            partner = demo._partner(syntax, dict(vals))
            demo._conversation(partner, f"EDI-{number}001", number * 100)
        demo._shopper(demo.env.ref("b2b_oms_edi.demo_partner_cxml"))
        tables.load(demo)
        mails.load(demo.env)
        demo._waiting(demo.env.ref("b2b_oms_edi.demo_partner_x12"))

    def _partner(self, syntax, vals):
        account = self.env.ref(f"b2b_oms.demo_account_{vals.pop('account').lower()}")
        clerk = self.env.ref("b2b_oms.demo_user_desk", raise_if_not_found=False)
        if vals["transport"] == "folder":
            vals |= self._folders(vals["their_id"])
        partner = self.env["b2b.edi.partner"].create(
            vals
            | {
                "name": account.name,
                "account_id": account.id,
                "syntax": syntax,
                "is_test": False,
                "owner_id": (clerk or self.env.user).id,
            }
        )
        account.invoice_sending_method = "b2b_edi"
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"b2b_oms_edi.demo_partner_{syntax}", "record": partner, "noupdate": True}]
        )
        return partner

    def _shopper(self, partner):
        """Who shops by punch-out: a login without a password of its own."""
        account = partner.account_id
        contact = {"name": "Ironwood Procurement", "parent_id": account.id}
        contact["email"] = "procurement@ironwoodconstruction.example"
        group = self.env.ref("base.group_portal")
        partner.punch_out_user_id = (
            self.env["res.users"]
            .with_context(no_reset_password=True, mail_create_nolog=True)
            .create(
                {
                    "name": contact["name"],
                    "login": contact["email"],
                    "partner_id": self.env["res.partner"].create(contact).id,
                    "group_ids": [Command.set(group.ids)],
                }
            )
        )

    def _folders(self, name):
        """Real folders below the data folder: a file put there becomes an order."""
        root = Path(config["data_dir"]) / "edi" / self.env.cr.dbname / name.lower()
        folders = {"folder_in": root / "in", "folder_out": root / "out"}
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        return {field: str(folder) for field, folder in folders.items()}

    # === WHAT WAS SAID === #

    def _conversation(self, partner, po, control):
        """An order, taken through to its invoice."""
        rows = [(sku, quantity, self._price(partner, sku, quantity), 0) for sku, quantity in BASKET]
        exchange = self._receive(partner, po, control, rows)
        order = exchange.intake_ids.order_ids
        self._say(partner)
        if order.b2b_state != "released":
            return
        self._ship(order)
        self._say(partner)
        if order.invoice_status == "to invoice":
            invoice = order._create_invoices()
            invoice.action_post()
            self.env["b2b.edi.exchange"]._due("invoice", partner, invoice)
            self._say(partner)

    def _waiting(self, partner):
        """An order with an item nobody knows: the order desk says what it is."""
        price = self._price(partner, "HB-M6X30", 20)
        sku, quantity = BASKET[0]
        rows = [
            (sku, quantity, self._price(partner, sku, quantity), 0),
            (THEIR_CODE, 20, price, 1),
        ]
        self._receive(partner, "EDI-1002", 150, rows)
        self._say(partner)

    def _receive(self, partner, po, control, rows):
        content = texts.order(partner.syntax, po, control, fields.Date.context_today(partner), rows)
        return self._take(
            partner, content, f"{po}.{'xml' if partner.syntax in ('ubl', 'cxml') else 'edi'}"
        )

    def _take(self, partner, content, name):
        """As the transport does, in the one transaction of the demo."""
        Exchange = self.env["b2b.edi.exchange"]
        channel = partner if partner.transport != "folder" else None
        exchange = Exchange.create(Exchange._prepare_received(content, name, channel, "demo"))
        exchange._take_in()
        for intake in exchange.intake_ids:
            intake.with_context(install_mode=True)._process()
        return exchange

    def _say(self, partner):
        """What is due is written, and delivered where there is somebody to deliver to."""
        Exchange = self.env["b2b.edi.exchange"]
        domain = [("partner_id", "=", partner.id), ("direction", "=", "out")]
        for exchange in Exchange.search([*domain, ("state", "=", "due")], order="id"):
            exchange._write_due()
        for exchange in Exchange.search([*domain, ("state", "=", "ready")], order="id"):
            if partner.transport == "folder":
                exchange._deliver()
            else:
                exchange._sent()

    def _ship(self, order):
        pickings = order.picking_ids.filtered(lambda picking: picking.state == "assigned")
        for row in pickings.move_line_ids:
            carton = self.env["stock.package"].create({"name": f"CARTON-{row.id}"})
            row.result_package_id = carton
        pickings.move_ids.picked = True
        if pickings:
            pickings.with_context(skip_backorder=True, skip_sms=True).button_validate()

    def _price(self, partner, sku, quantity):
        product = self.env["product.product"].search([("default_code", "=", sku)], limit=1)
        demand = Demand(product, quantity, product.uom_id)
        return round(self.env["b2b.pricing"]._quote(partner.account_id, [demand])[0].price, 2)
