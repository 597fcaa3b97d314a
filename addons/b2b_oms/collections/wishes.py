"""Words of the collection room: kinds of statements, ends of letters."""

STATEMENT_KINDS = [
    ("no", "None"),
    ("open", "Open items"),
    ("running", "Running balance"),
]

LETTER_STATES = [
    ("proposed", "Proposed"),
    ("approved", "To send"),
    ("sent", "Sent"),
    ("failed", "Failed"),
    ("cancelled", "Cancelled"),
]

# Why an open item is not asked for.
REASONS = [
    ("disputed", "Disputed"),
    ("promised", "Promised"),
    ("covered", "Covered by credits"),
    ("in_transit", "Payment on its way"),
    ("silent", "Kept out of reminders"),
]

REMINDER_MODES = [
    ("off", "Off"),
    ("propose", "Propose, a person approves"),
    ("automatic", "Send by themselves"),
]
