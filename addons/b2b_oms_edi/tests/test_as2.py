"""AS2 between two stations of our own, and every way it can fail."""

import base64
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..transports.as2 import cms, mdn, message, mime
from ..transports.as2.errors import As2Error
from ..transports.as2.station import Partner, Station, certificates_of, key_of

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=timezone.utc)
PAYLOAD = b"UNA:+.? '\r\nUNB+UNOC:3+A+B+260504:1200+1'\r\nUNZ+0+1'\r\n"


@cache
def identity(name, days=365):
    """(key, certificate) of a self-signed identity."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begin = NOW - timedelta(days=400)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(NOW + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def station(name):
    return Station(name, (identity(name),))


def partner(name, **values):
    return Partner(name, (identity(name)[1],), **values)


def sent(payload=PAYLOAD, to=None, **values):
    return message.build(
        payload,
        "application/edifact",
        "order 1.edi",
        station("Acme Buying"),
        to or partner("distributor", **values),
        now=NOW,
    )


def received(outbound, sender=None, **values):
    return message.receive(
        outbound.headers,
        outbound.body,
        station("distributor"),
        sender or partner("Acme Buying", **values),
        NOW,
    )


LAYERS = [
    {"signs": signs, "encrypts": encrypts, "compresses": compresses}
    for signs in (True, False)
    for encrypts in (True, False)
    for compresses in (True, False)
]
OPEN = {"requires_signature": False, "requires_encryption": False}


@tagged("post_install", "-at_install")
class TestAs2(BaseCase):
    """Messages and receipts between two stations."""

    def test_every_combination_of_layers_arrives_and_its_mic_agrees(self):
        for layers in LAYERS:
            with self.subTest(layers):
                outbound = sent(**layers)
                inbound = received(outbound, **OPEN)
                self.assertEqual(inbound.payload, PAYLOAD)
                self.assertEqual(inbound.mic, outbound.mic)
                self.assertEqual(inbound.filename, "order 1.edi")
                self.assertEqual(inbound.is_signed, layers["signs"])
                self.assertEqual(inbound.is_encrypted, layers["encrypts"])

    def test_every_digest_and_cipher_we_send_is_read(self):
        for digest in ("sha1", "sha256", "sha384", "sha512"):
            for cipher in cms.CIPHERS:
                with self.subTest(digest=digest, cipher=cipher):
                    inbound = received(sent(digest=digest, cipher=cipher))
                    self.assertEqual((inbound.payload, inbound.digest), (PAYLOAD, digest))

    def test_a_receipt_proves_that_our_very_bytes_arrived(self):
        outbound = sent()
        headers, body = mdn.make(
            outbound.headers, station("distributor"), received(outbound), now=NOW
        )
        receipt = mdn.read(headers, body, outbound, partner("distributor"), NOW)
        self.assertTrue(receipt.is_success and receipt.is_signed, receipt)
        self.assertEqual(receipt.mic, outbound.mic)
        self.assertEqual(mdn.original_message_id(headers, body), outbound.message_id)
        self.assertEqual(mdn.partners_of(headers), ("distributor", "Acme Buying"))

    def test_a_receipt_of_other_bytes_is_a_failure(self):
        outbound, other = sent(), sent(b"something else")
        inbound = replace(received(outbound), mic=other.mic)
        headers, body = mdn.make(outbound.headers, station("distributor"), inbound, now=NOW)
        receipt = mdn.read(headers, body, outbound, partner("distributor"), NOW)
        self.assertEqual((receipt.is_success, receipt.reason), (False, "mic_mismatch"))

    def test_a_failure_is_told_in_the_words_of_the_rfc(self):
        for error, reason in (
            ("DecryptionFailed", "decryption-failed"),
            ("AuthenticationFailed", "authentication-failed"),
            ("IntegrityFailed", "integrity-check-failed"),
            ("UnsupportedMic", "failed/failure: unsupported MIC-algorithms"),
        ):
            with self.subTest(error):
                kind = getattr(__import__(f"{mdn.__package__}.errors", fromlist=[error]), error)
                outbound = sent()
                answer = mdn.make(
                    outbound.headers, station("distributor"), error=kind("No."), now=NOW
                )
                receipt = mdn.read(*answer, outbound, partner("distributor"), NOW)
                self.assertFalse(receipt.is_success)
                self.assertIn(receipt.reason, reason)
                self.assertEqual(receipt.text, "No.")

    def test_an_asynchronous_receipt_is_asked_for_with_its_address(self):
        outbound = sent(receipt_url="https://example.com/as2/mdn")
        self.assertEqual(received(outbound).receipt.url, "https://example.com/as2/mdn")
        headers = outbound.headers | {"Receipt-Delivery-Option": "file:///etc/passwd"}
        self.assertEqual(received(replace(outbound, headers=headers)).receipt.url, "")

    def test_a_digest_we_do_not_make_is_answered_with_a_failure(self):
        outbound = sent()
        options = (
            "signed-receipt-protocol=required, pkcs7-signature; signed-receipt-micalg=required, md5"
        )
        headers = outbound.headers | {"Disposition-Notification-Options": options}
        inbound = received(replace(outbound, headers=headers))
        answer = mdn.make(headers, station("distributor"), inbound, now=NOW)
        receipt = mdn.read(*answer, outbound, partner("distributor"), NOW)
        self.assertFalse(receipt.is_success)
        self.assertIn("MIC", receipt.disposition)

    def test_what_must_not_be_taken_is_refused_with_its_code(self):
        good, expired = sent(), identity("Acme Buying old", days=-1)
        stranger = Partner("Acme Buying", (identity("stranger")[1],))
        ended = Partner("Acme Buying", (expired[1],))
        old_station = Station("Acme Buying", (expired,))
        other_recipient = replace(partner("distributor"), certificates=(identity("else")[1],))
        broken = good.body[:-200] + bytes(200)
        cases = {
            "unknown_signer": lambda: received(good, stranger),
            "wrong_recipient": lambda: received(sent(to=other_recipient)),
            "unsigned": lambda: received(sent(signs=False)),
            "unencrypted": lambda: received(sent(encrypts=False)),
            "decryption_failed": lambda: received(replace(good, body=broken)),
            "malformed": lambda: received(replace(good, body=b"")),
            "unknown_partner": lambda: received(good, partner("someone")),
            "certificate_expired": lambda: message.build(
                PAYLOAD, "text/plain", "a", old_station, partner("distributor"), now=NOW
            ),
            "missing_certificate": lambda: sent(to=Partner("distributor")),
            "bad_header": lambda: message.build(
                PAYLOAD, "text/plain", "a", station("Acme Buying"), partner("distributor"),
                subject="a\r\nX-Evil: 1", now=NOW,
            ),
            "bad_name": lambda: sent(to=replace(partner("distributor"), name="a\r\nb")),
        }  # fmt: skip
        for code, attempt in cases.items():
            with self.subTest(code), self.assertRaises(As2Error) as caught:
                attempt()
            self.assertEqual(caught.exception.code, code)
        later = NOW - timedelta(days=2)
        signed = message.build(
            PAYLOAD, "text/plain", "a", old_station, partner("distributor"), now=later
        )
        with self.assertRaises(As2Error) as caught:
            received(signed, ended)
        self.assertEqual(caught.exception.code, "certificate_expired")

    def test_changed_content_and_a_changed_signature_are_told_apart(self):
        outbound = sent(encrypts=False)
        changed = replace(outbound, body=outbound.body.replace(b"UNZ+0", b"UNZ+1"))
        with self.assertRaises(As2Error) as caught:
            received(changed, **OPEN)
        self.assertEqual(caught.exception.code, "integrity_failed")
        part = mime.children(mime.of_headers(outbound.headers, outbound.body))[1]
        lines = bytearray(base64.b64decode(part.body))
        lines[-5] ^= 1
        forged = outbound.body.replace(part.body, mime.wrapped_base64(bytes(lines)))
        with self.assertRaises(As2Error) as caught:
            received(replace(outbound, body=forged), **OPEN)
        self.assertEqual(caught.exception.code, "bad_signature")

    def test_a_certificate_may_be_replaced_while_the_old_one_still_counts(self):
        both = Partner("Acme Buying", (identity("Acme Buying")[1], identity("next")[1]))
        self.assertEqual(received(sent(), both).payload, PAYLOAD)
        renewed = Station("distributor", (identity("new key"), identity("distributor")))
        outbound = sent()
        inbound = message.receive(
            outbound.headers, outbound.body, renewed, partner("Acme Buying"), NOW
        )
        self.assertEqual(inbound.payload, PAYLOAD)

    def test_a_compressed_bomb_is_not_unpacked(self):
        bomb = cms.compress(bytes(5_000_000))
        self.assertLess(len(bomb), 10_000)
        with self.assertRaises(As2Error) as caught:
            cms.decompress(bomb, limit=1_000_000)
        self.assertEqual(caught.exception.code, "too_large")

    def test_an_unsigned_receipt_or_one_of_another_message_is_not_believed(self):
        outbound = sent()
        inbound = received(outbound)
        unsigned = mdn.make(outbound.headers, Station("distributor"), inbound, now=NOW)
        with self.assertRaises(As2Error) as caught:
            mdn.read(*unsigned, outbound, partner("distributor"), NOW)
        self.assertEqual(caught.exception.code, "unsigned_receipt")
        other = mdn.make(sent().headers, station("distributor"), inbound, now=NOW)
        with self.assertRaises(As2Error) as caught:
            mdn.read(*other, outbound, partner("distributor"), NOW)
        self.assertEqual(caught.exception.code, "wrong_message")
        forged = mdn.make(
            outbound.headers, Station("distributor", (identity("x"),)), inbound, now=NOW
        )
        with self.assertRaises(As2Error) as caught:
            mdn.read(*forged, outbound, partner("distributor"), NOW)
        self.assertEqual(caught.exception.code, "unknown_signer")

    def test_keys_and_certificates_that_are_none_are_named_so(self):
        for load, code in ((certificates_of, "bad_certificate"), (key_of, "bad_key")):
            for content in (b"", b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n"):
                with self.subTest(code), self.assertRaises(As2Error) as caught:
                    load(content)
                self.assertEqual(caught.exception.code, code)

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_no_bytes_bring_another_error_than_ours(self, data):
        outbound = sent(encrypts=data.draw(st.booleans()))
        body = bytearray(outbound.body)
        for _change in range(data.draw(st.integers(1, 6))):
            position = data.draw(st.integers(0, len(body) - 1))
            if data.draw(st.booleans()):
                body[position] = data.draw(st.integers(0, 255))
            else:
                del body[position : position + data.draw(st.integers(1, 400))]
                body = body or bytearray(b"x")
        try:
            received(replace(outbound, body=bytes(body)), **OPEN)
        except As2Error as error:
            mdn.make(outbound.headers, station("distributor"), error=error, now=NOW)
        with suppress(As2Error):
            mdn.read(outbound.headers, bytes(body), outbound, partner("Acme Buying"), NOW)


@tagged("post_install", "-at_install")
class TestAs2JudgedByOpenssl(BaseCase):
    """OpenSSL reads what we write and writes what we read."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        for name in ("Acme Buying", "distributor"):
            key, certificate = identity(name)
            pem = key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            (self.folder / f"{name}.key").write_bytes(pem)
            encoded = certificate.public_bytes(serialization.Encoding.PEM)
            (self.folder / f"{name}.pem").write_bytes(encoded)

    def openssl(self, *arguments, content):
        done = subprocess.run(
            ("openssl", "cms", *arguments), input=content, capture_output=True, cwd=self.folder
        )
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done.stdout

    def test_openssl_decrypts_and_verifies_what_we_send(self):
        outbound = sent()
        decrypted = self.openssl(
            "-decrypt", "-inform", "DER", "-binary",
            "-inkey", "distributor.key", "-recip", "distributor.pem",
            content=outbound.body,
        )  # fmt: skip
        verified = self.openssl(
            "-verify", "-inform", "SMIME", "-CAfile", "Acme Buying.pem", "-purpose", "any",
            "-no_check_time",
            content=decrypted,
        )  # fmt: skip
        self.assertTrue(verified.endswith(PAYLOAD))
        self.assertEqual(message.mic_of(verified, "sha256"), outbound.mic)

    def test_we_verify_and_decrypt_what_openssl_sends(self):
        inner = b"Content-Type: application/edifact\r\n\r\n" + PAYLOAD
        signed = self.openssl(
            "-sign", "-signer", "Acme Buying.pem", "-inkey", "Acme Buying.key", "-md", "sha384",
            "-outform", "SMIME", "-binary",
            content=inner,
        )  # fmt: skip
        for cipher in ("-aes128", "-aes256", "-des3"):
            with self.subTest(cipher):
                encrypted = self.openssl(
                    "-encrypt", "-outform", "DER", cipher, "-binary", "distributor.pem",
                    content=signed,
                )  # fmt: skip
                headers = {
                    "as2-from": '"Acme Buying"',
                    "as2-to": "distributor",
                    "message-id": "<1@acme>",
                    "content-type": "application/pkcs7-mime; smime-type=enveloped-data",
                }
                inbound = message.receive(
                    headers, encrypted, station("distributor"), partner("Acme Buying"), NOW
                )
                self.assertEqual(inbound.payload, PAYLOAD)
                self.assertEqual(inbound.mic, message.mic_of(inner, "sha384"))
