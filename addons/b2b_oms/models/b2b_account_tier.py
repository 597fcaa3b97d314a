from odoo import api, fields, models

from ..collections.wishes import STATEMENT_KINDS
from ..const import BACKORDER_POLICIES


class AccountTier(models.Model):
    """The terms many accounts share. An account's own terms go before its tier's."""

    _name = "b2b.account.tier"
    _description = "Account tier"
    _order = "sequence, name"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="Short name used by files and other systems.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="Empty: every company may use it.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    pricelist_id = fields.Many2one(
        "product.pricelist",
        check_company=True,
        help="Prices of the accounts of this tier that have no price list of their own.",
    )
    payment_term_id = fields.Many2one(
        "account.payment.term",
        string="Payment Terms",
        check_company=True,
        help="Terms of the accounts of this tier that have none of their own.",
    )
    minimum_order = fields.Monetary(
        string="Minimum Order Value",
        help="Goods without tax, in the company's currency. Zero: no minimum.",
    )
    small_order_fee = fields.Monetary(
        help="Added to orders under the minimum instead of holding them. Zero: they are held.",
    )
    freight_charge = fields.Monetary(
        help="Added to every order of goods for sending it. Zero: nothing is.",
    )
    free_freight_from = fields.Monetary(
        string="Freight Free From",
        help="Value of goods without tax, in the company's currency. Zero: every order pays it.",
    )
    po_required = fields.Boolean(
        string="PO Number Required", help="Orders without the account's PO number are held."
    )
    prepaid = fields.Boolean(
        help="Orders are invoiced at once and delivered when they are paid.",
    )
    backorder_policy = fields.Selection(
        BACKORDER_POLICIES,
        string="If Not in Stock",
        required=True,
        default="ship_available",
        help="What happens with what is not in stock when an order is released.",
    )
    substitutes = fields.Boolean(help="Takes another product when one is not in stock.")
    keep_stock_hours = fields.Integer(
        help="Stock is kept so many hours for orders that wait for credit or approval. Zero: not."
    )
    keep_cart_minutes = fields.Integer(
        help="Stock is kept so many minutes for what lies in a buyer's cart. Zero: not."
    )
    date_tolerance = fields.Integer(
        default=1,
        help="Buyers are told when the date of a backorder moves by more than so many days.",
    )
    allocation_priority = fields.Integer(
        default=10, help="Who is served first when stock arrives: the lower, the sooner."
    )
    routing_strategy = fields.Selection(
        selection=lambda self: self.env["b2b.routing.strategy"]._selection(),
        help="How warehouses are chosen. Empty: as the company does.",
    )
    no_split = fields.Boolean(
        string="Lines in One Piece", help="A line is never cut over several warehouses."
    )
    maximum_shipments = fields.Integer(help="Of one order, by warehouses. Zero: any number.")
    statement = fields.Selection(STATEMENT_KINDS, string="Monthly Statement", default="no")
    reminders = fields.Boolean(default=True, help="Its accounts are reminded of what is overdue.")
    billing_schedule_id = fields.Many2one(
        "b2b.billing.schedule",
        check_company=True,
        ondelete="restrict",
        help="When accounts of this tier that have no schedule of their own are invoiced. "
        "Empty: by hand, as Odoo does.",
    )
    note = fields.Text()
    account_count = fields.Integer(compute="_compute_account_count")

    _code_company_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A tier with this code exists already."
    )
    _allocation_priority_positive = models.Constraint(
        "CHECK(allocation_priority >= 0)", "A priority cannot be negative."
    )
    _keep_times_positive = models.Constraint(
        "CHECK(keep_stock_hours >= 0 AND keep_cart_minutes >= 0)",
        "Stock cannot be kept for less than no time.",
    )
    _maximum_shipments_positive = models.Constraint(
        "CHECK(maximum_shipments >= 0)", "A maximum of shipments cannot be negative."
    )
    _minimum_order_positive = models.Constraint(
        "CHECK(minimum_order >= 0)", "A minimum order value cannot be negative."
    )

    _freight_positive = models.Constraint(
        "CHECK(freight_charge >= 0 AND free_freight_from >= 0)", "Freight cannot be negative."
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for tier in self:
            tier.currency_id = (tier.company_id or self.env.company).currency_id

    @api.depends_context("company")
    def _compute_account_count(self):
        counts = dict(
            self.env["res.partner"]._read_group(
                [("b2b_tier_id", "in", self.ids), ("parent_id", "=", False)],
                ["b2b_tier_id"],
                ["__count"],
            )
        )
        for tier in self:
            tier.account_count = counts.get(tier, 0)

    def action_open_accounts(self):
        """Open the accounts of this tier."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "res.partner",
            "view_mode": "list,form",
            "domain": [("b2b_tier_id", "=", self.id), ("parent_id", "=", False)],
        }
