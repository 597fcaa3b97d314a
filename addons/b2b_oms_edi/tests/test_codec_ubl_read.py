import json
import tracemalloc
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from odoo.tests import BaseCase, tagged

from odoo.addons.b2b_oms.documents.problems import Undecodable

from ..codecs import registry, ubl
from ..codecs.xml_safe import Limits
from .test_codec_ubl_write import schema

SAMPLES = Path(__file__).parent / "samples"
OPEN_SAMPLES = Path(__file__).parents[4] / "shared" / "edi-samples"
ORDER = (SAMPLES / "ubl" / "order_bis3.xml").read_bytes()

# What is refused, by the code it is refused with.
REFUSED = {
    "empty": (b"", b"  \r\n\t", b"\xef\xbb\xbf"),
    "not_xml": (
        b"PK\x03\x04 zip", b"%PDF-1.7", b"Dear Sir, please send", b"<html><br></html>",
        ORDER[:-40], ORDER[:900], ORDER + b"<second/>", ORDER.replace(b"</Order>", b"</order>"),
        ORDER.replace(b"Quay", b"Qu\x00ay"), ORDER.replace(b"Quay", b"&undefined;"),
    ),
    "dtd_refused": (
        b'<!DOCTYPE Order [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><Order>&b;</Order>',
        b'<!DOCTYPE Order [<!ENTITY x SYSTEM "file:///etc/passwd">]><Order>&x;</Order>',
        b'<!DOCTYPE Order [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd">%p;]><Order/>',
        b'<!DOCTYPE Order SYSTEM "http://127.0.0.1:9/x.dtd"><Order/>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE Order [<!ENTITY a "x">]><Order/>'.encode("utf-16"),
    ),
    "too_deep": (b"<a>" * 100_000 + b"</a>" * 100_000,),
    "too_large": (b"<a>" + b"<b/>" * 3_000_001 + b"</a>", b'<a b="' + b"x" * 11_000_000 + b'"/>'),
    "unknown_encoding": (b'<?xml version="1.0" encoding="cp037"?><Order/>',),
    "wrong_namespace": (
        ORDER.replace(b"schema:xsd:Order-2", b"schema:xsd:Order-3"), b"<Order><ID>1</ID></Order>",
    ),
    "unsupported_document": (b"<Invoice/>", b"<a/>"),
    "no_lines": (
        ORDER[: ORDER.index(b"<cac:OrderLine>")] + b"</Order>",
        ORDER.replace(b"OrderLine>", b"Orderline>"),
    ),
}  # fmt: skip

