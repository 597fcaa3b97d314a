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
from ..transports.as2.errors import DecryptionFailed
from ..transports.as2.station import Partner, Station
from ..transports.errors import TransportError
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


class As2Case(HttpCase):
    """A partner with both keys, and its station."""

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

    def _post(self, sent, path="/b2b/as2", **headers):
        url = f"{self.base_url()}{path}"
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


@tagged("post_install", "-at_install")
class TestAs2In(As2Case):
    """What comes in is signed by the partner, and the receipt is given when it is stored."""

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


class _Mailbox(BaseHTTPRequestHandler):
    """Keeps what is posted; answers the statuses it was given, then 200."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        """Quiet."""


@tagged("post_install", "-at_install")
class TestAs2Later(As2Case):
    """Receipts that are not in the answer: ours are sent later, theirs come to our door."""

    def setUp(self):
        super().setUp()
        self.mailbox = HTTPServer(("127.0.0.1", 0), _Mailbox)
        self.mailbox.got, self.mailbox.statuses = [], []
        threading.Thread(target=self.mailbox.serve_forever, daemon=True).start()
        self.addCleanup(self.mailbox.server_close)
        self.addCleanup(self.mailbox.shutdown)
        self.url = f"http://127.0.0.1:{self.mailbox.server_port}/mdn"
        self.partner.allow_private = True
        self.env.flush_all()

    def _receipts(self):
        return self.env["b2b.edi.exchange"].search([("kind", "=", "receipt")])

    def _read(self, sent, headers, body, **options):
        return mdn.read(headers, body, sent, US_AS_THEY_KNOW_US, **options)

    # === OURS === #

    def test_receipt_goes_where_the_sender_wants_it(self):
        sent = self._sent(receipt_url=self.url)
        answer = self._post(sent)
        self.assertEqual((answer.status_code, answer.content), (200, b""))
        receipt = self._receipts()
        self.assertEqual((receipt.state, receipt.receipt_url), ("ready", self.url))
        receipt._deliver()
        self.assertEqual(receipt.state, "sent")
        self.assertFalse(receipt.acknowledged_until)
        said = self._read(sent, *self.mailbox.got[0])
        self.assertTrue(said.is_success and said.is_signed, said)

    def test_sender_that_is_down_gets_the_same_receipt_later(self):
        self._post(self._sent(receipt_url=self.url))
        receipt = self._receipts()
        self.mailbox.statuses = [503]
        with self.assertRaises(TransportError) as caught:
            receipt._deliver()
        receipt._not_gone(caught.exception)
        self.assertEqual(receipt.state, "failed")
        self.assertTrue(receipt.next_try)
        receipt._move("ready")
        receipt._deliver()
        self.assertEqual(self.mailbox.got[0][1], self.mailbox.got[1][1])

    def test_receipt_goes_to_no_address_of_our_own_network_or_a_strangers(self):
        agreed_url = f"http://127.0.0.1:{self.mailbox.server_port}/as2"
        rows = (
            # who signs, their own address, own network allowed, the receipt comes later
            (THEM, False, True, True),
            (THEM, False, False, False),
            (Station("Harbor", (identity("stranger"),)), False, True, False),
            (Station("Harbor", (identity("stranger"),)), agreed_url, True, True),
        )
        for station, as2_url, is_allowed, is_later in rows:
            with self.subTest(as2_url=as2_url, is_allowed=is_allowed, is_later=is_later):
                self._receipts().unlink()
                self.partner.write({"as2_url": as2_url, "allow_private": True})
                self.partner.allow_private = is_allowed
                self.env.flush_all()
                sent = self._sent(station, receipt_url=self.url)
                answer = self._post(sent)
                self.assertEqual(bool(self._receipts()), is_later)
                self.assertEqual(bool(answer.content), not is_later)

    # === THEIRS === #

    def _waiting(self):
        """A document of ours that was taken and waits for its receipt; and what they got."""
        self.partner.write({"as2_receipt": "later", "as2_url": self.url})
        Exchange = self.env["b2b.edi.exchange"]
        values = Exchange._prepare_written(self.partner, b"ISA*...")
        exchange = Exchange.create(values | {"kind": "other", "filename": "855.x12"})
        exchange._deliver()
        self.env.flush_all()
        headers, body = self.mailbox.got[-1]
        return exchange, headers, body

    def _answer(self, headers, body, station=THEM, error=None):
        inbound = None
        if not error:
            inbound = message.receive(headers, body, THEM, US_AS_THEY_KNOW_US)
        said, content = mdn.make(headers, station, inbound=inbound, error=error)
        self.assertTrue(headers["Receipt-Delivery-Option"].endswith("/b2b/as2/receipt"))
        return self._post(message.Outbound(said, content, "", "", ""), "/b2b/as2/receipt")

    def test_document_waits_for_its_receipt_and_is_late_without(self):
        exchange, headers, body = self._waiting()
        self.assertEqual(exchange.state, "sent")
        self.assertTrue(exchange.acknowledged_until)
        exchange.acknowledged_until = "2020-01-01"
        self.env["b2b.edi.exchange"]._cron_watch()
        self.assertTrue(exchange.is_late)
        self.env.flush_all()
        for _time in range(2):
            self.assertEqual(self._answer(headers, body).status_code, 200)
        self.assertFalse(exchange.is_late)
        self.assertEqual(exchange.state, "sent")

    def test_receipt_that_says_no_is_the_clerks(self):
        exchange, headers, body = self._waiting()
        error = DecryptionFailed("It cannot be decrypted.")
        self.assertEqual(self._answer(headers, body, error=error).status_code, 200)
        self.assertEqual(exchange.state, "rejected")
        self.assertIn("decrypted", exchange.reason)
        self.assertTrue(exchange.activity_ids)

    def test_receipt_of_another_or_of_nothing_is_not_believed(self):
        exchange, headers, body = self._waiting()
        stranger = Station("Harbor", (identity("stranger"),))
        self.assertEqual(self._answer(headers, body, stranger).status_code, 400)
        other = headers | {"Message-Id": "<other@x>", "Message-ID": "<other@x>"}
        error = DecryptionFailed("No.")
        self.assertEqual(self._answer(other, body, error=error).status_code, 503)
        self.assertEqual(self._post(self._sent(), "/b2b/as2/receipt").status_code, 400)
        self.assertEqual(exchange.state, "sent")
        self.assertTrue(exchange.receipt_mic)


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
