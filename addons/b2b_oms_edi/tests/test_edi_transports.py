import os
import socketserver
import tempfile
import threading
import time
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import config

from ..transports import transport_folder, transport_sftp
from . import sftp_server
from .edi_common import EdiCase


class ChannelCase(EdiCase):
    """Folders in which files lie long enough to be whole."""

    def setUp(self):
        super().setUp()
        self.root = Path(self.enterContext(tempfile.TemporaryDirectory())).resolve()
        self.inbox, self.outbox = self.root / "in", self.root / "out"
        self.inbox.mkdir()
        self.outbox.mkdir()

    def _put(self, name, content, age=60):
        path = self.inbox / name
        path.write_bytes(content)
        then = time.time() - age
        os.utime(path, (then, then))
        return path


@tagged("post_install", "-at_install")
class TestFolder(ChannelCase):
    """Files of a folder are taken once, when they are whole; ours appear at once and complete."""

    def setUp(self):
        super().setUp()
        self.enterContext(patch.dict(config.options, {"b2b_edi_folders": str(self.root)}))
        self.partner.write(
            {
                "transport": "folder",
                "folder_in": str(self.inbox),
                "folder_out": str(self.outbox),
            }
        )

    def test_file_becomes_an_order_and_its_answers_files(self):
        self._put("po.x12", self._po())
        exchange = self.partner._poll()
        self.assertEqual(exchange.state, "taken", exchange.reason)
        self.assertReleased(self._order())
        self.assertEqual(sorted(os.listdir(self.inbox)), ["taken"])
        self._send()
        names = sorted(path.name for path in self.outbox.iterdir())
        self.assertEqual([name[:3] for name in names], ["855", "997"])
        self.assertEqual(
            (self.outbox / names[0]).read_bytes(), self._out("order_response")._bytes()
        )
        self.assertPromisesHold()

    def test_what_is_not_a_whole_file_is_left_alone(self):
        self._put("writing.x12", self._po(), age=1)
        self._put("po.x12.tmp", self._po())
        self._put(".hidden", self._po())
        os.symlink("/etc/hostname", self.inbox / "link.x12")
        (self.inbox / "folder").mkdir()
        os.mkfifo(self.inbox / "pipe")
        self.assertFalse(self.partner._poll())
        self.assertFalse(self.partner.channel_error)

    def test_file_that_cannot_be_stored_stays(self):
        path = self._put("po.x12", self._po())
        Exchange = type(self.env["b2b.edi.exchange"])
        with (
            patch.object(Exchange, "receive", side_effect=RuntimeError),
            self.assertRaises(RuntimeError),
        ):
            self.partner._poll()
        self.assertTrue(path.exists())
        self.partner._poll()
        self.assertReleased(self._order())

    def test_file_left_after_a_crash_makes_no_second_order(self):
        content = self._po()
        self._put("po.x12", content)
        self._receive(content, partner=self.partner)  # stored, and then the worker was gone
        self.assertEqual(self.partner._poll().state, "duplicate")
        self.assertEqual(len(self._order()), 1)

    def test_folder_that_is_none_or_not_allowed_is_said(self):
        rows = (
            ("/etc", "not below a folder"),
            (str(self.root / "in" / ".." / ".." / ".."), "not below a folder"),
            (str(self.root / "gone"), "no folder"),
            (False, "Name both folders"),
        )
        for folder, reason in rows:
            with self.subTest(folder):
                self.partner.folder_in = folder
                self.assertFalse(self.partner._poll())
                self.assertIn(reason, self.partner.channel_error)

    def test_full_disk_is_tried_again(self):
        self._receive(self._po(), partner=self.partner)
        self.env.cr.commit()  # pylint: disable=invalid-commit
        with patch.object(transport_folder.os, "fsync", side_effect=OSError(28, "No space left")):
            self._send()
        answer = self._out("acknowledgement")
        self.assertEqual(answer.state, "failed")
        self.assertIn("No space left", answer.reason)
        self.assertFalse([path for path in self.outbox.iterdir() if path.suffix == ".x12"])
        answer._go()
        self.assertEqual(answer.state, "sent")


