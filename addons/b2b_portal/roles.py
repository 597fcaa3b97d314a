"""Who of an account may do what in the portal: one table, read by routes, models and tests."""

LOOK, ORDER, APPROVE, PAY, MANAGE = "look", "order", "approve", "pay", "manage"

# Role: (label, what it may do). A colleague without a role is a buyer, as in stock Odoo.
ROLES = {
    "viewer": ("Viewer", {LOOK}),
    "buyer": ("Buyer", {LOOK, ORDER, PAY}),
    "approver": ("Approver", {LOOK, ORDER, PAY, APPROVE}),
    "payable": ("Accounts payable", {LOOK, PAY}),
    "admin": ("Administrator", {LOOK, ORDER, PAY, APPROVE, MANAGE}),
}
DEFAULT_ROLE = "buyer"


def rights_of(role):
    """What somebody with this role may do: a set of the five words above."""
    return ROLES[role][1]


def roles_with(right):
    """The roles that allow something."""
    return [role for role, (_label, rights) in ROLES.items() if right in rights]
