"""Builders in the words of the domain; the other addons' tests use them too."""

import json

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

from ..intake.inbound import InboundDocument


class B2BCase(TransactionCase):
    """A small distributor: one tier, one account, two products on stock."""

    def setUp(self):
        super().setUp()
        self.env = self._make_env()
        self.warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        )
        self.pricelist = self.env["product.pricelist"].create(
            {
                "name": "Gold",
                "item_ids": [
                    Command.create({"compute_price": "percentage", "percent_price": 10.0})
                ],
            }
        )
        self.term = self.env.ref("account.account_payment_term_30days")
        self.tier = self.env["b2b.account.tier"].create(
            {
                "name": "Gold",
                "code": "TEST-GOLD",
                "pricelist_id": self.pricelist.id,
                "payment_term_id": self.term.id,
                "minimum_order": 100.0,
            }
        )
        # Tests order the same lines again and again.
        self._policy("near_duplicate").action = "ignore"
        self._policy("channel_twin").action = "ignore"
        self.account = self._make_account("Northside Foods", "N-100")
        self.bolt = self._make_product("Hex bolt M8", "TEST-BOLT", 10.0, on_hand=100)
        self.nut = self._make_product("Hex nut M8", "TEST-NUT", 4.0, on_hand=100)

    def _policy(self, code):
        """The policy of a check for everybody."""
        return self.env.ref(f"b2b_oms.policy_{code}")

    def _make_env(self):
        return self.env(context=dict(self.env.context, tracking_disable=True))

    # === BUILDERS === #

    def _make_account(self, name, ref, **vals):
        return self.env["res.partner"].create(
            {"name": name, "ref": ref, "is_company": True, "b2b_tier_id": self.tier.id} | vals
        )

    def _make_product(self, name, sku, price, on_hand=0, **vals):
        product = self.env["product.product"].create(
            {"name": name, "default_code": sku, "list_price": price, "is_storable": True} | vals
        )
        if on_hand:
            self._stock(product, on_hand)
        return product

    def _stock(self, product, quantity):
        location = self.warehouse.lot_stock_id
        self.env["stock.quant"]._update_available_quantity(product, location, quantity)

    def _make_order(self, lines=None, account=None, **vals):
        """A draft of ``lines``: {product: quantity}."""
        return self.env["sale.order"].create(
            {
                "partner_id": (account or self.account).id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": quantity})
                    for product, quantity in (lines or {self.bolt: 20}).items()
                ],
            }
            | vals
        )

    def _make_user(self, login, groups):
        return new_test_user(self.env, login, groups=groups)

    def _deliver(self, order, quantities=None):
        """Ship what is reserved, or {product: quantity} of it; the rest becomes a backorder."""
        picking = order.picking_ids.filtered(lambda picking: picking.state == "assigned")
        for move in picking.move_ids:
            if quantities is not None:
                move.quantity = quantities.get(move.product_id, 0)
            move.picked = bool(move.quantity)
        picking.with_context(skip_backorder=True).button_validate()
        return picking

    def _invoice(self, order):
        invoice = order._create_invoices()
        invoice.action_post()
        return invoice

    def _pay(self, invoice):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard.create({})._create_payments()

    def _pay_online(self, order, amount):
        """What the payment provider reports when the buyer paid on the portal."""
        method = self.env.ref("payment.payment_method_unknown")
        provider = self.env["payment.provider"].create(
            {"name": "Test", "state": "test", "payment_method_ids": [Command.set(method.ids)]}
        )
        bank = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", order.company_id.id)], limit=1
        )
        self.env["account.payment.method.line"].create(
            {
                "payment_method_id": self.env.ref("account.account_payment_method_manual_in").id,
                "journal_id": bank.id,
                "payment_provider_id": provider.id,
            }
        )
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "reference": f"T-{order.id}",
                "amount": amount,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "sale_order_ids": [Command.set(order.ids)],
            }
        )
        transaction._set_done()
        transaction._post_process()
        return transaction

    # === QUESTIONS === #

    def _found(self, orders):
        """Codes of what the checks find and the policies count."""
        found = self.env["b2b.order.check"]._run(orders)
        return [finding.code for finding, _policy in self.env["b2b.check.policy"]._decide(found)]

    # === ASSERTIONS === #

    def assertHeldFor(self, order, *codes):
        """The order is held, and open holds are exactly of these checks."""
        self.assertEqual(order.b2b_state, "held")
        self.assertEqual(order.state, "draft")
        blocking = order.b2b_hold_ids.filtered(lambda hold: hold._is_blocking())
        self.assertEqual(sorted(blocking.mapped("code")), sorted(codes))

    def assertReleased(self, order):
        self.assertEqual((order.b2b_state, order.state), ("released", "sale"))

    def assertPromisesHold(self):
        self.assertEqual(self.env["b2b.audit"].violations(), [])


class IntakeCase(B2BCase):
    """For what commits: the cursor of these tests turns commits into savepoints."""

    def _make_env(self):
        self.enterContext(self.enter_registry_test_mode())
        cursor = self.enterContext(self.registry.cursor())
        return super()._make_env()(cr=cursor)

    def _submit(self, document, filename="po.json", account=None, channel="api"):
        """Hand in a dict (as JSON) or bytes."""
        content = json.dumps(document).encode() if isinstance(document, dict) else document
        return self.env["b2b.intake"].submit(
            InboundDocument(content, filename, channel, account, sender="test")
        )

    def _po(self, number="PO-1", account="N-100", lines=(("TEST-BOLT", 20),), **header):
        """A purchase order as a dict for the JSON decoder."""
        rows = [{"sku": sku, "quantity": quantity} for sku, quantity in lines]
        return {"number": number, "account": account, "lines": rows} | header
