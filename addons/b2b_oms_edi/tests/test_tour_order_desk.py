import io

from pypdf import PdfReader

from odoo.tests import HttpCase, tagged

from odoo.addons.b2b_oms.tests.common import B2BCase


@tagged("post_install", "-at_install")
class TestTourOrderDesk(B2BCase, HttpCase):
    """In order to get a customer's file shipped and invoiced, as the order desk, in a browser."""

    def _text(self, pdf):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)

    def _invoiced_order(self):
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self._deliver(order)
        return self._invoice(order)

    def test_order_desk_takes_a_file_from_hold_to_invoice(self):
        self.env.ref("base.group_user").implied_ids |= self.env.ref(
            "product.group_product_pricelist"
        )
        desk = self._make_user(
            "b2b-desk",
            "b2b_oms.group_order_desk,stock.group_stock_user,account.group_account_invoice",
        )
        action = "/odoo/action-b2b_oms.sale_order_action_all"
        self.start_tour(action, "b2b_order_desk", login=desk.login, timeout=120)
        order = self.env["sale.order"].search([("client_order_ref", "=", "PO-TOUR")])
        self.assertReleased(order)
        self.assertEqual(order.order_line.mapped("qty_delivered"), [20, 50])
        self.assertEqual(order.invoice_ids.state, "posted")
        self.assertPromisesHold()
        report = self.env["ir.actions.report"].with_user(desk)
        content, _kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(
            "account.report_invoice_with_payments", order.invoice_ids.ids
        )
        text = self._text(content)
        self.assertIn(order.invoice_ids.name, text)
        self.assertRegex(text, r"Page:?\s*1\s*/\s*1")  # the footer
        self.assertIn(self.env.company.name, text)  # the header

    def test_two_invoices_are_sent_in_one_batch(self):
        self.account.email = "orders@northside.example"
        invoices = self._invoiced_order() + self._invoiced_order()
        send = self.env["account.move.send"].with_context(force_report_rendering=True)
        send._generate_and_send_invoices(invoices, sending_methods=["email"])
        for invoice in invoices:
            self.assertIn(invoice.name, self._text(invoice.invoice_pdf_report_id.raw))
            self.assertRegex(self._text(invoice.invoice_pdf_report_id.raw), r"Page:?\s*1\s*/\s*1")
            mail = self.env["mail.mail"].search(
                [("model", "=", "account.move"), ("res_id", "=", invoice.id)]
            )
            self.assertEqual(len(mail), 1)
