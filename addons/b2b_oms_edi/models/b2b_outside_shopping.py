from odoo import api, models

# Key of a browser's session: the visit it is on.
VISIT = "b2b_punch_out"


class OutsideShopping(models.AbstractModel):
    """The systems' half: which visit a browser is on."""

    _inherit = "b2b.outside.shopping"

    @api.model
    def _of_session(self, session):
        number = session.get(VISIT)
        if not number:
            return super()._of_session(session)
        visit = self.env["b2b.edi.punch.out"].sudo().browse(number).exists()
        return visit if visit._is_open(self.env.user) else visit.browse()
