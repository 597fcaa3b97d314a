import json
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import file_open

from ..performance.dashboard import FILE
from .common import B2BCase


@tagged("post_install", "-at_install")
class TestMoreFigures(B2BCase):
    """Holds by reason, what reminders bring in, and before beside after."""

    def setUp(self):
        super().setUp()
        self.today = fields.Date.today()
        (self.bolt | self.nut).invoice_policy = "delivery"

    def _received(self, day, lines=None):
        order = self._make_order(lines or {self.bolt: 20})
        order.action_confirm()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET create_date = %s WHERE id = %s", [f"{day} 12:00", order.id]
        )
        self.env.invalidate_all()
        return order

    # === HOLDS === #

    def test_hold_rate_is_the_share_of_the_months_orders_a_reason_stopped(self):
        for _number in range(3):
            self._received("2001-05-10")
        held = self._received("2001-05-10", {self.bolt: 1})
        code = held.b2b_hold_ids.code
        found = self.env["b2b.hold.figure"].search([("period", "=", "2001-05")])
        self.assertEqual((found.code, found.held, found.orders, found.rate), (code, 1, 4, 0.25))
        self.assertEqual((found.waived, found.hours), (0, 0))
        held.b2b_hold_ids.action_release("Agreed by phone")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.env["b2b.hold.figure"].browse(found.id).waived, 1)

    # === REMINDERS === #

    def _reminded(self, invoice, sent_on):
        line = invoice.line_ids.filtered(
            lambda one: one.account_id.account_type == "asset_receivable"
        )
        level = self.env["b2b.reminder.level"].search([], limit=1)
        return self.env["b2b.reminder"].create(
            {
                "account_id": self.account.id,
                "company_id": self.env.company.id,
                "date": sent_on,
                "sent_on": sent_on,
                "state": "sent",
                "level_id": level.id,
                "item_ids": [
                    fields.Command.create(
                        {
                            "move_line_id": line.id,
                            "currency_id": line.currency_id.id,
                            "due_date": line.date_maturity,
                            "claim": line.amount_residual,
                            "value": line.amount_residual,
                            "level_id": level.id,
                        }
                    )
                ],
            }
        )

    def _billed(self, day="2001-05-01"):
        # Old invoices are overdue, and stop what comes after them.
        self.env["b2b.check.policy"].search([]).action = "ignore"
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self._deliver(order)
        invoice = order._create_invoices()
        invoice.write({"invoice_date": day, "date": day})
        invoice.action_post()
        return invoice

    def _paid(self, invoice, day):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"payment_date": day}).action_create_payments()

    def _yields(self):
        self.env.flush_all()
        self.env.invalidate_all()
        found = self.env["b2b.reminder.figure"].search([("period", "=like", "2001-%")])
        return [(one.period, one.letters, round(one.share, 2)) for one in found]

    def test_payment_soon_after_a_letter_is_its_yield(self):
        paid, late, never = (self._billed() for _number in range(3))
        for day, invoice in enumerate((paid, late, never), start=10):
            self._reminded(invoice, f"2001-05-{day}")
        self._paid(paid, "2001-05-20")
        self._paid(late, "2001-06-20")
        self.assertEqual(self._yields(), [("2001-05", 3, 0.33)])

    def test_payment_is_the_last_letters_doing_and_counts_once(self):
        invoice = self._billed()
        self._reminded(invoice, "2001-05-28")
        self._reminded(invoice, "2001-06-05")
        self._paid(invoice, "2001-06-06")
        self.assertEqual(self._yields(), [("2001-06", 1, 1.0), ("2001-05", 1, 0.0)])

    def test_credit_note_is_no_payment(self):
        invoice = self._billed()
        self._reminded(invoice, "2001-05-28")
        credit = invoice._reverse_moves([{"invoice_date": "2001-05-29", "date": "2001-05-29"}])
        credit.action_post()
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(self._yields(), [("2001-05", 1, 0.0)])

    # === BEFORE AND AFTER === #

    def _read(self, **vals):
        self.env.flush_all()
        reading = self.env["b2b.before.after"].create({"day": "2001-05-11", "days": 10} | vals)
        return {line.name: line for line in reading.line_ids}

    def test_orders_of_both_times_stand_beside_each_other(self):
        self._received("2001-05-10", {self.bolt: 1})
        self._received("2001-05-10")
        self._received("2001-05-11")
        self._received("2001-05-25")  # after the time after
        lines = self._read()
        orders, touchless = lines["Orders received"], lines["Released without a person"]
        self.assertEqual((orders.before, orders.after, orders.verdict), (2, 1, "same"))
        self.assertEqual((touchless.before, touchless.after), (50, 100))
        self.assertEqual((touchless.verdict, touchless.relative), ("better", 100))
        minutes = lines["Minutes per order"]
        self.assertEqual(minutes.before, self.env.company.b2b_minutes_per_hold / 2)
        self.assertEqual(minutes.verdict, "better")

    def test_channel_narrows_the_orders(self):
        self._received("2001-05-10").b2b_channel = "edi"
        self._received("2001-05-10")
        self.assertEqual(self._read(channel="edi")["Orders received"].before, 1)

    def test_what_nobody_knows_is_no_improvement(self):
        self._received("2001-05-10", {self.bolt: 1})
        line = self._read()["Received to shipped"]
        self.assertEqual((line.verdict, line.change), ("unknown", 0))

    def test_dso_is_what_the_ledger_said_on_the_last_day(self):
        invoice = self._billed()
        self._paid(invoice, "2001-05-15")
        dso = self._read()["DSO"]
        self.assertAlmostEqual(dso.before, 90, 1, "everything sold in 90 days was open")
        self.assertEqual((dso.after, dso.verdict), (0, "better"))

    def test_who_reads_no_figures_reads_none_here(self):
        clerk = self._make_user("clerk", "base.group_user")
        with self.assertRaisesRegex(Exception, "not allowed"):
            self.env["b2b.before.after"].with_user(clerk).create({})

    def test_other_companies_are_not_read(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        user = self._make_user("desk", "b2b_oms.group_order_desk")
        with self.assertRaisesRegex(Exception, "access|allowed"):
            reading = self.env["b2b.before.after"].with_user(user)
            reading.create({"company_id": other.id, "day": self.today - timedelta(days=5)})

    # === DASHBOARD === #

    def test_dashboard_asks_for_figures_there_are(self):
        with file_open(FILE) as file:
            board = json.load(file)
        known = self.env["b2b.order.figure"]._fields
        charts = [
            figure["data"]["metaData"]
            for sheet in board["sheets"]
            for figure in sheet["figures"]
            if "metaData" in figure["data"]
        ]
        asked = [one["fieldName"] for pivot in board["pivots"].values() for one in pivot["rows"]]
        asked += [
            one["fieldName"] for pivot in board["pivots"].values() for one in pivot["measures"]
        ]
        asked += [chart["measure"] for chart in charts]
        asked += [group.split(":")[0] for chart in charts for group in chart["groupBy"]]
        self.assertGreater(len(asked), 15)
        self.assertFalse(set(asked) - set(known) - {"__count"})
        for pivot in board["pivots"].values():
            for match in pivot["fieldMatching"].values():
                self.assertIn(match["chain"], known)
