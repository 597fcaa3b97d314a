from odoo.exceptions import UserError


class Refusal(UserError):
    """What a buyer wanted and cannot have. Its sentence is written for the buyer and is shown.

    Any other ``UserError`` is written for our people and may name what is none of the buyer's
    business; pages say that it could not be done, not why.
    """
