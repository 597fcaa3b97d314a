from dataclasses import replace
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path

from lxml import etree, html

from odoo.tests import BaseCase, tagged

from odoo.addons.b2b_oms.documents.problems import Undecodable

from ..codecs import cxml
from ..codecs.cxml.credentials import Credential
from ..codecs.cxml.write import Frame
from ..codecs.xml_write import Unwritable
from ..documents.punch_out import Basket, BasketLine
from . import xml_documents as make

SAMPLES = Path(__file__).parent / "samples" / "cxml"
NEW = (SAMPLES / "order_new.xml").read_bytes()
SETUP = (SAMPLES / "punch_out.xml").read_bytes()
FRAME = Frame(
    Credential("NetworkId", "AN01-US"),
    Credential("DUNS", "123456789"),
    Credential("NetworkId", "AN01-US", "our words"),
    "1@ours.example",
    datetime(2026, 5, 5, 8, 0, tzinfo=timezone.utc),
)

# The children each element may have, in their order (cXML 1.2.050 as EDI partners use it).
ORDER_OF_CHILDREN = {
    "cXML": "Header Message Request Response",
    "Header": "From To Sender",
    "Credential": "Identity SharedSecret",
    "Sender": "Credential UserAgent",
    "Response": "Status PunchOutSetupResponse",
    "ConfirmationRequest": "ConfirmationHeader OrderReference ConfirmationItem",
    "ConfirmationItem": "UnitOfMeasure ConfirmationStatus",
    "ConfirmationStatus": "UnitOfMeasure ItemIn UnitPrice Comments",
    "ShipNoticeRequest": "ShipNoticeHeader ShipControl ShipNoticePortion",
    "ShipControl": "CarrierIdentifier ShipmentIdentifier",
    "ShipNoticePortion": "OrderReference ShipNoticeItem",
    "ShipNoticeItem": "ItemID UnitOfMeasure Packaging Batch",
    "InvoiceDetailRequest": "InvoiceDetailRequestHeader InvoiceDetailOrder InvoiceDetailSummary",
    "InvoiceDetailRequestHeader": (
        "InvoiceDetailHeaderIndicator InvoiceDetailLineIndicator InvoicePartner Comments"
    ),
    "InvoiceDetailOrder": "InvoiceDetailOrderInfo InvoiceDetailItem",
    "InvoiceDetailItem": "UnitOfMeasure UnitPrice InvoiceDetailItemReference SubtotalAmount",
    "InvoiceDetailSummary": "SubtotalAmount Tax GrossAmount NetAmount DueAmount",
    "Tax": "Money Description TaxDetail",
    "TaxDetail": "TaxableAmount TaxAmount",
    "PunchOutOrderMessage": "BuyerCookie PunchOutOrderMessageHeader ItemIn",
    "ItemIn": "ItemID ItemDetail",
    "ItemID": "SupplierPartID SupplierPartAuxiliaryID BuyerPartID",
    "ItemDetail": "UnitPrice Description UnitOfMeasure Classification ManufacturerPartID",
    "PostalAddress": "Street City State PostalCode Country",
}  # fmt: skip
# Attributes without which a document of this kind is not taken.
NEEDED = {
    "cXML": ("payloadID", "timestamp"),
    "Credential": ("domain",),
    "Status": ("code", "text"),
    "ConfirmationHeader": ("type", "noticeDate"),
    "ConfirmationItem": ("quantity", "lineNumber"),
    "ConfirmationStatus": ("quantity", "type"),
    "ShipNoticeHeader": ("shipmentID", "noticeDate"),
    "ShipNoticeItem": ("quantity", "lineNumber"),
    "InvoiceDetailRequestHeader": ("invoiceID", "purpose", "operation", "invoiceDate"),
    "InvoiceDetailItem": ("invoiceLineNumber", "quantity"),
    "InvoiceDetailItemReference": ("lineNumber",),
    "Money": ("currency",),
    "ItemIn": ("quantity",),
    "TaxDetail": ("category",),
}  # fmt: skip


def basket(**values):
    line = BasketLine(make.NAPKINS, Decimal(2), "CT", Decimal("12.50"), "basket-9", "14111705")
    values = {"lines": (line,), "total": Decimal("25.00")} | values
    return Basket("c-81&x", "EUR", **values)


