import json
from email.message import EmailMessage

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import IntakeCase

SERVER = "mx.distributor.test"


class MailCase(IntakeCase):
    """Raw mails through Odoo's gateway to an order address."""

    def setUp(self):
        super().setUp()
        domain = self.env["mail.alias.domain"].create({"name": "distributor.test"})
        self.env.company.alias_domain_id = domain
        self.mailbox = self.env["b2b.mailbox"].create(
            {
                "name": "Orders",
                "alias_name": "b2b-orders",
                "alias_domain_id": domain.id,
                "proof_server": SERVER,
            }
        )
        self.buyer = self.env["res.partner"].create(
            {"name": "Ada", "email": "ada@northside.test", "parent_id": self.account.id}
        )

    def _mail(
        self,
        *files,
        body="Our order.",
        html="",
        sender="ada@northside.test",
        proof=SERVER,
        **headers,
    ):
        """Send a mail and let the scheduler work; returns what was received, or nothing."""
        message = EmailMessage()
        message["From"] = sender
        message["To"] = "b2b-orders@distributor.test"
        message["Subject"] = "Order"
        self.sent = getattr(self, "sent", 0) + 1
        message["Message-Id"] = f"<{self.sent}.{self.id()}@northside.test>"
        if proof:
            message["Authentication-Results"] = f"{proof}; spf=pass; dmarc=pass header.from=x"
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(body)
        if html:
            message.add_alternative(html, subtype="html")
        for name, content in files:
            message.add_attachment(
                content, maintype="application", subtype="octet-stream", filename=name
            )
        return self._gateway(message.as_bytes())

    def _gateway(self, raw):
        before = self.env["b2b.received.mail"].search([])
        self.env["mail.thread"].message_process(False, raw)
        self.env["b2b.intake"].search([("state", "=", "received")], order="id")._run()
        return self.env["b2b.received.mail"].search([]) - before

    def _file(self, **values):
        return json.dumps(self._po(**values)).encode()

    def _answers(self, mail):
        return mail.message_ids.filtered(lambda message: self.buyer in message.partner_ids)


