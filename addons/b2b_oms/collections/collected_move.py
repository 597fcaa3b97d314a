"""What people say about an invoice that is not paid yet."""

from odoo import models
from odoo.exceptions import UserError


class CollectedMove(models.AbstractModel):
    """Adopted by ``account.move``."""

    _name = "b2b.collected.move"
    _description = "Invoices that are collected"

    def _b2b_collectable(self):
        """Of these the invoices on which something is open.

        :raises UserError: there is none
        """
        invoices = self.filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and move.state == "posted"
                and move.amount_residual > 0
            )
        )
        if not invoices:
            raise UserError(self.env._("Choose an invoice on which something is open."))
        return invoices

    def action_b2b_dispute(self):
        """Note a dispute about an invoice."""
        self.env["b2b.dispute"].check_access("create")
        invoice = self._b2b_collectable()
        invoice.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dispute"),
            "res_model": "b2b.dispute",
            "view_mode": "form",
            "target": "new",
            "context": {"default_move_id": invoice.id},
        }

    def action_b2b_promise(self):
        """Note that the account promised to pay these invoices."""
        self.env["b2b.payment.promise"].check_access("create")
        invoices = self._b2b_collectable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Promise to Pay"),
            "res_model": "b2b.promise.entry",
            "view_mode": "form",
            "target": "new",
            "context": {"default_move_ids": invoices.ids},
        }
