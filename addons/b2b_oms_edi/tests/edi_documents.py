"""One order's conversation as documents, to be written in every syntax."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from odoo.addons.b2b_oms.documents.party import AllowanceCharge, Party, PaymentTerms

from ..documents.despatch_advice import DespatchAdvice, Package, ShippedItem, ShippedOrder
from ..documents.envelope import Address, Envelope
from ..documents.inventory import InventoryLine, InventoryReport
from ..documents.invoice import Invoice, InvoiceLine, Tax
from ..documents.item import Item
from ..documents.order_response import OrderResponse, ResponseLine, ResponsePart
from ..documents.price_catalogue import PriceBreak, PriceCatalogue, PriceLine

# Every separator of both syntaxes, accents, a quote: what a product name may hold.
NASTY = "Bolt * 5:6 + 10? it's ~ Grüße > | ^"
ENVELOPE = Envelope(
    Address("NORTHDIST", "ZZ"), Address("HARBORMRO", "ZZ"), "42", "", group="7", message="1",
    sent_at=datetime(2030, 3, 1, 12, 0),
)  # fmt: skip
PARTIES = (
    Party("buyer", "HQ", "buyer", "Müller & Söhne", ("Kai 1",), "Köln", "", "50667", "DE"),
    Party(
        "ship_to",
        "4000001000005",
        "gln",
        "Store ~ 7",
        ("1 Quay Rd",),
        "Dallas",
        "TX",
        "75201",
        "US",
    ),
)
ITEM = Item("N-1", "H-1", "4006381333931", "", NASTY)


def part(status, quantity, **values):
    return ResponsePart(status, Decimal(quantity), **values)


def line(*parts, quantity="100", line_id="1", price="9.25"):
    return ResponseLine(line_id, ITEM, Decimal(quantity), "CT", parts, Decimal(price))


RESPONSE = OrderResponse(
    "SO1", "PO-77", "changed", date(2030, 3, 1),
    (
        line(
            part("accepted", "88", ship_date=date(2030, 3, 5)),
            part("backordered", "10", ship_date=date(2030, 4, 5)),
            part("rejected", "2", reason="Discontinued"),
        ),
        line(part("substituted", "5", substitute=Item(sku="N-2")), quantity="5", line_id="2"),
    ),
    date(2030, 2, 28), currency="USD", parties=PARTIES,
)  # fmt: skip
SHIPPED = ShippedItem("1", ITEM, Decimal(20), "CT", Decimal(100))


def carton(serial):
    return Package("carton", f"3401234500000000{serial}", (SHIPPED,))


CARTONS = (carton("25"), carton("32"))
ADVICE = DespatchAdvice(
    "SHIP1", datetime(2030, 3, 5, 10, 0),
    (ShippedOrder("PO-77", date(2030, 2, 28), packages=CARTONS),),
    parties=PARTIES, scac="UPSN", carrier="UPS", tracking="1Z9", bill_of_lading="BL1",
    gross_weight=Decimal("12.5"), package_count=2,
)  # fmt: skip
ON_PALLET = replace(
    ADVICE,
    orders=(
        replace(
            ADVICE.orders[0], packages=(Package("pallet", "340123450000000018", packages=CARTONS),)
        ),
    ),
)
INVOICE = Invoice(
    "INV1", date(2030, 3, 6), "USD",
    (InvoiceLine("1", ITEM, Decimal(88), "CT", Decimal("9.25"), Decimal("814.00"), tax_rate=Decimal(10)),),
    Decimal("814.00"), Decimal("824.00"), Decimal("82.40"), Decimal("906.40"), Decimal("906.40"),
    order_number="PO-77", order_date=date(2030, 2, 28), parties=PARTIES,
    allowances=(AllowanceCharge(True, Decimal("10.00"), text="Freight"),),
    taxes=(Tax(Decimal(10), Decimal("824.00"), Decimal("82.40")),),
    terms=PaymentTerms("2/10 net 30", 30, date(2030, 4, 5), Decimal(2), 10),
)  # fmt: skip
STOCK = InventoryReport(
    "IR1", date(2030, 3, 1),
    (InventoryLine(ITEM, "EA", Decimal(5), Decimal(7), Decimal(100), date(2030, 4, 1)),), parties=PARTIES,
)  # fmt: skip
PRICES = PriceCatalogue(
    "PC1", date(2030, 3, 1), "USD",
    (PriceLine(ITEM, "EA", (PriceBreak(Decimal("9.25")), PriceBreak(Decimal("8.5"), Decimal(100)))),),
    parties=PARTIES, valid_from=date(2030, 3, 1),
)  # fmt: skip
