from odoo.tests import BaseCase, tagged

from odoo.addons.b2b_oms.documents.problems import Undecodable

from ..codecs import registry, x12
from ..codecs.reading import COUNTS, Policy
from .edi_texts import PO, answers, changed, document_codes, isa, reasons, x12_text

TEXT = x12_text()
FLAT = x12_text(end="")
ACCEPTED, ERRORS, REJECTED = "accepted", "accepted_with_errors", "rejected"

# What is no X12 at all, and the word for it.
UNREADABLE = {
    "nothing": (b"", "empty"),
    "blanks": (b" \r\n\t\n", "empty"),
    "a BOM alone": (b"\xef\xbb\xbf \n", "empty"),
    "NUL bytes": (TEXT.encode().replace(b"PO-1", b"P\0-1"), "binary"),
    "a ZIP called .edi": (b"PK\x03\x04" + TEXT.encode(), "binary"),
    "a PDF called .edi": (b"%PDF-1.7 " + TEXT.encode(), "binary"),
    "the tag of the ISA damaged": (TEXT.encode()[1:], "no_envelope"),
    "documents without an envelope": (
        b"ST*850*0001~BEG*00*SA*1**20300105~SE*3*0001~",
        "no_envelope",
    ),
    "an ISA and nothing": (isa().encode()[:60], "bad_isa"),
    "element separator used twice": (TEXT.replace(">", "*").encode(), "bad_separators"),
    "a letter as component separator": (TEXT.replace("*>~", "*Q~").encode(), "bad_separators"),
}

# What is still read: bytes, verdict, reason.
FORGIVEN = {
    "UTF-8 BOM": ("\ufeff" + TEXT, ACCEPTED, None),
    "terminator CR LF": (TEXT.replace("~\n", "\r\n"), ACCEPTED, None),
    "terminator CR": (TEXT.replace("~\n", "\r"), ACCEPTED, None),
    "terminator LF": (TEXT.replace("~\n", "\n"), ACCEPTED, None),
    "terminator !": (TEXT.replace("~", "!"), ACCEPTED, None),
    "terminator 0x1C": (TEXT.replace("~\n", "\x1c"), ACCEPTED, None),
    "terminator that is not ASCII": (TEXT.replace("~", "…"), ACCEPTED, None),
    "blanks of the ISA collapsed": (" ".join(TEXT.split(" " * 10)).replace("O      *", "O*"), ACCEPTED, None),
    "ISA with a name too long": (TEXT.replace("NORTHDIST      *", "NORTHDIST       *", 1), ACCEPTED, None),
    "line break inside the ISA": (TEXT.replace("*01*NORTH", "*01\n*NORTH", 1), ACCEPTED, None),
    "no last terminator": (TEXT.rstrip("~\n"), ACCEPTED, None),
    "doubled terminators": (FLAT.replace("~", "~~"), ACCEPTED, None),
    "indented segments and tabs": (TEXT.replace("\n", "\n\t   "), ACCEPTED, None),
    "empty elements at the end": (TEXT.replace("N-1~", "N-1****~"), ACCEPTED, None),
    "lower case tags": (TEXT.replace("PO1*", "po1*"), ERRORS, "lower_case"),
    "wrapped at 80 columns": (
        "\r\n".join(FLAT[at : at + 80] for at in range(0, len(FLAT), 80)), ERRORS, "wrapped",
    ),
    "one terminator missing": (TEXT.replace("S1~\n", "S1\n"), ERRORS, "missing_terminator"),
    "mixed terminators": (TEXT.replace("S1~\n", "S1$\n"), ERRORS, "missing_terminator"),
    "mail text around": ("From: a@b.example\n\n" + TEXT + "\nKind regards", ERRORS, "text_before"),
    "text after the end": (TEXT + "Kind regards~", ERRORS, "text_after"),
    "cut off before GE": (TEXT.split("GE*")[0], ERRORS, "missing_interchange_trailer"),
    "GE says 2": (TEXT.replace("GE*1*", "GE*2*"), ERRORS, "message_count"),
    "IEA says 2": (TEXT.replace("IEA*1*", "IEA*2*"), ERRORS, "group_count"),
    "SE says 9": (TEXT.replace("SE*6*", "SE*9*"), ERRORS, "segment_count"),
    "GE with another number": (TEXT.replace("GE*1*101", "GE*1*7"), ERRORS, "group_control"),
    "IEA with another number": (TEXT.replace("IEA*1*0", "IEA*1*9"), ERRORS, "interchange_control"),
    "trailers without leading zeros": (
        TEXT.replace("IEA*1*000000101", "IEA*1*101").replace("SE*6*0001", "SE*6*1"), ACCEPTED, None,
    ),
    "GS01 of invoices": (TEXT.replace("GS*PO", "GS*IN"), ERRORS, "wrong_group_type"),
    "GS01 of the aerospace guides": (TEXT.replace("GS*PO", "GS*SC"), ACCEPTED, None),
    "unknown GS08": (TEXT.replace("X*004010", "X*ABC"), ERRORS, "unknown_version"),
    "known GS08 with a suffix": (TEXT.replace("X*004010", "X*004010VICS"), ACCEPTED, None),
    "neither test nor production": (TEXT.replace("*0*P*>", "*0*Q*>"), ERRORS, "bad_test_indicator"),
    "sender padded and in other case": (TEXT.replace("HARBORMRO      ", " HarborMRO     "), ACCEPTED, None),
    "segment of no document": (x12_text((*PO, "XYZ*1")), ERRORS, "unknown_segment"),
    "segment of another document": (x12_text((*PO, "TDS*1")), ERRORS, "unexpected_segment"),
    "segment after one it belongs before": (
        x12_text(("BEG*00*SA*PO-1**20300105", "N1*ST*S", "CUR*BY*USD", *PO[2:])), ERRORS, "wrong_sequence",
    ),
    "too many of a segment": (
        x12_text((PO[0], "CUR*BY*USD", "CUR*BY*USD", *PO[1:])), ERRORS, "too_many_segments",
    ),
    "PO number of 60 characters": (x12_text(changed(PO, "PO-1", "9" * 60)), ERRORS, "too_long"),
    "5,000 characters of text": (x12_text((*PO[:1], "MSG*" + "x" * 5000, *PO[1:])), ERRORS, "too_long"),
}  # fmt: skip