def documents():
    return {
        "response": cxml.response.encode("1@x", FRAME.sent_at, 409, "Received before."),
        "set-up response": cxml.response.encode(
            "1@x", FRAME.sent_at, start_page="https://shop.example/start?t=1&u=2"
        ),
        "confirmation": cxml.confirmation.encode(make.response(), FRAME, "po@buyer"),
        "accepted": cxml.confirmation.encode(make.response("accepted"), FRAME),
        "ship notice": cxml.ship_notice.encode(
            make.despatch(), FRAME, {"PO-2026-0815": "po@buyer"}
        ),
        "invoice": cxml.invoice.encode(make.invoice(), FRAME, "po@buyer"),
        "credit": cxml.invoice.encode(make.invoice("credit"), FRAME),
        "basket": cxml.punch_out.encode(basket(), FRAME),
    }


def found(content, path):
    return [str(each) for each in etree.fromstring(content).xpath(path)]


def problems(message):
    return {each.code for each in message.problems}


@tagged("post_install", "-at_install")
class TestCxmlRead(BaseCase):
    """Requests of procurement systems. What the samples mean is in their golden twins."""

    def test_an_update_repeats_the_whole_order_and_a_delete_takes_it_back(self):
        update = cxml.decode((SAMPLES / "order_update.xml").read_bytes()).document
        self.assertEqual((update.purpose, update.sequence, len(update.lines)), ("replace", "2", 2))
        delete = cxml.decode((SAMPLES / "order_delete.xml").read_bytes()).document
        self.assertEqual(
            (delete.purpose, delete.order_number, delete.lines), ("cancel", "PO-55", ())
        )

    def test_the_shared_secret_is_compared_and_never_shown(self):
        message = cxml.decode(NEW)
        self.assertTrue(message.header.sender.proves("very secret words"))
        self.assertFalse(message.header.sender.proves("other words"))
        self.assertFalse(message.header.sender.proves(""))
        self.assertTrue(message.header.sender.matches("duns", "123456789"))
        self.assertNotIn("very secret", repr(message))
        self.assertNotIn("very secret", str(cxml.explain(NEW)))

    def test_a_set_up_says_where_the_basket_goes_back_to(self):
        setup = cxml.decode(SETUP).document
        self.assertEqual((setup.cookie, setup.user), ("c-81&x", "jdoe"))
        self.assertEqual(setup.return_url, "https://buyer.example/return?s=1")

    def test_spoilt_requests_are_read_with_their_problem(self):
        rows = {
            "missing_number": (b'orderID="PO-55"', b""),
            "unknown_type": (b'type="new"', b'type="maybe"'),
            "negative_quantity": (b'quantity="3"', b'quantity="-3"'),
            "bad_quantity": (b'quantity="3"', b'quantity="1,000"'),
            "negative_price": (b">12.50<", b">-12.50<"),
            "bad_price": (b">12.50<", b">12,50<"),
            "no_line_id": (b'lineNumber="1"', b""),
            "duplicate_line_id": (b'lineNumber="2"', b'lineNumber="1"'),
            "wrong_total": (b">46.50<", b">47.50<"),
            "currency_differs": (b'currency="USD">12.50', b'currency="EUR">12.50'),
            "bad_currency": (b'currency="USD">46', b'currency="Dollar">46'),
            "bad_date": (b"2026-05-12", b"2026-13-12"),
            "missing_credential": (
                b'<Credential domain="DUNS"><Identity>123456789</Identity><SharedSecret>', b"<SharedSecret>",
            ),
        }  # fmt: skip
        for code, (good, bad) in rows.items():
            with self.subTest(code):
                self.assertIn(good, NEW)
                spoilt = NEW.replace(good, bad, 1)
                if code == "missing_credential":
                    spoilt = spoilt.replace(
                        b"very secret words</SharedSecret></Credential>", b"</SharedSecret>"
                    )
                self.assertIn(code, problems(cxml.decode(spoilt)))
        evil = SETUP.replace(b"https://buyer.example/return?s=1", b"javascript:alert(1)")
        self.assertIn("bad_url", problems(cxml.decode(evil)))

    def test_what_is_no_request_is_refused(self):
        rows = {
            "unsupported_document": NEW.replace(b"OrderRequest>", b"CatalogRequest>"),
            "no_lines": NEW.replace(b"ItemOut", b"ItemOutside"),
            "missing_element": NEW.replace(b"OrderRequestHeader", b"Head"),
            "dtd_refused": NEW.replace(b'cXML.dtd">', b'cXML.dtd" [<!ENTITY a "b">]>'),
            "not_xml": NEW[:-20],
        }
        for code, content in rows.items():
            with self.subTest(code), self.assertRaises(Undecodable) as caught:
                cxml.decode(content)
            self.assertEqual(caught.exception.problem.code, code)
        other = NEW.replace(b"<!DOCTYPE cXML", b"<!DOCTYPE evil")
        with self.assertRaises(Undecodable):
            cxml.decode(other)


