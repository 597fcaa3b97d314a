from odoo import models


class NearestStrategy(models.AbstractModel):
    """The shortest way to the ship-to."""

    _name = "b2b.routing.strategy.nearest"
    _inherit = "b2b.routing.strategy"
    _description = "Nearest warehouse"
    _code = "nearest"
    _sequence = 10
    _criteria = ("shortfall", "shipments", "distance", "day")
    _ranked_by = ("distance",)

    def _scores(self, situation, warehouses):
        scores = {}
        for warehouse in warehouses:
            km, reason = self._distance(situation.ship_to, warehouse)
            scores[warehouse] = {"distance": km}, reason
        return scores
