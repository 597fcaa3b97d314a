from odoo import models

ACTION = "stock.action_warehouse_form"


class PointWarehousePlace(models.AbstractModel):
    """The nearest warehouse can only be chosen among those that are somewhere."""

    _name = "b2b.readiness.point.warehouse.place"
    _inherit = "b2b.readiness.point"
    _description = "Warehouses have coordinates"
    _code = "warehouse_place"
    _sequence = 50
    _chapter = "warehouses"

    def _title(self):
        return self.env._("Where warehouses are")

    def _answer(self, company):
        warehouses = self.env["stock.warehouse"].search([("company_id", "=", company.id)])
        if len(warehouses) < 2:
            return self._lacking(
                warehouses.browse(), self.env._("With one warehouse nothing is chosen."), ACTION
            )
        lacking = warehouses.filtered(
            lambda house: (
                not (house.partner_id.partner_latitude or house.partner_id.partner_longitude)
            )
        )
        return self._lacking(lacking, self.env._("All have coordinates."), ACTION)


class PointWarehouseDays(models.AbstractModel):
    """A day promised to a buyer must be a day on which somebody ships."""

    _name = "b2b.readiness.point.warehouse.days"
    _inherit = "b2b.readiness.point"
    _description = "Warehouses have working days"
    _code = "warehouse_days"
    _sequence = 52
    _chapter = "warehouses"
    _is_must = False

    def _title(self):
        return self.env._("Working days")

    def _answer(self, company):
        lacking = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id), ("b2b_calendar_id", "=", False)]
        )
        return self._lacking(lacking, self.env._("All have a calendar."), ACTION)
