from odoo import models


class LeastBusyStrategy(models.AbstractModel):
    """The warehouse with the fewest deliveries still to pack."""

    _name = "b2b.routing.strategy.least_busy"
    _inherit = "b2b.routing.strategy"
    _description = "Fewest open deliveries"
    _code = "least_busy"
    _criteria = ("shortfall", "shipments", "busy", "day")
    _ranked_by = ("busy",)

    def _scores(self, situation, warehouses):
        rows = self.env["stock.picking"]._read_group(
            [
                ("picking_type_id.warehouse_id", "in", warehouses.ids),
                ("picking_type_id.code", "=", "outgoing"),
                ("state", "not in", ("done", "cancel")),
            ],
            ["picking_type_id"],
            ["__count"],
        )
        busy = dict.fromkeys(warehouses, 0)
        for kind, count in rows:
            busy[kind.warehouse_id] += count
        return {
            warehouse: ({"busy": count}, self.env._("%s deliveries to pack.", count))
            for warehouse, count in busy.items()
        }
