from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "b2b.collected.move", "b2b.invoice.billing", "b2b.internal.fields"]
    _b2b_internal = {"access_token", "partner_credit_warning", "sale_warning_text"}

    b2b_export_id = fields.Many2one(
        "b2b.journal.export",
        string="Exported With",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="account.group_account_readonly,account.group_account_invoice",
        help="The file that took it to the other accounting program.",
    )

    @api.depends("b2b_due_base")
    def _compute_needed_terms(self):
        result = super()._compute_needed_terms()
        self.sudo()._b2b_shift_terms()
        return result

    def _portal_ensure_token(self):
        """Whoever may read the document may pass on its link; the token alone stays unread."""
        return super(AccountMove, self.sudo())._portal_ensure_token()

    def button_draft(self):
        """What another program has booked is reversed, not changed.

        :raises UserError: names the entries that were exported
        """
        exported = self.sudo().filtered("b2b_export_id")
        if exported:
            raise UserError(
                self.env._(
                    "Exported to the accounting program already, reverse instead: %(names)s",
                    names=", ".join(exported.mapped("name")),
                )
            )
        return super().button_draft()

    def button_cancel(self):
        result = super().button_cancel()
        self._b2b_forget_claims()
        return result

    def _invoice_paid_hook(self):
        result = super()._invoice_paid_hook()
        self.env["b2b.announcer"]._invoices("order.paid", self)
        self.line_ids.sale_line_ids.order_id._b2b_close_if_done()
        return result

    def _post(self, soft=True):
        """A posted payment or credit note may let held orders go."""
        posted = super()._post(soft)
        lowering = posted.filtered(
            lambda move: move.move_type in ("entry", "out_refund", "out_receipt")
        )
        accounts = lowering.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        ).partner_id
        self.env["sale.order"]._b2b_look_again(accounts)
        self.env["b2b.announcer"]._invoices("order.invoiced", posted)
        return posted


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line", "b2b.invoice.line.billing", "b2b.internal.fields"]
    _b2b_internal = {"sale_line_warn_msg"}


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        """A payment met an invoice: nothing may be overdue any more."""
        partials = super().create(vals_list)
        self.env["sale.order"]._b2b_look_again(partials.debit_move_id.partner_id)
        return partials


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def action_post(self):
        """Payments without a journal entry count as well."""
        result = super().action_post()
        self.env["sale.order"]._b2b_look_again(self.partner_id)
        return result
