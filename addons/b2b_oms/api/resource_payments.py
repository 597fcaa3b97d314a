from odoo import api, models
from odoo.fields import Domain

from .answer import Answer
from .operation import Operation
from .order_kinds import ACCOUNT_NAME
from .resource import PAGE, amount, page_of
from .schema import Day, ListOf, Maybe, Number, Text, Told, Whole

PAYMENT = Told(
    {
        "id": Whole(),
        "name": Text("Of its journal entry.", most=100),
        "reference": Text("The payer's words.", most=1000),
        "account": ACCOUNT_NAME,
        "date": Maybe(Day()),
        "currency": Text("ISO 4217.", most=3),
        "amount": Number("Received; below zero: paid back."),
        "open": Number("For no invoice yet."),
        "invoices": ListOf(
            Told({"id": Whole(), "name": Text(most=60), "amount": Number()}),
            "What it settled, in its own currency.",
        ),
    }
)


class PaymentsResource(models.AbstractModel):
    """Money of accounts as the ledger has it: payments, lines of bank statements, write-offs."""

    _name = "b2b.api.resource.payments"
    _inherit = "b2b.api.resource"
    _description = "Payments"
    _code = "payments"
    _feed = "payments"
    _sequence = 65

    @api.model
    def _source(self):
        shown = [
            ("parent_state", "=", "posted"),
            ("account_id.account_type", "=", "asset_receivable"),
            ("move_id.move_type", "=", "entry"),
            ("partner_id.commercial_partner_id.b2b_tier_id", "!=", False),
            ("balance", "!=", 0),
        ]
        return "account.move.line", shown, "partner_id.commercial_partner_id"

    @api.model
    def _operations(self):
        return [
            Operation("GET", "/payments", "listPayments", "Payments, the newest first",
                      "payments:read", "_list", {200: page_of(PAYMENT)}, query=PAGE),
            Operation("GET", "/payments/{id}", "getPayment", "One payment", "payments:read", "_get",
                      {200: PAYMENT}, parts={"id": Whole()}, versioned=True),
        ]  # fmt: skip

    @api.model
    def _list(self, call):
        return self._page(call, self._feed_tell, Domain.TRUE)

    @api.model
    def _get(self, call):
        return Answer(200, self._tell(self._one(call)))

    @api.model
    def _feed_tell(self, lines, call):
        return [self._tell(line) for line in lines]

    @api.model
    def _tell(self, line):
        currency = line.currency_id
        settled = [
            (partial.debit_move_id.move_id, partial.credit_amount_currency)
            for partial in line.matched_debit_ids
        ] + [
            (partial.credit_move_id.move_id, -partial.debit_amount_currency)
            for partial in line.matched_credit_ids
        ]
        return {
            "id": line.id,
            "name": line.move_id.name or "",
            "reference": line.move_id.ref or "",
            "account": self.env["b2b.api.order.view"]._partner(
                line.partner_id.commercial_partner_id
            ),
            "date": line.date or None,
            "currency": currency.name,
            "amount": amount(currency, -line.amount_currency),
            "open": amount(currency, -line.amount_residual_currency),
            "invoices": [
                {"id": move.id, "name": move.name, "amount": amount(currency, value)}
                for move, value in settled
                if move.is_sale_document()
            ],
        }
