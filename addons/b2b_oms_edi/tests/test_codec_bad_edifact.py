from odoo.tests import BaseCase, tagged

from odoo.addons.b2b_oms.documents.problems import Undecodable

from ..codecs import edifact
from .edi_texts import ORDERS, answers, changed, document_codes, edifact_text, reasons

TEXT = edifact_text()
FLAT = edifact_text(end="")
ACCEPTED, ERRORS, REJECTED = "accepted", "accepted_with_errors", "rejected"
OTHER_MARKS = str.maketrans({"+": "|", ":": "^", "'": "~"})

UNREADABLE = {
    "nothing": (b"", "empty"),
    "NUL bytes": (TEXT.encode().replace(b"PO-1", b"P\0-1"), "binary"),
    "no UNB": (TEXT.split("\n", 1)[1].encode(), "no_envelope"),
    "letters as separators": (b"UNAabcdef" + TEXT.encode(), "bad_separators"),
    "separators the same": (b"UNA:+.?+:" + TEXT.encode(), "bad_separators"),
    "other separators that nothing tells": (b"UNB|UNOC|3|A|B|300105|1~UNH|1~", "bad_separators"),
}

FORGIVEN = {
    "UTF-8 BOM": ("\ufeff" + TEXT, ACCEPTED, None),
    "UNA with the usual separators": ("UNA:+.? '" + TEXT, ACCEPTED, None),
    "UNA with other separators": ("UNA^|.! ~" + TEXT.translate(OTHER_MARKS), ACCEPTED, None),
    "UNA without its reserved place": ("UNA:+.?'\n" + TEXT, ERRORS, "short_una"),
    "UNA with a repetition separator": ("UNA:+.?*'\n" + TEXT.replace("UNOC:3", "UNOC:4"), ACCEPTED, None),
    "other separators and no UNA": (TEXT.translate(OTHER_MARKS), ACCEPTED, None),
    "all on one line": (FLAT, ACCEPTED, None),
    "CR LF after segments": (TEXT.replace("\n", "\r\n"), ACCEPTED, None),
    "tabs and indentation": (TEXT.replace("\n", "\n\t  "), ACCEPTED, None),
    "no last terminator": (TEXT.rstrip("'\n"), ACCEPTED, None),
    "doubled terminators": (FLAT.replace("'", "''"), ACCEPTED, None),
    "wrapped inside of tags": (
        "\n".join(FLAT[at : at + 70] for at in range(0, len(FLAT), 70)), ERRORS, "wrapped",
    ),
    "lower case tags": (TEXT.replace("QTY+", "qty+"), ERRORS, "lower_case"),
    "syntax without a version": (TEXT.replace("UNOC:3", "UNOC"), ACCEPTED, None),
    "syntax unknown": (TEXT.replace("UNOC:3", "XYZ:9"), ERRORS, "syntax_version"),
    "mail text around": ("Hello,\n" + TEXT + "\nKind regards", ERRORS, "text_before"),
    "UNZ missing": (TEXT.split("UNZ")[0], ERRORS, "missing_interchange_trailer"),
    "UNZ says 2": (TEXT.replace("UNZ+1", "UNZ+2"), ERRORS, "message_count"),
    "UNZ with another reference": (TEXT.replace("UNZ+1+4711", "UNZ+1+9"), ERRORS, "interchange_control"),
    "UNZ without leading zeros": (TEXT.replace("0915+4711", "0915+00004711"), ACCEPTED, None),
    "UNT says 9": (TEXT.replace("UNT+10", "UNT+9"), ERRORS, "segment_count"),
    "segment of no message": (edifact_text((*ORDERS[:6], "XQX+1", *ORDERS[6:])), ERRORS, "unknown_segment"),
    "segment of another message": (
        edifact_text((*ORDERS[:6], "CPS+1", *ORDERS[6:])), ERRORS, "unexpected_segment",
    ),
    "directory unknown": (edifact_text(kind="ORDERS:Q:ABC:UN"), ERRORS, "unknown_version"),
    "directory with a blank": (edifact_text(kind="ORDERS:D: 96A:UN"), ERRORS, "too_long"),
    "characters outside of UNOA": (
        edifact_text(changed(ORDERS, "::9", "::9++Müller"), syntax="UNOA:3"), ERRORS, "characters",
    ),
    "emoji in the name": (
        edifact_text(changed(ORDERS, "::9", "::9++Müller 🙂"), syntax="UNOC:3"), ACCEPTED, None,
    ),
    "release character before a plain letter": (
        edifact_text(changed(ORDERS, "::9", "::9++M?uller")), ERRORS, "stray_release",
    ),
    "5,000 characters of text": (
        edifact_text((*ORDERS[:2], "FTX+AAI+++" + "x" * 5000, *ORDERS[2:])), ERRORS, "too_long",
    ),
}  # fmt: skip

