import io
import zipfile
from datetime import timedelta

from PIL import Image

from odoo import fields
from odoo.tests import JsonRpcException, tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestInvoices(PortalCase):
    """In order to pay what I owe and nothing else, as accounts payable I see my invoices."""

    def setUp(self):
        super().setUp()
        self.user = self._make_member("payable")
        self.buyer = self._buyer(self.user)
        self._login(self.user)
        self.env["ir.config_parameter"].sudo().set_param(
            "account_payment.enable_portal_payment", "True"
        )
        self.first, self.second = self._billed(), self._billed()

    def _billed(self):
        order = self._make_order()
        order.action_confirm()
        self._deliver(order)
        return self._invoice(order)

    def _list(self, filterby):
        return self._get(f"/my/b2b/invoices?filterby={filterby}").text

    def _ids(self, *invoices):
        return "-".join(str(invoice.id) for invoice in invoices)

    def _late(self, invoice):
        invoice.line_ids.filtered("date_maturity").date_maturity = fields.Date.today() - timedelta(
            days=3
        )
        invoice.invoice_date_due = fields.Date.today() - timedelta(days=3)

    # === LIST === #

    def test_filters_tell_open_overdue_and_paid_apart(self):
        self._late(self.first)
        self._pay(self.second)
        for filterby, listed in (
            ("open", self.first), ("overdue", self.first), ("paid", self.second),
        ):  # fmt: skip
            with self.subTest(filterby=filterby):
                text = self._list(filterby)
                for invoice in self.first, self.second:
                    self.assertEqual(invoice.name in text, invoice == listed)
        self.assertIn("overdue invoice", self._get("/my/b2b").text)

    def test_sums_are_the_ledgers(self):
        self._late(self.first)
        ((currency, still_open, overdue),) = self.env["account.move"]._portal_sums(self.buyer)
        self.assertEqual(currency, self.first.currency_id)
        self.assertEqual(still_open, self.first.amount_residual + self.second.amount_residual)
        self.assertEqual(overdue, self.first.amount_residual)

    def test_queries_do_not_grow_with_the_list(self):
        self._list("open")
        counts = []
        for more in (1, 8):
            for _number in range(more):
                self.first.copy().action_post()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._list("open")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3, counts)

    # === DOCUMENTS === #

    def test_many_invoices_come_in_one_zip(self):
        page = self._get(f"/my/b2b/invoices/zip?ids={self._ids(self.first, self.second)}")
        self.assertEqual(page.headers["Content-Type"], "application/zip")
        names = zipfile.ZipFile(io.BytesIO(page.content)).namelist()
        self.assertEqual(len(set(names)), 2)
        self.assertTrue(all("/" not in name for name in names))

    def test_pdf_that_was_sent_is_the_one_that_comes(self):
        self.first.invoice_pdf_report_id = self.env["ir.attachment"].create(
            {
                "name": "sent.pdf", "raw": b"%PDF-sent", "mimetype": "application/pdf",
                "res_model": "account.move", "res_id": self.first.id,
                "res_field": "invoice_pdf_report_file",
            }
        )  # fmt: skip
        self.env.flush_all()
        self.env.invalidate_all()
        page = self._get(f"/my/b2b/invoices/{self.first.id}/pdf")
        self.assertEqual(page.content, b"%PDF-sent")

    # === PAYMENT === #

    def _transaction(self, ids, **params):
        provider = self._make_provider()
        values = {
            "provider_id": provider.id, "payment_method_id": provider.payment_method_ids.id, "token_id": None,
            "flow": "redirect", "tokenization_requested": False, "amount": 1.0,
            "landing_route": "https://evil.example", "access_token": "",
        } | params  # fmt: skip
        self.make_jsonrpc_request(f"/my/b2b/invoices/transaction/{ids}", values)
        return self.env["payment.transaction"].search([("provider_id", "=", provider.id)])

    def test_two_invoices_are_paid_with_one_payment_of_what_is_open(self):
        transaction = self._transaction(self._ids(self.first, self.second))
        both = self.first + self.second
        self.assertEqual(transaction.amount, sum(both.mapped("amount_residual")))
        self.assertEqual(transaction.invoice_ids, both)
        self.assertNotIn("evil", transaction.landing_route)
        transaction._set_done()
        transaction._post_process()
        self.assertEqual(set(both.mapped("payment_state")) - {"paid", "in_payment"}, set())
        self.assertPromisesHold()

    def test_invoice_paid_meanwhile_is_not_paid_again(self):
        self._pay(self.first)
        with self.assertRaises(JsonRpcException):
            self._transaction(self._ids(self.first, self.second))
        page = self._get(f"/my/b2b/invoices/pay?ids={self._ids(self.first)}")
        self.assertIn("Nothing to pay", page.text)

    def test_role_that_may_not_pay_makes_no_transaction(self):
        self._login(self._make_member("viewer"))
        with self.assertRaises(JsonRpcException):
            self._transaction(self._ids(self.first))

    def test_invoice_of_another_account_is_not_paid(self):
        self._login(self._make_member("payable", self._make_account("Southside", "S-100")))
        with self.assertRaises(JsonRpcException):
            self._transaction(self._ids(self.first))

    def test_currencies_are_not_mixed_in_one_payment(self):
        other = self.env["res.currency"].with_context(active_test=False)
        euro = other.search([("name", "=", "EUR"), ("id", "!=", self.env.company.currency_id.id)])
        euro = euro or other.search([("id", "!=", self.env.company.currency_id.id)], limit=1)
        euro.active = True
        foreign = self.first.copy({"currency_id": euro.id})
        foreign.action_post()
        ids = self._ids(self.first, foreign)
        self.assertIn("several currencies", self._get(f"/my/b2b/invoices/pay?ids={ids}").text)
        with self.assertRaises(JsonRpcException):
            self._transaction(ids)

    # === DISPUTE === #

    def _picture(self, kind="PNG", size=(300, 200)):
        out = io.BytesIO()
        Image.new("RGB", size, "red").save(out, kind)
        return out.getvalue()

    def _dispute(self, picture=None, name="photo.png", **fields_of_form):
        form = {
            "line": str(self.first.invoice_line_ids[0].id),
            "reason": "quality",
            "words": "Two boxes are <b>wet</b>",
        } | fields_of_form
        files = {"picture": (name, picture)} if picture is not None else None
        return self._post(f"/my/b2b/invoices/{self.first.id}/dispute", form, files)

    def test_line_is_disputed_with_a_photo(self):
        self.assertEqual(self._dispute(self._picture()).status_code, 303)
        dispute = self.env["b2b.dispute"].search([("move_id", "=", self.first.id)])
        self.assertEqual(dispute.line_id, self.first.invoice_line_ids[0])
        self.assertTrue(dispute.user_id._is_internal())
        photo = dispute.message_ids.attachment_ids
        self.assertEqual(photo.mimetype, "image/jpeg")
        self.assertEqual(Image.open(io.BytesIO(photo.raw)).size, (300, 200))
        self.assertIn("&lt;b&gt;wet", str(dispute.message_ids.mapped("body")))
        self.assertIn("looking at it", self._get(f"/my/b2b/invoices/{self.first.id}").text)
        self.assertEqual(self._dispute().status_code, 422)

    def test_what_is_no_picture_or_too_big_is_refused(self):
        polyglot = b"GIF89a<script>alert(1)</script>"
        svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
        bomb = self._picture(size=(9000, 9000))
        huge = b"\xff\xd8\xff" + b"0" * (8 * 1024 * 1024 + 1)
        for name, content in (
            ("photo.gif", polyglot), ("photo.svg", svg), ("photo.png", b"<html></html>"),
            ("photo.png", b""), ("photo.png", bomb), ("photo.jpg", huge),
        ):  # fmt: skip
            with self.subTest(name=name, size=len(content)):
                self.assertEqual(self._dispute(content, name).status_code, 422)
        self.assertFalse(self.env["b2b.dispute"].search([("move_id", "=", self.first.id)]))

    def test_dispute_needs_a_reason_words_and_a_line_of_the_invoice(self):
        self.assertEqual(self._dispute(reason="nonsense").status_code, 422)
        self.assertEqual(self._dispute(words=" ").status_code, 422)
        foreign = str(self.second.invoice_line_ids[0].id)
        self.assertEqual(self._dispute(line=foreign).status_code, 404)
        receivable = self.first.line_ids.filtered(lambda line: line.display_type == "payment_term")
        self.assertEqual(self._dispute(line=str(receivable.id)).status_code, 404)

    def test_paid_invoice_is_not_disputed(self):
        self._pay(self.first)
        self.assertEqual(self._dispute().status_code, 422)

    # === PROMISE === #

    def _promise(self, day):
        return self._post(f"/my/b2b/invoices/{self.first.id}/promise", {"date": str(day)})

    def test_promise_holds_reminders_back_until_its_day(self):
        day = fields.Date.today() + timedelta(days=10)
        self.assertEqual(self._promise(day).status_code, 303)
        promise = self.env["b2b.payment.promise"].search([("move_id", "=", self.first.id)])
        self.assertEqual((promise.promised_date, promise.amount), (day, self.first.amount_residual))
        self.assertTrue(promise.user_id._is_internal())
        self.assertEqual(self._promise(day).status_code, 422)

    def test_promise_of_the_past_of_next_year_or_of_no_day_is_not_taken(self):
        today = fields.Date.today()
        for day in (today - timedelta(days=1), today + timedelta(days=40), "tomorrow", ""):
            with self.subTest(day=day):
                self.assertEqual(self._promise(day).status_code, 422)

    def test_who_broke_a_promise_is_asked_to_call(self):
        day = fields.Date.today() + timedelta(days=5)
        self._promise(day)
        promise = self.env["b2b.payment.promise"].search([("move_id", "=", self.first.id)])
        promise._close("broken")
        self.assertEqual(self._promise(day).status_code, 422)
