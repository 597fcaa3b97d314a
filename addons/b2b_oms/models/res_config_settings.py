from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    b2b_pricelist_id = fields.Many2one(related="company_id.b2b_pricelist_id", readonly=False)
    b2b_credit_alert = fields.Float(related="company_id.b2b_credit_alert", readonly=False)
    b2b_credit_notice_days = fields.Integer(
        related="company_id.b2b_credit_notice_days", readonly=False
    )
    b2b_home_country_group_id = fields.Many2one(
        related="company_id.b2b_home_country_group_id", readonly=False
    )
    b2b_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of Orders")
    b2b_routing_strategy = fields.Selection(
        related="company_id.b2b_routing_strategy", readonly=False
    )
    b2b_shipment_penalty = fields.Monetary(
        related="company_id.b2b_shipment_penalty",
        currency_field="b2b_currency_id",
        readonly=False,
    )
    b2b_approval_login = fields.Boolean(related="company_id.b2b_approval_login", readonly=False)
    b2b_reminder_mode = fields.Selection(related="company_id.b2b_reminder_mode", readonly=False)
    b2b_reminder_minimum = fields.Float(related="company_id.b2b_reminder_minimum", readonly=False)
    b2b_reminder_interest = fields.Float(related="company_id.b2b_reminder_interest", readonly=False)
    b2b_confidence_limit = fields.Float(related="company_id.b2b_confidence_limit", readonly=False)
    b2b_minutes_per_hold = fields.Float(related="company_id.b2b_minutes_per_hold", readonly=False)
    b2b_feed = fields.Boolean(related="company_id.b2b_feed", readonly=False)
    b2b_cost_per_hour = fields.Monetary(
        related="company_id.b2b_cost_per_hour",
        currency_field="b2b_currency_id",
        readonly=False,
    )
