from odoo.exceptions import UserError
from odoo.tests import tagged

from .edi_common import ORDERS, PO, EdiCase
from .edi_texts import changed, x12_text


@tagged("post_install", "-at_install")
class TestEdiReceiving(EdiCase):
    """Bytes in: kept, told apart, handed on, answered."""

    def test_order_is_released_and_acknowledged(self):
        exchange = self._receive(self._po())
        self.assertEqual(exchange.state, "taken", exchange.reason)
        order = self._order()
        self.assertReleased(order)
        self.assertEqual(order.b2b_channel, "edi")
        self.assertEqual(order.b2b_edi_partner_id, self.partner)
        self.assertAnswered(exchange, "AK1*PO*101", "AK5*A", "AK9*A*1*1*1")
        self.assertPromisesHold()

    def test_edifact_order_is_acknowledged_by_contrl(self):
        partner = self._make_edifact_partner()
        exchange = self._receive(self._orders())
        self.assertEqual(exchange.partner_id, partner)
        self.assertReleased(self._order())
        self.assertAnswered(exchange, "UCI+4711+5412345000013:14+4012345500004:14+7")
        self.assertPromisesHold()

    def test_acknowledgement_comes_as_agreed(self):
        rows = (("always", 1), ("errors", 0), ("never", 0))
        for position, (agreed, expected) in enumerate(rows):
            with self.subTest(agreed):
                self.partner.acknowledge = agreed
                number = f"00000010{position}"
                exchange = self._receive(self._po(old="PO-1", new=f"PO-{agreed}", number=number))
                self.assertEqual(len(exchange.answer_ids), expected)

    def test_acknowledgement_may_be_a_999(self):
        self.partner.acknowledgement_type = "999"
        exchange = self._receive(self._po(release="005010", version="00501"))
        self.assertAnswered(exchange, "ST*999", "IK5*A")

    def test_group_in_another_release_is_answered_in_it(self):
        exchange = self._receive(self._po(release="003040", version="00304"))
        self.assertAnswered(exchange, "*X*003040")

    # === WHO === #

    def test_who_may_not_send_waits_for_a_person_and_makes_nothing(self):
        rows = (
            ("stranger", {"sender": "SOMEBODY"}, None, "unknown_sender"),
            (
                "another sender over this channel",
                {"sender": "OTHER"},
                self.partner,
                "sender_mismatch",
            ),
            ("a test", {"test": "T"}, self.partner, "test_flag"),
            ("a test without channel", {"test": "T"}, None, "test_flag"),
        )
        for name, header, channel, code in rows:
            with self.subTest(name):
                exchange = self._receive(self._po(**header), partner=channel)
                self.assertEqual((exchange.state, exchange.reason_code), ("held", code))
                self.assertTrue(exchange.reason)
                self.assertFalse(exchange.answer_ids)
                self.assertFalse(self._order())
        self.assertPromisesHold()

    def test_id_is_the_same_whatever_blanks_and_case(self):
        self.partner.their_id = "harborMRO"
        self.assertEqual(self._receive(self._po()).partner_id, self.partner)

    def test_person_lets_in_what_was_held(self):
        exchange = self._receive(self._po(test="T"))
        exchange.action_take_in()
        self.assertEqual(exchange.state, "taken", exchange.reason)
        self.assertReleased(self._order())

    def test_person_names_the_partner_of_a_stranger(self):
        exchange = self._receive(self._po(sender="NEWNAME"))
        with self.assertRaises(UserError):
            exchange.action_take_in()
        exchange.partner_id = self.partner
        exchange.action_take_in()
        self.assertReleased(self._order())

    def test_person_refuses_what_was_held(self):
        exchange = self._receive(self._po(sender="NEWNAME"))
        exchange.action_refuse()
        self.assertEqual(exchange.state, "refused")
        self.assertIn("Refused by", exchange.reason)

    # === AGAIN === #

    def test_same_file_again_makes_no_order_and_is_answered_the_same(self):
        first = self._receive(self._po())
        self._send()
        answer = first.answer_ids
        stored = answer._bytes()
        again = self._receive(self._po(), "another_name.txt")
        self.assertEqual((again.state, again.duplicate_of_id), ("duplicate", first))
        self.assertEqual(len(self._order()), 1)
        self.assertEqual(answer.state, "ready")
        self._send()
        self.assertEqual((answer.state, answer._bytes()), ("sent", stored))
        self.assertFalse(again.answer_ids)
        self.assertPromisesHold()

    def test_same_words_with_other_line_breaks_are_the_same(self):
        self._receive(self._po())
        self.assertEqual(self._receive(self._po(end="\r\n")).state, "duplicate")

    def test_number_used_for_other_content_waits_and_is_refused_to_the_sender(self):
        self._receive(self._po())
        other = self._receive(self._po(old="PO-1", new="PO-2"))
        self.assertEqual((other.state, other.reason_code), ("held", "control_reused"))
        self.assertFalse(self._order("PO-2"))
        self.assertAnswered(other, "TA1*000000101", "*R*025")
        other.action_take_in()
        self.assertReleased(self._order("PO-2"))
        self.assertPromisesHold()

    def test_edifact_number_used_again_is_told_by_contrl(self):
        self._make_edifact_partner()
        self._receive(self._orders())
        other = self._receive(self._orders(changed(ORDERS, "PO-1", "PO-2")))
        self.assertEqual(other.state, "held")
        self.assertAnswered(other, "+4+26")

    def test_number_that_began_anew_after_the_window_is_fresh(self):
        self.partner.duplicate_days = 30
        first = self._receive(self._po())
        self.env.cr.execute(
            "UPDATE b2b_edi_exchange SET create_date = create_date - interval '31 days' WHERE id = %s",
            [first.id],
        )
        first.invalidate_recordset()
        other = self._receive(self._po(old="PO-1", new="PO-2"))
        self.assertEqual(other.state, "taken")
        self.assertReleased(self._order("PO-2"))

    def test_year_old_file_played_again_makes_no_second_order(self):
        self.partner.duplicate_days = 30
        first = self._receive(self._po())
        self.env.cr.execute(
            "UPDATE b2b_edi_exchange SET create_date = create_date - interval '366 days' WHERE id = %s",
            [first.id],
        )
        first.invalidate_recordset()
        again = self._receive(self._po())
        self.assertEqual(again.intake_ids.state, "duplicate")
        self.assertEqual(len(self._order()), 1)
        self.assertPromisesHold()

    def test_new_number_with_a_known_order_number_is_held(self):
        self._receive(self._po())
        self._receive(self._po(number="000000102", old="*12*", new="*13*"))
        second = self._order().sorted("id")[1:]
        self.assertEqual(second.b2b_state, "held")
        self.assertIn("duplicate", second.b2b_hold_ids.mapped("code"))

    def test_crash_after_storing_is_continued(self):
        Exchange = self.env["b2b.edi.exchange"]
        stored = Exchange.create(Exchange._prepare_received(self._po(), "po.edi", None, ""))
        Exchange._cron_receive()
        self.assertEqual(stored.state, "taken")
        self.assertReleased(self._order())

    def test_crash_between_taking_in_and_the_order_is_continued_once(self):
        Exchange = self.env["b2b.edi.exchange"]
        stored = Exchange.create(Exchange._prepare_received(self._po(), "po.edi", None, ""))
        stored._take_in()  # and then the worker is gone
        self.assertFalse(self._order())
        self.env["b2b.intake"]._cron_process()
        self.env["b2b.intake"]._cron_process()
        Exchange._cron_receive()
        self.assertReleased(self._order())
        self.assertEqual(len(stored.answer_ids), 1)
        self.assertPromisesHold()

    # === SEVERAL === #

    def test_two_interchanges_of_two_partners_go_their_own_ways(self):
        other_account = self._make_account("Southside", "S-100")
        other = self._make_partner(name="South", account_id=other_account.id, their_id="SOUTH")
        whole = self._receive(self._po() + self._po(sender="SOUTH", old="PO-1", new="PO-9"))
        self.assertEqual(whole.state, "split")
        self.assertEqual(whole.child_ids.sorted("part").partner_id, self.partner | other)
        self.assertEqual(self._order().b2b_account_id, self.account)
        self.assertEqual(self._order("PO-9").b2b_account_id, other_account)
        self.assertPromisesHold()

    def test_one_broken_document_does_not_stop_the_others(self):
        broken = changed(PO, "BEG*00*SA*PO-1**20300105", "")
        exchange = self._receive(x12_text(PO, broken).encode())
        self.assertEqual(exchange.state, "taken")
        self.assertReleased(self._order())
        self.assertAnswered(exchange, "AK9*P*2*2*1", "AK5*R")
        self.assertTrue(exchange.problems)

    def test_two_documents_with_one_order_number_are_not_both_released(self):
        self._receive(x12_text(PO, changed(PO, "*12*", "*13*")).encode())
        states = self._order().sorted("id").mapped("b2b_state")
        self.assertEqual(states, ["released", "held"])

    # === WHAT IS NO ORDER === #

    def test_what_cannot_be_read_is_kept_and_refused_with_a_reason(self):
        rows = (
            ("empty", b"", "empty"),
            ("blanks", b" \n\t\r\n", "empty"),
            ("zip", b"PK\x03\x04" + bytes(200), "unknown_format"),
            ("pdf", b"%PDF-1.7 ISA*00*", "binary"),
            ("error page", b"<html><body>502 Bad Gateway</body></html>", "unknown_format"),
            ("mail text", b"Dear colleagues, please find attached", "unknown_format"),
            ("cut in the ISA", b"ISA*00*          *00*", None),
            ("without envelope", b"ST*850*0001~BEG*00*SA*1**20300105~SE*3*0001~", None),
            ("nul bytes", self._po()[:300] + b"\0\0" + self._po()[300:], "binary"),
        )
        for name, content, code in rows:
            with self.subTest(name):
                exchange = self._receive(content, f"{name}.edi")
                self.assertIn(exchange.state, ("refused", "held"), exchange.reason)
                self.assertTrue(exchange.reason)
                if code:
                    self.assertEqual(exchange.reason_code, code)
                self.assertEqual(exchange._bytes(), content)
                self.assertNotIn("Traceback", exchange.reason)
                self.assertTrue(exchange.readable is not None)
        self.assertFalse(self.env["sale.order"].search([("b2b_channel", "=", "edi")]))
        self.assertPromisesHold()

    def test_oddly_written_files_are_understood(self):
        rows = (
            ("BOM", lambda text: b"\xef\xbb\xbf" + text),
            ("UTF-16", lambda text: text.decode().encode("utf-16")),
            ("banner and trailer", lambda text: b"From: VAN\n\n" + text + b"\n--end--\n"),
            ("one line", lambda text: text.replace(b"\n", b"")),
            ("other separators", lambda text: text.replace(b"*", b"|").replace(b"~", b"!")),
            ("doubled terminators", lambda text: text.replace(b"~", b"~~")),
            ("lower case", lambda text: text.replace(b"PO1*", b"po1*")),
        )
        for number, (name, damage) in enumerate(rows):
            with self.subTest(name):
                text = self._po(old="PO-1", new=f"PO-{name[:3]}", number=f"00000020{number}")
                exchange = self._receive(damage(text))
                self.assertEqual(exchange.state, "taken", exchange.reason)
                self.assertReleased(self._order(f"PO-{name[:3]}"))
        self.assertPromisesHold()

    def test_wrong_counts_are_accepted_or_rejected_as_agreed(self):
        for policy, state, verdict in (
            ("accept", "taken", "AK5*E*4"),
            ("reject", "refused", "AK5*R*4"),
        ):
            with self.subTest(policy):
                self.partner.count_policy = policy
                number = f"00000030{len(policy) % 10}" if policy == "accept" else "000000399"
                text = self._po(old="PO-1", new=f"PO-{policy}", number=number)
                exchange = self._receive(text.replace(b"SE*5*", b"SE*9*"))
                self.assertEqual(exchange.state, state, exchange.reason)
                self.assertAnswered(exchange, verdict)
                self.assertEqual(bool(self._order(f"PO-{policy}")), policy == "accept")

    def test_document_only_sellers_send_is_rejected(self):
        body = ("BIG*20300105*1", "IT1*1*1*EA*1", "TDS*100")
        exchange = self._receive(x12_text(body, kind="810", group="IN").encode())
        self.assertEqual(exchange.state, "refused")
        self.assertAnswered(exchange, "AK5*R*1")

    def test_hostile_names_are_only_names(self):
        rows = (
            ("../../etc/passwd", "passwd"),
            ("C:\\x\\po.edi", "po.edi"),
            ("a\nb\x00.edi", "ab.edi"),
            ("x" * 300 + ".edi", None),
            ("..", "document"),
            ("", "document"),
        )
        for number, (name, expected) in enumerate(rows):
            with self.subTest(name):
                exchange = self._receive(self._po(number=f"00000040{number}"), name)
                self.assertLessEqual(len(exchange.filename), 120)
                if expected:
                    self.assertEqual(exchange.filename, expected)

    def test_readable_document_escapes_and_points_at_the_wrong_element(self):
        body = (*PO[:1], "PO1*1*twelve*EA*9*PE*VP*<script>alert(1)</script>", PO[2])
        exchange = self._receive(x12_text(body).encode())
        self.assertIn("Order line", exchange.readable)
        self.assertIn("PO1), element 2", exchange.readable)
        self.assertNotIn("<script>", exchange.readable)
        self.assertIn("element 2", exchange.problem_table)

    def test_order_numbers_of_any_kind_are_kept_as_they_are(self):
        for number, po in enumerate(("0001", "A/B..", "<b>x</b>", "Q" * 22)):
            with self.subTest(po):
                self._receive(self._po(old="PO-1", new=po, number=f"00000050{number}"))
                self.assertEqual(self._order(po).client_order_ref, po)