@tagged("post_install", "-at_install")
class TestSftp(ChannelCase):
    """An SFTP server on loopback whose key is pinned."""

    def _program(self):
        """OpenSSH's sftp-server where it shall answer."""
        return ""

    def setUp(self):
        super().setUp()
        ours, private = sftp_server.new_key()
        program = self._program()
        self.server = self.enterContext(sftp_server.serving(self.root, ours, program))
        self.partner.write(
            {
                "transport": "sftp",
                "sftp_host": "127.0.0.1",
                "sftp_port": self.server.port,
                "sftp_user": sftp_server.USER,
                "sftp_host_key": self.server.host_key,
                "sftp_private_key": private,
                "folder_in": str(self.inbox) if program else "/in",
                "folder_out": str(self.outbox) if program else "/out",
            }
        )

    def test_file_becomes_an_order_and_its_answers_files(self):
        self._put("po.x12", self._po())
        exchange = self.partner._poll()
        self.assertFalse(self.partner.channel_error)
        self.assertEqual(exchange.state, "taken", exchange.reason)
        self.assertReleased(self._order())
        self.assertFalse(list(self.inbox.iterdir()))
        self._send()
        self.assertEqual(
            sorted(path.read_bytes() for path in self.outbox.iterdir()),
            sorted(exchange._bytes() for exchange in self._out()),
        )
        self.assertPromisesHold()

    def test_password_serves_as_well(self):
        self.partner.write({"sftp_private_key": False, "sftp_password": sftp_server.PASSWORD})
        self._put("po.x12", self._po())
        self.assertEqual(self.partner._poll().state, "taken")

    def test_sending_twice_leaves_one_file(self):
        self._receive(self._po(), partner=self.partner)
        self._send()
        answer = self._out("acknowledgement")
        answer.action_retry()
        self.assertEqual(answer.state, "sent")
        self.assertEqual(len([p for p in self.outbox.iterdir() if p.name.startswith("997")]), 1)

    def test_server_that_was_down_gets_each_answer_once_when_it_is_back(self):
        self._put("po.x12", self._po())
        self.assertEqual(self.partner._poll().state, "taken")
        port, self.partner.sftp_port = self.partner.sftp_port, 1
        self.env.cr.commit()  # pylint: disable=invalid-commit
        self._send()
        self.assertEqual(set(self._out().mapped("state")), {"failed"})
        self.assertFalse(list(self.outbox.iterdir()))
        self.assertFalse(self.partner._poll())
        self.partner.sftp_port = port
        for _again in range(2):
            for answer in self._out().filtered(lambda answer: answer.state == "failed"):
                answer._go()
            self._send()
        self.assertEqual(set(self._out().mapped("state")), {"sent"})
        self.assertEqual(
            sorted(path.read_bytes() for path in self.outbox.iterdir()),
            sorted(answer._bytes() for answer in self._out()),
        )
        self.assertEqual(len(self._order()), 1)
        self.assertPromisesHold()

    def test_half_written_file_is_left_alone(self):
        self._put("po.x12", self._po()[:100], age=0)
        self._put("po.x12.filepart", self._po())
        self.assertFalse(self.partner._poll())

    def test_what_is_wrong_with_the_server_is_said(self):
        other, _text = sftp_server.new_key()
        rows = (
            (
                "other host key",
                {"sftp_host_key": f"{other.get_name()} {other.get_base64()}"},
                "another key",
            ),
            ("no host key", {"sftp_host_key": False}, "host key"),
            ("nonsense for a key", {"sftp_host_key": "ssh-ed25519 AAAA"}, "host key"),
            ("wrong user", {"sftp_user": "nobody"}, "does not let us in"),
            ("no such folder", {"folder_in": "/nowhere"}, "127.0.0.1"),
            ("nobody listens", {"sftp_port": 1}, "127.0.0.1"),
        )
        for name, values, reason in rows:
            with self.subTest(name):
                kept = {field: self.partner[field] for field in values}
                self.partner.write(values)
                self.assertFalse(self.partner._poll())
                self.assertIn(reason, self.partner.channel_error)
                self.partner.write(kept)

    def test_changed_host_key_stops_our_documents_for_a_person(self):
        self._receive(self._po(), partner=self.partner)
        other, _text = sftp_server.new_key()
        self.partner.sftp_host_key = f"{other.get_name()} {other.get_base64()}"
        self.env.cr.commit()  # pylint: disable=invalid-commit
        self._send()
        answer = self._out("acknowledgement")
        self.assertEqual(answer.state, "dead")
        self.assertTrue(answer.activity_ids)

    def test_connection_dropped_in_the_middle_of_a_file_takes_nothing(self):
        self._put("po.x12", self._po())
        half = self._po()[:200]
        with patch.object(transport_sftp.SftpTransport, "_content", return_value=half):
            self.assertFalse(self.partner._poll())
        self.assertIn("dropped", self.partner.channel_error)
        self.assertEqual(self.partner._poll().state, "taken")


