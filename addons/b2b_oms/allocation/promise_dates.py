"""When what waits can leave: receipts are given to those who wait, in their order. No Odoo in here."""


def promise_dates(receipts, claims):
    """Give each claim the day of the receipt that completes it.

    :param receipts: list of (day, quantity), any order
    :param claims: list of (key, quantity) in the order in which they are served
    :return: {key: day}; False for those whom no receipt in sight completes
    """
    coming = sorted(receipts)
    dates, at, left = {}, 0, coming[0][1] if coming else 0.0
    for key, quantity in claims:
        day = False
        while quantity > 1e-6 and at < len(coming):
            taken = min(quantity, left)
            quantity, left = quantity - taken, left - taken
            day = coming[at][0]
            if left <= 1e-6:
                at += 1
                left = coming[at][1] if at < len(coming) else 0.0
        dates[key] = day if quantity <= 1e-6 else False
    return dates
