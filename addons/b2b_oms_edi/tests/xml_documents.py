"""Documents of the seller for the tests of the XML writers."""

from datetime import date, datetime
from decimal import Decimal

from odoo.addons.b2b_oms.documents.party import AllowanceCharge, Party, PaymentTerms, Reference

from ..documents.despatch_advice import DespatchAdvice, Package, ShippedItem, ShippedOrder
from ..documents.invoice import Invoice, InvoiceLine, Tax
from ..documents.item import Item
from ..documents.order_response import OrderResponse, ResponseLine, ResponsePart

NAPKINS = Item("NAP-W", "HC-77", "05704066204093", "", "Napkins, white <50 & more>")
STRAWS = Item(sku="STR-1", description="Straws")
PAPER_STRAWS = Item(sku="STR-P", barcode="08722700577588", description="Paper straws")
SELLER = Party(
    "seller", "7300010000001", "gln", "Our Distribution", ("Hall 1", "Gate C", "East"), "Malmö",
    "", "21119", "SE", vat="SE556677889901", contact="Order desk", email="orders@ours.example",
)  # fmt: skip
BUYER = Party(
    "buyer", "5790000435944", "gln", "Harbour Canteens A/S", ("Quay 4",), "Aarhus", "", "8000",
    "DK", vat="DK12345678",
)  # fmt: skip
SHIP_TO = Party(
    "ship_to", "5790000435951", "gln", "Canteen 2", ("Dock 9",), "Aarhus", "", "8000", "DK"
)
PARTIES = (SELLER, BUYER, SHIP_TO)


def part(status, quantity, **values):
    return ResponsePart(status, Decimal(quantity), **values)


def response(status="changed", **values):
    """An answer in which every kind of decision stands once."""
    lines = (
        ResponseLine(
            "10", NAPKINS, Decimal(12), "CT",
            (
                part("accepted", 8, delivery_date=date(2026, 5, 12)),
                part("backordered", 4, delivery_date=date(2026, 6, 1), reason="Not in stock."),
            ),
            price=Decimal("12.50"),
        ),
        ResponseLine(
            "20", STRAWS, Decimal(500), "EA", (part("substituted", 500, substitute=PAPER_STRAWS),),
            price=Decimal("0.05"), price_basis=Decimal(100),
        ),
        ResponseLine("30", STRAWS, Decimal(5), "EA", (part("rejected", 5, reason="Discontinued."),)),
        ResponseLine("40", STRAWS, Decimal(5), "EA", (part("accepted", 5),)),
    )  # fmt: skip
    values = {"lines": lines if status == "changed" else (), "currency": "EUR"} | values
    return OrderResponse(
        "S00017", "PO-2026-0815", status, date(2026, 5, 5), parties=PARTIES, **values
    )


def despatch():
    """Two orders: one on a pallet with cartons, one loose with serial numbers."""
    cartons = tuple(
        Package("carton", f"37300010000000{number:04d}", (shipped,))
        for number, shipped in enumerate(
            (
                ShippedItem(
                    "10", NAPKINS, Decimal(4), "CT", lot="L-7", best_before=date(2027, 1, 1)
                ),
                ShippedItem("10", NAPKINS, Decimal(4), "CT", outstanding_quantity=Decimal(4)),
            )
        )
    )
    pallet = Package("pallet", "373000100000009999", packages=cartons)
    loose = ShippedItem("1", STRAWS, Decimal(2), "EA", serials=("SN1", "SN2"))
    return DespatchAdvice(
        "OUT/0042",
        datetime(2026, 5, 11, 14, 30),
        (
            ShippedOrder("PO-2026-0815", date(2026, 5, 4), packages=(pallet,)),
            ShippedOrder("PO-2026-0816", items=(loose,)),
        ),
        delivery_date=date(2026, 5, 12),
        parties=PARTIES,
        carrier="Fast Freight",
        scac="FAFR",
        tracking="TR-1",
        gross_weight=Decimal("120.5"),
        package_count=1,
    )


def invoice(kind="invoice", **values):
    """Two lines, an allowance, one tax."""
    lines = (
        InvoiceLine(
            "1", NAPKINS, Decimal(8), "CT", Decimal("12.50"), Decimal("97.00"),
            tax_rate=Decimal(25), order_line_id="10",
            allowances=(AllowanceCharge(False, Decimal("3.00"), text="Spring offer"),),
        ),
        InvoiceLine(
            "2", STRAWS, Decimal(500), "EA", Decimal("0.05"), Decimal("25.00"),
            price_basis=Decimal(100), tax_rate=Decimal(25), order_line_id="20",
        ),
    )  # fmt: skip
    values = {
        "corrects": "INV/7" if kind == "credit" else "",
        "allowances": (AllowanceCharge(False, Decimal("2.00"), text="Loyalty"),),
        "taxes": (Tax(Decimal(25), Decimal("120.00"), Decimal("30.00")),),
    } | values
    return Invoice(
        "INV/2026/0042", date(2026, 5, 12), "EUR", lines,
        Decimal("122.00"), Decimal("120.00"), Decimal("30.00"), Decimal("150.00"),
        Decimal("150.00"), kind=kind, order_number="PO-2026-0815", order_date=date(2026, 5, 4),
        our_number="S00017", despatch_number="OUT/0042", delivery_date=date(2026, 5, 11),
        parties=PARTIES, references=(Reference("contract", "FRAME-7"),),
        terms=PaymentTerms("30 days net", due_date=date(2026, 6, 11)), **values,
    )  # fmt: skip
