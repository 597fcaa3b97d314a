"""Where webhooks go, and where they do not."""

import base64
import hashlib
import hmac
import socket
import time
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ..webhooks import signature, target
from .webhook_receiver import Receiver


@tagged("post_install", "-at_install")
class TestWebhookTarget(BaseCase):
    def setUp(self):
        super().setUp()
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)

    def _post(self, path, private=True, timeout=5):
        line = target.Line(self.receiver.url(path), private)
        self.addCleanup(line.close)
        return line.post(b"{}", {"webhook-id": "1"}, timeout)

    def test_addresses_that_are_no_targets(self):
        for url in (
            "http://example.com", "ftp://example.com", "https://", "example.com", "https://a:b@c.de",
            "https://example.com/#x", "https://example.com/a b", "https://example.com:99999",
            "javascript:alert(1)", "file:///etc/passwd", "https://exa\nmple.com",
        ):  # fmt: skip
            with self.subTest(url), self.assertRaises(target.BadTarget):
                target.parse(url)
        self.assertEqual(target.parse("https://example.com/a?b=1").path, "/a?b=1")

    def test_only_public_addresses_are_public(self):
        for address, public in (
            ("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True),
            ("127.0.0.1", False), ("10.0.0.1", False), ("172.16.0.1", False), ("192.168.1.1", False),
            ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False),
            ("224.0.0.1", False), ("255.255.255.255", False), ("::1", False), ("::", False),
            ("fe80::1", False), ("fe80::1%eth0", False), ("fc00::1", False),
            ("::ffff:127.0.0.1", False), ("::ffff:93.184.216.34", True), ("64:ff9b::7f00:1", False),
            ("64:ff9b::a9fe:a9fe", False), ("2002:7f00:1::", False), ("ff02::1", False),
        ):  # fmt: skip
            with self.subTest(address):
                self.assertEqual(target.is_public(address), public)

    def test_own_network_is_refused_in_every_spelling(self):
        port = self.receiver.server_address[1]
        for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::1]",
                     "[::ffff:127.0.0.1]"):  # fmt: skip
            with self.subTest(host):
                reply = target.Line(f"https://{host}:{port}/ok").post(b"{}", {})
                self.assertEqual(reply.status, 0)
                self.assertRegex(reply.text, "not a public address|is not known")
        self.assertEqual(self.receiver.taken, [])

    def test_name_that_leads_elsewhere_at_the_second_look_is_looked_up_once(self):
        looks = []

        def resolver(host, port, *_args, **_more):
            looks.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

        url = f"http://rebinding.example:{self.receiver.server_address[1]}/ok"
        with patch.object(target.socket, "getaddrinfo", resolver):
            self.assertEqual(target.Line(url, private=True).post(b"{}", {}).status, 200)
        # Once by us; connecting to the address that was looked at asks for numbers only.
        self.assertEqual(
            [host for host in looks if host == "rebinding.example"], ["rebinding.example"]
        )
        self.assertIn("rebinding.example", self.receiver.taken[0][1]["Host"])

    def test_one_private_address_among_public_ones_is_enough_to_refuse(self):
        found = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.5", 443))]
        with (
            patch.object(target.socket, "getaddrinfo", lambda *_a, **_k: found),
            self.assertRaisesRegex(target.BadTarget, "10.0.0.5"),
        ):
            target.resolve(target.parse("https://mixed.example/"))

    def test_redirects_are_not_followed(self):
        reply = self._post("/redirect")
        self.assertEqual((reply.status, reply.text), (302, "Redirects are not followed."))
        self.assertFalse(reply.is_success())
        self.assertEqual([taken[0] for taken in self.receiver.taken], ["/redirect"])

    def test_receivers_that_waste_time_are_left(self):
        for path in ("/slow", "/drip", "/endless"):
            with self.subTest(path):
                begun = time.monotonic()
                reply = self._post(path, timeout=0.8)
                self.assertLess(time.monotonic() - begun, 3)
                self.assertTrue(reply.status == 0 or len(reply.text) <= target.KEPT)
                self.assertEqual(reply.is_success(), path == "/endless")

    def test_connection_that_was_closed_while_idle_is_opened_again(self):
        line = target.Line(self.receiver.url("/ok"), True)
        self.assertEqual(line.post(b"{}", {}).status, 200)
        line._connection.sock.shutdown(socket.SHUT_RDWR)
        self.assertEqual(line.post(b"{}", {}).status, 200)
        self.assertEqual(self._post("/hangup").status, 0)

    def test_nobody_listening_is_an_answer_too(self):
        url = self.receiver.url()
        self.receiver.close()
        reply = target.Line(url, True).post(b"{}", {})
        self.assertEqual(reply.status, 0)
        self.assertIn("Refused", reply.text)
        self.receiver = Receiver()

    def test_signature_is_that_of_standard_webhooks(self):
        """The example of the specification, and by hand."""
        secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        body = b'{"test": 2432232314}'
        told = signature.headers(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
        self.assertEqual(
            told["webhook-signature"], "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        )
        secret = signature.new_secret()
        told = signature.headers(secret, "msg_1", 5, b"x")
        key = base64.b64decode(secret[6:])
        mark = hmac.new(key, b"msg_1.5.x", hashlib.sha256).digest()
        self.assertEqual(told["webhook-signature"], "v1," + base64.b64encode(mark).decode())
