"""The tables of the transaction sets: one file for each way of the goods and the money.

They are written for releases 3010 to 5010 together: what one of them has is in, at its wider bound.
"""

from . import acknowledgements, billing, catalogues, ordering, shipping

TABLES = {
    **ordering.TABLES,
    **shipping.TABLES,
    **billing.TABLES,
    **catalogues.TABLES,
    **acknowledgements.TABLES,
}

# Functional group of each set (GS01); the aerospace guides put orders into SC.
GROUPS = {
    "850": ("PO", "SC"), "855": ("PR", "SC"), "860": ("PC",), "865": ("CA",), "856": ("SH",), "810": ("IN",),
    "846": ("IB",), "832": ("SC",), "997": ("FA",), "999": ("FA",),
}  # fmt: skip

# What a buyer sends to a seller.
INBOUND = frozenset({"850", "860", "997", "999"})
ACKNOWLEDGING = frozenset({"997", "999"})