REFUSED = {
    "UNT with another reference": (
        TEXT.replace("UNT+10+1", "UNT+10+7"),
        "message_control",
        "+4+28",
    ),
    "UNT missing": (TEXT.replace("UNT+10+1'\n", ""), "missing_message_trailer", "+4+13"),
    "message not supported": (edifact_text(kind="DELFOR:D:96A:UN"), "unsupported_message", "+4+15"),
    "message a seller sends": (
        edifact_text(kind="ORDRSP:D:96A:UN"),
        "unsupported_message",
        "+4+15",
    ),
    "no lines": (edifact_text((*ORDERS[:3], "UNS+S")), "no_lines", "UCS+6+13"),
    "no BGM": (edifact_text(ORDERS[1:]), "missing_segment", "UCS+9+13"),
    "release character as the last byte": (TEXT.rstrip("'\n") + "?", "release_at_end", "+4+20"),
    "no reference": (TEXT.replace("0915+4711", "0915+"), "control_syntax", "+4+13"),
}

HELD = {
    "quantity zero": (changed(ORDERS, ":12:", ":0:"), {"zero_quantity"}),
    "quantity negative": (changed(ORDERS, ":12:", ":-5:"), {"negative_quantity"}),
    "quantity that could be two": (changed(ORDERS, ":12:", ":1,000:"), {"bad_quantity"}),
    "quantity with point and comma": (changed(ORDERS, ":12:", ":1.000,5:"), {"bad_quantity"}),
    "quantity empty": (changed(ORDERS, ":12:", "::"), {"missing_quantity"}),
    "quantity in words": (changed(ORDERS, ":12:", ":ten:"), {"bad_quantity"}),
    "no quantity": (changed(ORDERS, "QTY+21:12:PCE", ""), {"missing_quantity"}),
    "price negative": (changed(ORDERS, "9.25", "-1"), {"negative_price"}),
    "price in words": (changed(ORDERS, "9.25", "list"), {"bad_price"}),
    "no item": (changed(ORDERS, "++4006381333931:EN", ""), {"no_item"}),
    "CNT of other lines": (changed(ORDERS, "CNT+2:1", "CNT+2:4"), {"line_count"}),
    "CNT of other quantities": ((*ORDERS, "CNT+1:99"), {"quantity_total"}),
    "MOA of another sum": ((*ORDERS[:7], "MOA+79:5", *ORDERS[7:]), {"order_total"}),
    "no such day": (changed(ORDERS, "20300105", "19999715"), {"bad_date"}),
    "a word for a day": (changed(ORDERS, "20300105", "ASAP"), {"bad_date"}),
    "places that do not add up": (
        (*ORDERS[:6], "LOC+7+S1", "QTY+11:5", *ORDERS[6:]), {"split_differs"},
    ),
    "line ids used twice": (
        (*ORDERS[:6], *ORDERS[3:6], "UNS+S", "CNT+2:2"), {"duplicate_line_id"},
    ),
    "purpose unknown": (changed(ORDERS, "PO-1+9", "PO-1+99"), {"unknown_purpose"}),
    "no number": (changed(ORDERS, "+PO-1+9", "++9"), {"no_number"}),
}  # fmt: skip

RIGHT = {
    "decimal comma without UNA": (changed(ORDERS, "9.25", "9,25"), ("1", "12", "9.25")),
    "zeros before the quantity": (
        changed(ORDERS, ":12:", ":000000000000012:"),
        ("1", "12", "9.25"),
    ),
    "quantity under code 1": (changed(ORDERS, "QTY+21", "QTY+1"), ("1", "12", "9.25")),
    "price per hundred": (changed(ORDERS, "AAA:9.25", "AAA:925:::100:PCE"), ("1", "12", "9.25")),
    "net price before gross price": ((*ORDERS[:6], "PRI+AAB:99", *ORDERS[6:]), ("1", "12", "9.25")),
    "gross price alone": (changed(ORDERS, "AAA", "AAB"), ("1", "12", "9.25")),
    "twelve digits under code 102": (
        changed(ORDERS, "20300105", "203001050000"),
        ("1", "12", "9.25"),
    ),
    "purpose not said": (changed(ORDERS, "PO-1+9", "PO-1"), ("1", "12", "9.25")),
}


