from datetime import timedelta

from odoo import api, fields, models

from ..clock import midnight
from ..collections.company_day import company_day

# What decides to which week an order belongs, and the figures that are asked of it then:
# figure: (its sum or mean in b2b.order.figure, factor).
FIGURES = {
    "received_on": {
        "orders": ("__count", 1),
        "amount": ("amount:sum", 1),
        "minutes": ("minutes:sum", 1 / 60),
    },
    "released_on": {
        "touchless": ("touchless:avg", 100),
        "price_error": ("price_error:avg", 100),
        "release": ("release_hours:avg", 1),
        "fill": ("fill:avg", 100),
    },
    "shipped_on": {
        "kept": ("first_kept:avg", 100),
        "cycle": ("cycle_days:avg", 1),
    },
}
# More of these is worse: Odoo paints what grows green, so their change is not painted at all.
WORSE_WHEN_MORE = {"kpi_b2b_minutes", "kpi_b2b_price_error", "kpi_b2b_release", "kpi_b2b_cycle"}
KPIS = [f"kpi_b2b_{name}" for figures in FIGURES.values() for name in figures]


def _shown(label):
    return fields.Boolean(label)


class Digest(models.Model):
    """The week of orders as a mail to those who asked for it, by Odoo's own digest."""

    _inherit = "digest.digest"

    b2b_weeks = fields.Boolean(
        string="Week beside Week",
        help="The columns are the last seven whole days, the seven days before and the last 28, "
        "by the calendar of the reader's company.",
    )
    kpi_b2b_orders = _shown("Orders Received")
    kpi_b2b_orders_value = fields.Integer(compute="_compute_b2b_figures")
    kpi_b2b_amount = _shown("Orders, Untaxed")
    kpi_b2b_amount_value = fields.Monetary(compute="_compute_b2b_figures")
    kpi_b2b_touchless = _shown("Released without a Person, %")
    kpi_b2b_touchless_value = fields.Float(compute="_compute_b2b_figures")
    kpi_b2b_price_error = _shown("Came with a Wrong Price, %")
    kpi_b2b_price_error_value = fields.Float(compute="_compute_b2b_figures")
    kpi_b2b_release = _shown("Hours to Release")
    kpi_b2b_release_value = fields.Float(compute="_compute_b2b_figures")
    kpi_b2b_fill = _shown("Fill Rate, %")
    kpi_b2b_fill_value = fields.Float(compute="_compute_b2b_figures")
    kpi_b2b_kept = _shown("Kept Their First Promise, %")
    kpi_b2b_kept_value = fields.Float(compute="_compute_b2b_figures")
    kpi_b2b_cycle = _shown("Days from Receipt to Shipment")
    kpi_b2b_cycle_value = fields.Float(compute="_compute_b2b_figures")
    kpi_b2b_minutes = _shown("Hours Spent on Holds")
    kpi_b2b_minutes_value = fields.Float(compute="_compute_b2b_figures")

    @api.depends_context("start_datetime", "end_datetime", "company", "uid")
    def _compute_b2b_figures(self):
        start, end, companies = self._get_kpi_compute_parameters()
        known = {
            day: self._b2b_figures(day, start, end, companies, figures)
            for day, figures in FIGURES.items()
        }
        for digest in self:
            company = digest.company_id or self.env.company
            for day, figures in FIGURES.items():
                for name in figures:
                    digest[f"kpi_b2b_{name}_value"] = known[day].get(company, {}).get(name, 0)

    def _b2b_figures(self, day, start, end, companies, figures):
        """{company: {figure: value}} of the orders of a time.

        :param day: field of ``b2b.order.figure`` that must lie in it
        :param start, end: UTC, as Odoo's digest gives them
        """
        domain = [("company_id", "in", companies.ids), (day, ">=", start), (day, "<", end)]
        aggregates = [aggregate for aggregate, _factor in figures.values()]
        rows = self.env["b2b.order.figure"]._read_group(domain, ["company_id"], aggregates)
        return {
            company: {
                name: (value or 0) * factor
                for (name, (_aggregate, factor)), value in zip(figures.items(), values, strict=True)
            }
            for company, *values in rows
        }

    def _compute_timeframes(self, company):
        if not self.b2b_weeks:
            return super()._compute_timeframes(company)
        today = company_day(company)
        zone = company.with_context(tz=company.partner_id.tz or self.env.user.tz).env.tz

        def since(days):
            return midnight(today - timedelta(days=days), zone)

        return [
            (self.env._("Last 7 days"), ((since(7), since(0)), (since(14), since(7)))),
            (self.env._("The week before"), ((since(14), since(7)), (since(21), since(14)))),
            (self.env._("Last 4 weeks"), ((since(28), since(0)), (since(56), since(28)))),
        ]

    def _compute_kpis(self, company, user):
        kpis = super()._compute_kpis(company, user)
        for kpi in kpis:
            if kpi["kpi_name"] in WORSE_WHEN_MORE:
                for column in ("kpi_col1", "kpi_col2", "kpi_col3"):
                    kpi[column]["margin"] = 0.0
        return kpis

    def _compute_kpis_actions(self, company, user):
        menu = self.env.ref("b2b_oms.menu_root").id
        ours = {kpi: f"b2b_oms.b2b_order_figure_action?menu_id={menu}" for kpi in KPIS}
        return super()._compute_kpis_actions(company, user) | ours
