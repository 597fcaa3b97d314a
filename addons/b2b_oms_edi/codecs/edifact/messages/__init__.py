"""The tables of the EDIFACT messages, written for D93A to D03B and EANCOM together."""

from . import billing, catalogues, control, ordering, shipping

TABLES = {
    **ordering.TABLES,
    **shipping.TABLES,
    **billing.TABLES,
    **catalogues.TABLES,
    **control.TABLES,
}

# What a buyer sends to a seller.
INBOUND = frozenset({"ORDERS", "ORDCHG", "CONTRL"})
