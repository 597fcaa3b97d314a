"""What approvals have in common: shown figures, a signed link, an answer that covers what was shown."""

import hashlib
import json

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import hash_sign, verify_hash_signed


class SignedQuestion(models.AbstractModel):
    """A question about an order that somebody answers, logged in or by a link of their own.

    Adopted by models with ``order_id`` and ``hold_ids``.
    """

    _name = "b2b.signed.question"
    _description = "Question with a signed link"

    _link_scope = ""  # keeps the links of one model from being those of another
    _link_hours = 0

    def _shown(self):
        """What whoever answers has before them, as JSON can hold it."""
        self.ensure_one()
        question, order = self.sudo(), self.order_id.sudo()
        return {
            "findings": [(hold.id, hold.figures) for hold in question.hold_ids],
            "lines": [
                (line.product_id.id, line.product_uom_qty, line.price_unit, line.discount)
                for line in order.order_line
            ],
            "terms": order.payment_term_id.id,
            "ship_to": order.partner_shipping_id.id,
        }

    def _seen(self):
        """A digest of what is shown; whoever answers says which one they saw."""
        shown = json.dumps(self._shown(), sort_keys=True, default=str)
        return hashlib.sha256(shown.encode()).hexdigest()

    def _check_answer(self, yes, reason, seen=None):
        """The words of an answer, tidied.

        :param yes: approved or refused
        :param reason: why, needed to refuse
        :param seen: of :meth:`_seen`; empty when it was shown this very moment
        :raises UserError: a refusal without a word, or what was shown is old
        """
        reason = (reason or "").strip()[:500]
        if not yes and not reason:
            raise UserError(self.env._("Say why you refuse."))
        if seen and seen != self._seen():
            raise UserError(self.env._("The order changed meanwhile. Please look at it again."))
        return reason

    def _sign(self, *ids):
        """A token that names this question and these ids."""
        return hash_sign(
            self.env(su=True), self._link_scope, [self.id, *ids], expiration_hours=self._link_hours
        )

    def _signed(self, token):
        """(question, ids) of a token, sudo; an empty question when it is forged, expired or gone."""
        try:
            named = verify_hash_signed(self.env(su=True), self._link_scope, token)
        except Exception:  # whatever is wrong with a forged token
            named = None
        if not named:
            return self.sudo().browse(), []
        return self.sudo().browse(named[0]).exists(), named[1:]
