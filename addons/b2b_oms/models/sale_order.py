from odoo import api, fields, models

from ..const import CHANNELS


class SaleOrder(models.Model):
    """Where our path meets Odoo's order: one override per hook."""

    _name = "sale.order"
    _inherit = [
        "sale.order",
        "b2b.order.flow",
        "b2b.order.stop",
        "b2b.order.guard",
        "b2b.order.reading",
        "b2b.order.twin",
        "b2b.order.watch",
        "b2b.order.pricing",
        "b2b.order.adjustments",
        "b2b.order.freight",
        "b2b.order.credit",
        "b2b.order.allocation",
        "b2b.order.shortage",
        "b2b.order.billing",
        "b2b.order.partial.release",
        "b2b.internal.fields",
    ]
    _b2b_internal = {"access_token", "partner_credit_warning", "sale_warning_text"}

    b2b_channel = fields.Selection(
        CHANNELS, string="Channel", default="rep", copy=False, groups="base.group_user"
    )
    b2b_intake_id = fields.Many2one(
        "b2b.intake",
        string="Received Document",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups="base.group_user",
    )
    b2b_requested_date = fields.Date(
        string="Requested Date", copy=False, help="When the buyer asked for the goods."
    )
    b2b_priority = fields.Selection(
        [("0", "Normal"), ("1", "High")],
        string="Priority",
        default="0",
        copy=False,
        groups="base.group_user",
        help="Among held orders those of high priority are served first when credit comes free.",
    )
    b2b_document_problem = fields.Char(
        string="Document Problem", copy=False, groups="base.group_user"
    )
    b2b_account_id = fields.Many2one(
        string="Account",
        related="partner_id.commercial_partner_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        groups="base.group_user",
    )
    b2b_hold_ids = fields.One2many(
        "b2b.order.hold", "order_id", string="Holds", groups="base.group_user"
    )
    b2b_event_ids = fields.One2many(
        "b2b.order.event", "order_id", string="Ledger", groups="base.group_user"
    )
    b2b_hold_reason = fields.Char(
        string="Held Because", compute="_compute_b2b_hold_reason", groups="base.group_user"
    )

    # === QUESTIONS === #

    @api.model
    def _b2b_channels(self):
        """The channels orders come by, with those other addons add: (word, label) pairs."""
        return self._fields["b2b_channel"]._description_selection(self.env)

    def _b2b_tier(self):
        """The tier of the order's account in the order's company; may be empty."""
        self.ensure_one()
        return self.sudo().b2b_account_id.with_company(self.company_id).b2b_tier_id

    def _b2b_is_managed(self):
        """Whether the order takes our path: its account has a tier, or a document brought it."""
        self.ensure_one()
        return bool(self.b2b_state or self.sudo().b2b_intake_id or self._b2b_tier())

    def _b2b_must_be_checked(self):
        self.ensure_one()
        return (
            self.state in ("draft", "sent")
            and self.b2b_state != "released"
            and self._b2b_is_managed()
        )

    def _b2b_minimum_order(self):
        """Least value of goods without tax, in the order's currency; zero when there is none."""
        return self._b2b_agreed_amount("minimum_order")

    def _b2b_small_order_fee(self):
        """Fee of an order under its minimum, in the order's currency; zero: such orders are held."""
        return self._b2b_agreed_amount("small_order_fee")

    def _b2b_agreed_amount(self, field):
        """A sum the account agreed, else its tier's, in the order's currency.

        :param field: of the tier; of the account ``b2b_`` stands before it
        """
        self.ensure_one()
        account = self.sudo().b2b_account_id.with_company(self.company_id)
        return self.company_id.currency_id._convert(
            account[f"b2b_{field}"] or account.b2b_tier_id[field],
            self.currency_id,
            self.company_id,
            self.date_order or fields.Date.today(),
        )

    @api.model
    def _b2b_unknown_item(self):
        """The placeholder for items nobody knows yet; from the cache, it is asked of every order."""
        known = self.env["ir.model.data"]._xmlid_to_res_id("b2b_oms.product_unknown_item")
        return self.env["product.product"].browse(known or [])

    def _b2b_company_total(self):
        """The order's amount with tax in its company's currency."""
        self.ensure_one()
        company = self.company_id
        return self.currency_id._convert(
            self.amount_total, company.currency_id, company, self.date_order or fields.Date.today()
        )

    def _b2b_timezone(self):
        """Where the day of the order ends: the company's address decides, else UTC."""
        self.ensure_one()
        return self.company_id.partner_id.tz or self.env.user.tz or "UTC"

    def _b2b_basket_key(self):
        """(company, account, lines) by which an order sent twice is told; empty without lines."""
        self.ensure_one()
        quantities = {}
        for line in self._b2b_goods():
            key = line.product_id.id, line.product_uom_id.id
            quantities[key] = quantities.get(key, 0.0) + line.product_uom_qty
        lines = frozenset(quantities.items())
        return lines and (self.company_id.id, self.sudo().b2b_account_id.id, lines)

    def _b2b_po_key(self):
        """(company, account, PO number) as duplicates are told; empty without a number."""
        self.ensure_one()
        number = (self.client_order_ref or "").strip().lower()
        return number and (self.company_id.id, self.sudo().b2b_account_id.id, number)

    @api.depends("b2b_hold_ids.state", "b2b_hold_ids.message")
    def _compute_b2b_hold_reason(self):
        for order in self:
            blocking = order.b2b_hold_ids.filtered(lambda hold: hold._is_blocking())
            order.b2b_hold_reason = " ".join(blocking.mapped("message"))

    # === ODOO'S HOOKS, ONCE EACH === #

    def _recompute_prices(self):
        """“Update prices” is a person's wish: kept prices go too."""
        lines = self.order_line.sudo().filtered("b2b_price_pinned")
        lines.write({"b2b_price_pinned": False, "b2b_price_reason": False})
        return super()._recompute_prices()

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._b2b_refuse_shortcut(*vals_list)
        managed = orders.filtered(lambda order: order._b2b_is_managed())
        managed._b2b_set_state("received", self.env._("Received."))
        return orders

    def write(self, vals):
        self._b2b_refuse_shortcut(vals)
        changed = {"partner_shipping_id": "ship_to", "payment_term_id": "terms"}
        about = [changed[field] for field in changed.keys() & vals.keys()]
        before = self._b2b_totals() if about else {}
        result = super().write(vals)
        self._b2b_guard_change(before, *about)
        if "partner_shipping_id" in vals:
            self.order_line._b2b_addresses_changed()
        if "order_line" in vals:
            self._b2b_adjust()
        if self._b2b_rechecked_fields() & vals.keys():
            self._b2b_recheck()
        return result

    def _portal_ensure_token(self):
        """Whoever may read the document may pass on its link; the token alone stays unread."""
        return super(SaleOrder, self.sudo())._portal_ensure_token()

    @api.model
    def _b2b_rechecked_fields(self):
        """Fields whose change may take away the cause of a hold."""
        return {"order_line", "partner_id", "partner_shipping_id", "client_order_ref",
                "payment_term_id", "b2b_requested_date", "b2b_confidence"}  # fmt: skip

    def action_confirm(self):
        """Confirm what may pass; hold the rest with its reasons. The one veto for every channel."""
        unchecked = self.filtered(lambda order: order._b2b_must_be_checked())
        unchecked.check_access("write")  # much of the path runs as superuser
        unchecked._b2b_submit()
        ready = self - unchecked
        return super(SaleOrder, ready).action_confirm() if ready else True

    def _validate_order(self):
        """The buyer signed; who sells must hear it when the order stays held nevertheless."""
        result = super()._validate_order()
        self._b2b_tell_seller(self.env._("The buyer signed this order."))
        return result

    def _confirmation_error_message(self):
        unknown = self._b2b_unknown_item()
        if unknown and unknown in self.order_line.product_id:
            return self.env._("Choose a product for the unknown items first.")
        return super()._confirmation_error_message()

    def _action_cancel(self):
        result = super()._action_cancel()
        managed = self.filtered("b2b_state")
        managed._b2b_set_state("cancelled", self.env._("Cancelled."))
        managed.sudo().b2b_hold_ids.filtered(lambda hold: hold.state == "open")._clear()
        managed.sudo().b2b_allocation_ids._give_up_rest()
        self._b2b_look_again(managed.sudo().b2b_account_id)
        return result

    def action_draft(self):
        result = super().action_draft()
        back = self.filtered(
            lambda order: order.b2b_state == "cancelled" and order.state == "draft"
        )
        back._b2b_set_state("received", self.env._("Taken up again."))
        return result

    @api.depends("partner_id")
    def _compute_payment_term_id(self):
        result = super()._compute_payment_term_id()
        for order in self.filtered(lambda order: not order.payment_term_id):
            partner = order.partner_id.with_company(order.company_id)
            order.payment_term_id = partner._b2b_payment_term() if partner else False
        return result

    # === CLOSING === #

    def _b2b_close_if_done(self):
        """Close released orders that are delivered, invoiced and paid in full."""
        done = self.filtered(
            lambda order: (
                order.b2b_state == "released"
                and order.invoice_status == "invoiced"
                and order.delivery_status in (False, "full")
                and all(
                    invoice.payment_state in ("paid", "in_payment", "reversed")
                    for invoice in order.invoice_ids
                    if invoice.state == "posted"
                )
            )
        )
        done._b2b_set_state("closed", self.env._("Delivered, invoiced and paid."))

    # === BUTTONS === #

    def action_b2b_check(self):
        """Ask the checks again, without confirming anything."""
        self.filtered(lambda order: order.b2b_state == "held")._b2b_recheck()
        return True
