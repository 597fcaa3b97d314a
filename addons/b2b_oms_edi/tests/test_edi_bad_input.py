import os
import re
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import config

from ..codecs import content as contents
from ..demo import texts
from . import test_as2, test_edi_as2, test_edi_http, test_edi_transports
from .bad_input import FORGIVEN, GROUPS, HELD, REJECTED, RIGHT, UNREADABLE
from .edi_common import ORDERS, PO
from .edi_texts import changed, edifact_text, x12_text
from .test_edi_answers import AnswerCase

HOW_MANY = 61
SAMPLES = Path(__file__).parent / "samples"
# What needs a server at the other end is asked where the server is; gone tests fail here.
ELSEWHERE = {
    58: (
        test_edi_transports.TestFolder.test_full_disk_is_tried_again,
        test_edi_transports.TestFolder.test_file_left_after_a_crash_makes_no_second_order,
        test_edi_transports.TestSftp.test_what_is_wrong_with_the_server_is_said,
        test_edi_transports.TestSftp.test_changed_host_key_stops_our_documents_for_a_person,
        test_edi_transports.TestSftp.test_connection_dropped_in_the_middle_of_a_file_takes_nothing,
    ),
    59: (
        test_as2.TestAs2.test_what_must_not_be_taken_is_refused_with_its_code,
        test_as2.TestAs2.test_a_receipt_of_other_bytes_is_a_failure,
        test_edi_as2.TestAs2In.test_what_is_not_proven_is_not_stored,
    ),
    61: (
        test_edi_http.TestEdiHttp.test_compressed_body_is_not_unpacked,
        test_edi_http.TestEdiHttp.test_chunked_body_is_read,
        test_edi_http.TestEdiHttp.test_who_has_no_token_of_the_partner_is_let_in_nowhere,
        test_edi_http.TestEdiHttp.test_one_partner_cannot_order_as_another,
    ),
}
STATES = {
    UNREADABLE: "refused", FORGIVEN: "taken", REJECTED: "refused", HELD: "taken", RIGHT: "taken",
}  # fmt: skip
# What a partner's machine hears when its document was taken, perhaps with remarks.
TAKEN = re.compile(r"AK9\*[AEP]\*|UCI\+.*\+[78]")
# Cases whose damage is in the number itself.
OWN_NUMBER = ("without leading zeros",)
UBL_20 = b"<cbc:UBLVersionID>2.0</cbc:UBLVersionID>"


class BadInputCase(AnswerCase):
    """What every case has in common, whatever it is: kept, said, answered, whole."""

    def setUp(self):
        super().setUp()
        self.numbers = iter(range(1001, 2000))
        self.item = self._make_product("Washer", "N-1", 10.0, on_hand=100_000)
        self.item.barcode = "4006381333931"
        self.env["product.pricelist.item"].create(
            {
                "pricelist_id": self.pricelist.id,
                "applied_on": "0_product_variant",
                "product_id": self.item.id,
                "compute_price": "fixed",
                "fixed_price": 9.25,
            }
        )
        self.env["res.partner"].create(
            {"name": "Store", "ref": "S1", "parent_id": self.account.id, "type": "delivery"}
        )
        self._make_edifact_partner()

    def _fresh(self, content):
        """The same document under numbers nobody used."""
        number = next(self.numbers)
        content = content.replace(b"000000101", b"%09d" % number).replace(b"4711", b"%04d" % number)
        return content.replace(b"PO-1", b"%04d" % number)

    def _orders_made(self, exchange):
        return exchange.intake_ids.order_ids

    def assertKept(self, exchange, content, *states):
        """Its bytes are there, it is where it should be, and a person is told why."""
        self.assertEqual(exchange._bytes(), content)
        self.assertIn(exchange.state, states, exchange.reason)
        said = " ".join(filter(None, [exchange.reason, *exchange.intake_ids.mapped("reason")]))
        self.assertTrue(said.strip())
        for answer in exchange.answer_ids:
            said += self._text(answer)
        self.assertNotIn("Traceback", said)
        self.assertNotIn("internal error", said)

    def assertWhole(self, exchange):
        """An order has every line of its document and is released, or held with a reason."""
        for intake in exchange.intake_ids.filtered("order_ids"):
            lines = intake._documents()[0].lines
            order = intake.order_ids
            self.assertEqual(len(order), 1)
            self.assertEqual(len(order.order_line), len(lines))
            self.assertIn(order.b2b_state, ("released", "held"))
            if order.b2b_state == "held":
                self.assertTrue(order.b2b_hold_reason)


