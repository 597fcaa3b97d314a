"""A buyer does not agree with an invoice, or says when it is paid."""

from odoo import api, fields, models

from odoo.addons.b2b_oms.collections.company_day import company_day
from odoo.addons.b2b_oms.models.b2b_dispute import DISPUTE_REASONS

from ..refusal import Refusal

MAX_WORDS = 2000
# A promise keeps reminders back: not for longer than this, and not again after it was broken.
LONGEST_PROMISE = 30


class InvoiceClaims(models.AbstractModel):
    """Adopted by ``account.move``. Called with an invoice whose buyer was checked."""

    _name = "b2b.portal.invoice.claims"
    _description = "What buyers say about an invoice"

    b2b_dispute_ids = fields.One2many(
        "b2b.dispute", "move_id", string="Disputes", groups="base.group_user"
    )
    b2b_promise_ids = fields.One2many(
        "b2b.payment.promise", "move_id", string="Promises", groups="base.group_user"
    )

    def _portal_open_claims(self, model):
        """The open disputes or promises of these invoices, sudo.

        :param model: ``b2b.dispute`` or ``b2b.payment.promise``
        """
        name = {"b2b.dispute": "b2b_dispute_ids", "b2b.payment.promise": "b2b_promise_ids"}[model]
        return self.sudo()[name].filtered(lambda claim: claim.state == "open")

    # === DISPUTE === #

    def _portal_may_dispute(self):
        """Whether something of it can be disputed: an invoice on which something is open."""
        self.ensure_one()
        return self.move_type == "out_invoice" and self.amount_residual > 0

    @api.model
    def _portal_dispute_reasons(self):
        """[(code, label in the reader's language)]."""
        field = self.env["b2b.dispute"]._fields["reason"]
        return field._description_selection(self.env)

    def _portal_dispute(self, buyer, reason, words, line=None, picture=None):
        """Dispute the invoice or a line of it; whoever sees to it gets a task.

        :param reason: code of ``DISPUTE_REASONS``
        :param words: what the buyer wrote, plain text
        :param line: ``account.move.line`` of this invoice, or none for all of it
        :param picture: bytes of a JPEG from ``photo.py``, or none
        :raises Refusal: nothing is open, it is disputed already, or the reason is missing
        :return: ``b2b.dispute``, sudo
        """
        self.ensure_one()
        line = line or self.env["account.move.line"]
        text = (words or "").strip()[:MAX_WORDS]
        if reason not in dict(DISPUTE_REASONS) or not text:
            raise Refusal(self.env._("Choose a reason and write what is wrong."))
        if not self._portal_may_dispute():
            raise Refusal(self.env._("Nothing is open on %(name)s.", name=self.name))
        already = self._portal_open_claims("b2b.dispute").mapped("line_id")
        if line in already or (not line and self._portal_open_claims("b2b.dispute")):
            raise Refusal(self.env._("You told us already. We are looking at it."))
        dispute = self.env["b2b.dispute"].sudo().create(
            {
                "move_id": self.id,
                "line_id": line.id,
                "reason": reason,
                "note": text,
                "user_id": self._portal_who_hears().id,
            }
        )  # fmt: skip
        self._portal_tell(dispute, buyer, text, picture)
        return dispute

    def _portal_tell(self, dispute, buyer, text, picture):
        """The buyer's words and photo, where whoever settles it reads them."""
        name = f"dispute-{dispute.id}.jpg"  # the name of an upload says nothing and may be anything
        dispute.message_post(
            body=text,
            author_id=buyer.user.partner_id.id,
            message_type="comment",
            attachments=[(name, picture)] if picture else None,
        )

    # === PROMISE === #

    def _portal_last_promise_day(self):
        """The latest day that may be promised."""
        return fields.Date.add(company_day(self.company_id), days=LONGEST_PROMISE)

    def _portal_may_promise(self):
        """Whether a promise is taken: something is open, none is open, none was broken."""
        self.ensure_one()
        promises = self.sudo().b2b_promise_ids
        return self._portal_may_dispute() and not promises.filtered(
            lambda promise: promise.state in ("open", "broken")
        )

    def _portal_promise(self, buyer, day):
        """All that is open is paid until that day.

        :raises Refusal: no promise is taken for it, or for that day
        :return: ``b2b.payment.promise``, sudo
        """
        self.ensure_one()
        if not self._portal_may_promise():
            raise Refusal(self.env._("Please call us about %(name)s.", name=self.name))
        first, last = company_day(self.company_id), self._portal_last_promise_day()
        if not day or not first <= day <= last:
            raise Refusal(self.env._("Choose a day within the next %s days.", LONGEST_PROMISE))
        return (
            self.env["b2b.payment.promise"]
            .sudo()
            .create(
                {
                    "move_id": self.id,
                    "promised_date": day,
                    "amount": self.amount_residual,
                    "note": self.env._("Promised by %s in the portal.", buyer.user.name),
                    "user_id": self._portal_who_hears().id,
                }
            )
        )

    def _portal_who_hears(self):
        """Who of ours sees to the invoice: its seller, the account's, else somebody of the order desk."""
        self.ensure_one()
        move = self.sudo()
        account = move.commercial_partner_id
        desk = self.env.ref("b2b_oms.group_order_desk").sudo().all_user_ids
        people = move.invoice_user_id | account.user_id | desk
        inside = people.filtered(
            lambda user: user._is_internal() and move.company_id in user.company_ids
        )
        return inside[:1] or self.env.ref("base.user_admin")