# What is read with a problem: what is spoilt with what, the problem's code and its place.
HEAD, FIRST, SECOND = "/Order", "/Order/OrderLine[1]/LineItem", "/Order/OrderLine[2]/LineItem"
QUANTITY = f"{FIRST}/Quantity"
WHOLE_QUANTITY = b'<cbc:Quantity unitCode="CT">12</cbc:Quantity>'
STRAWS = ORDER[
    ORDER.index(b"<cbc:Name>Straws") : ORDER.index(b"</cac:Item>", ORDER.index(b"Straws"))
]
PRICE, TOTAL = f"{FIRST}/Price/PriceAmount", f"{HEAD}/AnticipatedMonetaryTotal/LineExtensionAmount"
PERIOD = f"{HEAD}/Delivery/RequestedDeliveryPeriod"
SPOILT = {
    "no number": (b"<cbc:ID>PO-2026-0815</cbc:ID>", b"", "missing_number", f"{HEAD}/ID"),
    "foreign transaction": (
        b"trns:order:3", b"trns:order_change:3", "unknown_customization", f"{HEAD}/CustomizationID",
    ),
    "wrong total": (b">172.00</cbc:Line", b">173.00</cbc:Line", "wrong_total", TOTAL),
    "wrong line amount": (
        b"12.50</cbc:Price", b"12.60</cbc:Price", "wrong_line_amount", f"{FIRST}/LineExtensionAmount",
    ),
    "negative quantity": (b'"CT">12<', b'"CT">-12<', "negative_quantity", QUANTITY),
    "zero quantity": (b'"CT">12<', b'"CT">0.0<', "zero_quantity", QUANTITY),
    "grouped quantity": (b'"CT">12<', b'"CT">1,000<', "bad_quantity", QUANTITY),
    "huge quantity": (b'"CT">12<', b'"CT">9999999999<', "bad_quantity", QUANTITY),
    "exponent": (b'"CT">12<', b'"CT">1e3<', "bad_quantity", QUANTITY),
    "text quantity": (b'"CT">12<', b'"CT">a dozen<', "bad_quantity", QUANTITY),
    "no quantity": (WHOLE_QUANTITY, b"", "bad_quantity", QUANTITY),
    "odd unit": (b'"CT">12<', b'"a carton!">12<', "bad_unit", f"{QUANTITY}/@unitCode"),
    "negative price": (b"12.50</cbc:Price", b"-12.50</cbc:Price", "negative_price", PRICE),
    "price per nothing": (
        b'EA">100</cbc:Base', b'EA">-1</cbc:Base', "bad_quantity", f"{SECOND}/Price/BaseQuantity",
    ),
    "duplicate line id": (
        b"<cbc:ID>20<", b"<cbc:ID>10<", "duplicate_line_id", "/Order/OrderLine[2]",
    ),
    "no line id": (b"<cbc:ID>20</cbc:ID>", b"", "no_line_id", f"{SECOND}/ID"),
    "no item": (STRAWS, b"", "no_item", f"{SECOND}/Item"),
    "other currency": (
        b'="EUR">147.00', b'="USD">147.00', "currency_differs", f"{FIRST}/LineExtensionAmount",
    ),
    "no currency": (b">EUR</cbc:Doc", b">Euro</cbc:Doc", "bad_currency", f"{HEAD}/DocumentCurrencyCode"),
    "impossible day": (b"2026-05-04", b"2026-02-30", "bad_date", f"{HEAD}/IssueDate"),
    "day as text": (b"2026-05-04", b"ASAP", "bad_date", f"{HEAD}/IssueDate"),
    "distant year": (b"2026-05-04", b"9999-01-01", "bad_date", f"{HEAD}/IssueDate"),
    "period backwards": (
        b"<cbc:EndDate>2026-05-13", b"<cbc:EndDate>2026-05-01", "bad_period", PERIOD,
    ),
}  # fmt: skip


def problems(message):
    return {(each.code, each.where) for each in message.problems}


def big_order(lines):
    head, line, rest = (part for part in _split(ORDER))
    many = (line.replace(b"<cbc:ID>10<", b"<cbc:ID>%d<" % number) for number in range(lines))
    return head + b"".join(many) + b"</Order>"


def _split(order):
    start = order.index(b"<cac:OrderLine>")
    end = order.index(b"</cac:OrderLine>") + len(b"</cac:OrderLine>")
    return order[:start], order[start:end], order[end:]


