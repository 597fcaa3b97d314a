import re
import sys
import unittest
import warnings
from dataclasses import replace
from decimal import Decimal
from io import StringIO

import mockedi.edifact
import mockedi.validate
import mockedi.x12

from odoo.tests import BaseCase, tagged

from ..codecs import edifact, x12
from ..codecs.edifact import (
    encode_catalogue as edifact_catalogue,
)
from ..codecs.edifact import (
    encode_despatch as edifact_despatch,
)
from ..codecs.edifact import (
    encode_invoice as edifact_invoice,
)
from ..codecs.edifact import (
    encode_response as edifact_response,
)
from ..codecs.edifact import writer as edifact_writer
from ..codecs.reading import ANY, Policy
from ..codecs.writing import Unwritable
from ..codecs.x12 import (
    encode_catalogue,
    encode_despatch,
    encode_invoice,
    encode_response,
)
from ..codecs.x12 import writer as x12_writer
from ..codecs.x12.tokenizer import Separators
from .edi_documents import (
    ADVICE,
    ENVELOPE,
    INVOICE,
    ITEM,
    ON_PALLET,
    PRICES,
    RESPONSE,
    STOCK,
    line,
    part,
)
from .edi_texts import ORDERS, PO, answers, changed, edifact_text, x12_text

WRITTEN = {
    "855": lambda: encode_response.encode(RESPONSE, ENVELOPE),
    "865": lambda: encode_response.encode(replace(RESPONSE, change_sequence="1"), ENVELOPE),
    "856": lambda: encode_despatch.encode(ADVICE, ENVELOPE),
    "856 with pallets": lambda: encode_despatch.encode(ON_PALLET, ENVELOPE),
    "810": lambda: encode_invoice.encode(INVOICE, ENVELOPE),
    "846": lambda: encode_catalogue.encode_inventory(STOCK, ENVELOPE),
    "832": lambda: encode_catalogue.encode_catalogue(PRICES, ENVELOPE),
    "ORDRSP": lambda: edifact_response.encode(RESPONSE, ENVELOPE),
    "DESADV": lambda: edifact_despatch.encode(ADVICE, ENVELOPE),
    "DESADV with pallets": lambda: edifact_despatch.encode(ON_PALLET, ENVELOPE),
    "INVOIC": lambda: edifact_invoice.encode(INVOICE, ENVELOPE),
    "PRICAT": lambda: edifact_catalogue.encode(PRICES, ENVELOPE),
}
# The judge has no dictionary for these documents.
UNJUDGED = ("846", "832", "PRICAT")
# And none for these segments and codes, which the standard has.
UNKNOWN_TO_JUDGE = {"MAN", "MEA", "PCI", "GIN", "CNT", "PCD", "TAX"}
CODES_UNKNOWN_TO_JUDGE = {
    ("BGM", "29"),
    ("DTM", "171"),
    ("DTM", "79"),
    ("DTM", "13"),
    ("MOA", "23"),
    ("MOA", "125"),
    ("PIA", "3"),
}


def codec_of(name):
    return x12 if name[:1].isdigit() else edifact


def judged(content, name):
    """What mock-edi says about a document: (accepted, findings that are not its own gaps)."""
    parser = mockedi.x12 if codec_of(name) is x12 else mockedi.edifact
    report = mockedi.validate.validate(parser.parse(content.decode("latin-1")))
    findings = [
        (found.tag, found.position, found.note, [(one.value, one.note) for one in found.elements])
        for message in report.messages
        for found in message.segments
        if found.tag not in UNKNOWN_TO_JUDGE
        and not all(
            (found.tag, one.value) in CODES_UNKNOWN_TO_JUDGE for one in found.elements or [None]
        )
    ]
    # "5" only sums the segments up.
    errors = [one for message in report.messages for one in message.set_errors if one[0] != "5"]
    errors += report.envelope_errors
    return all(message.accepted for message in report.messages), [*findings, *errors]


