"""Nothing waits unseen: whoever looks after a partner hears of what failed, lies or is late."""

from datetime import timedelta

from odoo import api, fields, models

# What is stored is taken in within seconds, and written within minutes.
LYING_MINUTES = 15
LYING_STATES = ("received", "due", "ready")


class EdiWatching(models.AbstractModel):
    """Adopted by ``b2b.edi.exchange``."""

    _name = "b2b.edi.watching"
    _description = "Alerts about exchanges"

    @api.model
    def _attention_domain(self):
        """What a person must see to."""
        from_states = ("held", "dead", "rejected", "failed")
        return [
            "|",
            "|",
            ("state", "in", from_states),
            ("is_late", "=", True),
            ("has_waiting_order", "=", True),
        ]

    @api.model
    def _cron_watch(self):
        """Acknowledgements that are late and exchanges that lie; each is told once."""
        now = fields.Datetime.now()
        late = self.search(
            [("state", "=", "sent"), ("acknowledged_until", "<", now), ("is_late", "=", False)]
        )
        lying = self.search(
            [
                ("state", "in", LYING_STATES),
                ("write_date", "<", now - timedelta(minutes=LYING_MINUTES)),
                ("is_late", "=", False),
                ("partner_id.transport", "!=", "http"),
            ]
        )
        (late | lying).write({"is_late": True})
        for exchange in late:
            exchange._tell_owner(self.env._("Acknowledgement is late"))
        for exchange in lying:
            exchange._tell_owner(self.env._("Waits for long"))

    def _tell_owner(self, summary):
        """An activity for the partner's clerk; one open of a kind."""
        self.ensure_one()
        owner = self.partner_id.owner_id or self._somebody()
        kept = self.activity_ids.filtered(lambda activity: activity.summary == summary)
        if kept or not owner:
            return
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=summary,
            note=self.reason or "",
            user_id=owner.id,
        )

    def _somebody(self):
        """Somebody of the order desk, for exchanges nobody knows the partner of."""
        desk = self.env.ref("b2b_oms.group_order_desk").sudo().all_user_ids
        return desk.filtered(
            lambda user: user._is_internal() and self.company_id in user.company_ids
        )[:1]