@tagged("post_install", "-at_install")
class TestBadInput(BadInputCase):
    """The 61 groups of bad input: a row of the table or a method each, by its number."""

    def test_every_group_is_here(self):
        acted = {int(name[5:7]) for name in dir(self) if re.match(r"test_\d\d_", name)}
        self.assertFalse(acted & set(GROUPS))
        self.assertEqual(acted | set(GROUPS) | {59, 61}, set(range(1, HOW_MANY + 1)))
        self.assertTrue(all(map(callable, sum(ELSEWHERE.values(), ()))))

    def test_files_of_the_table(self):
        for number, group in GROUPS.items():
            for case in group.cases:
                with self.subTest(f"{number}. {group.words}: {case.name}"):
                    keeps = any(words in case.name for words in OWN_NUMBER)
                    self._play(case, case.content if keeps else self._fresh(case.content))
        self.assertPromisesHold()

    def _play(self, case, content):
        exchange = self._receive(content, "po.edi")
        self.assertKept(exchange, content, STATES[case.outcome])
        self.assertWhole(exchange)
        order = self._orders_made(exchange)
        heard = "".join(self._text(one) for one in exchange.answer_ids)
        self.assertIn(case.said, heard)
        if case.outcome in (UNREADABLE, REJECTED):
            self.assertFalse(exchange.intake_ids)
            self.assertFalse(TAKEN.search(heard))
        else:
            self.assertRegex(heard, TAKEN)
            self.assertEqual(len(order), 1, exchange.reason)
        if case.outcome == UNREADABLE:
            self.assertFalse(heard, "nobody can be told: nothing says who sent it")
        elif case.outcome == HELD:
            self.assertEqual(order.b2b_state, "held")
        elif case.outcome == RIGHT:
            self.assertEqual(order.b2b_state, "released", order.b2b_hold_reason)

    # === ENVELOPES === #

    def test_06_file_too_large(self):
        """The limit is made small here; test_codec_fuzz.py asks the real one of the codecs."""
        content = self._po()
        limits = ((), contents.Limits(size=200))
        with patch.object(contents.text, "__defaults__", limits):
            exchange = self._receive(content)
        self.assertKept(exchange, content, "refused")
        self.assertEqual(exchange.reason_code, "too_large")

    def test_24_two_interchanges_in_one_file(self):
        second = self._po(number="000000102", old="PO-1", new="PO-2")
        stranger = self._po(number="000000103", sender="STRANGER")
        content = self._po() + second + stranger
        exchange = self._receive(content)
        self.assertKept(exchange, content, "split")
        parts = exchange.child_ids.sorted("part")
        self.assertEqual(parts.mapped("state"), ["taken", "taken", "held"])
        self.assertReleased(self._order())
        self.assertReleased(self._order("PO-2"))

    def test_25_one_document_of_several_is_broken(self):
        content = x12_text(PO, PO[1:]).encode()
        exchange = self._receive(content)
        self.assertKept(exchange, content, "taken")
        self.assertAnswered(exchange, "AK9*P*2*2*1")
        self.assertReleased(self._order())

    def test_30_test_flag_to_production_and_the_reverse(self):
        content = self._po(test="T")
        self.assertKept(self._receive(content), content, "held")
        self.partner.is_test = True
        content = self._po(number="000000102")
        exchange = self._receive(content)
        self.assertKept(exchange, content, "held")
        self.assertEqual(exchange.reason_code, "test_flag")
        self.assertFalse(self._order())

    def test_31_sender_or_receiver_unknown(self):
        rows = (
            self._po(sender="STRANGER"),
            self._po().replace(b"*ZZ*HARBORMRO", b"*08*HARBORMRO"),
            self._po().replace(b"*01*NORTHDIST ", b"*01*SOMEOTHER "),
        )
        for content in rows:
            with self.subTest(content[30:60]):
                exchange = self._receive(content)
                self.assertKept(exchange, content, "held")
                self.assertEqual(exchange.reason_code, "unknown_sender")
                self.assertFalse(exchange.answer_ids, "a stranger hears nothing")
        self.assertFalse(self._order())

    # === AGAIN === #

    def test_34_same_bytes_under_another_name(self):
        first, content = self._receive(self._po()), self._po()
        again = self._receive(content, "other.txt")
        self.assertKept(again, content, "duplicate")
        self.assertEqual(again.duplicate_of_id, first)
        self.assertEqual(len(self._order()), 1)

    def test_35_number_used_before_for_other_content(self):
        self._receive(self._po())
        content = self._po(old="PO-1", new="PO-2")
        other = self._receive(content)
        self.assertKept(other, content, "held")
        self.assertAnswered(other, "TA1*000000101", "*R*025")
        self.assertFalse(self._order("PO-2"))

    def test_36_new_number_same_order_number(self):
        self._receive(self._po())
        content = self._po(number="000000102")
        exchange = self._receive(content)
        self.assertKept(exchange, content, "taken")
        self.assertAnswered(exchange, "AK5*A")
        second = self._orders_made(exchange)
        self.assertEqual(second.b2b_state, "held")
        self.assertIn("duplicate", second.b2b_hold_ids.mapped("code"))

    def test_37_order_number_twice_in_one_file(self):
        content = x12_text(PO, changed(PO, "*12*", "*13*")).encode()
        exchange = self._receive(content)
        self.assertKept(exchange, content, "taken")
        states = self._order().sorted("id").mapped("b2b_state")
        self.assertEqual(states, ["released", "held"])

    def test_38_two_workers_at_one_file(self):
        """Here the second comes when the first is done; tests/concurrency has real processes."""
        Exchange = self.env["b2b.edi.exchange"]
        content = self._po()
        one, two = Exchange.create(
            [Exchange._prepare_received(content, "po.edi", None, "") for _worker in range(2)]
        )
        one._run()
        one._take_in()
        two._run()
        self.assertKept(two, content, "duplicate")
        self.assertEqual(len(self._order()), 1)
        self.assertEqual(len(one.answer_ids), 1)

    def test_39_crash_between_the_order_and_its_acknowledgement(self):
        """Order document and acknowledgement are written in one transaction: both or none."""
        Exchange = self.env["b2b.edi.exchange"]
        stored = Exchange.create(Exchange._prepare_received(self._po(), "po.edi", None, ""))
        killed = patch.object(type(Exchange), "_answer", side_effect=RuntimeError("killed"))
        with killed, self.assertLogs("odoo.addons.b2b_oms_edi", "ERROR"):
            stored._take_in()
        self.assertEqual(stored.state, "failed")
        self.assertFalse(stored.intake_ids)
        stored.next_try = fields.Datetime.now() - timedelta(minutes=1)
        Exchange._cron_receive()
        self.assertEqual(stored.state, "taken")
        self.assertReleased(self._order())
        self.assertEqual(len(stored.answer_ids), 1)

    def test_40_year_old_file_and_numbers_that_began_anew(self):
        self.partner.duplicate_days = 30
        first = self._receive(self._po())
        query = "UPDATE b2b_edi_exchange SET create_date = create_date - interval '366 days' WHERE id = %s"
        self.env.cr.execute(query, [first.id])
        first.invalidate_recordset()
        replayed = self._receive(self._po())
        self.assertKept(replayed, self._po(), "taken")
        self.assertEqual(replayed.intake_ids.state, "duplicate")
        self.assertEqual(len(self._order()), 1)

    # === CHANGES === #

    def _changed(self, *lines, purpose="04", po="PO-1", sequence=""):
        body = (f"BCH*{purpose}*SA*{po}**{sequence}*20300105", *lines)
        number = f"{next(self.numbers):09d}"
        content = x12_text(body, kind="860", group="PC", number=number).encode()
        exchange = self._receive(content)
        self.assertKept(exchange, content, "taken")
        self.assertRegex(self._text(exchange.answer_ids), r"AK5\*[AE]")
        return exchange.intake_ids

    def test_41_changes_that_cannot_be_made(self):
        more = "POC*1*QI*15**EA*9*PE*VP*TEST-BOLT"
        self.assertEqual(self._changed(more).state, "waiting", "it came before its order")
        order = self._ordered()
        self.assertEqual(self._changed(more, po="PO-9").state, "waiting", "unknown order")
        self.assertEqual(self._changed(more, sequence="3").state, "change")
        late = self._changed("POC*1*QI*13**EA*9*PE*VP*TEST-BOLT", sequence="2")
        self.assertEqual(late.reason_code, "out_of_sequence")
        self._packed(order)
        for lines, purpose in ((("POC*1*QD*5**EA*9*PE*VP*TEST-BOLT",), "04"), ((), "01")):
            intake = self._changed(*lines, purpose=purpose)
            self.assertEqual(intake.state, "waiting")
            self.assertIn("shipped", intake.reason)
        self.assertEqual(order.order_line.product_uom_qty, 15)
        self.assertPromisesHold()

    def test_41_change_that_deletes_every_line_cancels(self):
        order = self._ordered()
        self.assertEqual(self._changed("POC*1*DI*0**EA**PE*VP*TEST-BOLT").state, "change")
        self.assertEqual(order.state, "cancel")

    def test_42_purposes_of_an_850(self):
        rows = (
            ("06", "held"),
            ("07", "held"),
            ("05", "waiting"),
            ("01", "waiting"),
            ("04", "waiting"),
        )
        for purpose, outcome in rows:
            with self.subTest(purpose):
                content = self._fresh(self._po(old="BEG*00", new=f"BEG*{purpose}"))
                exchange = self._receive(content)
                self.assertKept(exchange, content, "taken")
                intake = exchange.intake_ids
                self.assertEqual(intake.order_ids.b2b_state or intake.state, outcome)

    # === WHAT IS ORDERED === #

    def _held_for(self, *codes, body=PO, old="", new=""):
        content = self._fresh(self._po(body=body, old=old, new=new))
        exchange = self._receive(content)
        self.assertKept(exchange, content, "taken")
        self.assertWhole(exchange)
        order = self._orders_made(exchange)
        self.assertLessEqual(set(codes), set(order.b2b_hold_ids.mapped("code")), exchange.reason)
        return order

    def test_43_items(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._make_product("Theirs", "OTHERS-1", 1).company_id = other
        self._make_product("Old", "OLD-1", 1).active = False
        for _time in range(2):
            self._make_product("Twin", "TWIN-1", 1)
        upc = self._make_product("Tape", "TAPE-1", 9.0, on_hand=50)
        upc.barcode = "0012345678905"
        for code in ("NOPE", "OTHERS-1", "OLD-1", "TWIN-1"):
            with self.subTest(code):
                order = self._held_for(old="TEST-BOLT", new=code)
                self.assertEqual(order.b2b_state, "held")
        for code in ("012345678905", "0012345678905", "00012345678905", "12345678905"):
            with self.subTest(code):
                order = self._held_for(old="VP*TEST-BOLT", new=f"UP*{code}")
                self.assertEqual(order.order_line.product_id, upc)

    def test_44_addresses(self):
        stranger = self._make_account("Stranger", "X-1")
        self.env["res.partner"].create(
            {"name": "Theirs", "ref": "X-7", "parent_id": stranger.id, "type": "delivery"}
        )
        rows = (
            ("unknown code", ("N1*ST*Store*92*0099",)),
            ("another account's", ("N1*ST*Theirs*92*X-7",)),
            ("a private address", ("N1*ST*Jane Doe", "N3*9 Elm St", "N4*Austin*TX*73301")),
        )
        for name, segments in rows:
            with self.subTest(name):
                order = self._held_for("document", body=(PO[0], *segments, *PO[1:]))
                self.assertEqual(order.partner_shipping_id.commercial_partner_id, self.account)

    def test_48_currencies(self):
        for code in ("EUR", "XXQ"):
            with self.subTest(code):
                order = self._held_for(body=(PO[0], f"CUR*BY*{code}", *PO[1:]))
                self.assertEqual(order.b2b_state, "held")
                self.assertEqual(order.currency_id, self.env.company.currency_id)

    def test_53_separators_in_our_own_names(self):
        self.item.name = "Bolt * 5:6 ~ Grüße > | ^"
        self._receive(self._fresh(self._po(old="TEST-BOLT", new="N-1")))
        self._send()
        answer = self._out("order_response")
        self.assertEqual(self._read_back(answer).verdict, "accepted")

    # === XML, FILES, AS2, ACKNOWLEDGEMENTS, HTTP === #

    def _xml(self, name="PO-U", old=b"", new=b""):
        today = fields.Date.today()
        return texts.order("ubl", name, 1, today, [("TEST-BOLT", 12, 9.0, 0)]).replace(old, new)

    def test_57_xml(self):
        self._make_partner(
            name="Peppol", syntax="ubl", their_qualifier="0088", their_id="7300010000001",
            our_qualifier=False, our_id="4012345500004",
        )  # fmt: skip
        good, declared = self._xml(), b'<?xml version="1.0" encoding="UTF-8"?>\n'
        inner = good.removeprefix(declared)
        entity = b'<!DOCTYPE Order [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        laughs = b'<!DOCTYPE Order [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        loaded = b'<!DOCTYPE Order SYSTEM "http://127.0.0.1:9/order.dtd">'
        rows = (
            ("external entity", entity + inner.replace(b"<cbc:ID>PO-U", b"<cbc:ID>&x;"), "refused"),
            ("entities in entities", laughs + inner, "refused"),
            ("DTD to be fetched", loaded + inner, "refused"),
            ("nesting", good.replace(b"<cbc:ID>PO-U", b"<a>" * 5000), "refused"),
            ("two roots", good + inner, "refused"),
            ("another namespace", good.replace(b"schema:xsd:Order-2", b"schema:xsd:Else-2"), "refused"),
            ("cut off", good[:-40], "refused"),
            ("Latin said, UTF-8 sent", self._latin("PO-L"), "taken"),
            ("other CustomizationID", self._xml("PO-C", b"trns:order:3", b"trns:own:9"), "taken"),
            ("UBL 2.0", self._xml("PO-0", b"<cbc:Cust", UBL_20 + b"<cbc:Cust"), "taken"),
        )  # fmt: skip
        for name, content, state in rows:
            with self.subTest(name):
                exchange = self._receive(content, "o.xml")
                self.assertKept(exchange, content, state)
                self.assertWhole(exchange)
                self.assertNotIn("root:", exchange.reason)
                self.assertEqual(len(exchange.intake_ids.order_ids), int(state == "taken"))

    def _latin(self, name):
        content = self._xml(name, b'encoding="UTF-8"', b'encoding="ISO-8859-1"')
        return content.replace(b"Pinecrest", "Pinecrést".encode())

    def test_57_cxml(self):
        partner = self._make_partner(
            name="Procurement", syntax="cxml", their_qualifier="DUNS", their_id="123456789",
            our_qualifier="NetworkId", our_id="AN01-US", shared_secret="agreed",
        )  # fmt: skip
        update = (SAMPLES / "cxml" / "order_update.xml").read_bytes()
        exchange = self._receive(update, "c.xml", partner)
        self.assertKept(exchange, update, "held")
        self.assertEqual(exchange.reason_code, "wrong_secret")
        self.assertNotIn("very secret", exchange.reason)
        partner.shared_secret = "very secret words"
        exchange = self._receive(update, "c.xml", partner)
        self.assertKept(exchange, update, "taken")
        self.assertEqual(exchange.intake_ids.state, "waiting", "there is no such order")

    def test_58_names(self):
        names = ("../../etc/x", "a\nb", "x" * 300, "CON", "/dev/null", "..", "\x85\u202e.edi")
        for name in names:
            with self.subTest(name):
                content = self._fresh(self._po())
                exchange = self._receive(content, name)
                self.assertKept(exchange, content, "taken")
                self.assertNotRegex(exchange.filename, r"[/\\\n]")
                self.assertLessEqual(len(exchange.filename), 120)

    def test_58_folder_of_odd_files(self):
        root = Path(self.enterContext(tempfile.TemporaryDirectory())).resolve()
        self.enterContext(patch.dict(config.options, {"b2b_edi_folders": str(root)}))
        self.partner.write({"transport": "folder", "folder_in": str(root), "folder_out": str(root)})
        whole, gone, growing = root / "po.edi", root / "a-gone.edi", root / "growing.edi"
        for path in (whole, gone, growing, root / "po.tmp"):
            path.write_bytes(self._po())
            os.utime(path, (time.time() - 60,) * 2)
        growing.touch()
        (root / "link.edi").symlink_to("/etc/hostname")
        os.mkfifo(root / "pipe.edi")
        listed = sorted(os.listdir(root))
        gone.unlink()
        with patch.object(os, "listdir", return_value=listed):
            exchanges = self.partner._poll()
        self.assertKept(exchanges, self._po(), "taken")
        self.assertFalse(self.partner.channel_error)
        self.assertReleased(self._order())

    def test_58_server_with_very_many_files(self):
        """A look takes so many at the most; the next one goes on where this one stopped."""
        root = Path(self.enterContext(tempfile.TemporaryDirectory())).resolve()
        self.enterContext(patch.dict(config.options, {"b2b_edi_folders": str(root)}))
        self.partner.write({"transport": "folder", "folder_in": str(root), "folder_out": str(root)})
        names = [f"{number:05d}.edi" for number in range(50_000)]
        with patch.object(os, "listdir", return_value=names):
            self.assertFalse(self.partner._poll(), "none of them is there")
        self.assertFalse(self.partner.channel_error)
        self.assertTrue(ELSEWHERE[58])

    # === ACKNOWLEDGEMENTS === #

    def _heard(self, *body):
        content = x12_text(
            body, kind="997", group="FA", number=f"{next(self.numbers):09d}"
        ).encode()
        exchange = self._receive(content)
        self.assertKept(exchange, content, "taken")
        self.assertFalse(exchange.answer_ids, "an acknowledgement is never acknowledged")
        return exchange

    def test_60_acknowledgements(self):
        self._ordered()
        self._send()
        answer = self._out("order_response")
        functional = self._out("acknowledgement")
        group = answer.control
        heard = self._heard("AK1*PR*987654", "AK9*A*1*1*1")
        self.assertEqual(heard.problems[-1]["code"], "unknown_reference")
        self._heard(f"AK1*FA*{functional.control}", "AK9*A*1*1*1")
        self.assertEqual(answer.state, "sent", "an acknowledgement of our 997 is of nothing else")
        for _time in range(2):
            self._heard(f"AK1*PR*{group}", "AK2*855*0001", "AK5*A", "AK9*A*1*1*1")
            self.assertEqual(answer.state, "acknowledged")
        self._heard(f"AK1*PR*{group}", "AK2*855*0001", "AK3*BAK*2**8", "AK5*R*5", "AK9*R*1*1*0")
        self.assertEqual(answer.state, "rejected")
        self.assertTrue(answer.activity_ids)

    def test_60_partially_accepted(self):
        self._ordered()
        self._send()
        answer = self._out("order_response")
        self._heard(
            f"AK1*PR*{answer.control}", "AK2*855*0001", "AK5*A", "AK2*855*0002", "AK5*R*5",
            "AK9*P*2*2*1",
        )  # fmt: skip
        self.assertEqual(answer.state, "rejected", "a person looks at what was not taken")

    def test_60_deadline_passes(self):
        self._ordered()
        self._send()
        answer = self._out("order_response")
        answer.acknowledged_until = fields.Datetime.now() - timedelta(hours=1)
        self.env["b2b.edi.exchange"]._cron_watch()
        self.assertTrue(answer.is_late)
        self.assertTrue(answer.activity_ids)

    def test_60_codes_of_contrl(self):
        partner = self.env["b2b.edi.partner"].search([("name", "=", "Hafen")])
        rows = (("4", "rejected"), ("7", "acknowledged"), ("8", "acknowledged"),
                ("1", "acknowledged"), ("2", None), ("5", None))  # fmt: skip
        for action, state in rows:
            with self.subTest(action):
                order = edifact_text(changed(ORDERS, "TEST-BOLT", "N-1")).encode()
                self._receive(self._fresh(order))
                self._send()
                answer = self._out("order_response", partner)[-1:]
                uci = f"UCI+{answer.control}+4012345500004:14+5412345000013:14+{action}"
                heard = self._receive(
                    self._fresh(edifact_text((uci,), kind="CONTRL:D:3:UN").encode())
                )
                self.assertIn(heard.state, ("taken", "refused"))
                self.assertEqual(answer.state, state or answer.state)
                self.assertFalse(heard.answer_ids)
