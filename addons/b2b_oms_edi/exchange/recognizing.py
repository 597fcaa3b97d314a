"""Whose an exchange is, and whether it came before."""

from datetime import timedelta

from odoo import fields, models

from .names import named


class EdiRecognizing(models.AbstractModel):
    """Adopted by ``b2b.edi.exchange``."""

    _name = "b2b.edi.recognizing"
    _description = "Recognition of exchanges"

    # === WHOSE IT IS === #

    def _find_partner(self, syntax, envelope):
        """The partner; empty when a person must say (the exchange then waits)."""
        if self.is_released and self.partner_id:
            return self.partner_id
        partner = self.channel_partner_id
        if partner:
            problem = self._channel_problem(partner, syntax, envelope)
            if problem:
                return self._hold("sender_mismatch", problem)
        else:
            found = self.env["b2b.edi.partner"]._identify(syntax._code, envelope)
            fitting = found.filtered(lambda one: one.is_test == envelope.is_test)
            partner = fitting or found
            if len(partner) != 1:
                said = named(envelope.sender)
                return self._hold(
                    "unknown_sender",
                    self.env._("“%(sender)s” is no trading partner of ours.", sender=said),
                )
        if not syntax._is_proven(partner, self._bytes()):
            return self._hold(
                "wrong_secret", self.env._("The shared secret is not the agreed one.")
            )
        if syntax._has_acknowledgements and partner.is_test != envelope.is_test:
            self.partner_id = partner
            return self._hold("test_flag", self._test_flag_text(partner))
        return partner

    def _channel_problem(self, partner, syntax, envelope):
        if partner.syntax != syntax._code:
            return self.env._("With this partner another syntax was agreed.")
        if not syntax._names_sides:
            return ""
        return partner._mismatch(envelope)

    def _test_flag_text(self, partner):
        if partner.is_test:
            return self.env._("Marked as production, the partner is still in test.")
        return self.env._("Marked as a test, the partner is in production.")

    def _hold(self, code, reason):
        self._move("held", code, reason)
        return self.env["b2b.edi.partner"]

    # === WHETHER IT CAME BEFORE === #

    def _is_repeated(self, syntax, interchange):
        """The same again is answered as before; its number with other content waits for a person."""
        if not self.control:
            return False
        since = fields.Datetime.now() - timedelta(days=max(self.partner_id.duplicate_days, 0))
        earlier = self.search(
            [
                ("direction", "=", "in"),
                ("partner_id", "=", self.partner_id.id),
                ("control", "=", self.control),
                ("is_test", "=", self.is_test),
                ("state", "=", "taken"),
                ("create_date", ">=", since),
                ("id", "!=", self.id),
            ],
            order="id",
        )
        if not earlier or self.is_released:
            return False
        same = earlier.filtered(lambda one: one.digest == self.digest)[:1]
        if same:
            self._move(
                "duplicate",
                "duplicate",
                self.env._("It came before, as %(name)s.", name=same.display_name),
                duplicate_of_id=same.id,
            )
            same.answer_ids._send_again()
            return True
        syntax._repeated(interchange)
        self._answer(syntax, interchange)
        self._move(
            "held",
            "control_reused",
            self.env._(
                "Its number was used before for other content, in %(name)s.",
                name=earlier[:1].display_name,
            ),
            duplicate_of_id=earlier[:1].id,
        )
        return True
