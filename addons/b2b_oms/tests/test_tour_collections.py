from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .billing_common import BillingBuilders
from .collections_common import OwingBuilders
from .common import B2BCase


@tagged("post_install", "-at_install")
class TestTourCollections(OwingBuilders, BillingBuilders, B2BCase, HttpCase):
    """In order to be paid, as the accountant, in a browser."""

    def setUp(self):
        super().setUp()
        self._prepare_owing()
        self.user = self._make_user("b2b-books", "account.group_account_invoice,b2b_oms.group_user")

    def _tour(self, action, name):
        path = f"/odoo/action-b2b_oms.{action}"
        self.start_tour(path, name, login=self.user.login, timeout=180)
        self.env.invalidate_all()

    def _let_time_pass(self, model, method):
        """The scheduler comes by."""
        with self.registry.cursor() as cursor:
            getattr(self.env(cr=cursor)[model], method)()
        self.env.invalidate_all()

    def test_accountant_previews_runs_and_sees_the_invoice_sent(self):
        start = fields.Datetime.now() - timedelta(days=1)
        friday = self._make_schedule("weekly", name="Fridays", starts_on=start)
        self.tier.billing_schedule_id = friday
        self._allow_everything()
        self._ship({self.bolt: 5}, days_ago=1)
        late = self._ship({self.bolt: 7})
        late.picking_ids.move_ids.date = fields.Datetime.now() + timedelta(hours=1)

        self._tour("b2b_billing_run_action", "b2b_accountant_bills")
        self._let_time_pass("b2b.billing.run", "_cron_bill")
        self._let_time_pass("b2b.billing.dispatch", "_cron_send")
        self._tour("b2b_billing_run_action", "b2b_accountant_sees_invoices")

        invoice = self.env["b2b.billing.run"].search([]).invoice_ids
        self.assertEqual((invoice.amount_untaxed, invoice.is_move_sent), (45.0, True))
        self.assertFalse(late.invoice_ids)
        self.assertPromisesHold()

    def test_accountant_disputes_and_reminds_and_a_payment_clears_the_hold(self):
        invoice, disputed = self._owe(100, 40), self._owe(40, 20)
        order = self._make_order()
        order.action_confirm()
        self.assertHeldFor(order, "overdue")

        self._tour("b2b_open_item_action", "b2b_collections")
        self.assertEqual(self.env["b2b.dispute"].search([]).move_id, disputed)
        letter = self.env["b2b.reminder"].search([("date", "=", fields.Date.today())])
        self.assertEqual((letter.state, letter.amount), ("approved", 100))
        self._let_time_pass("b2b.reminder", "_cron_send")
        self.assertEqual(letter.state, "sent")

        self._tour("b2b_open_item_action", "b2b_accountant_is_paid")
        self.assertEqual(invoice.amount_residual, 0)
        self._let_time_pass("sale.order", "_cron_b2b_look_again")
        self.assertReleased(order)
        self.assertPromisesHold()
