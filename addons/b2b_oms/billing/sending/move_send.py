from odoo import api, models


class AccountMoveSend(models.AbstractModel):
    """Odoo's sending window offers our way to our accounts only."""

    _inherit = "account.move.send"

    @api.model
    def _is_applicable_to_move(self, method, move, **move_data):
        if method == "b2b_post":
            account = move.commercial_partner_id.with_company(move.company_id)
            return bool(account.sudo().b2b_tier_id)
        return super()._is_applicable_to_move(method, move, **move_data)