# What is rejected: bytes, reason, what the 997 or TA1 says.
REFUSED = {
    "SE with another number": (TEXT.replace("SE*6*0001", "SE*6*0002"), "message_control", "AK5*R*3"),
    "SE missing": (TEXT.replace("SE*6*0001~\n", ""), "missing_message_trailer", "AK5*R*2"),
    "document not supported": (x12_text(("BFR*04",), kind="830"), "unsupported_message", "AK5*R*1"),
    "document a seller sends": (
        x12_text(("BIG*20300105*1", "TDS*1"), kind="810"), "unsupported_message", "AK5*R*1",
    ),
    "no lines": (x12_text(("BEG*00*SA*PO-1**20300105",)), "no_lines", "AK3*PO1*3**3"),
    "no BEG": (x12_text(PO[1:]), "missing_segment", "AK3*BEG*5**3"),
    "document without a group": (
        "\n".join(s for s in TEXT.split("\n") if not s.startswith(("GS", "GE"))), "missing_header", "",
    ),
    "control number of letters": (x12_text(number="ABCDEFGHI"), "control_syntax", "*R*018"),
    "control number zero": (x12_text(number="000000000"), "control_syntax", "*R*018"),
    "control number of ten digits": (x12_text(number="1000000101"), "control_syntax", "*R*018"),
}  # fmt: skip

# What is taken and tells a person: body of the order, codes of its problems.
HELD = {
    "quantity zero": (changed(PO, "*12*", "*0*"), {"zero_quantity"}),
    "quantity negative": (changed(PO, "*12*", "*-5*"), {"negative_quantity"}),
    "quantity of a billion": (changed(PO, "*12*", "*1000000000*"), {"huge_quantity"}),
    "quantity with a grouping comma": (changed(PO, "*12*", "*1,000*"), {"bad_quantity"}),
    "quantity with point and comma": (changed(PO, "*12*", "*1.000,5*"), {"bad_quantity"}),
    "quantity empty": (changed(PO, "*12*", "**"), {"missing_quantity"}),
    "quantity in words": (changed(PO, "*12*", "*a dozen*"), {"bad_quantity"}),
    "quantity with an exponent": (changed(PO, "*12*", "*1e3*"), {"bad_quantity"}),
    "price negative": (changed(PO, "9.25", "-9.25"), {"negative_price"}),
    "price in words": (changed(PO, "9.25", "list"), {"bad_price"}),
    "no item": (changed(PO, "*VP*N-1", ""), {"no_item"}),
    "line ids used twice": ((*PO[:3], PO[2], "CTT*2"), {"duplicate_line_id"}),
    "CTT of other lines": (changed(PO, "CTT*1", "CTT*3"), {"line_count"}),
    "CTT of other quantities": (changed(PO, "CTT*1", "CTT*1*99"), {"quantity_total"}),
    "AMT of another sum": ((*PO, "AMT*TT*999"), {"order_total"}),
    "no such day": ((*PO[:1], "DTM*002*20300230", *PO[1:]), {"bad_date"}),
    "nine digits for a day": ((*PO[:1], "DTM*002*200902164", *PO[1:]), {"bad_date"}),
    "a word for a day": ((*PO[:1], "DTM*002*ASAP", *PO[1:]), {"bad_date"}),
    "zeros for a day": ((*PO[:1], "DTM*002*00000000", *PO[1:]), {"bad_date"}),
    "delivery before the order": ((*PO[:1], "DTM*002*20291224", *PO[1:]), {"date_order"}),
    "stores that do not add up": ((*PO[:3], "SDQ*EA*92*S1*5*S2*6", PO[3]), {"split_differs"}),
    "a store without quantity": ((*PO[:3], "SDQ*EA*92*S1*12*S2", PO[3]), {"bad_split"}),
    "purpose unknown": (changed(PO, "BEG*00", "BEG*99"), {"unknown_purpose"}),
    "PO number of blanks": (changed(PO, "PO-1", "   "), {"no_number"}),
    "PO number with a tag": (changed(PO, "PO-1", "<script>"), {"odd_number"}),
}  # fmt: skip

