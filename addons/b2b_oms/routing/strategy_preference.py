from odoo import models


class PreferenceStrategy(models.AbstractModel):
    """The account's own list of warehouses; two from the top of the list go before one below them."""

    _name = "b2b.routing.strategy.preference"
    _inherit = "b2b.routing.strategy"
    _description = "The account's preferred warehouses"
    _code = "preference"
    _sequence = 30
    # A place weighs more than all places above it together: see `_scores`.
    _criteria = ("shortfall", "preference", "shipments", "day")
    _ranked_by = ("preference",)

    def _scores(self, situation, warehouses):
        preferred = self.env["b2b.warehouse.preference"]._preferred(
            situation.account, situation.company
        )
        places = {warehouse: place for place, warehouse in enumerate(preferred)}
        scores = {}
        for warehouse in warehouses:
            place = places.get(warehouse)
            if place is None:
                reason = self.env._("Not on the account's list.")
            else:
                reason = self.env._("Number %(place)s on the account's list.", place=place + 1)
            weight = 2 ** (len(preferred) if place is None else place)
            scores[warehouse] = {"preference": weight}, reason
        return scores
