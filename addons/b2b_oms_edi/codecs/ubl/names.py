"""Names of UBL 2: namespaces, root elements, and what Peppol calls each transaction."""

CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
PREFIXES = (("cac", CAC), ("cbc", CBC))
ROOT = "urn:oasis:names:specification:ubl:schema:xsd:{}-2"

TRANSACTION = "urn:fdc:peppol.eu:poacc:trns:"
BIS = "urn:fdc:peppol.eu:poacc:bis:"
ORDERING = BIS + "ordering:3"
ADVANCED = BIS + "advanced_ordering:3"
BILLING = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"

# What we write: root element, customization, profile.
CUSTOMIZATIONS = {
    "order_response": ("OrderResponse", TRANSACTION + "order_response:3", ORDERING),
    "order_response_advanced": (
        "OrderResponse",
        TRANSACTION + "order_response_advanced:3",
        ADVANCED,
    ),
    "despatch_advice": (
        "DespatchAdvice",
        TRANSACTION + "despatch_advice:3",
        BIS + "despatch_advice:3",
    ),
    "invoice": (
        "Invoice",
        "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
        BILLING,
    ),
    "credit": (
        "CreditNote",
        "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
        BILLING,
    ),
}

# What we read: by root element, how the customization of a Peppol document begins.
READ = {
    "Order": TRANSACTION + "order:3",
    "OrderChange": TRANSACTION + "order_change:3",
    "OrderCancellation": TRANSACTION + "order_cancellation:3",
}

# Electronic address and identifier schemes (ISO 6523) to the words of our documents, and back.
SCHEMES = {"0088": "gln", "0060": "duns", "GLN": "gln", "DUNS": "duns", "9925": "vat"}
SCHEME_BY_KIND = {"gln": "0088", "duns": "0060"}


def cac(name):
    """An aggregate in Clark notation."""
    return f"{{{CAC}}}{name}"