@tagged("post_install", "-at_install")
class TestMailOrders(MailCase):
    def test_attached_order_of_a_proven_contact_is_released_and_told(self):
        mail = self._mail(("po.json", self._file(account="")))
        order = mail.order_ids
        self.assertReleased(order)
        self.assertEqual(
            (order.partner_id, order.b2b_channel, order.client_order_ref),
            (self.account, "email", "PO-1"),
        )
        self.assertIn(order.name, self._answers(mail).body)
        self.assertEqual(self._answers(mail).reply_to, "b2b-orders@distributor.test")
        self.assertPromisesHold()

    def test_sender_without_proof_waits_until_a_person_vouches(self):
        rows = (
            ("no header", {"proof": ""}),
            ("header of a stranger", {"proof": "mx.forger.test"}),
            ("not a contact", {"sender": "eve@elsewhere.test"}),
        )
        for number, (name, how) in enumerate(rows):
            with self.subTest(name):
                mail = self._mail(("po.json", self._file(number=f"PO-{number}")), **how)
                self.assertEqual(mail.intake_ids.reason_code, "unproven_sender")
                self.assertFalse(mail.order_ids)
                mail.intake_ids.account_id = self.account
                mail.intake_ids.action_process_again()
                self.assertReleased(mail.order_ids)
                self.assertEqual(mail.accepted_by_id, self.env.user)
        self.assertPromisesHold()

    def test_forged_proof_below_the_one_of_our_server_counts_for_nothing(self):
        message = EmailMessage()
        message["Authentication-Results"] = f"{SERVER}; dmarc=fail (dmarc=pass)"
        message["X-Next"] = "1"
        raw = message.as_bytes().replace(
            b"X-Next: 1", b"Authentication-Results: %s; dmarc=pass" % SERVER.encode()
        )
        raw = (
            b"From: ada@northside.test\nTo: b2b-orders@distributor.test\nMessage-Id: <f@x>\n"
            b"Subject: x\n" + raw.rstrip() + b"\n\nSKU Qty\n"
        )
        self.assertFalse(self._gateway(raw).proven)

    def test_policy_may_accept_contacts_without_proof_but_never_strangers(self):
        self.mailbox.unproven = "accept"
        self.assertReleased(self._mail(("a.json", self._file()), proof="").order_ids)
        stranger = self._mail(("b.json", self._file(number="PO-2")), sender="eve@elsewhere.test")
        self.assertEqual(stranger.intake_ids.state, "waiting")

    def test_mailbox_of_one_account_takes_nothing_from_another(self):
        self.mailbox.account_id = self._make_account("Southside", "S-100")
        mail = self._mail(("po.json", self._file(account="")))
        self.assertEqual(mail.intake_ids.reason_code, "unproven_sender")

    def test_order_of_another_account_than_the_sender_waits(self):
        self._make_account("Southside", "S-100")
        mail = self._mail(("po.json", self._file(account="S-100")))
        self.assertEqual(mail.intake_ids.reason_code, "account_mismatch")

    def test_strangers_and_robots_get_no_answer(self):
        stranger = self._mail(("po.json", self._file()), sender="eve@elsewhere.test")
        robot = self._mail(("b.json", self._file(number="PO-2")), Auto_Submitted="auto-generated")
        self.assertReleased(robot.order_ids)  # an ERP that mails its orders
        for mail in (stranger, robot):
            self.assertFalse(mail.message_ids.notification_ids)

    def test_absence_note_is_kept_and_takes_nothing_in(self):
        for header in ({"Auto_Submitted": "auto-replied"}, {"X_Autoreply": "yes"},
                       {"Precedence": "auto_reply"}):  # fmt: skip
            with self.subTest(header):
                mail = self._mail(("po.json", self._file()), **header)
                self.assertFalse(mail.intake_ids)
                self.assertTrue(mail.remark)
                self.assertFalse(self._answers(mail))

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_loop_is_cut(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 3)
        got = [self._mail(body="Hello") for _turn in range(5)]
        self.assertEqual(len([mail for mail in got if mail]), 3)

    def test_same_file_mailed_twice_is_one_order_and_said(self):
        self._mail(("po.json", self._file()))
        again = self._mail(("po.json", self._file()))
        self.assertEqual(again.intake_ids.state, "duplicate")
        self.assertIn("already", self._answers(again).body)

    def test_thirty_attachments_are_all_kept_for_a_person(self):
        mail = self._mail(*((f"{n}.json", self._file(number=f"PO-{n}")) for n in range(30)))
        self.assertEqual(len(mail.intake_ids), 30)
        self.assertEqual(set(mail.intake_ids.mapped("reason_code")), {"many_documents"})
        mail.intake_ids[:2].action_process_again()
        self.assertEqual(len(mail.order_ids), 2)

    def test_pictures_and_signatures_are_no_documents(self):
        mail = self._mail(("logo.png", b"\x89PNG"), ("s.p7s", b"0"), ("po.json", self._file()))
        self.assertEqual(mail.intake_ids.mapped("filename"), ["po.json"])

    def test_odd_names_and_broken_files_end_with_a_reason(self):
        for name, content in (
            ("../../etc/po.json", b"{"),
            ("bomb.zip", b"PK\x03\x04" + b"\x00" * 99),
            ("empty.json", b""),
            ("x" * 400 + ".json", b"\xff\xfe{"),
        ):
            with self.subTest(name):
                mail = self._mail((name, content))
                self.assertIn(mail.intake_ids.state, ("refused", "waiting"))
                self.assertTrue(mail.intake_ids.reason)
                self.assertNotIn("/", mail.intake_ids.filename)
        self.assertPromisesHold()

    def test_answer_stays_with_its_order(self):
        mail = self._mail(("po.json", self._file()))
        reply = self._mail(
            body="Please leave it at gate 4.", In_Reply_To=self._answers(mail).message_id
        )
        self.assertFalse(reply)  # no new mail: it is in the thread
        self.assertIn("gate 4", "".join(mail.order_ids.message_ids.mapped("body")))
        self.assertIn("gate 4", "".join(mail.message_ids.mapped("body")))

    def test_forged_answer_in_a_proven_thread_waits(self):
        mail = self._mail(("po.json", self._file()))
        self._mail(
            ("b.json", self._file(number="PO-2")),
            proof="",
            In_Reply_To=self._answers(mail).message_id,
        )
        self.assertEqual(mail.intake_ids.mapped("state"), ["waiting", "order"])

    def test_held_order_is_told_without_naming_the_hold(self):
        mail = self._mail(("po.json", self._file(lines=(("TEST-BOLT", 1),))))
        self.assertHeldFor(mail.order_ids, "minimum_order")
        self.assertIn("looking at it", self._answers(mail).body)

    def test_outcome_is_told_when_a_held_order_goes_on(self):
        mail = self._mail(("po.json", self._file(lines=(("TEST-BOLT", 1),))))
        mail.order_ids.b2b_hold_ids.action_release("Small, but soon more.")
        self.assertReleased(mail.order_ids)
        told = self._answers(mail)
        self.assertEqual(len(told), 2)
        self.assertIn("accepted", told[0].body)

    def test_answer_is_in_the_language_of_the_contact_and_no_robot_answers_it(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.buyer.lang = "de_DE"
        template = self.env.ref("b2b_oms.mail_template_order_mail")
        template.with_context(lang="de_DE").body_html = "<p>Danke.</p>"
        mail = self._mail(("po.json", self._file()))
        self.assertIn("Danke.", self._answers(mail).body)
        headers = mail._notify_by_email_get_headers()
        self.assertEqual(headers["Auto-Submitted"], "auto-replied")

    def test_salesperson_sees_mails_of_own_accounts_only(self):
        mail = self._mail(("po.json", self._file()))
        rep = self._make_user("b2b-mail-rep", "sales_team.group_sale_salesman")
        self.assertFalse(
            self.env["b2b.received.mail"].with_user(rep).search([("id", "=", mail.id)])
        )
        self.account.user_id = rep
        self.assertTrue(self.env["b2b.received.mail"].with_user(rep).search([("id", "=", mail.id)]))
