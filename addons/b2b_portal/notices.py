"""What buyers hear from us by mail, and how they may want it: read by forms, models and tests."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# Event: (label, what it is about).
EVENTS = {
    "approval": (_lt("Approvals"), _lt("An order waits for your yes, or yours was answered.")),
    "standing": (
        _lt("Standing orders"),
        _lt("A standing order is due soon, or could not be placed."),
    ),
    "return": (_lt("Returns"), _lt("A return you asked for was answered or credited.")),
    "shipment": (_lt("Shipments"), _lt("Goods of an order you placed are on their way.")),
    "backorder": (_lt("Changed dates"), _lt("The date of something you wait for moved.")),
}
CHOICES = {"mail": _lt("At once"), "digest": _lt("Once a day"), "none": _lt("Not at all")}
DEFAULT_CHOICE = "mail"