@tagged("post_install", "-at_install")
class TestCxmlWrite(BaseCase):
    """What we send, held against tables of what cXML wants."""

    def test_children_stand_in_order_and_attributes_are_there(self):
        for name, content in documents().items():
            with self.subTest(name):
                root = etree.fromstring(content)
                self.assertEqual(root.getroottree().docinfo.root_name, "cXML")
                for element in root.iter():
                    self._check(element)

    def _check(self, element):
        for attribute in NEEDED.get(element.tag, ()):
            self.assertTrue(element.get(attribute), f"{element.tag}/@{attribute}")
        order = ORDER_OF_CHILDREN.get(element.tag, "").split()
        if order:
            tags = [child.tag for child in element]
            self.assertLessEqual(set(tags), set(order), element.tag)
            self.assertEqual(tags, sorted(tags, key=order.index), element.tag)

    def test_each_part_of_a_line_has_its_status_and_they_add_up(self):
        content = documents()["confirmation"]
        types = found(content, "//ConfirmationItem/ConfirmationStatus/@type")
        self.assertEqual(types, ["accept", "backordered", "detail", "reject", "accept"])
        for item in etree.fromstring(content).iter("ConfirmationItem"):
            parts = [Decimal(part) for part in item.xpath("ConfirmationStatus/@quantity")]
            self.assertEqual(sum(parts), Decimal(item.get("quantity")))
        self.assertEqual(found(content, "//ConfirmationHeader/@type"), ["detail"])
        self.assertEqual(found(content, "//OrderReference/@orderID"), ["PO-2026-0815"])
        self.assertEqual(found(content, "//DocumentReference/@payloadID"), ["po@buyer"])

    def test_an_order_not_decided_is_not_confirmed(self):
        for response, code in (
            (make.response("received"), "nothing_decided"),
            (make.response("on_hold"), "nothing_decided"),
            (replace(make.response(), lines=()), "no_lines"),
            (
                replace(
                    make.response(), lines=(replace(make.response().lines[0], quantity=Decimal(1)),)
                ),
                "unbalanced_line",
            ),
        ):
            with self.subTest(code), self.assertRaises(Unwritable) as caught:
                cxml.confirmation.encode(response, FRAME)
            self.assertEqual([each.code for each in caught.exception.problems], [code])

    def test_a_ship_notice_names_every_order_and_package(self):
        content = documents()["ship notice"]
        orders = found(content, "//ShipNoticePortion/OrderReference/@orderID")
        self.assertEqual(orders, ["PO-2026-0815", "PO-2026-0816"])
        codes = found(content, "//ShippingContainerSerialCode/text()")
        self.assertEqual(codes[:2], ["373000100000009999", "373000100000000000"])
        self.assertEqual(found(content, "//SupplierBatchID/text()"), ["L-7"])

    def test_a_credit_note_has_its_sums_negative(self):
        content = documents()["credit"]
        self.assertEqual(found(content, "//@purpose"), ["creditMemo"])
        self.assertEqual(found(content, "//DueAmount/Money/text()"), ["-150.00"])
        self.assertEqual(found(documents()["invoice"], "//DueAmount/Money/text()"), ["150.00"])
        with self.assertRaises(Unwritable):
            cxml.invoice.encode(replace(make.invoice(), total=Decimal(1)), FRAME)

    def test_a_basket_travels_through_the_browser_unchanged(self):
        content = cxml.punch_out.encode(basket(), FRAME)
        page = cxml.punch_out.browser_form(content, "https://buyer.example/return?a=1&b=2")
        form = html.fromstring(page)
        self.assertEqual(form.get("action"), "https://buyer.example/return?a=1&b=2")
        value = form.xpath("//input[@name='cxml-urlencoded']/@value")[0]
        self.assertEqual(value.encode(), content)
        self.assertEqual(found(value.encode(), "//BuyerCookie/text()"), ["c-81&x"])
        with self.assertRaises(Unwritable):
            cxml.punch_out.browser_form(content, "javascript:alert(1)")

    def test_a_response_tells_the_status_for_what_is_wrong(self):
        for code, status in (("wrong_secret", 401), ("duplicate", 409), ("not_xml", 400)):
            self.assertEqual(cxml.response.status_for(code), status)
        content = documents()["response"]
        self.assertEqual(found(content, "//Status/@code"), ["409"])
        self.assertEqual(found(content, "//Status/@text"), ["Conflict"])
        url = found(documents()["set-up response"], "//StartPage/URL/text()")
        self.assertEqual(url, ["https://shop.example/start?t=1&u=2"])
