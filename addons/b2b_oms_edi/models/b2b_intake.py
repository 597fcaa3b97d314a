from odoo import fields, models

from ..documents.order_change import OrderChange


class Intake(models.Model):
    """Documents of exchanges take the same path; their bytes are the exchange's."""

    _inherit = "b2b.intake"

    state = fields.Selection(
        selection_add=[("exchange", "Handed on to EDI")], ondelete={"exchange": "set default"}
    )
    edi_exchange_id = fields.Many2one(
        "b2b.edi.exchange", string="Exchange", readonly=True, index="btree_not_null"
    )
    edi_order_id = fields.Many2one(
        "sale.order", string="Changed Order", readonly=True, index="btree_not_null"
    )

    def _bytes(self):
        return self.edi_exchange_id._bytes() if self.edi_exchange_id else super()._bytes()

    def _documents(self):
        if not self.edi_exchange_id or self.reading:
            return super()._documents()
        return (self.edi_exchange_id._message_document(self.part),)

    def _find_account(self, document):
        """The channel and the envelope said who it is; codes inside are the buyer's own matter."""
        if not self.edi_exchange_id:
            return super()._find_account(document)
        account = self.account_id
        if not account.active:
            return self._wait_for_account(
                "archived_account",
                self.env._("%(account)s is archived.", account=account.display_name),
            )
        return account

    def _take_in(self):
        if not self.edi_exchange_id:
            return self._hand_to_exchange() or super()._take_in()
        document = self._documents()[0]
        change = self.env["b2b.edi.order.change"]._as_change(document)
        if change is None:
            return super()._take_in()
        return self._take_in_change(change)

    def _hand_to_exchange(self):
        """EDI that came by mail goes the way of EDI, as from the sender's trading partner.

        :return: whether this is settled here
        """
        if not self.mail_id or self.reading:
            return False
        syntax = self.env["b2b.edi.syntax"]._for(self._bytes(), self.filename)
        partner = self.env["b2b.edi.partner"]._for_account(self.account_id, self.company_id)
        # A table is anybody's: it is EDI where that was agreed.
        if syntax is None or not (syntax._names_sides or partner.syntax == syntax._code):
            return False
        doubt = self.mail_id._doubt()
        if doubt:
            self._end("waiting", "unproven_sender", doubt)
        elif not self.account_id or not partner:
            message = self.env._("The sender's account is no trading partner for EDI.")
            self._end("waiting", "no_partner", message)
        else:
            exchanges = self.env["b2b.edi.exchange"]
            exchange = exchanges.create(
                exchanges._prepare_received(
                    self._bytes(), self.filename, partner, self.sender or ""
                )
                | {"mail_id": self.mail_id.id}
            )
            self.env.ref("b2b_oms_edi.cron_exchange")._trigger()
            message = self.env._("Handed on to EDI, exchange %(number)s.", number=exchange.id)
            self._end("exchange", "edi", message)
        return True

    def _take_in_change(self, change: OrderChange):
        """Apply a change to its order as a person would; what is not allowed waits for a person."""
        self.number = change.order_number or False
        account = self._find_account(change)
        if not account or self._is_repeated():
            return
        changer = self.env["b2b.edi.order.change"]
        order, code, reason = changer._find_order(change, account, self.company_id)
        if not order:
            self._end("waiting", code, reason)
            return
        changer._apply(order, change)
        self.edi_order_id = order
        self._log_received(order)
        self._end("change", "change", self.env._("Change to %(order)s", order=order.name))
        order._b2b_answer_edi()

    def _make_order(self, document, account):
        partner = self.edi_exchange_id.partner_id
        if not partner:
            return super()._make_order(document, account)
        self = self.with_context(b2b_edi_partner=partner.id)
        order = super()._make_order(document, account)
        order.b2b_edi_partner_id = partner
        return order

    def _end(self, state, code, reason):
        result = super()._end(state, code, reason)
        if state == "waiting" and self.edi_exchange_id:
            self.edi_exchange_id._tell_owner(self.env._("A document waits"))
        partner = self.edi_exchange_id.partner_id
        if code == "refused_by_person" and partner.sends_response:
            self.env["b2b.edi.exchange"]._due("order_response", partner, self)
        return result