@tagged("post_install", "-at_install")
class TestEdiOrderContent(EdiCase):
    """What is wrong inside an order keeps the order and stops it."""

    def test_every_bad_line_is_kept_and_the_order_held(self):
        rows = (
            ("unknown item", "PO1*1*12*EA*9*PE*VP*NOPE", "unknown_product"),
            ("no item", "PO1*1*12*EA*9", "unknown_product"),
            ("zero", "PO1*1*0*EA*9*PE*VP*TEST-BOLT", "document"),
            ("negative", "PO1*1*-5*EA*9*PE*VP*TEST-BOLT", "document"),
            ("fraction of a piece", "PO1*1*0.333*EA*9*PE*VP*TEST-BOLT", "document"),
            ("thousands", "PO1*1*1,000*EA*9*PE*VP*TEST-BOLT", "document"),
            ("words", "PO1*1*some*EA*9*PE*VP*TEST-BOLT", "document"),
            ("unknown unit", "PO1*1*12*KI*9*PE*VP*TEST-BOLT", "document"),
        )
        for number, (name, line, code) in enumerate(rows):
            with self.subTest(name):
                po = f"PO-L{number}"
                body = (PO[0].replace("PO-1", po), line, PO[2])
                exchange = self._receive(self._po(body=body, number=f"00000060{number}"))
                order = self._order(po)
                self.assertEqual(order.b2b_state, "held", exchange.reason)
                self.assertIn(code, order.b2b_hold_ids.mapped("code"))
                self.assertEqual(len(order.order_line), 1)
                self.assertTrue(exchange.has_waiting_order)
        self.assertPromisesHold()

    def test_held_order_answers_that_it_is_held(self):
        self._receive(self._po(old="TEST-BOLT", new="NOPE"))
        self._send()
        self.assertIn("BAK*00*AH*PO-1", self._text(self._out("order_response")))
        self.assertIn("ACK*IH*12*EA", self._text(self._out("order_response")))

    def test_unknown_item_is_rejected_at_once_where_that_was_agreed(self):
        self.partner.unknown_item = "reject"
        body = (*PO[:2], "PO1*2*3*EA*1*PE*BP*NOPE", "CTT*2")
        self._receive(self._po(body=body))
        order = self._order()
        self.assertReleased(order)
        self.assertEqual(len(order.order_line), 1)
        self._send()
        text = self._text(self._out("order_response"))
        self.assertIn("BAK*00*AC*PO-1", text)
        self.assertIn("ACK*IA*12*EA", text)
        self.assertIn("ACK*IR*3*EA", text)
        self.assertPromisesHold()

    def test_ship_to_is_found_by_code_by_address_or_by_a_person(self):
        address = self.env["res.partner"].create(
            {
                "name": "Store 7",
                "parent_id": self.account.id,
                "type": "delivery",
                "street": "1 Quay Rd",
                "zip": "75201",
                "city": "Dallas",
            }
        )
        self.env["b2b.edi.ship.to"].create(
            {"account_id": self.account.id, "code": "0007", "address_id": address.id}
        )
        rows = (
            ("code", ("N1*ST*Store*92*0007",), address),
            ("address", ("N1*ST", "N3*1 Quay Rd.", "N4*Dallas*TX*75201"), address),
            ("unknown code", ("N1*ST*Store*92*0099",), None),
            ("unknown address", ("N1*ST", "N3*9 Elm St", "N4*Austin*TX*73301"), None),
        )
        for number, (name, segments, expected) in enumerate(rows):
            with self.subTest(name):
                po = f"PO-S{number}"
                body = (PO[0].replace("PO-1", po), *segments, *PO[1:])
                self._receive(self._po(body=body, number=f"00000070{number}"))
                order = self._order(po)
                if expected:
                    self.assertEqual(order.partner_shipping_id, expected)
                    self.assertReleased(order)
                else:
                    self.assertIn("document", order.b2b_hold_ids.mapped("code"))

    def test_store_quantities_become_destinations(self):
        stores = self.env["res.partner"].create(
            [
                {
                    "name": f"Store {ref}",
                    "ref": ref,
                    "parent_id": self.account.id,
                    "type": "delivery",
                }
                for ref in ("S1", "S2")
            ]
        )
        body = (*PO[:2], "SDQ*EA*92*S1*5*S2*7", PO[2])
        self._receive(self._po(body=body))
        order = self._order()
        found = order.order_line.b2b_destination_ids
        self.assertEqual(found.partner_id, stores)
        self.assertEqual(found.mapped("quantity"), [5.0, 7.0])
        self.assertReleased(order)
        self.assertPromisesHold()

    def test_unit_is_what_the_account_means(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.env["b2b.edi.unit"].create(
            {"account_id": self.account.id, "code": "KI", "uom_id": dozen.id}
        )
        self._receive(self._po(old="*12*EA*9*", new="*2*KI*108*"))
        line = self._order().order_line
        self.assertEqual((line.product_uom_id, line.product_uom_qty), (dozen, 2))
        self.assertReleased(self._order())

    def test_copy_of_an_order_is_not_a_second_one(self):
        for purpose in ("06", "07"):
            with self.subTest(purpose):
                po = f"PO-P{purpose}"
                text = self._po(
                    old="BEG*00*SA*PO-1", new=f"BEG*{purpose}*SA*{po}", number=f"0000008{purpose}"
                )
                self._receive(text)
                self.assertIn("document", self._order(po).b2b_hold_ids.mapped("code"))
