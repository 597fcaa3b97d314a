"""The item of a line, by every name the two sides have for it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """``sku`` is the seller's code, ``customer_code`` the buyer's, ``barcode`` a GTIN of any length."""

    sku: str = ""
    customer_code: str = ""
    barcode: str = ""
    manufacturer_code: str = ""
    description: str = ""
