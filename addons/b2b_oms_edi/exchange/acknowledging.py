"""What the other side says about our documents, and when it says nothing."""

from odoo import fields, models

from ..codecs.reading import problem, same_control

# What counts as positive; "received" is what CONTRL 8 says.
GOOD = ("accepted", "accepted_with_errors", "received")


class EdiAcknowledging(models.AbstractModel):
    """Adopted by ``b2b.edi.exchange``."""

    _name = "b2b.edi.acknowledging"
    _description = "Acknowledgements of exchanges"

    def _hear(self, acknowledgement):
        """Note on what we sent what this acknowledgement says; what fits nothing is a problem here.

        An acknowledgement is never answered. One that comes twice changes nothing.
        """
        sent = self._acknowledged(acknowledgement)
        if not sent:
            number = acknowledgement.group or acknowledgement.interchange
            text = self.env._("Nothing we sent has the number %(number)s.", number=number)
            self.problems = [
                *(self.problems or []),
                {"code": "unknown_reference", "where": "", "text": text},
            ]
            return
        sent.acknowledged_by_id = self
        is_good = acknowledgement.verdict in GOOD
        if sent.state == ("acknowledged" if is_good else "rejected"):
            return
        if is_good:
            sent._move("acknowledged", acknowledgement.verdict, False, is_late=False)
            return
        said = self._faults_said(acknowledgement)
        reason = said[0]["text"] if said else self.env._("The partner rejected it.")
        sent._move("rejected", acknowledgement.verdict, reason, problems=said, is_late=False)
        sent._tell_owner(self.env._("Rejected by the partner"))

    def _acknowledged(self, acknowledgement):
        """What we sent this partner under the number that is acknowledged; newest first."""
        number = acknowledgement.group or acknowledgement.interchange
        if not number:
            return self.browse()
        digits = number.lstrip("0")
        candidates = self.search(
            [
                ("direction", "=", "out"),
                ("partner_id", "=", self.partner_id.id),
                ("kind", "!=", "acknowledgement"),
                ("state", "in", ("sent", "acknowledged", "rejected")),
                ("control", "in", [number, digits]),
            ],
            order="id desc",
        )
        return candidates.filtered(lambda one: same_control(one.control, number))[:1]

    def _faults_said(self, acknowledgement):
        faults = [*acknowledgement.faults]
        for message in acknowledgement.messages:
            faults += message.faults
        said = (problem(fault) for fault in faults)
        return [
            {"code": fault.code, "where": one.where, "text": one.text or fault.reason}
            for fault, one in zip(faults, said, strict=True)
        ]

    def _hear_receipt(self, receipt):
        """Note what an AS2 receipt says about this. The same again changes nothing.

        :param receipt: ``Receipt``, already proven to be the partner's
        """
        self.ensure_one()
        if self.state != "sent" or not self.receipt_mic:
            return
        self.receipt_mic = False
        if receipt.is_success:
            self.write({"acknowledged_until": self._acknowledged_until(), "is_late": False})
            return
        reason = receipt.text or self.env._("The partner could not read it.")
        self._move("rejected", "receipt", reason, is_late=False)
        self._tell_owner(self.env._("Rejected by the partner"))

    def _expected_by(self, partner):
        """Until when what is sent now must be acknowledged; empty when nobody promised to."""
        syntax = partner._syntax()
        if not (partner.sends_acknowledgement and syntax._has_acknowledgements):
            return False
        return fields.Datetime.add(
            fields.Datetime.now(), hours=max(partner.acknowledgement_hours, 1)
        )
