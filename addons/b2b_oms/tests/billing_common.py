"""Builders for billing: schedules, orders that ship and come back, the scheduler's visits."""

from datetime import timedelta

from odoo import fields

from .common import IntakeCase


class BillingBuilders:
    """Accounts with a schedule, orders that ship; for test cases of any kind."""

    def _allow_everything(self):
        """Orders of any size and price pass, again and again."""
        self.tier.minimum_order = 0
        for code in ("discount", "price", "duplicate", "payment_terms", "margin"):
            self._policy(code).action = "ignore"

    def _make_schedule(self, timing, **vals):
        long_ago = fields.Datetime.now() - timedelta(days=90)
        return self.env["b2b.billing.schedule"].create(
            {"name": timing, "timing": timing, "starts_on": long_ago, "tz": "UTC"} | vals
        )

    def _bill_weekly(self, **vals):
        """The tier is billed weekly; the last moment was in the past, after everything shipped."""
        self.tier.billing_schedule_id = self._make_schedule("weekly", **vals)
        return self.tier.billing_schedule_id

    def _ship(self, lines=None, quantities=None, days_ago=0, **vals):
        """A confirmed order that is delivered, in part where quantities say so."""
        order = self._make_order(lines, **vals)
        order.action_confirm()
        self.assertReleased(order)
        self._deliver_on(order, days_ago, quantities)
        return order

    def _deliver_on(self, order, days_ago=0, quantities=None):
        picking = self._deliver(order, quantities)
        if days_ago:
            moment = fields.Datetime.now() - timedelta(days=days_ago)
            picking.date_done = moment
            picking.move_ids.date = moment
            self.env.flush_all()
        return picking

    def _take_back(self, picking, quantities, days_ago=0):
        """The customer returns {product: quantity} of a delivery."""
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
        for line in wizard.product_return_moves:
            line.quantity = quantities.get(line.product_id, 0)
        back = wizard._create_return()
        for move in back.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        back._action_done()
        back.move_ids.date = fields.Datetime.now() - timedelta(days=days_ago)
        return back


class BillingCase(BillingBuilders, IntakeCase):
    """Accounts with a schedule, orders that ship, runs as the scheduler makes them."""

    def setUp(self):
        super().setUp()
        self.schedule = self._make_schedule("shipment")
        self.tier.billing_schedule_id = self.schedule
        self.account.email = "ap@northside.example"
        self._allow_everything()

    def _run(self):
        """The scheduler comes by. Returns the invoices it made."""
        before = self.env["account.move"].search([])
        self.env["b2b.billing.run"]._cron_bill()
        return self.env["account.move"].search([], order="id") - before

    def _goods(self, invoice):
        """{product: quantity} on an invoice."""
        lines = invoice.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        quantities = {}
        for line in lines:
            quantities[line.product_id] = quantities.get(line.product_id, 0) + line.quantity
        return quantities
