from odoo import api, fields, models

from ..const import ACCOUNT_STATUSES, BACKORDER_POLICIES, PRICE_DATES, YES_NO


class ResPartner(models.Model):
    """An account is a commercial partner with a tier; contacts and ship-tos are its children."""

    _name = "res.partner"
    _inherit = ["res.partner", "b2b.collected.account", "b2b.internal.fields"]
    # Notes and warnings about a customer are written for colleagues.
    _b2b_internal = {"comment", "picking_warn_msg", "sale_warn_msg"}

    b2b_tier_id = fields.Many2one(
        "b2b.account.tier",
        string="Tier",
        company_dependent=True,
        groups="base.group_user",
        help="Makes this customer an account: its orders are checked, held and released by us.",
    )
    b2b_minimum_order = fields.Float(
        string="Minimum Order Value",
        company_dependent=True,
        groups="base.group_user",
        help="Goods without tax, in the company's currency. Zero: the tier's minimum.",
    )
    b2b_small_order_fee = fields.Float(
        string="Small-Order Fee",
        company_dependent=True,
        groups="base.group_user",
        help="Added to orders under the minimum instead of holding them. Zero: the tier's fee.",
    )
    b2b_freight_charge = fields.Float(
        string="Freight Charge",
        company_dependent=True,
        groups="base.group_user",
        help="Added to every order of goods for sending it. Zero: as the tier says.",
    )
    b2b_free_freight_from = fields.Float(
        string="Freight Free From",
        company_dependent=True,
        groups="base.group_user",
        help="Value of goods without tax, in the company's currency. Zero: as the tier says; "
        "0.01 for an account that never pays freight.",
    )
    b2b_tier_move_ids = fields.One2many(
        "b2b.tier.move", "account_id", string="Changes of Tier", groups="base.group_user"
    )
    b2b_price_date = fields.Selection(
        PRICE_DATES,
        string="Prices Of",
        company_dependent=True,
        groups="base.group_user",
        help="The day whose prices this account pays. Empty: the order date.",
    )
    b2b_status = fields.Selection(
        ACCOUNT_STATUSES,
        string="Account Status",
        company_dependent=True,
        groups="base.group_user",
        help="New, blocked and closed accounts do not buy without a person's yes. Empty: active.",
    )
    b2b_po_required = fields.Selection(
        YES_NO,
        string="PO Number Required",
        company_dependent=True,
        groups="base.group_user",
        help="Orders without the account's PO number are held. Empty: as the tier says.",
    )
    b2b_prepaid = fields.Selection(
        YES_NO,
        string="Prepaid",
        company_dependent=True,
        groups="base.group_user",
        help="Orders are invoiced at once and delivered when they are paid. Empty: as the tier says.",
    )
    b2b_backorder_policy = fields.Selection(
        BACKORDER_POLICIES,
        string="If Not in Stock",
        company_dependent=True,
        groups="base.group_user",
        help="What happens with what is not in stock. Empty: as the tier says.",
    )
    b2b_substitutes = fields.Selection(
        YES_NO,
        string="Takes Substitutes",
        company_dependent=True,
        groups="base.group_user",
        help="Takes another product when one is not in stock. Empty: as the tier says.",
    )
    b2b_date_tolerance = fields.Integer(
        string="Date Tolerance",
        company_dependent=True,
        groups="base.group_user",
        help="Days by which a backorder's date may move untold. Zero: as the tier says.",
    )
    b2b_billing_schedule_id = fields.Many2one(
        "b2b.billing.schedule",
        string="Billing Schedule",
        company_dependent=True,
        groups="base.group_user",
        help="When this account is invoiced. Empty: as the tier says.",
    )
    invoice_sending_method = fields.Selection(
        selection_add=[("b2b_post", "by Post")], ondelete={"b2b_post": "set null"}
    )
    b2b_third_party_ship_to = fields.Boolean(
        string="Delivers to Others",
        company_dependent=True,
        groups="base.group_user",
        help="Orders may go to addresses that are not the account's own.",
    )
    b2b_no_delivery = fields.Boolean(
        string="No Deliveries Here",
        groups="base.group_user",
        help="Orders to this address are held.",
    )
    b2b_packing_note = fields.Text(
        string="Packing Instructions",
        groups="base.group_user",
        help="Printed on pick lists; an address's own beside those of its account.",
    )
    b2b_shipping_note = fields.Text(
        string="Shipping Instructions",
        groups="base.group_user",
        help="Printed on pick lists; an address's own beside those of its account.",
    )
    b2b_permitted_categ_ids = fields.Many2many(
        "product.category",
        "b2b_permitted_category_rel",
        "partner_id",
        "categ_id",
        string="Permits",
        domain=[("b2b_restriction", "=", "permission")],
        groups="base.group_user",
        help="Restricted categories this account may buy.",
    )
    b2b_routing_strategy = fields.Selection(
        selection=lambda self: self.env["b2b.routing.strategy"]._selection(),
        string="Warehouses By",
        company_dependent=True,
        groups="base.group_user",
        help="How warehouses are chosen for this account. Empty: as the tier says.",
    )
    b2b_no_split = fields.Selection(
        YES_NO,
        string="Lines in One Piece",
        company_dependent=True,
        groups="base.group_user",
        help="A line is never cut over several warehouses. Empty: as the tier says.",
    )
    b2b_maximum_shipments = fields.Integer(
        string="Shipments per Order",
        company_dependent=True,
        groups="base.group_user",
        help="At most, by warehouses. Zero: the tier's.",
    )
    b2b_warehouse_preference_ids = fields.One2many(
        "b2b.warehouse.preference",
        "account_id",
        string="Warehouses",
        groups="base.group_user",
    )
    b2b_credit_limit_ids = fields.One2many(
        "b2b.credit.limit", "account_id", string="Credit Limits", groups="base.group_user"
    )
    b2b_agreement_ids = fields.One2many(
        "b2b.price.agreement", "account_id", string="Agreements", groups="base.group_user"
    )
    b2b_customer_part_ids = fields.One2many(
        "b2b.customer.part", "account_id", string="Own Part Numbers", groups="base.group_user"
    )

    @api.model
    def _commercial_fields(self):
        return [
            *super()._commercial_fields(),
            "b2b_tier_id",
            "b2b_minimum_order",
            "b2b_small_order_fee",
            "b2b_freight_charge",
            "b2b_free_freight_from",
            "b2b_price_date",
            "b2b_status",
            "b2b_po_required",
            "b2b_prepaid",
            "b2b_backorder_policy",
            "b2b_substitutes",
            "b2b_date_tolerance",
            "b2b_billing_schedule_id",
            "b2b_third_party_ship_to",
            "b2b_routing_strategy",
            "b2b_no_split",
            "b2b_maximum_shipments",
            "b2b_permitted_categ_ids",
            "b2b_dunning_contact_id",
            "b2b_statement",
            "b2b_reminders",
        ]

    def write(self, vals):
        if {"b2b_status", "active"} & vals.keys():
            self.env["sale.order"]._b2b_look_again(self)
        if "b2b_tier_id" not in vals:
            result = super().write(vals)
            self.env["b2b.announcer"]._accounts(self, vals)
            return result
        accounts = self.filtered(lambda partner: partner.commercial_partner_id == partner)
        before = {account: account.b2b_tier_id for account in accounts}
        result = super().write(vals)
        for account, tier in before.items():
            self.env["b2b.tier.move"]._record(account, tier)
        self.env["b2b.announcer"]._accounts(self, vals)
        return result

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        self.env["b2b.announcer"]._accounts(partners, {"name"})
        return partners

    @api.depends("commercial_partner_id.b2b_tier_id")
    def _compute_product_pricelist(self):
        return super()._compute_product_pricelist()

    def _inverse_product_pricelist(self):
        """Saving the tier's own list on the form must not pin it to the account."""
        following = self.filtered(
            lambda p: (
                not p.specific_property_product_pricelist
                and p.property_product_pricelist
                == p.commercial_partner_id.sudo().b2b_tier_id.pricelist_id
            )
        )
        return super(ResPartner, self - following)._inverse_product_pricelist()

    def action_b2b_service_ledger(self):
        """What the account got from us, month by month."""
        self.ensure_one()
        account = self.commercial_partner_id
        action = self.env["ir.actions.act_window"]._for_xml_id("b2b_oms.b2b_service_ledger_action")
        return {
            **action,
            "name": self.env._("Service: %s", account.name),
            "domain": [("account_id", "=", account.id)],
        }

    def action_b2b_credit(self):
        """Open the account's credit limit in this company, or a new one."""
        self.ensure_one()
        account = self.commercial_partner_id
        limit = self.env["b2b.credit.limit"].search(
            [("account_id", "=", account.id), ("company_id", "=", self.env.company.id)], limit=1
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Credit"),
            "res_model": "b2b.credit.limit",
            "view_mode": "form",
            "views": [(False, "form")],
            "res_id": limit.id,
            "context": {"default_account_id": account.id},
        }

    def _b2b_payment_term(self):
        """The account's own payment terms, else its tier's, in the company of the environment."""
        self.ensure_one()
        return (
            self.property_payment_term_id
            or self.commercial_partner_id.sudo().b2b_tier_id.payment_term_id
        )
