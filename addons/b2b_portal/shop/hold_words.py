"""What a buyer is told of a hold: what it means for the order and what can be done. No figures of ours."""

# Findings whose own sentence is about the buyer's order alone and is told as it is.
TOLD = {"quantity", "minimum_order", "unknown_product", "requested_date", "restricted", "ship_to",
        "duplicate", "near_duplicate", "channel_twin", "customer_po"}  # fmt: skip


def words(env, code, message):
    """(title, sentence) for the buyer.

    :param code: code of the check
    :param message: the finding's own sentence, for people of the house
    """
    own = {
        "credit_limit": (
            env._("Credit limit"),
            env._("This order passes your credit limit. A payment or a smaller order lets it go."),
        ),
        "buyer_limit": (
            env._("Your limit"),
            env._("%(why)s An approver of your company is asked.", why=message),
        ),
        "credit_expired": (env._("Credit"), env._("Your credit has to be renewed first.")),
        "overdue": (
            env._("Overdue invoices"),
            env._("Invoices are overdue. The order goes on by itself once they are paid."),
        ),
        "reminder": (
            env._("Overdue invoices"),
            env._("Invoices are overdue. The order goes on by itself once they are paid."),
        ),
        "prepayment": (
            env._("Payment"),
            env._("Your orders are delivered once they are paid."),
        ),
        "account_status": (
            env._("Account"),
            env._("Your account is being reviewed. We will come back to you."),
        ),
    }
    if code in own:
        return own[code]
    titles = {
        "quantity": env._("Quantity"),
        "minimum_order": env._("Minimum order"),
        "unknown_product": env._("Unknown item"),
        "requested_date": env._("Requested date"),
        "restricted": env._("Restricted goods"),
        "ship_to": env._("Delivery address"),
        "duplicate": env._("Ordered before"),
        "near_duplicate": env._("Ordered before"),
        "channel_twin": env._("Ordered before"),
        "customer_po": env._("PO number"),
    }
    if code in TOLD:
        return titles[code], message
    return env._("Review"), env._("A colleague of ours looks at this order before it goes on.")