def envelope_errors(content, name):
    """What mock-edi says about the envelope of a document it has no dictionary for."""
    parser = mockedi.x12 if codec_of(name) is x12 else mockedi.edifact
    return mockedi.validate.validate(parser.parse(content.decode("latin-1"))).envelope_errors


# What these documents say between their envelopes, segment by segment.
PLACES = """N1*BY*Muller & Sohne*92*HQ
N3*Kai 1
N4*Koln**50667*DE
N1*ST*Store   7*UL*4000001000005
N3*1 Quay Rd
N4*Dallas*TX*75201*US
"""
GOLDEN = {
    "846": f"""BIA*00*MM*IR1*20300301
{PLACES}LIN**BP*H-1*VP*N-1*EN*4006381333931
PID*F****Bolt   5:6 + 10? it's   Grusse   | ^
QTY*33*5*EA
QTY*17*7*EA
QTY*63*100*EA
DTM*018*20300401
CTT*1""",
    "832": f"""BCT*PC*PC1********00
CUR*SE*USD
DTM*007*20300301
{PLACES}LIN*1*BP*H-1*VP*N-1*EN*4006381333931
PID*F****Bolt   5:6 + 10? it's   Grusse   | ^
CTP**CON*9.25*1*EA
CTP**CON*8.5*100*EA
CTT*1""",
    "PRICAT": """BGM+9+PC1+9
DTM+137:20300301:102
DTM+194:20300301:102
NAD+BY+HQ::92++Müller & Söhne+Kai 1+Köln++50667+DE
NAD+DP+4000001000005::9++Store ~ 7+1 Quay Rd+Dallas+TX+75201+US
CUX+2:USD:8
PGI+2
LIN+1+4+4006381333931:EN
PIA+1+N-1:SA+H-1:IN
IMD+F++:::Bolt * 5?:6 ?+ 10?? it?'s ~ Grüße > | ^
PRI+AAA:9.25
PRI+AAA:8.5
RNG+4+EA:100
CNT+2:1""",
}
AROUND = ("ISA", "GS", "ST", "SE", "GE", "IEA", "UNA", "UNB", "UNH", "UNT", "UNZ")


