"""One table of what may come by mail and is no good order: kept, told, and nothing falls over."""

import io
import zipfile
import zlib

import pypdf
from reportlab.pdfgen import canvas

from odoo.tests import tagged

from odoo.addons.b2b_oms.tests.test_mail_orders import MailCase

from .test_mail_letters import TABLE, pdf


def zip_bomb():
    """A few hundred kilobytes that unpack to 210 megabytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w", force_zip64=True) as member,
    ):
        for _megabyte in range(210):
            member.write(b"\x00" * 1024 * 1024)
    return out.getvalue()


def picture_only():
    """A scan: a page with a picture and no text."""
    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.rect(50, 50, 400, 600, fill=1)
    page.showPage()
    page.save()
    return out.getvalue()


def locked():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def drawn_bomb():
    """A page whose drawing instructions unpack to 90 megabytes."""
    content = zlib.compress(b"0 0 m " * 15_000_000)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content),
    ]
    body = b"%PDF-1.4\n" + b"".join(
        b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, 1)
    )
    return body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF"


@tagged("post_install", "-at_install")
class TestMailBadInput(MailCase):
    def test_bad_files_end_with_their_reason_and_keep_their_bytes(self):
        rows = (
            # name of the file, bytes, how it ends, why
            ("scan.pdf", picture_only(), "waiting", "no_text"),
            ("200.pdf", pdf(pages=200), "waiting", "too_many_pages"),
            ("locked.pdf", locked(), "waiting", "locked_pdf"),
            ("broken.pdf", b"%PDF-1.7\n" + b"\x00" * 500, "waiting", "bad_pdf"),
            ("drawn.pdf", drawn_bomb(), "waiting", "bad_pdf"),
            ("no-table.pdf", pdf(rows=()), "waiting", "no_order_found"),
            ("bomb.xlsx", zip_bomb(), "refused", "too_large"),
            ("bomb.zip", zip_bomb(), "refused", "too_large"),
            ("broken.xlsx", b"PK\x03\x04" + b"\x00" * 99, "refused", "bad_excel"),
            ("letter.docx", b"PK\x03\x04" + b"\x01" * 99, "refused", "bad_excel"),
            ("empty.csv", b"", "refused", "empty"),
            ("zero.csv", b"\x00" * 100, "refused", "empty"),
            ("no-heads.csv", b"a,b\n1,2\n", "refused", "missing_columns"),
            ("deep.json", b"[" * 100_000, "refused", "bad_json"),
            ("entities.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "refused", "missing_columns"),
        )  # fmt: skip
        for name, content, state, code in rows:
            with self.subTest(name):
                intake = self._mail((name, content)).intake_ids
                self.assertEqual((intake.state, intake.reason_code), (state, code))
                self.assertTrue(intake.reason)
                self.assertEqual(intake._bytes(), content)
        self.assertPromisesHold()

    def test_odd_mails_end_as_they_should(self):
        files = [(f"{n}.json", self._file(number=f"PO-{n}")) for n in range(30)]
        latin = "Grüße\n\nArtikelnummer   Menge\nTEST-BOLT       20\n"
        rows = (
            # what it is, how it is sent, states of its documents
            ("30 attachments", {"files": files}, ["waiting"] * 30),
            ("absence note", {"Auto_Submitted": "auto-replied"}, []),
            ("bounce", {"Return_Path": "<>"}, []),
            ("only a picture", {"files": [("logo.png", b"\x89PNG")], "body": " "}, []),
            ("small talk", {"body": "When will you open again?"}, ["waiting"]),
            ("HTML-only table", {"html": f"<p>PO no: 88</p>{TABLE}", "body": ""}, ["order"]),
            ("HTML never closed", {"html": "<table><tr><td>" * 3000, "body": ""}, []),
            ("script", {"html": "<script>alert(1)</script>", "body": "x"}, []),
            ("umlauts", {"body": latin}, ["order"]),
        )
        for name, how, states in rows:
            with self.subTest(name):
                files = how.pop("files", [])
                mail = self._mail(*files, **how)
                self.assertEqual(mail.intake_ids.mapped("state"), states)
                self.assertTrue(mail.intake_ids or mail.remark)
        self.assertPromisesHold()

    def test_wrong_charset_does_not_lose_the_lines(self):
        for number, charset in enumerate((b"utf-8", b"us-ascii", b"x-unknown", b"gb18030")):
            with self.subTest(charset):
                raw = (
                    b"From: ada@northside.test\r\nTo: b2b-orders@distributor.test\r\n"
                    b"Subject: Bestellung\r\nMessage-Id: <charset%d@northside.test>\r\n"
                    b"Authentication-Results: mx.distributor.test; dmarc=pass\r\n"
                    b"Content-Type: text/plain; charset=%s\r\n\r\n"
                    b"Gr\xfc\xdfe\r\n\r\nArtikelnummer   Menge\r\nTEST-BOLT       2%d\r\n"
                ) % (number, charset, number)
                mail = self._gateway(raw)
                line = mail.order_ids.order_line
                if number < 3:  # what gb18030 makes of these bytes is Chinese, and valid
                    self.assertIn("Grüße", mail.intake_ids.letter)
                self.assertEqual((line.product_id, line.product_uom_qty), (self.bolt, 20 + number))
