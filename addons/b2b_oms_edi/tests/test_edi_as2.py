import threading
from datetime import datetime, timedelta, timezone
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from odoo.tests import HttpCase, tagged

from ..transports.as2 import mdn, message
from ..transports.as2.station import Partner, Station
from .edi_common import PO, EdiCase
from .edi_texts import x12_text


@cache
def identity(name):
    """(key, certificate) valid today."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def pem(value):
    encoding = serialization.Encoding.PEM
    if isinstance(value, x509.Certificate):
        return value.public_bytes(encoding).decode()
    return value.private_bytes(
        encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def agreed():
    """How a partner is set up for AS2."""
    key, certificate = identity("us")
    return {
        "transport": "as2",
        "as2_our_name": "Distributor",
        "as2_their_name": "Harbor",
        "as2_certificate": pem(identity("them")[1]),
        "as2_own_certificate": pem(certificate),
        "as2_private_key": pem(key),
    }


THEM = Station("Harbor", (identity("them"),))
US_AS_THEY_KNOW_US = Partner("Distributor", (identity("us")[1],))


@tagged("post_install", "-at_install")
class TestAs2In(HttpCase):
    """What comes in is signed by the partner, and the receipt is given when it is stored."""

    def setUp(self):
        super().setUp()
        account = self.env["res.partner"].create({"name": "Harbor", "is_company": True})
        self.partner = self.env["b2b.edi.partner"].create(
            {
                "name": "Harbor",
                "account_id": account.id,
                "syntax": "x12",
                "their_id": "HARBORMRO",
                "our_id": "NORTHDIST",
                "is_test": False,
            }
            | agreed()
        )
        self.env.flush_all()

    def _post(self, sent, **headers):
        url = f"{self.base_url()}/b2b/as2"
        return self.opener.post(url, data=sent.body, headers=sent.headers | headers, timeout=60)

    def _sent(self, them=THEM, **values):
        return message.build(
            x12_text(PO).encode(), "application/edi-x12", "po.x12", them,
            Partner("Distributor", US_AS_THEY_KNOW_US.certificates, **values),
        )  # fmt: skip

    def _stored(self):
        return self.env["b2b.edi.exchange"].search(
            [("partner_id", "=", self.partner.id), ("direction", "=", "in")]
        )

    def test_signed_and_encrypted_message_is_stored_and_receipted(self):
        sent = self._sent()
        answer = self._post(sent)
        receipt = mdn.read(dict(answer.headers), answer.content, sent, US_AS_THEY_KNOW_US)
        self.assertTrue(receipt.is_success, receipt)
        self.assertEqual(self._stored()._bytes(), x12_text(PO).encode())
        self._post(sent)
        self.assertEqual(sorted(self._stored().mapped("state")), ["duplicate", "taken"])

    def test_what_is_not_proven_is_not_stored(self):
        stranger = Station("Harbor", (identity("stranger"),))
        rows = (
            ("signed by another", self._sent(stranger)),
            ("unsigned", self._sent(signs=False)),
            ("not encrypted", self._sent(encrypts=False)),
        )
        for name, sent in rows:
            with self.subTest(name):
                answer = self._post(sent)
                receipt = mdn.read(
                    dict(answer.headers), answer.content, sent, US_AS_THEY_KNOW_US,
                    requires_signature=False,
                )  # fmt: skip
                self.assertFalse(receipt.is_success)
                self.assertFalse(self._stored())
        self.assertEqual(self._post(self._sent(), **{"AS2-From": "Nobody"}).status_code, 403)
        self.assertEqual(self._post(self._sent(), **{"AS2-From": ""}).status_code, 400)


class _Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = dict(self.headers)
        inbound = message.receive(headers, body, THEM, US_AS_THEY_KNOW_US)
        self.server.got.append(inbound.payload)
        answer, content = mdn.make(headers, THEM, inbound=inbound)
        if self.server.spoil:
            content = content.replace(b"processed", b"forgotten")
        self.send_response(200)
        for name, value in answer.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        """Quiet."""


@tagged("post_install", "-at_install")
class TestAs2Out(EdiCase):
    """What goes out counts as sent when its receipt is right."""

    def setUp(self):
        super().setUp()
        self.receiver = HTTPServer(("127.0.0.1", 0), _Receiver)
        self.receiver.got, self.receiver.spoil = [], False
        threading.Thread(target=self.receiver.serve_forever, daemon=True).start()
        self.addCleanup(self.receiver.server_close)
        self.addCleanup(self.receiver.shutdown)
        url = f"http://127.0.0.1:{self.receiver.server_port}/as2"
        self.partner.write(agreed() | {"as2_url": url, "allow_private": True})

    def test_document_arrives_and_its_receipt_is_right(self):
        self._receive(self._po(), partner=self.partner)
        self._send()
        self.assertEqual(set(self._out().mapped("state")), {"sent"}, self._out().mapped("reason"))
        self.assertIn(self._out("acknowledgement")._bytes(), self.receiver.got)

    def test_receipt_that_was_changed_on_the_way_counts_for_nothing(self):
        self.receiver.spoil = True
        self._receive(self._po(), partner=self.partner)
        self.env.cr.commit()  # pylint: disable=invalid-commit
        answer = self._out("acknowledgement")
        answer._go()
        self.assertEqual(answer.state, "failed")

    def test_missing_key_is_said(self):
        self.partner.as2_private_key = "no key"
        self._receive(self._po(), partner=self.partner)
        self.env.cr.commit()  # pylint: disable=invalid-commit
        answer = self._out("acknowledgement")
        answer._go()
        self.assertEqual((answer.state, answer.reason_code), ("dead", "not_sent"))
