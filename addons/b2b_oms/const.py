"""Words shared by several rooms of the addon: states, channels, outcomes.

Odoo translates them as the labels of the selections that use them.
"""

# How an order reached us.
CHANNELS = [
    ("portal", "Portal"),
    ("edi", "EDI"),
    ("email", "Email"),
    ("rep", "Sales rep"),
    ("api", "API"),
    ("standing", "Standing order"),
]

# Where an order is on our path; Odoo's own `state` keeps its four values.
ORDER_STATES = [
    ("received", "Received"),
    ("held", "Held"),
    ("released", "Released"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]

# How an inbound document ended. Only `received` is unfinished.
INTAKE_STATES = [
    ("received", "Received"),
    ("split", "Split into its orders"),
    ("order", "Order"),
    ("change", "Change to an order"),
    ("duplicate", "Duplicate"),
    ("waiting", "Waiting for a person"),
    ("refused", "Refused"),
]

# What a finding means for an account.
POLICY_ACTIONS = [
    ("ignore", "Ignore"),
    ("note", "Note"),
    ("hold", "Hold"),
    ("approve", "Ask for approval"),
]

# The effects that stop an order, or the deliveries of one that is released already.
STOPPING_ACTIONS = ("hold", "approve")

# Whose queue a finding is in.
TEAMS = [
    ("desk", "Order desk"),
    ("credit", "Credit"),
]

# May the account buy? Empty: active.
ACCOUNT_STATUSES = [
    ("new", "New, not vetted yet"),
    ("active", "Active"),
    ("blocked", "Blocked"),
    ("closed", "Closed"),
]

# An account's own choice; empty: its tier's.
YES_NO = [("yes", "Yes"), ("no", "No")]

HOLD_STATES = [
    ("open", "Open"),
    ("cleared", "Cleared by itself"),
    ("waived", "Released by a person"),
]

EVENT_KINDS = [
    ("state", "Step"),
    ("finding", "Finding"),
    ("cleared", "Cause gone"),
    ("waived", "Released by a person"),
    ("intake", "Document"),
    ("price", "Price"),
    ("credit", "Credit"),
    ("approval", "Approval"),
    ("routing", "Routing"),
    ("allocation", "Allocation"),
    ("billing", "Billing"),
]

# Where a price came from.
PRICE_SOURCES = [
    ("agreement", "Agreement"),
    ("tier", "Price list"),
    ("company", "Company price list"),
    ("list", "List price"),
    ("given", "Given"),
]

# The moment whose prices an account pays.
PRICE_DATES = [
    ("order", "Order date"),
    ("requested", "Requested date"),
    ("ship", "Ship date"),
]

# Odoo keeps unit prices unrounded; beyond so many digits they differ by arithmetic only.
PRICE_DIGITS = 6

# An allocation is kept from stock, or waits for some.
ALLOCATION_KINDS = [("stock", "From stock"), ("backorder", "Backorder")]

ALLOCATION_STATES = [
    ("open", "Open"),
    ("done", "Delivered"),
    ("cancelled", "Cancelled"),
]

# What happens with what is not in stock when an order is released.
BACKORDER_POLICIES = [
    ("ship_available", "Ship what is there, the rest later"),
    ("complete_line", "Ship each line complete"),
    ("complete_order", "Ship the order complete"),
    ("cancel_rest", "Ship what is there, cancel the rest"),
]

# How those of one rank share what is not enough for all.
FAIR_SHARES = [
    ("first_come", "First come, first served"),
    ("pro_rata", "Everybody the same share"),
    ("minimum_fill", "A minimum to everybody, then the oldest"),
]

# Context key: Odoo's own code hands on stock that arrived.
HANDING_ON = "b2b_handing_on"

# Context key: the goods of a move line are in a picker's hand, whatever was promised of them.
IN_HAND = "b2b_in_hand"

# Context key: a seller closes lines short; the buyer's minimums are not asked again.
CLOSING = "b2b_closing"

# Context key: a person asks a delivery to reserve what there is.
BY_HAND = "b2b_by_hand"

# Context key: the account whose document is being read, as far as its channel knows.
READ_FOR = "b2b_read_for"

# Context key: nobody is written to about what happens, as when orders are brought over.
QUIET = "b2b_quiet"

# Context key: values kept beside each line of a document that brings an old order over.
MIGRATED = "b2b_migrated"

# Whose word counts for a record or field that a connected system keeps as well.
TRUTHS = [
    ("theirs", "The other system"),
    ("ours", "This system"),
    ("compare", "Nobody: compare only"),
]
