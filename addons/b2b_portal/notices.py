"""What buyers hear from us by mail, and how they may want it: read by forms, models and tests."""

# Event: (label, what it is about).
EVENTS = {
    "approval": ("Approvals", "An order waits for your yes, or yours was answered."),
    "standing": ("Standing orders", "A standing order is due soon, or could not be placed."),
    "return": ("Returns", "A return you asked for was answered or credited."),
    "shipment": ("Shipments", "Goods of an order you placed are on their way."),
    "backorder": ("Changed dates", "The date of something you wait for moved."),
}
CHOICES = {"mail": "At once", "digest": "Once a day", "none": "Not at all"}
DEFAULT_CHOICE = "mail"
