from odoo import fields, models

from odoo.addons.b2b_oms.const import YES_NO


class ResPartner(models.Model):
    _inherit = "res.partner"

    b2b_show_service = fields.Selection(
        YES_NO,
        string="Service Figures in the Portal",
        company_dependent=True,
        groups="base.group_user",
        help="Its buyers see how their orders went, month by month. Empty: as the tier says.",
    )

    def _b2b_shows_service(self):
        """Whether buyers of the account may see its service ledger."""
        self.ensure_one()
        own = self.b2b_show_service
        return own == "yes" if own else bool(self.b2b_tier_id.show_service)
