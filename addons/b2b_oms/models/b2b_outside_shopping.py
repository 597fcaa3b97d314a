from odoo import api, models


class OutsideShopping(models.AbstractModel):
    """Buyers who fill a cart here for a system of their own, which orders it later.

    Two addons meet here and neither needs the other: who has a shop inherits this and answers the
    first half, who talks with such systems the second. While one half is missing nobody comes.
    """

    _name = "b2b.outside.shopping"
    _description = "Shopping for a buyer's own system"

    # === THE SHOP === #

    @api.model
    def _shop_page(self, user, account):
        """Override this to return the path where this login begins to shop for the account.

        :return: empty when it may not, or there is no shop
        """
        return ""

    @api.model
    def _put_in(self, user, visit, quantities):
        """Override this to put {``product.product``: quantity} into the cart of a visit."""

    # === THE SYSTEMS === #

    @api.model
    def _of_session(self, session):
        """Override this to return the visit a browser is on.

        A visit is a record with ``_hand_back(lines)``, lines being :class:`..outside.HandedLine`.

        :return: None: an ordinary login; an empty record: the visit is over
        """
        return