@tagged("post_install", "-at_install")
class TestBadEdifact(BaseCase):
    """What partners really send: read, judged and answered; nothing raised but our own."""

    def test_what_is_no_edifact_is_refused_with_a_reason(self):
        for case, (content, code) in UNREADABLE.items():
            with self.subTest(case=case):
                with self.assertRaises(Undecodable) as caught:
                    edifact.read(content)
                self.assertEqual(caught.exception.problem.code, code)

    def test_odd_dress_is_forgiven_and_told(self):
        for case, (text, verdict, reason) in FORGIVEN.items():
            with self.subTest(case=case):
                reading = edifact.read(text.encode())
                self.assertEqual(reading.verdict, verdict, reasons(reading))
                if reason:
                    self.assertIn(reason, reasons(reading))
                order = reading.messages[0].document
                self.assertEqual([str(line.quantity) for line in order.lines], ["12"])

    def test_what_cannot_be_relied_on_is_rejected_and_answered(self):
        for case, (text, reason, answer) in REFUSED.items():
            with self.subTest(case=case):
                reading = edifact.read(text.encode())
                self.assertEqual(reading.verdict, REJECTED)
                self.assertIn(reason, reasons(reading))
                self.assertTrue(all(message.document is None for message in reading.messages))
                self.assertIn(answer, answers(reading))

    def test_mistakes_in_the_order_are_kept_for_a_person(self):
        for case, (body, codes) in HELD.items():
            with self.subTest(case=case):
                reading = edifact.read(edifact_text(body).encode())
                self.assertNotEqual(reading.verdict, REJECTED, reasons(reading))
                self.assertEqual(document_codes(reading.messages[0].document), codes)

    def test_unusual_orders_are_read_as_meant(self):
        for case, (body, wanted) in RIGHT.items():
            with self.subTest(case=case):
                order = edifact.read(edifact_text(body).encode()).messages[0].document
                line = order.lines[0]
                self.assertEqual(document_codes(order), set())
                self.assertEqual((line.line_id, str(line.quantity), str(line.price)), wanted)

    def test_declared_repertoires_are_read(self):
        words = {
            "UNOC": "Grüße", "UNOD": "Łódź", "UNOE": "Москва", "UNOF": "Αθήνα", "UNOK": "Şişli",
            "UNOY": "Ōtani",
        }  # fmt: skip
        for syntax, word in words.items():
            with self.subTest(syntax=syntax):
                text = edifact_text(changed(ORDERS, "::9", f"::9++{word}"), syntax=f"{syntax}:3")
                charset = edifact.tokenizer.CHARSETS[syntax]
                order = edifact.read(text.encode(charset)).messages[0].document
                self.assertEqual(order.parties[0].name, word)

    def test_released_characters_are_data(self):
        for wire, meant in (
            ("a?+b", "a+b"),
            ("a?:b", "a:b"),
            ("a?'b", "a'b"),
            ("a??", "a?"),
            ("???+", "?+"),
        ):
            text = edifact_text(changed(ORDERS, "::9", f"::9++{wire}"))
            self.assertEqual(
                edifact.read(text.encode()).messages[0].document.parties[0].name, meant
            )

    def test_reference_used_twice_rejects_the_second_message(self):
        text = edifact_text(ORDERS, changed(ORDERS, "PO-1", "PO-2"))
        text = text.replace("UNH+2", "UNH+1").replace("UNT+10+2", "UNT+10+1")
        reading = edifact.read(text.encode())
        self.assertEqual([m.verdict for m in reading.messages], [ACCEPTED, REJECTED])
        self.assertIn("UCI+4711+5412345000013:14+4012345500004:14+7", answers(reading))
        self.assertIn("+4+26", answers(reading))

    def test_interchange_twice_in_a_file_is_taken_once(self):
        reading = edifact.read((TEXT + TEXT).encode())
        self.assertEqual([m.verdict for m in reading.messages], [ACCEPTED, REJECTED])
        self.assertIn("+4+26", answers(reading))

    def test_two_interchanges_with_their_own_una_are_read(self):
        second = TEXT.replace("4711", "4712").replace("PO-1", "PO-2").translate(OTHER_MARKS)
        reading = edifact.read(("UNA:+.? '" + TEXT + "UNA^|.! ~" + second).encode())
        self.assertEqual([m.document.number for m in reading.messages], ["PO-1", "PO-2"])

    def test_groups_are_counted_and_compared(self):
        group = "UNG+ORDERS+A+B+300105:0915+5+UN+D:96A'\n"
        text = TEXT.replace("UNH+", group + "UNH+").replace("UNZ", "UNE+1+5'\nUNZ")
        self.assertEqual(edifact.read(text.encode()).verdict, ACCEPTED)
        for old, new, reason in (
            ("UNE+1+5", "UNE+2+5", "group_message_count"),
            ("UNE+1+5", "UNE+1+6", "group_control"),
            ("UNE+1+5'\n", "", "missing_group_trailer"),
            ("UNZ+1", "UNZ+3", "group_count"),
        ):
            self.assertIn(reason, reasons(edifact.read(text.replace(old, new).encode())))

    def test_control_messages_are_never_acknowledged(self):
        for code, verdict in (("1", "accepted"), ("7", "accepted"), ("8", "received"), ("4", "rejected"),
                              ("2", "accepted_with_errors"), ("3", "partial")):  # fmt: skip
            text = edifact_text((f"UCI+42+A+B+{code}",), kind="CONTRL:D:3:UN")
            reading = edifact.read(text.encode())
            self.assertEqual(reading.messages[0].document.verdict, verdict)
            self.assertEqual(answers(reading), "")
