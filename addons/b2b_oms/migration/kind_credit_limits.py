from odoo import api, models

from .kind_accounts import ACCOUNT_NUMBER
from .rows import Column, RefusedRow


class CreditLimitKind(models.AbstractModel):
    """Credit limits: how much each account may owe the company."""

    _name = "b2b.migration.kind.credit.limits"
    _inherit = "b2b.migration.kind"
    _description = "Migration of credit limits"
    _code = "credit_limits"
    _label = "Credit limits"
    _sequence = 30
    _target = "b2b.credit.limit"
    _sheet_columns = (
        Column("account", ACCOUNT_NUMBER, "C-1001", needed=True),
        Column("amount", ("Limit", "Credit limit", "Kreditlimit"), "25000", True, "number"),
        Column("currency", ("Currency", "Währung"), "USD"),
        Column("valid_until", ("Valid until", "Expires"), "2027-12-31", kind="date"),
    )

    @api.model
    def _key(self, row):
        return row["account"]

    @api.model
    def _found(self, rows, migration):
        accounts = self._accounts([row["account"] for row in rows], migration)
        limits = (
            self.env["b2b.credit.limit"]
            .with_context(active_test=False)
            .search(
                [
                    ("account_id", "in", [account.id for account in accounts.values()]),
                    ("company_id", "=", migration.company_id.id),
                ]
            )
        )
        return {limit.account_id.ref: limit for limit in limits}

    @api.model
    def _refers_to(self, rows, migration):
        return self._accounts_and_currencies(rows, migration)

    @api.model
    def _values(self, row, record, refers_to, migration):
        if row["amount"] < 0:
            raise RefusedRow(self.env._("A credit limit cannot be negative."))
        values = {
            "account_id": self._account(row["account"], refers_to).id,
            "company_id": migration.company_id.id,
            # Zero is what old systems write for "no credit".
            "kind": "limit" if row["amount"] else "none",
            "amount": float(row["amount"]),
        }
        if "currency" in row:
            currency = self._one(refers_to["currencies"], row["currency"], self.env._("Currency"))
            values["currency_id"] = currency.id
        elif not record:
            values["currency_id"] = migration.company_id.currency_id.id
        if "valid_until" in row:
            values["valid_until"] = row["valid_until"]
        return values

    @api.model
    def _written_beside(self, migration):
        """Each change of a limit says why."""
        return {"reason": self.env._("Migration: %(file)s", file=migration.filename or "?")}
