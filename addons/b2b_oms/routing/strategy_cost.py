from odoo import models


class CostStrategy(models.AbstractModel):
    """The cheapest: handling, the way or the zone, and the company's penalty for each shipment."""

    _name = "b2b.routing.strategy.cost"
    _inherit = "b2b.routing.strategy"
    _description = "Lowest cost"
    _code = "cost"
    _sequence = 40
    _criteria = ("shortfall", "cost", "shipments", "day")
    _ranked_by = ("cost",)

    def _scores(self, situation, warehouses):
        # Each shipment carries the penalty, the first too: that changes no order of sets.
        penalty = situation.company.b2b_shipment_penalty
        zones = self.env["b2b.zone.rate"]._amounts(situation.ship_to, warehouses)
        currency = situation.company.currency_id
        scores = {}
        for warehouse in warehouses:
            km, _reason = self._distance(situation.ship_to, warehouse)
            zone = zones.get(warehouse)
            way = km * warehouse.b2b_rate_per_km if zone is None else zone
            cost = currency.round(warehouse.b2b_handling_cost + way + penalty)
            scores[warehouse] = {"cost": cost}, self.env._("Costs %(cost)s.", cost=cost)
        return scores
