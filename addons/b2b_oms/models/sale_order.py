from odoo import api, fields, models

from ..const import CHANNELS


class SaleOrder(models.Model):
    """Where our path meets Odoo's order: one override per hook."""

    _name = "sale.order"
    _inherit = ["sale.order", "b2b.order.flow"]

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
        self.ensure_one()
        account = self.sudo().b2b_account_id.with_company(self.company_id)
        minimum = account.b2b_minimum_order or account.b2b_tier_id.minimum_order
        return self.company_id.currency_id._convert(
            minimum, self.currency_id, self.company_id, self.date_order or fields.Date.today()
        )

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

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        managed = orders.filtered(lambda order: order._b2b_is_managed())
        managed._b2b_set_state("received", self.env._("Received."))
        return orders

    def write(self, vals):
        result = super().write(vals)
        if self._b2b_rechecked_fields() & vals.keys():
            self._b2b_recheck()
        return result

    @api.model
    def _b2b_rechecked_fields(self):
        """Fields whose change may take away the cause of a hold."""
        return {"order_line", "partner_id", "partner_shipping_id", "client_order_ref"}

    def action_confirm(self):
        """Confirm what may pass; hold the rest with its reasons. The one veto for every channel."""
        unchecked = self.filtered(lambda order: order._b2b_must_be_checked())
        unchecked._b2b_submit()
        ready = self - unchecked
        return super(SaleOrder, ready).action_confirm() if ready else True

    def _confirmation_error_message(self):
        unknown = self.env.ref("b2b_oms.product_unknown_item", raise_if_not_found=False)
        if unknown and unknown in self.order_line.product_id:
            return self.env._("Choose a product for the unknown items first.")
        return super()._confirmation_error_message()

    def _action_cancel(self):
        result = super()._action_cancel()
        managed = self.filtered("b2b_state")
        managed._b2b_set_state("cancelled", self.env._("Cancelled."))
        managed.sudo().b2b_hold_ids.filtered(lambda hold: hold.state == "open")._clear()
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
            order.payment_term_id = partner and partner._b2b_payment_term()
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
