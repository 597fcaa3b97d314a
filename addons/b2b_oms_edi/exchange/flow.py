"""The life of an exchange: which state may follow which. Retry and replay are transitions too."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import EXCHANGE_STATES

INBOUND = {
    "received": {"split", "taken", "held", "duplicate", "refused", "failed"},
    "failed": {"received", "dead"},
    "held": {"received", "refused"},
    "refused": {"received"},
    "dead": {"received"},
    "split": set(),
    "taken": set(),
    "duplicate": set(),
}
OUTBOUND = {
    "due": {"ready", "dropped", "failed", "dead"},
    "ready": {"sent", "failed", "dead"},
    "failed": {"due", "ready", "sent", "dead"},
    "sent": {"acknowledged", "rejected", "ready"},
    "acknowledged": {"ready", "rejected"},
    "rejected": {"ready", "acknowledged", "dead"},
    "dead": {"due", "ready"},
    "dropped": set(),
}


class EdiFlow(models.AbstractModel):
    """Adopted by ``b2b.edi.exchange``."""

    _name = "b2b.edi.flow"
    _description = "Path of an exchange"

    state = fields.Selection(
        EXCHANGE_STATES, required=True, default="received", readonly=True, index=True
    )
    reason_code = fields.Char(readonly=True)
    reason = fields.Char(readonly=True, help="Why it is where it is.")

    @api.model
    def _transitions(self, direction):
        """{state: states that may follow}."""
        return INBOUND if direction == "in" else OUTBOUND

    def _move(self, state, code="", reason="", **values):
        """The only writer of ``state``.

        :param code: a stable word for programs
        :param reason: a sentence for people
        :param values: what else becomes known with the step
        :raises UserError: the table does not allow it
        """
        labels = dict(EXCHANGE_STATES)
        for exchange in self:
            if state not in self._transitions(exchange.direction)[exchange.state]:
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(old)s” and cannot become “%(new)s”.",
                        name=exchange.display_name,
                        old=labels[exchange.state],
                        new=labels[state],
                    )
                )
        self.write({"state": state, "reason_code": code, "reason": reason} | values)
