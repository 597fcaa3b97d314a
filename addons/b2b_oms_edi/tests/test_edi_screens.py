import base64
import json

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..demo import texts
from .edi_common import PO, EdiCase
from .edi_texts import changed


@tagged("post_install", "-at_install")
class TestEdiCorrection(EdiCase):
    """What a clerk says once is remembered."""

    def _correction(self, exchange):
        action = exchange.action_open_correction()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_unit_is_remembered_for_the_product(self):
        exchange = self._receive(self._po(old="*12*EA*9*", new="*2*KI*108*"))
        correction = self._correction(exchange)
        self.assertEqual(correction.line_ids.said_unit, "KI")
        correction.line_ids.uom_id = self.env.ref("uom.product_uom_dozen")
        correction.action_apply()
        self.assertReleased(self._order())
        body = changed(changed(PO, "PO-1", "PO-2"), "*12*EA*9*", "*2*KI*108*")
        self._receive(self._po(body=body, number="000000102"))
        self.assertReleased(self._order("PO-2"))
        self.assertPromisesHold()

    def test_address_is_remembered_by_its_code(self):
        address = self.env["res.partner"].create(
            {"name": "Store 99", "parent_id": self.account.id, "type": "delivery"}
        )
        body = (PO[0], "N1*ST*Store*92*0099", *PO[1:])
        correction = self._correction(self._receive(self._po(body=body)))
        self.assertEqual(correction.line_ids.code, "0099")
        correction.line_ids.address_id = address
        correction.action_apply()
        order = self._order()
        self.assertReleased(order)
        self.assertEqual(order.partner_shipping_id, address)
        self._receive(self._po(body=changed(body, "PO-1", "PO-2"), number="000000102"))
        self.assertEqual(self._order("PO-2").partner_shipping_id, address)

    def test_what_is_not_to_be_remembered_is_not(self):
        exchange = self._receive(self._po(old="TEST-BOLT", new="NOPE"))
        correction = self._correction(exchange)
        correction.is_remembered = False
        correction.line_ids.product_id = self.bolt
        correction.action_apply()
        self.assertReleased(self._order())
        self.assertFalse(self.env["b2b.customer.part"].search([("code", "=", "NOPE")]))

    def test_nothing_to_correct_and_nothing_chosen_are_said(self):
        exchange = self._receive(self._po(old="TEST-BOLT", new="NOPE"))
        with self.assertRaises(UserError):
            self._correction(exchange).action_apply()
        clean = self._receive(self._po(old="PO-1", new="PO-2", number="000000102"))
        with self.assertRaises(UserError):
            clean.action_open_correction()


