import logging
import time

from odoo.tests import tagged

from .common import PortalCase

_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install")
class TestTourFollow(PortalCase):
    """In order to follow, pay and reorder without calling anyone, as a buyer, in a browser."""

    def setUp(self):
        super().setUp()
        self.user = self._make_member("buyer")

    def _tour(self, path, name):
        """Run a tour as the buyer; its seconds."""
        begun = time.monotonic()
        self.start_tour(path, name, login=self.user.login, timeout=180)
        return time.monotonic() - begun

    def _billed(self, **vals):
        order = self._make_order({self.bolt: 20, self.nut: 5}, **vals)
        order.action_confirm()
        self._deliver(order)
        return order, self._invoice(order)

    def _cart(self):
        lines = self.env["b2b.cart"]._current(self._buyer(self.user)).line_ids
        return {line.product_id: line.quantity for line in lines}

    def test_backorder_is_cancelled_by_the_buyer(self):
        order = self._make_order({self.bolt: 150}, client_order_ref="PO-SHORT")
        order.action_confirm()
        self._tour("/my/b2b/orders", "b2b_backorder_choice")
        self.assertEqual(order.order_line.b2b_cancelled_quantity, 50)
        self.assertPromisesHold()

    def test_two_invoices_are_paid_at_once(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "account_payment.enable_portal_payment", "True"
        )
        provider = self._make_provider()
        both = self._billed()[1] + self._billed()[1]
        self._tour("/my/b2b/invoices", "b2b_pay_two_invoices")
        transaction = self.env["payment.transaction"].search([("provider_id", "=", provider.id)])
        self.assertEqual(transaction.invoice_ids, both)
        self.assertEqual(transaction.amount, sum(both.mapped("amount_residual")))

    def test_some_of_an_order_is_ordered_again(self):
        order, _invoice = self._billed()
        self._tour(f"/my/b2b/orders/{order.id}", "b2b_reorder")
        self.assertEqual(self._cart(), {self.bolt: 30})

    def test_buyer_gets_along_alone_and_its_seconds_are_told(self):
        """The promise is less than two minutes; this machine may be busy, so nothing asserts it."""
        self._billed(client_order_ref="PO-MISSION")
        seconds = self._tour("/my/b2b", "b2b_buyer_test")
        _logger.info("Buyer test (bulk order, status, invoice, reorder): %.1f s", seconds)
        placed = self.env["sale.order"].search([("b2b_orderer_id", "=", self.user.id)])
        self.assertEqual(placed.order_line.mapped("product_uom_qty"), [20, 10])
        self.assertEqual(self._cart(), {self.bolt: 30})
