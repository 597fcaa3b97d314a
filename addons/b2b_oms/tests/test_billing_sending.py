from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .billing_common import BillingCase


@tagged("post_install", "-at_install")
class TestBillingSending(BillingCase):
    """How documents reach an account, and in whose name and language."""

    def _dispatch(self, document):
        """Let the background job come by; what became of the document."""
        self.env["b2b.billing.dispatch"]._cron_send()
        return document.b2b_dispatch_ids

    def _make_payables(self, **vals):
        return self.env["res.partner"].create(
            {"name": "Payables", "type": "invoice", "parent_id": self.account.id} | vals
        )

    # === INVOICES === #

    def test_invoice_goes_to_the_billing_contact_in_its_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("account.email_template_edi_invoice")
        template.with_context(lang="fr_FR").subject = "Facture {{ object.name }}"
        payables = self._make_payables(email="payables@northside.example", lang="fr_FR")
        self._ship({self.bolt: 5})
        invoice = self._run()
        sent = self._dispatch(invoice)
        self.assertEqual((sent.state, invoice.partner_id), ("sent", payables))
        self.assertEqual(sent.mail_ids.recipient_ids, payables)
        self.assertEqual(sent.mail_ids.subject, f"Facture {invoice.name}")
        self.assertTrue(invoice.is_move_sent)

    def test_invoice_by_post_waits_in_the_print_queue_until_it_is_in_the_envelope(self):
        self.account.invoice_sending_method = "b2b_post"
        self._ship({self.bolt: 5})
        invoice = self._run()
        queued = self._dispatch(invoice)
        self.assertEqual((queued.state, queued.mail_ids.ids), ("to_print", []))
        report = queued.action_print()
        self.assertEqual(report["context"]["active_ids"], invoice.ids)
        queued.action_printed()
        self.assertEqual(queued.state, "sent")
        self.assertTrue(queued.sent_at)
        self.assertEqual(self._dispatch(invoice).tries, 1)

    def test_account_that_fetches_its_invoices_gets_no_mail(self):
        self.account.invoice_sending_method = "manual"
        self._ship({self.bolt: 5})
        invoice = self._run()
        sent = self._dispatch(invoice)
        self.assertEqual((sent.state, sent.mail_ids.ids), ("sent", []))

    def test_account_without_email_is_in_the_queue_with_the_reason_and_goes_when_it_has_one(self):
        self.account.email = False
        self._ship({self.bolt: 5})
        invoice = self._run()
        failed = self._dispatch(invoice)
        self.assertEqual((failed.state, failed.tries), ("failed", 1))
        self.assertIn("No email address", failed.error)
        self.assertGreater(failed.next_try, fields.Datetime.now())
        self.account.email = "ap@northside.example"
        failed.action_retry()
        self.assertEqual(self._dispatch(invoice).state, "sent")

    def test_schedule_that_sends_nothing_by_itself_queues_no_invoice(self):
        self.schedule.auto_send = False
        self._ship({self.bolt: 5})
        self.assertFalse(self._run().b2b_dispatch_ids)

    # === SHIPMENT NOTICES === #

    def _receive_from_supplier(self):
        kind = self.warehouse.in_type_id
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": kind.default_location_dest_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.bolt.id,
                            "product_uom_qty": 5,
                            "quantity": 5,
                            "picked": True,
                            "location_id": self.env.ref("stock.stock_location_suppliers").id,
                            "location_dest_id": kind.default_location_dest_id.id,
                        }
                    )
                ],
            }
        )
        receipt._action_done()
        return receipt

    def test_buyer_is_told_once_of_each_shipment_and_of_nothing_else(self):
        order = self._ship({self.bolt: 20}, {self.bolt: 12})
        first = order.picking_ids.filtered(lambda picking: picking.state == "done")
        second = self._deliver(order)
        back = self._take_back(first, {self.bolt: 2})
        receipt = self._receive_from_supplier()
        told = self.env["b2b.billing.dispatch"].search([("way", "=", "notice")]).picking_id
        self.assertEqual(told, first | second)
        self.assertFalse((back | receipt) & told)
        (first | second)._b2b_shipped()
        self.assertEqual(len(first.b2b_dispatch_ids | second.b2b_dispatch_ids), 2)

    def test_notice_says_what_left_how_to_follow_it_and_what_is_still_to_come(self):
        order = self._ship({self.bolt: 20, self.nut: 10}, {self.bolt: 12, self.nut: 10})
        shipped = order.picking_ids.filtered(lambda picking: picking.state == "done")
        shipped.write(
            {
                "b2b_carrier": "Midwest Freight",
                "b2b_tracking_ref": "MF-77",
                "b2b_tracking_url": "https://track.example/MF-77",
            }
        )
        mail = self._dispatch(shipped).mail_ids
        self.assertIn(shipped.name, mail.subject)
        body = " ".join(str(mail.body_html).split())
        self.assertIn("Midwest Freight", body)
        self.assertIn('href="https://track.example/MF-77"', body)
        rest = {line: to_come for line, _left, to_come in shipped._b2b_shipped_lines()}
        self.assertEqual(sorted(rest.values()), [0, 8])
        self.assertIn(">8<", body.replace(" ", ""))
        self.assertEqual(len(mail.attachment_ids), 1)

    # === COMPANIES, MIDNIGHT === #

    def test_each_company_has_a_run_of_its_own_with_its_own_invoices(self):
        other = self.env["res.company"].create({"name": "Second"})
        self.env["account.chart.template"].try_loading("generic_coa", company=other)
        self.env.user.company_ids |= other
        self.pricelist.company_id = False
        self.account.with_company(other).b2b_tier_id = self.tier
        here = self._ship({self.bolt: 5})
        there = self._ship_from(other)
        invoices = self._run()
        self.assertEqual(invoices.company_id, self.env.company | other)
        by_company = {invoice.company_id: invoice for invoice in invoices}
        self.assertEqual(by_company[other].invoice_line_ids.sale_line_ids.order_id, there)
        self.assertEqual(by_company[self.env.company].journal_id.company_id, self.env.company)
        self.assertEqual(len(invoices.b2b_billing_run_id), 2)
        self.assertNotEqual(here.invoice_ids, there.invoice_ids)
        self.assertPromisesHold()

    def _ship_from(self, company):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
        env = self.env(context=dict(self.env.context, allowed_company_ids=[company.id]))
        location = warehouse.lot_stock_id
        env["stock.quant"]._update_available_quantity(self.bolt.with_env(env), location, 50)
        order = env["sale.order"].create(
            {
                "partner_id": self.account.id,
                "company_id": company.id,
                "warehouse_id": warehouse.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.bolt.id, "product_uom_qty": 3, "tax_ids": False}
                    )
                ],
            }
        )
        order.action_confirm()
        self._deliver(order)
        return order.with_env(self.env)

    def test_shipment_before_midnight_of_the_schedule_is_billed_that_day_wherever_the_server_is(
        self,
    ):
        daily = self._make_schedule("daily", tz="America/Los_Angeles")
        daily.calendar_id = self._make_calendar()
        self.tier.billing_schedule_id = daily
        day = fields.Date.today() - timedelta(days=4)
        midnight = daily._clock(self.env.company).closing(day)
        self.assertIn(midnight.hour, (7, 8))
        before = self._ship({self.bolt: 1})
        after = self._ship({self.bolt: 2})
        for order, moment in ((before, midnight - timedelta(minutes=1)), (after, midnight)):
            order.picking_ids.date_done = moment
            order.picking_ids.move_ids.date = moment
        self.env.flush_all()
        runs = {invoice.b2b_billing_run_id.moment: invoice for invoice in self._run()}
        self.assertEqual(self._goods(runs[midnight]), {self.bolt: 1})
        self.assertEqual(self._goods(runs[midnight + timedelta(days=1)]), {self.bolt: 2})

    def _make_calendar(self):
        """Worked on every day."""
        return self.env["resource.calendar"].create(
            {
                "name": "Always",
                "tz": "America/Los_Angeles",
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {"name": day, "dayofweek": day, "hour_from": 8, "hour_to": 16}
                        )
                        for day in "0123456"
                    ),
                ],
            }
        )
