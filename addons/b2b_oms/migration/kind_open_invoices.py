from odoo import api, models
from odoo.fields import Command

from .kind_accounts import ACCOUNT_NUMBER
from .rows import Column, RefusedRow


class OpenInvoiceKind(models.AbstractModel):
    """Open invoices and credit notes: what accounts owe on the day of the change.

    Each becomes a posted document of the open amount, without tax: revenue and tax were booked in
    the old system, so its one line goes to the account for opening balances. Credit, open items
    and reminders count it from then on.
    """

    _name = "b2b.migration.kind.open.invoices"
    _inherit = "b2b.migration.kind"
    _description = "Migration of open invoices"
    _code = "open_invoices"
    _label = "Open invoices"
    _sequence = 40
    _target = "account.move"
    _sheet_columns = (
        Column("account", ACCOUNT_NUMBER, "C-1001", needed=True),
        Column("number", ("Invoice number", "Invoice", "Document", "Rechnung"), "INV-88123", True),
        Column("date", ("Invoice date", "Date", "Datum"), "2026-10-15", True, "date"),
        Column("due", ("Due date", "Due", "Fällig"), "2026-11-14", True, "date"),
        Column("amount", ("Open amount", "Open", "Amount", "Betrag"), "1234.50", True, "number"),
        Column("currency", ("Currency", "Währung"), "USD"),
    )

    @api.model
    def _key(self, row):
        return f"{row['account']}/{row['number']}"

    @api.model
    def _refers_to(self, rows, migration):
        return self._accounts_and_currencies(rows, migration)

    @api.model
    def _values(self, row, record, refers_to, migration):
        if not migration.opening_account_id:
            raise RefusedRow(self.env._("Choose the account for opening balances first."))
        if not row["amount"]:
            raise RefusedRow(self.env._("An amount of zero is not open."))
        if row["due"] < row["date"]:
            raise RefusedRow(self.env._("It is due before its date."))
        currency = migration.company_id.currency_id
        if "currency" in row:
            currency = self._one(refers_to["currencies"], row["currency"], self.env._("Currency"))
        amount = abs(float(row["amount"]))
        return {
            "move_type": "out_invoice" if row["amount"] > 0 else "out_refund",
            "partner_id": self._account(row["account"], refers_to).id,
            "company_id": migration.company_id.id,
            "currency_id": currency.id,
            "ref": row["number"],
            "invoice_date": row["date"],
            "date": row["date"],
            "invoice_payment_term_id": False,
            "invoice_date_due": row["due"],
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": self.env._("Open amount of %(number)s", number=row["number"]),
                        "account_id": migration.opening_account_id.id,
                        "quantity": 1.0,
                        "price_unit": amount,
                        "tax_ids": [Command.clear()],
                    }
                )
            ],
        }

    @api.model
    def _after(self, record):
        record.action_post()

    def _save(self, row, record, refers_to, migration):
        """What is posted is never changed: the same row again is the same, another is refused."""
        if not record:
            return super()._save(row, record, refers_to, migration)
        values = self._values(row, record, refers_to, migration)
        wanted = [values[name] for name in ("move_type", "partner_id", "currency_id",
                                            "invoice_date", "invoice_date_due")]  # fmt: skip
        booked = [record.move_type, record.partner_id.id, record.currency_id.id,
                  record.invoice_date, record.invoice_date_due]  # fmt: skip
        open_amount = values["invoice_line_ids"][0][2]["price_unit"]
        if wanted != booked or record.currency_id.compare_amounts(open_amount, record.amount_total):
            raise RefusedRow(
                self.env._("It is posted already as %(name)s with other figures.", name=record.name)
            )
        return "same", record
