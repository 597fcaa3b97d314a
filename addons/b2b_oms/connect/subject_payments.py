from odoo import api, models

from .subject import NotTakenError


class ConnectedPayments(models.AbstractModel):
    """Payments of invoices both sides have, registered here in the connection's journal."""

    _name = "b2b.connection.subject.payments"
    _inherit = "b2b.connection.subject"
    _description = "Payments of a connection"
    _code = "payments"
    _label = "Payments"
    _sequence = 70
    _field_labels = {"amount": "Amount", "currency": "Currency"}  # noqa: RUF012

    @api.model
    def _is_mirrored(self, data):
        return bool(data["invoices"]) and data["amount"] > 0

    @api.model
    def _values_of(self, data):
        return {"amount": round(float(data["amount"]), 2), "currency": data["currency"]}

    @api.model
    def _find(self, data, connection):
        invoices = self.env["account.move"].sudo()
        for told in data["invoices"]:
            invoices |= connection._linked("invoices", told["id"]).sudo()
        lines = invoices.line_ids.matched_credit_ids.credit_move_id
        return self._first_alike(lines, data, connection, ("amount", "currency"))

    @api.model
    def _apply(self, record, data, values, connection):
        if record:
            raise NotTakenError(self.env._("A posted payment is not changed."))
        if len(data["invoices"]) != 1 or data["open"]:
            raise NotTakenError(self.env._("Payments of several invoices are entered by people."))
        invoice = connection._linked("invoices", data["invoices"][0]["id"]).sudo()
        if not invoice:
            raise NotTakenError(self.env._("Its invoice is not linked to one of ours."))
        if not connection.journal_id:
            raise NotTakenError(self.env._("Choose the journal for payments on the connection."))
        wizard = self.env["account.payment.register"].sudo().with_context(
            active_model="account.move", active_ids=invoice.ids
        )  # fmt: skip
        payment = wizard.create(
            {
                "journal_id": connection.journal_id.id,
                "amount": data["amount"],
                "currency_id": self._currency(data["currency"]).id,
                "payment_date": data["date"],
                "communication": data["reference"] or data["name"],
            }
        )._create_payments()
        receivable = payment.move_id.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        if len(receivable) != 1:
            raise NotTakenError(
                self.env._("The journal books payments only with the bank statement.")
            )
        return receivable
