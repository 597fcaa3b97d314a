from odoo import models


class StockFirstStrategy(models.AbstractModel):
    """The warehouse that holds most of what is ordered, wherever it is."""

    _name = "b2b.routing.strategy.stock_first"
    _inherit = "b2b.routing.strategy"
    _description = "Most of the order on stock"
    _code = "stock_first"
    _sequence = 20
    _criteria = ("shortfall", "shipments", "missing", "day")
    _ranked_by = ("missing",)

    def _scores(self, situation, warehouses):
        wanted = {}
        for need in situation.needs:
            if need.product.is_storable:
                wanted[need.product.id] = wanted.get(need.product.id, 0.0) + need.quantity
        scores = {}
        for warehouse in warehouses:
            whole = sum(
                situation.available.get((product, warehouse.id), 0.0) >= quantity
                for product, quantity in wanted.items()
            )
            scores[warehouse] = (
                {"missing": len(wanted) - whole},
                self.env._(
                    "Holds %(whole)s of %(count)s products in full.", whole=whole, count=len(wanted)
                ),
            )
        return scores
