from odoo import models


class ResCurrency(models.Model):
    _inherit = "res.currency"

    def _b2b_has_rate(self, company):
        """Whether amounts can be converted; Odoo takes a currency without a rate for the company's."""
        self.ensure_one()
        if self == company.currency_id:
            return True
        known = company.root_id | company.browse()
        return any(rate.company_id in known or not rate.company_id for rate in self.sudo().rate_ids)
