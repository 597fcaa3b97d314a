from odoo import models


class ShipToCheck(models.AbstractModel):
    """Goods go to addresses of the account, or to others where the account may name them."""

    _name = "b2b.order.check.ship_to"
    _inherit = "b2b.order.check"
    _description = "Ship-to not allowed"
    _code = "ship_to"
    _sequence = 18
    _about = ("ship_to",)

    def _find(self, orders):
        for order in orders:
            for address in self._addresses(order):
                problem = self._problem(order, address)
                if problem:
                    yield self._finding(
                        order, problem % {"address": address.display_name}, address=address.id
                    )

    def _addresses(self, order):
        """Every address something of the order goes to, the order's own first."""
        lines = order.order_line
        addresses = order.partner_shipping_id | lines.b2b_ship_to_id
        if self.env["b2b.line.destination"]._is_used():
            addresses |= lines.b2b_destination_ids.partner_id
        return addresses

    def _problem(self, order, address):
        account = order.b2b_account_id
        if not address.active and address != account:
            return self.env._("The delivery address %(address)s is archived.")
        if address.b2b_no_delivery:
            return self.env._("Nothing is delivered to %(address)s.")
        foreign = address.commercial_partner_id != account
        if foreign and not account.with_company(order.company_id).b2b_third_party_ship_to:
            return self.env._("%(address)s is no address of this account.")
        return ""
