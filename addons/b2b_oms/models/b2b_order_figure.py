from odoo import api, fields, models

from ..const import ORDER_STATES
from ..performance.dashboard import put_dashboard
from ..performance.order_figures import order_figures


def share(label, help_text):
    """A yes-or-no figure: its mean is a share of orders."""
    return fields.Float(string=label, readonly=True, aggregator="avg", help=help_text)


def span(label, help_text):
    """A time between two steps."""
    return fields.Float(
        string=label, readonly=True, aggregator="avg", digits=(8, 1), help=help_text
    )


class OrderFigure(models.Model):
    """How each order went: to group, filter and export. Definitions are the fields' help texts."""

    _name = "b2b.order.figure"
    _description = "Order performance"
    _auto = False
    _order = "received_on desc, id desc"
    _rec_name = "order_id"
    _depends = {
        "sale.order": [
            "amount_untaxed", "b2b_account_id", "b2b_channel", "b2b_state", "company_id",
            "currency_rate", "invoice_status", "team_id", "user_id", "warehouse_id",
        ],
        "b2b.order.event": ["order_id", "kind", "to_state"],
        "b2b.order.hold": ["order_id", "action", "code", "state"],
        "b2b.allocation": [
            "first_promised_date", "given_up_quantity", "is_planned_from_stock", "kind", "order_id",
            "promised_date", "quantity", "state", "warehouse_id",
        ],
        "account.move": ["invoice_date", "payment_state", "state"],
        "res.company": ["b2b_cost_per_hour", "b2b_minutes_per_hold"],
        "res.partner": ["b2b_tier_id"],
    }  # fmt: skip

    order_id = fields.Many2one("sale.order", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    account_id = fields.Many2one("res.partner", string="Account", readonly=True)
    tier_id = fields.Many2one("b2b.account.tier", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    channel = fields.Selection(lambda self: self.env["sale.order"]._b2b_channels(), readonly=True)
    state = fields.Selection(ORDER_STATES, readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    received_on = fields.Datetime(readonly=True)
    released_on = fields.Datetime(readonly=True)
    shipped_on = fields.Datetime(readonly=True, help="When the last of it left the house.")
    invoiced_on = fields.Date(readonly=True, help="Date of the last invoice, once all is invoiced.")
    paid_on = fields.Date(readonly=True, help="Day of the last payment, once all is paid.")
    amount = fields.Monetary(
        string="Untaxed", readonly=True, help="In the company's currency, at the order's rate."
    )
    touchless = share(
        "Touchless",
        "Released without ever being held; an order that is held now counts as touched already.",
    )
    held = share("Held", "Was held at least once.")
    price_error = share("Price Errors", "Came with a price that is not the account's price.")
    fill = share("Fill Rate", "Share of the promised quantity that was in stock at the release.")
    backordered = share("Backordered", "Something of it was not in stock at the release.")
    split = share("Split", "Goes out from more than one warehouse.")
    first_kept = share(
        "OTIF, First Promise",
        "Everything ordered left the house, all by the date promised at the release; "
        "counted once all has shipped.",
    )
    last_kept = share(
        "OTIF, Last Promise",
        "The same against the date promised last; what was cancelled is left out.",
    )
    holds = fields.Integer(readonly=True, help="Findings that stopped it, ever.")
    minutes = fields.Float(
        string="Minutes Spent",
        readonly=True,
        help="Findings that stopped it, times the minutes per hold of the settings.",
    )
    cost = fields.Monetary(
        string="Cost to Serve",
        readonly=True,
        help="Minutes spent, at the cost of an hour of the settings.",
    )
    waiting = fields.Integer(
        string="Open Backorders", readonly=True, help="Promises of it that wait for stock now."
    )
    waiting_days = fields.Float(
        string="Age of Backorders",
        readonly=True,
        aggregator="max",
        digits=(8, 1),
        help="Days since the oldest of its open backorders was promised; of many orders the oldest.",
    )
    cycle_days = span("Days in All", "From received until the last of it left.")
    release_hours = span("Hours to Release", "From received to released.")
    ship_days = span("Days to Ship", "From released until the last of it left.")
    invoice_days = span("Days to Invoice", "From the last shipment to the last invoice.")
    pay_days = span("Days to Pay", "From the last invoice to the last payment.")

    @property
    def _table_query(self):
        return order_figures()

    @api.model
    def action_open_dashboard(self):
        """The spreadsheet dashboard where Odoo's Dashboards are installed, else graph and pivot."""
        self.check_access("read")
        dashboard = put_dashboard(self.sudo().env)
        if not dashboard:
            return self.env["ir.actions.act_window"]._for_xml_id("b2b_oms.b2b_order_figure_action")
        return {
            "type": "ir.actions.client",
            "tag": "action_spreadsheet_dashboard",
            "name": dashboard.name,
            "params": {"dashboard_id": dashboard.id},
        }