@tagged("post_install", "-at_install")
class TestSftpOfOpenSsh(TestSftp):
    """The same, asked of the server most partners run."""

    def _program(self):
        program = os.environ.get("B2B_SFTP_SERVER")
        if not program:
            self.skipTest("machine: OpenSSH's sftp-server cannot be had here")
        return program


class _Sink(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *args):
        """Quiet."""


@tagged("post_install", "-at_install")
class TestHttpOut(EdiCase):
    """Our documents are POSTed to the partner's address."""

    def setUp(self):
        super().setUp()
        self.sink = HTTPServer(("127.0.0.1", 0), _Sink)
        self.sink.got, self.sink.status = [], 200
        threading.Thread(target=self.sink.serve_forever, daemon=True).start()
        self.addCleanup(self.sink.server_close)
        self.addCleanup(self.sink.shutdown)
        url = f"http://127.0.0.1:{self.sink.server_port}/in"
        self.partner.write(
            {"transport": "http", "http_url": url, "http_token": "theirs", "allow_private": True}
        )

    def test_document_arrives_with_the_token(self):
        self._receive(self._po(), partner=self.partner)
        self._send()
        self.assertEqual(set(self._out().mapped("state")), {"sent"}, self._out().mapped("reason"))
        headers, body = self.sink.got[0]
        self.assertEqual(headers["Authorization"], "Bearer theirs")
        self.assertEqual(body, self._out("acknowledgement")._bytes())

    def test_busy_partner_is_tried_again_and_a_refusing_one_is_a_persons(self):
        for status, state in ((503, "failed"), (429, "failed"), (404, "dead"), (302, "dead")):
            with self.subTest(status):
                self.sink.status = status
                self._receive(self._po(number=f"000000{status}"), partner=self.partner)
                self.env.cr.commit()  # pylint: disable=invalid-commit
                answer = self._out("acknowledgement")[-1:]
                answer._go()
                self.assertEqual(answer.state, state)

    def test_documents_do_not_leave_into_our_own_network(self):
        url = self.partner.http_url
        rows = (
            url,
            url.replace("http:", "https:"),
            "https://169.254.169.254/latest/",
            "https://[::1]/in",
            "file:///etc/passwd",
            "https://user:password@example.com/",
        )
        self.partner.allow_private = False
        for number, address in enumerate(rows):
            with self.subTest(address):
                self.partner.http_url = address
                self._receive(self._po(number=f"00000020{number}"), partner=self.partner)
                self.env.cr.commit()  # pylint: disable=invalid-commit
                answer = self._out("acknowledgement")[-1:]
                answer._go()
                self.assertIn(answer.state, ("dead", "failed"))
        self.assertFalse(self.sink.got)

    def test_only_administrators_let_documents_into_our_own_network(self):
        manager = self._make_user("b2b-manager", "b2b_oms.group_manager")
        partner = self.partner.with_user(manager)
        with self.assertRaises(AccessError):
            partner.http_url = "http://127.0.0.1/other"
        self.partner.allow_private = False
        with self.assertRaises(AccessError):
            partner.allow_private = True
        partner.http_url = "https://example.com/in"