# What looks odd and is right: body, what must be read from it.
RIGHT = {
    "no line ids": (changed(PO, "PO1*1*", "PO1**"), ("", "12", "9.25")),
    "line id in words": (changed(PO, "PO1*1*", "PO1*A/7*"), ("A/7", "12", "9.25")),
    "quantity of a fraction": (changed(PO, "*12*", "*0.333*"), ("1", "0.333", "9.25")),
    "quantity without a leading zero": (changed(PO, "*12*", "*.5*"), ("1", "0.5", "9.25")),
    "price per hundred": (changed(PO, "9.25*PE", "925*HP"), ("1", "12", "9.25")),
    "no price": (changed(PO, "*9.25*PE", "**"), ("1", "12", "None")),
    "price of zero": (changed(PO, "9.25", "0"), ("1", "12", "0")),
    "price in a CTP": (
        (*changed(PO[:3], "*9.25*PE", "**"), "CTP**CON*9.25", PO[3]), ("1", "12", "9.25"),
    ),
    "no CTT": (PO[:3], ("1", "12", "9.25")),
    "AMT of the right sum": ((*PO, "AMT*TT*111"), ("1", "12", "9.25")),
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestBadX12(BaseCase):
    """What partners really send: read, judged and answered; nothing raised but our own."""

    def test_what_is_no_x12_is_refused_with_a_reason(self):
        for case, (content, code) in UNREADABLE.items():
            with self.subTest(case=case):
                with self.assertRaises(Undecodable) as caught:
                    x12.read(content)
                self.assertEqual(caught.exception.problem.code, code)
                self.assertEqual(registry.explain(content, "a.edi")["verdict"], "refused")

    def test_odd_dress_is_forgiven_and_told(self):
        for case, (text, verdict, reason) in FORGIVEN.items():
            with self.subTest(case=case):
                reading = x12.read(text.encode())
                self.assertEqual(reading.verdict, verdict, reasons(reading))
                if reason:
                    self.assertIn(reason, reasons(reading))
                order = reading.messages[0].document
                self.assertEqual([str(line.quantity) for line in order.lines], ["12"])

    def test_what_cannot_be_relied_on_is_rejected_and_answered(self):
        for case, (text, reason, answer) in REFUSED.items():
            with self.subTest(case=case):
                reading = x12.read(text.encode())
                self.assertEqual(reading.verdict, REJECTED)
                self.assertIn(reason, reasons(reading))
                self.assertTrue(all(message.document is None for message in reading.messages))
                self.assertIn(answer, answers(reading))

    def test_mistakes_in_the_order_are_kept_for_a_person(self):
        for case, (body, codes) in HELD.items():
            with self.subTest(case=case):
                reading = x12.read(x12_text(body).encode())
                self.assertNotEqual(reading.verdict, REJECTED)
                self.assertEqual(document_codes(reading.messages[0].document), codes)

    def test_unusual_orders_are_read_as_meant(self):
        for case, (body, wanted) in RIGHT.items():
            with self.subTest(case=case):
                order = x12.read(x12_text(body).encode()).messages[0].document
                line = order.lines[0]
                self.assertEqual(document_codes(order), set())
                self.assertEqual((line.line_id, str(line.quantity), str(line.price)), wanted)

    def test_other_encodings_are_told(self):
        for encoding in ("utf-16", "utf-16-le", "utf-16-be", "latin-1", "utf-8"):
            with self.subTest(encoding=encoding):
                text = TEXT.replace("Store", "Grüße").encode(encoding)
                reading = x12.read(text)
                self.assertIn("Grüße", reading.messages[0].document.parties[0].name)

    def test_good_documents_survive_a_broken_one_beside_them(self):
        text = x12_text(PO, changed(PO, "PO-1", "PO-2"), changed(PO, "PO-1", "PO-3"))
        reading = x12.read(text.replace("SE*6*0002", "SE*6*0009").encode())
        self.assertEqual([m.verdict for m in reading.messages], [ACCEPTED, REJECTED, ACCEPTED])
        self.assertIn("AK9*P*3*3*2", answers(reading))

    def test_control_number_used_twice_in_a_group_rejects_the_second(self):
        text = x12_text(PO, changed(PO, "PO-1", "PO-2")).replace("0002", "0001")
        reading = x12.read(text.encode())
        self.assertEqual([m.verdict for m in reading.messages], [ACCEPTED, REJECTED])
        self.assertIn("AK5*R*23", answers(reading))

    def test_order_number_used_twice_in_a_file_is_told(self):
        self.assertIn("duplicate_order", reasons(x12.read(x12_text(PO, PO).encode())))

    def test_interchange_twice_in_a_file_is_taken_once(self):
        reading = x12.read((TEXT + TEXT).encode())
        self.assertEqual([m.verdict for m in reading.messages], [ACCEPTED, REJECTED])
        self.assertIn("*R*025", answers(reading))

    def test_interchanges_of_two_partners_are_kept_apart(self):
        reading = x12.read((TEXT + x12_text(sender="OTHER")).encode())
        self.assertEqual(
            [one.envelope.sender.id for one in reading.interchanges], ["HARBORMRO", "OTHER"]
        )
        self.assertEqual(reading.messages[1].verdict, ACCEPTED)

    def test_acknowledgements_are_never_acknowledged(self):
        body = ("AK1*PR*1", "AK9*A*1*1*1")
        reading = x12.read(x12_text(body, kind="997", group="FA").encode())
        self.assertEqual(answers(reading), "")
        self.assertEqual(reading.messages[0].document.verdict, "accepted")

    def test_answer_says_the_release_of_the_group(self):
        reading = x12.read(x12_text(release="005010").encode())
        self.assertIn("AK1*PO*101", answers(reading))
        self.assertEqual(reading.messages[0].envelope.version, "005010")

    def test_test_indicator_is_read(self):
        for mark, is_test in (("T", True), ("P", False)):
            reading = x12.read(x12_text(test=mark).encode())
            self.assertEqual(reading.messages[0].envelope.is_test, is_test)

    def test_partner_may_reject_what_others_forgive(self):
        text = TEXT.replace("SE*6*", "SE*9*").encode()
        self.assertEqual(x12.read(text).verdict, ERRORS)
        self.assertEqual(x12.read(text, Policy(rejecting=COUNTS)).verdict, REJECTED)
        self.assertEqual(x12.read(text, Policy(is_strict=True)).verdict, REJECTED)

    def test_partner_may_forgive_what_others_reject(self):
        text = TEXT.replace("SE*6*0001", "SE*6*0002").encode()
        policy = Policy(tolerated=frozenset({"message_control"}))
        self.assertEqual(x12.read(text, policy).verdict, ERRORS)

    def test_partner_table_narrows_the_standard_and_never_widens_it(self):
        demand = Policy(tables=(("850", "CUR M 1\nPO1/SDQ - 1"),))
        self.assertIn("missing_segment", reasons(x12.read(TEXT.encode(), demand)))
        self.assertEqual(x12.read(TEXT.encode()).verdict, ACCEPTED)
        for rows in ("BEG O 1", "BEG M 2"):
            with self.assertRaises(ValueError):
                x12.read(TEXT.encode(), Policy(tables=(("850", rows),)))

    def test_cancelled_order_needs_no_lines(self):
        order = x12.read(x12_text(("BEG*01*SA*PO-1**20300105",)).encode()).messages[0].document
        self.assertEqual((order.purpose, order.lines), ("cancel", ()))

    def test_changed_quantities_are_read_as_the_partner_means_them(self):
        body = ("BCH*04*SA*PO-1***20300105", "POC*1*QI*30*20*EA*9.25*PE*VP*N-1")
        text = x12_text(body, kind="860", group="PC").encode()
        new = x12.read(text).messages[0].document.lines[0]
        old = x12.read(text, Policy(change_quantity="old")).messages[0].document.lines[0]
        self.assertEqual((str(new.line.quantity), str(new.open_quantity)), ("30", "20"))
        self.assertEqual((str(old.line.quantity), str(old.previous_quantity)), ("20", "30"))
