"""Words shared by several rooms of the addon. Odoo translates them as labels of selections."""

# What an exchange is about, whatever its syntax calls it.
DOCUMENT_KINDS = [
    ("order", "Order"),
    ("order_change", "Order change"),
    ("acknowledgement", "Acknowledgement"),
    ("order_response", "Order response"),
    ("despatch_advice", "Despatch advice"),
    ("invoice", "Invoice"),
    ("inventory", "Stock report"),
    ("price_catalogue", "Price list"),
    ("punch_out", "Punch-out"),
    ("receipt", "AS2 receipt"),
    ("other", "Other"),
]

# Where an exchange is. The first row comes in, the second goes out; `dead` ends both.
EXCHANGE_STATES = [
    ("received", "Received"),
    ("split", "Split"),
    ("taken", "Taken in"),
    ("held", "Waiting for a person"),
    ("duplicate", "Sent again"),
    ("refused", "Refused"),
    ("due", "To write"),
    ("ready", "To send"),
    ("sent", "Sent"),
    ("acknowledged", "Acknowledged"),
    ("rejected", "Rejected by the partner"),
    ("dropped", "Nothing new to say"),
    ("failed", "Failed, will be tried again"),
    ("dead", "Given up"),
]

# What a person must see to.
ATTENTION_STATES = ("held", "failed", "dead", "rejected")

# Whether the other side must say that it got our documents.
ACKNOWLEDGING = [
    ("always", "Always"),
    ("errors", "Only what is wrong"),
    ("never", "Never"),
]

# Context key: the account whose words for units and addresses are being read.
READING_FOR = "b2b_edi_account"
