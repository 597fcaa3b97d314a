from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class WayPortal(models.AbstractModel):
    """The buyer fetches it from the portal: the PDF is made, nobody is written to."""

    _name = "b2b.sending.way.portal"
    _inherit = "b2b.sending.way"
    _description = "Portal only"
    _code = "manual"
    _label = _lt("Portal only")
    _sequence = 20

    def _prepare(self, dispatch):
        self._make_pdf(dispatch)
