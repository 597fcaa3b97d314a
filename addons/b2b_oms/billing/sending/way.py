from odoo import models


class SendingWay(models.AbstractModel):
    """How a document reaches the account.

    To add one: a model inheriting this with ``_code`` (for invoices: a value of Odoo's
    ``invoice_sending_method``) and ``_send``.
    """

    _name = "b2b.sending.way"
    _inherit = "b2b.plugin"
    _description = "Way of sending"
    _label = None
    _end = "sent"  # the state of a dispatch that went this way

    def _prepare(self, dispatch):
        """Override this to make the document and the message; committed before ``_deliver``."""

    def _deliver(self, dispatch):
        """Override this to hand it over to the world.

        :raises Exception: it did not go; it is tried again later
        """

    def _make_pdf(self, dispatch):
        """The invoice as Odoo makes and keeps it.

        :raises UserError: the engine failed
        """
        dispatch.env["account.move.send"]._generate_and_send_invoices(
            dispatch.move_id, sending_methods=["manual"], allow_fallback_pdf=False
        )

    def _by_code(self, code):
        """The way of this code; empty when none is installed."""
        return next((way for way in self._all() if way._code == code), None)