@tagged("post_install", "-at_install")
class TestKeys(EdiCase):
    """Keys are seen by who is entrusted with them, and a token only once."""

    def test_order_desk_sees_no_keys(self):
        clerk = self._make_user("b2b-clerk", "b2b_oms.group_order_desk")
        partner = self.partner.with_user(clerk)
        self.assertTrue(partner.their_id)
        for field in (
            "shared_secret",
            "sftp_password",
            "sftp_private_key",
            "http_token",
            "token_digest",
        ):
            with self.subTest(field), self.assertRaises(AccessError):
                partner.read([field])

    def test_order_desk_writes_no_exchange_by_hand(self):
        clerk = self._make_user("b2b-clerk", "b2b_oms.group_order_desk")
        taken = self._receive(self._po()).with_user(clerk)
        for vals in ({"state": "received"}, {"content": b""}, {"partner_id": self.partner.id}):
            with self.subTest(vals), self.assertRaises(AccessError):
                taken.write(vals)
        held = self._receive(self._po(sender="NEWNAME", number="000000102")).with_user(clerk)
        held.partner_id = self.partner
        held.action_refuse()
        self.assertEqual(held.state, "refused")

    def test_token_is_shown_once_and_not_kept(self):
        title = self.partner.action_new_token()["params"]["title"]
        self.assertTrue(self.partner._is_token(title))
        self.assertFalse(self.partner._is_token(title + "x"))
        self.assertFalse(self.partner._is_token(""))
        self.assertNotIn(title, str(self.partner.read()))

    def test_manager_without_keys_makes_no_token(self):
        manager = self._make_user("b2b-manager", "b2b_oms.group_manager")
        with self.assertRaises(UserError):
            self.partner.with_user(manager).action_new_token()


class _Smtp(socketserver.StreamRequestHandler):
    """As much of a mail server as it takes to keep what is handed in."""

    def handle(self):
        self._say("220 sink")
        for line in self.rfile:
            word = line[:4].upper().strip()
            if word == b"DATA":
                self._say("354 go on")
                self.server.got.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self._say("221 bye" if word == b"QUIT" else "250 fine")
            if word == b"QUIT":
                return

    def _say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@tagged("post_install", "-at_install")
class TestMail(EdiCase):
    """Documents as attachments of mails."""

    def setUp(self):
        super().setUp()
        self.partner.write({"transport": "mail", "mail_to": "orders@harbor.example"})

    def _sink(self):
        sink = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp)
        sink.got = []
        threading.Thread(target=sink.serve_forever, daemon=True).start()
        self.addCleanup(sink.server_close)
        self.addCleanup(sink.shutdown)
        self.env["ir.mail_server"].search([]).active = False
        self.env["ir.mail_server"].create(
            {"name": "Sink", "smtp_host": "127.0.0.1", "smtp_port": sink.server_address[1]}
        )
        return sink

    def test_answers_are_mailed_with_their_bytes(self):
        sink = self._sink()
        self._receive(self._po(), partner=self.partner)
        # Odoo mails nothing in tests; here it does, to this machine.
        with patch.object(type(self.env["ir.mail_server"]), "_disable_send", lambda *args: False):
            self._send()
        self.assertEqual(set(self._out().mapped("state")), {"sent"}, self._out().mapped("reason"))
        mails = [message_from_bytes(content) for content in sink.got]
        said = {mail["Subject"]: mail for mail in mails}
        answer = self._out("acknowledgement")
        attached = [
            part.get_payload(decode=True)
            for part in said[answer.filename].walk()
            if part.get_filename() == answer.filename
        ]
        self.assertEqual(attached, [answer._bytes()])
        self.assertEqual(said[answer.filename]["To"], "orders@harbor.example")

    def test_mail_server_that_is_down_is_tried_again(self):
        sink = self._sink()
        sink.shutdown()
        sink.server_close()
        self._receive(self._po(), partner=self.partner)
        self.env.cr.commit()  # pylint: disable=invalid-commit
        answer = self._out("acknowledgement")
        with patch.object(type(self.env["ir.mail_server"]), "_disable_send", lambda *args: False):
            answer._go()
        self.assertEqual((answer.state, answer.reason_code), ("failed", "transport"))

    def test_address_that_is_none_is_refused(self):
        for address in ("harbor", "Harbor <orders@harbor.example>", "Orders@Harbor.Example"):
            with self.subTest(address), self.assertRaises(ValidationError):
                self.partner.mail_to = address
