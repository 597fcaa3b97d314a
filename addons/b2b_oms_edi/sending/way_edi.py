from odoo import models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class WayEdi(models.AbstractModel):
    """The invoice as the account's trading partner reads it."""

    _name = "b2b.sending.way.edi"
    _inherit = "b2b.sending.way"
    _description = "By EDI"
    _code = "b2b_edi"
    _label = _lt("By EDI")
    _sequence = 50

    def _prepare(self, dispatch):
        if self._exchange(dispatch):
            return
        orders = dispatch.move_id.invoice_line_ids.sale_line_ids.order_id.sudo()
        partner = orders.b2b_edi_partner_id[:1] or self.env["b2b.edi.partner"]._for_account(
            dispatch.account_id, dispatch.company_id
        )
        if not partner.sends_invoice:
            raise UserError(
                self.env._(
                    "%(account)s has no trading partner that takes invoices.",
                    account=dispatch.account_id.display_name,
                )
            )
        self.env["b2b.edi.exchange"]._due("invoice", partner, dispatch.move_id)

    def _deliver(self, dispatch):
        """On its way: the exchange sees to the rest, and its owner hears when it does not arrive."""

    def _exchange(self, dispatch):
        domain = [("kind", "=", "invoice"), ("move_id", "=", dispatch.move_id.id)]
        return self.env["b2b.edi.exchange"].sudo().search(domain, limit=1)
