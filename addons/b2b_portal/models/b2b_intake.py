from odoo import api, fields, models

# Channels on which the sender is a login we know, because one of our own pages handed it in.
LOGIN_CHANNELS = ("portal", "standing")
STANDING_RUN = "b2b_standing_run"


class Intake(models.Model):
    _inherit = "b2b.intake"

    standing_run_id = fields.Many2one(
        "b2b.standing.run", string="Standing Order", readonly=True, ondelete="set null"
    )

    # Whatever calls twice: one document for one date of a standing order.
    _standing_run_uniq = models.UniqueIndex("(standing_run_id) WHERE standing_run_id IS NOT NULL")

    @api.model
    def _prepare_intake(self, document):
        vals = super()._prepare_intake(document)
        return vals | {"standing_run_id": self.env.context.get(STANDING_RUN, False)}

    def _make_order(self, document, account):
        """Note who ordered, before anything is decided: the limits of that login count."""
        order = super()._make_order(document, account)
        orderer = self._orderer(account)
        if orderer and not order.b2b_orderer_id:
            order.b2b_orderer_id = orderer
        return order

    def _orderer(self, account):
        """The login that sent the document, when it is one of the account."""
        if self.channel not in LOGIN_CHANNELS or not self.sender:
            return self.env["res.users"]
        user = self.env["res.users"].sudo().search([("login", "=", self.sender)])
        return user.filtered(lambda u: u.partner_id.commercial_partner_id == account)
