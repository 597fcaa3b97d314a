from odoo import api, models


class AccountMoveSend(models.AbstractModel):
    """Odoo's sending window offers EDI to accounts with a trading partner only."""

    _inherit = "account.move.send"

    @api.model
    def _is_applicable_to_move(self, method, move, **move_data):
        if method == "b2b_edi":
            Partner = self.env["b2b.edi.partner"]
            return bool(Partner._for_account(move.commercial_partner_id, move.company_id))
        return super()._is_applicable_to_move(method, move, **move_data)