@tagged("post_install", "-at_install")
class TestCodecWriters(BaseCase):
    """What we write is valid, for our reader and for readers that are not ours."""

    def test_every_document_is_read_back_without_a_fault(self):
        for name, write in WRITTEN.items():
            with self.subTest(document=name):
                reading = codec_of(name).read(write(), Policy(taken=ANY, is_strict=True))
                self.assertEqual(reading.verdict, "accepted")
                self.assertEqual(reading.messages[0].envelope.message_type, name.split()[0])

    def test_every_document_is_valid_for_an_independent_judge(self):
        for name, write in WRITTEN.items():
            with self.subTest(document=name):
                if name in UNJUDGED:
                    self.assertEqual(envelope_errors(write(), name), [])
                    continue
                is_accepted, findings = judged(write(), name)
                self.assertTrue(is_accepted)
                self.assertEqual(findings, [])

    def test_stock_and_prices_are_written_as_agreed_to_the_letter(self):
        for name, wanted in GOLDEN.items():
            with self.subTest(document=name):
                end = "~" if codec_of(name) is x12 else "'"
                rows = WRITTEN[name]().decode("latin-1").splitlines()
                inside = [row for row in rows if re.split(r"\W", row)[0] not in AROUND]
                self.assertEqual(inside, [f"{row}{end}" for row in wanted.split("\n")])

    def test_acknowledgements_are_valid_for_an_independent_judge(self):
        broken = x12_text(PO, changed(PO, "*12*", "*x*")).replace("SE*6*0002", "SE*6*0003")
        functional = answers(x12.read(broken.encode())).split("IEA*1*")[0] + "IEA*1*000000077~"
        wrong = edifact_text(changed(ORDERS, ":12:", ":x:"))
        for name, text in (("997", functional), ("CONTRL", answers(edifact.read(wrong.encode())))):
            with self.subTest(document=name):
                self.assertEqual(judged(text.encode(), name), (True, []))

    @unittest.skipIf(sys.version_info < (3, 11), "machine: pyx12 4 needs Python 3.11")
    def test_envelopes_of_x12_are_right_for_a_second_judge(self):
        from pyx12.x12file import X12Reader

        for name, write in WRITTEN.items():
            if codec_of(name) is x12:
                with self.subTest(document=name):
                    reader = X12Reader(StringIO(write().decode()))
                    self.assertGreater(len(list(reader)), 8)
                    reader.cleanup()
                    self.assertEqual(reader.pop_errors(), [])

    def test_segments_of_edifact_are_the_same_for_a_second_reader(self):
        from pydifact.segmentcollection import Interchange

        for name, write in WRITTEN.items():
            if codec_of(name) is x12:
                continue
            with self.subTest(document=name), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                content = write()
                theirs = [
                    [segment.tag, *segment.elements]
                    for message in Interchange.from_str(content.decode("latin-1")).get_messages()
                    for segment in message.segments
                ]
                ours = edifact.read(content, Policy(taken=ANY)).messages[0].raw[1:-1]
                plain = [
                    [s[0], *(list(part) if len(part) > 1 else part[0] for part in s[1:])]
                    for s in ours
                ]
                self.assertEqual(theirs, plain)

    def test_parts_of_a_line_add_up_to_what_was_ordered(self):
        segments = x12.read(WRITTEN["855"](), Policy(taken=ANY)).messages[0].raw
        acks = [segment for segment in segments if segment[0] == "ACK"]
        self.assertEqual(
            [ack[1:3] for ack in acks], [["IA", "88"], ["IB", "10"], ["IR", "2"], ["IS", "5"]]
        )
        self.assertTrue(all(one.is_balanced for one in RESPONSE.lines))

    def test_partner_with_one_ack_a_line_gets_one(self):
        content = encode_response.encode(RESPONSE, ENVELOPE, x12_writer.Profile(max_acks=1))
        acks = [s for s in x12.read(content, Policy(taken=ANY)).messages[0].raw if s[0] == "ACK"]
        self.assertEqual([ack[1:3] for ack in acks], [["BP", "88"], ["IS", "5"]])

    def test_heading_of_an_answer_agrees_with_its_lines(self):
        whole = (line(part("accepted", "100")),)
        cases = {
            "AD": replace(RESPONSE, status="accepted", lines=whole),
            "AC": replace(RESPONSE, status="accepted"),
            "RD": replace(RESPONSE, status="rejected", lines=(line(part("rejected", "100")),)),
            "AT": replace(RESPONSE, status="accepted", lines=()),
            "RJ": replace(RESPONSE, status="rejected", lines=()),
            "AH": replace(RESPONSE, status="on_hold"),
        }
        for code, response in cases.items():
            bak = (
                x12.read(encode_response.encode(response, ENVELOPE), Policy(taken=ANY))
                .messages[0]
                .raw[1]
            )
            self.assertEqual(bak[2], code)

    def test_levels_of_a_shipment_are_shipment_order_pallet_carton_item(self):
        raw = x12.read(WRITTEN["856 with pallets"](), Policy(taken=ANY)).messages[0].raw
        levels = [(hl[1], hl[2], hl[3]) for hl in raw if hl[0] == "HL"]
        self.assertEqual(
            levels,
            [("1", "", "S"), ("2", "1", "O"), ("3", "2", "T"), ("4", "3", "P"), ("5", "4", "I"),
             ("6", "3", "P"), ("7", "6", "I")],
        )  # fmt: skip

    def test_serial_shipping_code_has_as_many_digits_as_the_partner_wants(self):
        for digits in (18, 20):
            content = encode_despatch.encode(
                ADVICE, ENVELOPE, x12_writer.Profile(sscc_digits=digits)
            )
            raw = x12.read(content, Policy(taken=ANY)).messages[0].raw
            self.assertEqual({len(man[2]) for man in raw if man[0] == "MAN"}, {digits})

    def test_separators_in_names_do_no_harm(self):
        profile = x12_writer.Profile(separators=Separators("|", ":", "'", "^"), release="005010")
        content = encode_response.encode(RESPONSE, ENVELOPE, profile)
        message = x12.read(content, Policy(taken=ANY, is_strict=True)).messages[0]
        self.assertEqual(message.verdict, "accepted")
        pid = next(segment for segment in message.raw if segment[0] == "PID")
        self.assertEqual(pid[5], "Bolt * 5 6 + 10? it s ~ Grusse >")
        imd = next(s for s in edifact.read(WRITTEN["ORDRSP"](), Policy(taken=ANY)).messages[0].raw
                   if s[0] == "IMD")  # fmt: skip
        self.assertEqual("".join(imd[3][3:]), ITEM.description)

    def test_repertoire_of_the_partner_bounds_the_characters(self):
        for syntax, wanted in (
            ("UNOA", b"GRUSSE"),
            ("UNOB", b"Grusse"),
            ("UNOY", "Grüße".encode()),
        ):
            profile = edifact_writer.Profile(
                syntax=syntax, syntax_version="4" if syntax == "UNOY" else "3"
            )
            self.assertIn(wanted, edifact_response.encode(RESPONSE, ENVELOPE, profile))

    def test_decimal_sign_is_the_one_the_service_string_names(self):
        marks = edifact_writer.Separators(decimal=",")
        content = edifact_response.encode(
            RESPONSE, ENVELOPE, edifact_writer.Profile(separators=marks)
        )
        self.assertIn(b"UNA:+,? '", content)
        self.assertIn(b"PRI+AAA:9,25'", content)

    def test_what_a_partner_could_refuse_is_raised_and_not_written(self):
        cases = {
            "number too long": lambda: encode_response.encode(
                replace(RESPONSE, order_number="9" * 40), ENVELOPE
            ),
            "control number of letters": lambda: encode_response.encode(
                RESPONSE, replace(ENVELOPE, interchange="X1")
            ),
            "no sender": lambda: encode_response.encode(
                RESPONSE, replace(ENVELOPE, sender=replace(ENVELOPE.sender, id=""))
            ),
            "sums that differ": lambda: encode_invoice.encode(
                replace(INVOICE, total=Decimal("1")), ENVELOPE
            ),
            "fractions of a cent": lambda: encode_invoice.encode(
                replace(INVOICE, lines=(), allowances=(), taxes=(), lines_total=Decimal("0.001"),
                        taxable_total=Decimal("0.001"), tax_total=Decimal(0), total=Decimal("0.001")),
                ENVELOPE,
            ),
            "sums that differ in EDIFACT": lambda: edifact_invoice.encode(
                replace(INVOICE, total=Decimal("1")), ENVELOPE
            ),
            "reference too long": lambda: edifact_response.encode(
                RESPONSE, replace(ENVELOPE, interchange="9" * 15)
            ),
            "separators the same": lambda: encode_response.encode(
                RESPONSE, ENVELOPE, x12_writer.Profile(separators=Separators("*", "*", "~"))
            ),
            "no serial shipping code": lambda: encode_despatch.encode(
                replace(ADVICE, orders=(replace(ADVICE.orders[0], packages=(
                    replace(ADVICE.orders[0].packages[0], sscc="12"),)),)), ENVELOPE
            ),
        }  # fmt: skip
        for case, write in cases.items():
            with self.subTest(case=case), self.assertRaises(Unwritable) as caught:
                write()
            self.assertTrue(caught.exception.problem.text.endswith("."))

    def test_same_document_is_the_same_bytes(self):
        for name, write in WRITTEN.items():
            self.assertEqual(write(), write(), name)
