import io

from reportlab.pdfgen import canvas

from odoo.tests import tagged

from odoo.addons.b2b_oms.tests.test_mail_orders import MailCase

from ..codecs.letter import decode
from .edi_common import EdiCase

ROWS = (
    (40, "Our part", 130, "Item code", 240, "Description", 430, "Qty", 480, "Unit price"),
    (40, "B-1", 130, "TEST-BOLT", 240, "Hex bolt, galvanised", 430, "20", 480, "9.00"),
    (40, "N-1", 130, "TEST-NUT", 240, "Hex nut", 430, "50", 480, "3.60"),
    (240, "Subtotal", 480, "360.00"),
)
TABLE = """<table><tr><th>Item code</th><th>Description</th><th>Qty</th></tr>
<tr><td>TEST-BOLT</td><td>Hex bolt</td><td>20</td></tr>
<tr><td></td><td>galvanised</td><td></td></tr>
<tr><td>TEST-NUT</td><td><b>Hex</b> nut</td><td>50</td></tr>
<tr><td>Total</td><td></td><td></td></tr></table>"""


def pdf(
    rows=ROWS, head=("PURCHASE ORDER", "PO number: 4711-A", "Delivery date: 2030-01-05"), pages=1
):
    """A purchase order as an ERP prints it, its headings again on each page."""
    out = io.BytesIO()
    page = canvas.Canvas(out)
    for _number in range(pages):
        page.setFont("Helvetica", 9)
        for place, text in enumerate(head):
            page.drawString(40, 800 - 14 * place, text)
        for number, row in enumerate(rows):
            for left, text in zip(row[::2], row[1::2], strict=True):
                page.drawString(left, 700 - 14 * number, text)
        page.showPage()
    page.save()
    return out.getvalue()


@tagged("post_install", "-at_install")
class TestMailLetters(MailCase):
    """PDF files and the text of mails: read, and compared by a person until their layout is learned."""

    def _lines(self, order):
        return [(line.product_id, line.product_uom_qty) for line in order.order_line]

    def assertBothLines(self, order):
        self.assertEqual(self._lines(order), [(self.bolt, 20), (self.nut, 50)])

    def test_pdf_with_text_becomes_an_order_a_person_compares(self):
        order = self._mail(("po.pdf", pdf())).order_ids
        self.assertHeldFor(order, "confidence")
        self.assertBothLines(order)
        self.assertEqual(order.client_order_ref, "4711-A")
        self.assertEqual(str(order.b2b_requested_date), "2030-01-05")
        self.assertEqual(order.order_line.mapped("b2b_customer_price"), [9.0, 3.6])
        self.assertPromisesHold()

    def test_desk_sees_the_document_beside_its_lines(self):
        mail = self._mail(html=TABLE.replace("TEST-NUT", "WHO-KNOWS"))
        desk = self._make_user("b2b-mail-desk", "b2b_oms.group_order_desk")
        intake = mail.intake_ids.with_user(desk)
        self.assertIn("WHO-KNOWS", intake.letter)
        self.assertEqual(intake.order_line_ids, mail.order_ids.order_line)

    def test_script_in_a_mail_is_not_shown(self):
        mail = self._mail(html=f"<script>x</script><img src=x onerror=alert(1)>{TABLE}")
        self.assertNotIn("onerror", mail.intake_ids.letter)
        self.assertNotIn("<script", mail.intake_ids.letter)

    def test_lines_of_every_page_are_read(self):
        order = self._mail(("po.pdf", pdf(pages=3))).order_ids
        self.assertEqual(len(order.order_line), 6)

    def test_html_only_table_is_read_and_quotes_are_not(self):
        html = f"<p>PO no: 88</p>{TABLE}<blockquote>{TABLE}</blockquote>"
        mail = self._mail(html=html, body="")
        self.assertHeldFor(mail.order_ids, "confidence")
        self.assertBothLines(mail.order_ids)
        self.assertEqual(mail.order_ids.client_order_ref, "88")

    def test_layout_tables_around_the_table_do_not_matter(self):
        html = f"<table><tr><td><p>Purchase order: A7</p></td><td>{TABLE}</td></tr></table>"
        self.assertBothLines(self._mail(html=html).order_ids)

    def test_plain_text_is_read_by_its_columns_or_line_by_line(self):
        columns = (
            "Order number: 7\n\nSKU          Qty\nTEST-BOLT     20\nTEST-NUT      50\n\nThanks 2\n"
        )
        self.assertBothLines(self._mail(body=columns).order_ids)
        words = "Hello,\nplease send\n- 20 x TEST-BOLT\n- TEST-NUT x 50\nThanks, Ada 12\n"
        self.assertBothLines(self._mail(body=words).order_ids)

    def test_unknown_items_are_kept_in_the_buyers_words(self):
        html = TABLE.replace("TEST-NUT", "WHO-KNOWS").replace("<b>Hex</b> nut", "Zyx")
        order = self._mail(html=html).order_ids
        self.assertEqual(order.order_line[1].b2b_source_code, "WHO-KNOWS")
        self.assertHeldFor(order, "confidence", "unknown_product")

    def test_same_order_in_text_and_pdf_of_two_mails_is_held_as_repeated(self):
        self._mail(("po.pdf", pdf()))
        again = self._mail(html=f"<p>PO no: 4711-A</p>{TABLE}").order_ids
        codes = again.b2b_hold_ids.mapped("code")
        self.assertIn("duplicate", codes)

    def test_nothing_in_a_letter_makes_reading_raise(self):
        for content in (
            b"",
            b"<",
            b"<table><tr>",
            b"\xff\xfe\x00",
            b"<p>" * 5000,
            TABLE.encode()[:90],
        ):
            with self.subTest(content[:10]), self.assertRaises(decode.ForPerson):
                decode.decode(content, "a.html")


@tagged("post_install", "-at_install")
class TestMailEdi(EdiCase, MailCase):
    def _po(self, **values):
        return EdiCase._po(self, **values)

    def test_edi_by_mail_goes_the_way_of_edi(self):
        mail = self._mail(("po.x12", self._po()))
        self.assertEqual(mail.intake_ids.reason_code, "edi")
        self.env["b2b.edi.exchange"].search([("state", "=", "received")])._run()
        self.assertReleased(self._order())
        self.assertEqual(self._order().b2b_edi_partner_id, self.partner)
        self.assertIn(self._order().name, self._answers(mail).body)
        self.assertPromisesHold()

    def test_edi_of_an_unproven_sender_waits(self):
        mail = self._mail(("po.x12", self._po()), proof="")
        self.assertEqual(mail.intake_ids.reason_code, "unproven_sender")
        self.assertFalse(self.env["b2b.edi.exchange"].search([]))

    def test_edi_that_names_another_partner_than_the_sender_waits(self):
        self.partner.their_id = "SOMEBODY"
        self._mail(("po.x12", self._po()))
        exchange = self.env["b2b.edi.exchange"].search([])
        exchange._run()
        self.assertEqual(exchange.reason_code, "sender_mismatch")
        self.assertFalse(self._order())
