"""Where an order is, in the buyer's words: one table for badges, filters and counts."""

from typing import NamedTuple

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class Status(NamedTuple):
    """``values`` is {stored field: what it may be}: read by ``matches`` and by ``domain`` alike."""

    code: str
    label: str
    colour: str
    is_open: bool
    values: dict

    def matches(self, found):
        """:param found: {stored field: its value}"""
        return all(found[name] in allowed for name, allowed in self.values.items())

    @property
    def domain(self):
        return [(name, "in", list(allowed)) for name, allowed in self.values.items()]


ON_PATH = (False, "received", "released")
NOT_SHIPPED = (False, "pending", "started")
NOT_INVOICED = (False, "no", "to invoice", "upselling")

# No two rows match the same order.
STATUSES = (
    Status("quotation", _lt("Waiting for your answer"), "info", True,
           {"state": ("sent",), "b2b_state": ON_PATH}),
    Status("received", _lt("Received"), "info", True,
           {"state": ("draft",), "b2b_state": ON_PATH}),
    Status("review", _lt("In review"), "warning", True,
           {"state": ("draft", "sent"), "b2b_state": ("held",)}),
    Status("accepted", _lt("Accepted"), "primary", True,
           {"state": ("sale",), "b2b_state": ON_PATH, "delivery_status": NOT_SHIPPED}),
    Status("partly", _lt("Partly shipped"), "primary", True,
           {"state": ("sale",), "b2b_state": ON_PATH, "delivery_status": ("partial",)}),
    Status("shipped", _lt("Shipped"), "success", True,
           {"state": ("sale",), "b2b_state": ON_PATH, "delivery_status": ("full",),
            "invoice_status": NOT_INVOICED}),
    Status("invoiced", _lt("Invoiced"), "success", True,
           {"state": ("sale",), "b2b_state": ON_PATH, "delivery_status": ("full",),
            "invoice_status": ("invoiced",)}),
    Status("completed", _lt("Completed"), "secondary", False,
           {"state": ("sale",), "b2b_state": ("closed",)}),
    Status("cancelled", _lt("Cancelled"), "secondary", False, {"state": ("cancel",)}),
)  # fmt: skip
BY_CODE = {status.code: status for status in STATUSES}
# The stored fields the table reads.
FIELDS = ("state", "b2b_state", "delivery_status", "invoice_status")


def status_of(found):
    """The :class:`Status` of an order; the first one for what no row foresees.

    :param found: {name of ``FIELDS``: value}
    """
    return next((status for status in STATUSES if status.matches(found)), STATUSES[1])