@tagged("post_install", "-at_install")
class TestUblRead(BaseCase):
    """Orders, changes and cancellations as buyers send them."""

    def test_samples_mean_what_their_golden_twins_say(self):
        found = sorted(SAMPLES.glob("ubl/*.xml")) + sorted(SAMPLES.glob("cxml/*.xml"))
        self.assertGreaterEqual(len(found), 8)
        for path in found:
            with self.subTest(path.name):
                said = registry.explain(path.read_bytes(), path.name)
                self.assertEqual(said, json.loads(path.with_suffix(".json").read_text()))

    def test_the_samples_of_2_1_are_valid_by_their_schema(self):
        for path in SAMPLES.glob("ubl/*.xml"):
            root = etree.parse(str(path)).getroot()
            judge = schema(etree.QName(root).localname)
            with self.subTest(path.name):
                self.assertTrue(judge.validate(root), judge.error_log)

    def test_prices_per_hundred_are_prices_per_unit(self):
        line = ubl.decode(ORDER).document.lines[1]
        self.assertEqual((line.price, line.price_basis), (Decimal("0.05"), Decimal(100)))

    def test_a_line_wanted_in_parts_keeps_its_parts(self):
        order = ubl.decode((SAMPLES / "ubl" / "order_20.xml").read_bytes()).document
        parts = [
            (each.quantity, each.ship_to, each.requested_date) for each in order.lines[0].deliveries
        ]
        self.assertEqual(
            parts,
            [(Decimal(10), "", date(2026, 5, 11)), (Decimal(20), "ANNEX", date(2026, 6, 11))],
        )
        self.assertEqual(order.account, "C-1007")

    def test_a_change_says_what_to_do_with_each_line(self):
        change = ubl.decode((SAMPLES / "ubl" / "order_change.xml").read_bytes()).document
        done = [(each.action, each.line.line_id, each.line.quantity) for each in change.lines]
        self.assertEqual(
            done, [("change", "10", Decimal(6)), ("delete", "20", None), ("add", "30", Decimal(4))]
        )
        self.assertEqual((change.order_number, change.sequence), ("PO-2026-0815", "2"))

    def test_bad_documents_are_refused_with_their_reason(self):
        for code, documents in REFUSED.items():
            for number, content in enumerate(documents):
                with (
                    self.subTest(code=code, number=number),
                    self.assertRaises(Undecodable) as caught,
                ):
                    ubl.decode(content)
                self.assertEqual(caught.exception.problem.code, code, caught.exception.problem)

    def test_a_spoilt_order_is_read_and_says_where_it_is_spoilt(self):
        self.assertEqual(problems(ubl.decode(ORDER)), set())
        for name, (good, bad, code, where) in SPOILT.items():
            with self.subTest(name):
                self.assertIn(good, ORDER)
                message = ubl.decode(ORDER.replace(good, bad, 1))
                self.assertIn((code, where), problems(message))
                self.assertEqual(len(message.document.lines), 2)

    def test_a_wrong_declaration_of_the_encoding_is_seen_through(self):
        as_latin = ORDER.replace(b'encoding="UTF-8"', b'encoding="ISO-8859-1"')
        rows = {
            "declared latin, is utf-8": (as_latin, True),
            "declared utf-8, is latin": (ORDER.decode().encode("cp1252"), True),
            "latin as declared": (as_latin.decode().encode("latin-1"), False),
            "utf-16": (ORDER.decode().replace("UTF-8", "UTF-16").encode("utf-16"), False),
            "marked": (b"\xef\xbb\xbf" + ORDER, False),
            "blank lines first": (b"\r\n\r\n" + ORDER, False),
        }
        for name, (content, is_wrong) in rows.items():
            with self.subTest(name):
                message = ubl.decode(content)
                self.assertIn("Brønsted", message.document.note)
                self.assertEqual("wrong_encoding" in {p.code for p in message.problems}, is_wrong)

    def test_too_many_lines_are_refused_before_they_are_kept(self):
        with self.assertRaises(Undecodable) as caught:
            ubl.decode(big_order(200), limits=Limits(max_items=100))
        self.assertEqual(caught.exception.problem.code, "too_many_lines")

    def test_many_lines_cost_little_more_than_their_meaning(self):
        content = big_order(3_000)
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        order = ubl.decode(content).document
        _now, peak = tracemalloc.get_traced_memory()
        self.assertEqual(len(order.lines), 3_000)
        self.assertLess(peak, 30 * 1024**2)

    @settings(max_examples=150, deadline=2000, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_no_bytes_bring_another_error_than_ours(self, data):
        content = bytearray(ORDER)
        for _change in range(data.draw(st.integers(1, 5))):
            position = data.draw(st.integers(0, len(content) - 1))
            length = data.draw(st.integers(0, 60))
            new = data.draw(st.one_of(st.binary(max_size=20), st.text(max_size=20).map(str.encode)))
            content[position : position + length] = new
        said = registry.explain(bytes(content), "fuzz.xml")
        self.assertIn(said["verdict"], ("accepted", "accepted with errors", "refused"))
        json.dumps(said)

    def test_the_open_samples_are_read_or_refused_with_the_right_reason(self):
        if not OPEN_SAMPLES.is_dir():
            self.skipTest("machine: the open samples are not here")
        taken = ("UBL-Order_", "UBL-OrderChange_", "cXML_01", "cXML_04", "cXML_09")
        found = sorted(OPEN_SAMPLES.glob("*.xml"))
        self.assertEqual(len(found), 23)
        for path in found:
            with self.subTest(path.name):
                said = registry.explain(path.read_bytes(), path.name)
                if path.name.startswith(taken):
                    self.assertNotEqual(said["verdict"], "refused", said)
                    self.assertTrue(said["messages"])
                else:
                    codes = {each["code"] for each in said["problems"]}
                    self.assertLessEqual(codes, {"unsupported_document"}, said)
