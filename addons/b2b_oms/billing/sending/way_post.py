from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class WayPost(models.AbstractModel):
    """A person prints it and puts it in an envelope: it waits in the print queue with its PDF."""

    _name = "b2b.sending.way.post"
    _inherit = "b2b.sending.way"
    _description = "By post"
    _code = "b2b_post"
    _label = _lt("By post")
    _sequence = 30
    _end = "to_print"

    def _prepare(self, dispatch):
        self._make_pdf(dispatch)