@tagged("post_install", "-at_install")
class TestEdiWindows(EdiCase):
    """Explaining any file, and setting up a partner."""

    def _explained(self, content, name="x.edi"):
        return self.env["b2b.edi.explain"].create(
            {"content": base64.b64encode(content), "filename": name}
        )

    def test_any_file_is_explained_and_nothing_is_stored(self):
        before = self.env["b2b.edi.exchange"].search_count([])
        rows = (
            (self._po(), "accepted", "X12 850 PO-1"),
            (self._orders(), "accepted", "EDIFACT ORDERS PO-1"),
            (b"hello", "refused", ""),
            (b"%PDF-1.7", "refused", ""),
        )
        for content, verdict, summary in rows:
            with self.subTest(content[:5]):
                found = self._explained(content)
                self.assertEqual((found.verdict, found.summary), (verdict, summary))
                self.assertEqual(json.loads(found.explanation)["verdict"], verdict)
        self.assertEqual(self.env["b2b.edi.exchange"].search_count([]), before)

    def test_explained_file_is_handed_in(self):
        action = self._explained(self._po()).action_take_in()
        self.assertEqual(self.env[action["res_model"]].browse(action["res_id"]).state, "taken")

    def test_three_steps_make_a_partner_in_test_that_sends_a_test_document(self):
        account = self._make_account("Southside", "S-100")
        setup = self.env["b2b.edi.setup"].create({"account_id": account.id})
        self.assertEqual(setup.our_id, "NORTHDIST")
        with self.assertRaises(UserError):
            setup.action_next()
        setup.their_id = "SOUTH"
        setup.action_next()
        setup.action_next()
        action = setup.action_next()
        partner = self.env[action["res_model"]].browse(action["res_id"])
        self.assertTrue(partner.is_test)
        shown = partner.action_send_test()
        exchange = self.env[shown["res_model"]].browse(shown["res_id"])
        self.assertEqual((exchange.state, exchange.is_test), ("sent", True), exchange.reason)
        self.assertIn("*T*", self._text(exchange).split("\n")[0])
        self.assertEqual(self._read_back(exchange).verdict, "accepted")

    def test_channel_that_is_not_set_up_sends_no_test_document(self):
        self.partner.transport = "sftp"
        with self.assertRaises(UserError):
            self.partner.action_send_test()

    def test_identities_that_cannot_be_written_are_refused(self):
        rows = (
            {"their_id": "X" * 16},
            {"their_qualifier": "ZZZ"},
            {"our_id": "Müller"},
            {"version": "five"},
        )
        for vals in rows:
            with self.subTest(vals), self.assertRaises(UserError):
                self.partner.write(vals)

    def test_schedules_send_stock_and_prices_once_a_time(self):
        self.env["b2b.customer.part"].create(
            {"account_id": self.account.id, "code": "H-1", "product_id": self.bolt.id}
        )
        self.partner.write({"stock_every": 24, "prices_every": 7})
        Partner = self.env["b2b.edi.partner"]
        Partner._cron_schedule()
        Partner._cron_schedule()
        self._send()
        sent = self._out()
        self.assertEqual(sent.mapped("message_type"), ["846", "832"], sent.mapped("reason"))
        self.assertIn("QTY*33*100*EA", self._text(sent[0]))
        self.assertIn("CTP**CON*9*1*EA", self._text(sent[1]))
        for exchange in sent:
            self.assertEqual(self._read_back(exchange).verdict, "accepted")


@tagged("post_install", "-at_install")
class TestEdiXml(EdiCase):
    """Peppol and cXML take the same path."""

    def _xml_partner(self, syntax, **vals):
        return self._make_partner(name=syntax, syntax=syntax, our_qualifier=False, **vals)

    def test_peppol_order_is_answered_line_by_line_and_changed(self):
        partner = self._xml_partner(
            "ubl", their_qualifier="0088", their_id="7300010000001", our_id="4012345500004"
        )
        self.env.company.partner_id.country_id = self.env.ref("base.us")
        today = fields.Date.today()
        lines = [("TEST-BOLT", 120, 9.0, 0)]
        exchange = self._receive(texts.order("ubl", "PO-U", 1, today, lines), "o.xml")
        self.assertEqual(exchange.state, "taken", exchange.reason)
        self.assertReleased(self._order("PO-U"))
        self._send()
        text = self._text(self._out("order_response", partner))
        self.assertIn("<cbc:OrderResponseCode>CA</cbc:OrderResponseCode>", text)
        self.assertIn('<cbc:MaximumBackorderQuantity unitCode="EA">20<', text)
        again = self._receive(texts.order("ubl", "PO-U", 1, today, lines), "o.xml")
        self.assertEqual(again.state, "duplicate")
        other = self._receive(
            texts.order("ubl", "PO-U", 1, today, [("TEST-BOLT", 1, 9, 0)]), "o.xml"
        )
        self.assertEqual(other.reason_code, "control_reused")
        self.assertPromisesHold()

    def test_hostile_xml_is_refused(self):
        rows = (
            b'<!DOCTYPE Order [<!ENTITY x SYSTEM "file:///etc/passwd">]><Order>&x;</Order>',
            b'<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2">' + b"<a>" * 5000,
            b'<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/><Order/>',
        )
        for content in rows:
            with self.subTest(content[:40]):
                exchange = self._receive(content, "o.xml")
                self.assertEqual(exchange.state, "refused")
                self.assertNotIn("root:", exchange.reason)
