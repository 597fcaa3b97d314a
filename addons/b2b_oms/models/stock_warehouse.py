from odoo import fields, models
from odoo.fields import Domain

from ..routing.shipping_day import ShippingCalendar


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    b2b_cutoff_hour = fields.Float(
        string="Order Cut-Off",
        help="Orders released later belong to the next working day; by the clock of the warehouse's "
        "address. 0:00: no cut-off.",
    )
    b2b_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Days",
        check_company=True,
        help="Empty: every day is a working day.",
    )
    b2b_handling_days = fields.Integer(
        string="Handling Days", help="Working days between an order's day and its departure."
    )
    b2b_daily_orders = fields.Integer(
        string="Orders a Day", help="More deliveries go to the next day. Zero: no limit."
    )
    b2b_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of Costs")
    b2b_handling_cost = fields.Monetary(
        string="Handling Cost", currency_field="b2b_currency_id", help="Of one shipment."
    )
    b2b_rate_per_km = fields.Float(
        string="Rate per km", digits=(16, 4), help="Where no zone rate counts."
    )
    b2b_zone_rate_ids = fields.One2many("b2b.zone.rate", "warehouse_id", string="Zone Rates")
    b2b_not_stocked_categ_ids = fields.Many2many(
        "product.category",
        "b2b_not_stocked_category_rel",
        "warehouse_id",
        "categ_id",
        string="Categories Not Stocked",
        help="And those below them: nothing of them is sent from here nor waits here.",
    )
    b2b_not_stocked_product_ids = fields.Many2many(
        "product.product",
        "b2b_not_stocked_product_rel",
        "warehouse_id",
        "product_id",
        string="Products Not Stocked",
    )

    _b2b_cutoff_of_a_day = models.Constraint(
        "CHECK(b2b_cutoff_hour >= 0 AND b2b_cutoff_hour < 24)", "A cut-off is an hour of the day."
    )
    _b2b_figures_positive = models.Constraint(
        "CHECK(b2b_handling_days >= 0 AND b2b_daily_orders >= 0 AND b2b_handling_cost >= 0"
        " AND b2b_rate_per_km >= 0)",
        "Days, capacity and costs cannot be negative.",
    )

    def _b2b_timezone(self):
        self.ensure_one()
        return self.partner_id.tz or self.company_id.partner_id.tz or "UTC"

    def _b2b_not_stocked(self, products):
        """Those of these products that are outside the warehouse's range."""
        self.ensure_one()
        paths = tuple(categ.parent_path for categ in self.b2b_not_stocked_categ_ids)
        below = products.filtered(
            lambda p: paths and (p.categ_id.parent_path or "").startswith(paths)
        )
        return below | (self.b2b_not_stocked_product_ids & products)

    def _b2b_shipping_calendars(self, moment):
        """{warehouse: ShippingCalendar}, read together.

        :param moment: naive UTC; days off that ended before do not count
        """
        calendars = self.b2b_calendar_id
        leaves = self.env["resource.calendar.leaves"]
        if calendars:
            leaves = leaves.search(
                Domain("resource_id", "=", False)
                & Domain("calendar_id", "in", [False, *calendars.ids])
                & Domain("date_to", ">=", moment)
                & Domain("company_id", "in", [False, *self.company_id.ids])
            )
        return {
            warehouse: ShippingCalendar(
                warehouse._b2b_timezone(),
                warehouse.b2b_cutoff_hour,
                warehouse.b2b_handling_days,
                warehouse.b2b_calendar_id._b2b_works(leaves),
            )
            for warehouse in self
        }
