from odoo import api, fields, models

from ..collections.wishes import REMINDER_MODES
from ..const import FAIR_SHARES


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "b2b.internal.fields"]
    _b2b_ours_are_internal = True

    b2b_pricelist_id = fields.Many2one(
        "product.pricelist",
        string="Company Price List",
        domain=[("b2b_is_agreement", "=", False)],
        help="Asked for accounts when neither an agreement nor the account's list has a rule.",
    )
    b2b_credit_alert = fields.Float(
        string="Credit Alert At %",
        default=90.0,
        help="The credit controller is told when so much of a limit is used. Zero: never.",
    )
    b2b_credit_notice_days = fields.Integer(
        string="Notice Before a Limit Ends",
        default=14,
        help="So many days before its last day the credit controller is told.",
    )
    b2b_home_country_group_id = fields.Many2one(
        "res.country.group",
        string="Home Countries",
        help="Deliveries to these countries are no export. Empty: the company's country.",
    )
    b2b_routing_strategy = fields.Selection(
        selection=lambda self: self.env["b2b.routing.strategy"]._selection(),
        string="Warehouses By",
        help="How warehouses are chosen where account and tier say nothing. Empty: the nearest.",
    )
    b2b_shipment_penalty = fields.Monetary(
        string="Penalty per Shipment",
        help="Counted for each shipment when the lowest cost chooses the warehouses.",
    )
    b2b_approval_login = fields.Boolean(
        string="Approval Links Need a Login",
        help="Who opens the link in an approval mail must log in as its addressee first.",
    )

    b2b_minutes_per_hold = fields.Float(
        string="Minutes per Hold",
        default=10.0,
        help="What a hold costs a person, on average: turns holds into the cost to serve.",
    )
    b2b_cost_per_hour = fields.Monetary(
        string="Cost of an Hour",
        help="What an hour of the people who work on holds costs the company.",
    )
    b2b_confidence_limit = fields.Float(
        string="Least Confidence %",
        default=90.0,
        help="An order read from text waits for a person where less sure of a field than this.",
    )
    b2b_reminder_mode = fields.Selection(
        REMINDER_MODES,
        string="Reminders",
        default="propose",
        required=True,
        help="What the daily look at overdue accounts does with the letters it finds due.",
    )
    b2b_reminder_minimum = fields.Float(
        string="Smallest Reminder",
        help="Nobody is written to for less in all, in the company's currency.",
    )
    b2b_reminder_interest = fields.Float(
        string="Interest on Arrears %",
        help="A year, asked for in reminders from the due date on. Not booked. Zero: none.",
    )

    def _b2b_home_countries(self):
        """The countries that are no export, besides the company's own."""
        self.ensure_one()
        return self.country_id | self.b2b_home_country_group_id.country_ids

    b2b_feed = fields.Boolean(
        string="Change Feed",
        help="Write down each change of what the API tells, for systems that keep copies.",
    )
    b2b_feed_epoch = fields.Integer(
        readonly=True, help="Counts how often the feed was begun: older cursors are refused."
    )

    b2b_fair_share = fields.Selection(
        FAIR_SHARES,
        string="Sharing Scarce Stock",
        required=True,
        default="first_come",
        help="How backorders of one priority share stock that does not serve them all.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env.registry.clear_cache()
        return companies

    def write(self, vals):
        beginning = self.filtered(lambda company: vals.get("b2b_feed") and not company.b2b_feed)
        for company in beginning:
            company.b2b_feed_epoch += 1
        result = super().write(vals)
        if "b2b_feed" in vals:
            self.env.registry.clear_cache()
            self.env["b2b.change"]._restart(beginning)
        return result
