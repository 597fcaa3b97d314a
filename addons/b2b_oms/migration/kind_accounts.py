from odoo import api, models

from ..const import ACCOUNT_STATUSES
from .rows import Column, RefusedRow

ACCOUNT_NUMBER = ("Account number", "Account", "Customer number", "Customer no", "Kundennummer")
ADDRESS = (
    Column("street", ("Street", "Address", "Address 1", "Straße"), "12 Dock Road"),
    Column("street2", ("Street 2", "Address 2"), "Unit 4"),
    Column("zip", ("ZIP", "Postal code", "Postcode", "PLZ"), "60607"),
    Column("city", ("City", "Town", "Ort"), "Chicago"),
    Column("country", ("Country code", "Country", "Land"), "US"),
    Column("phone", ("Phone", "Telephone", "Telefon"), "+1 312 555 0100"),
)


class AccountKind(models.AbstractModel):
    """Accounts: commercial partners with a tier."""

    _name = "b2b.migration.kind.accounts"
    _inherit = "b2b.migration.kind"
    _description = "Migration of accounts"
    _code = "accounts"
    _label = "Accounts"
    _sequence = 10
    _target = "res.partner"
    _columns = (
        Column("ref", ACCOUNT_NUMBER, "C-1001", needed=True),
        Column("name", ("Name", "Company", "Company name", "Firma"), "Lakeside Tools Inc.", True),
        Column("tier", ("Tier", "Tier code", "Customer group"), "GOLD", needed=True),
        *ADDRESS,
        Column("email", ("Email", "E-mail", "Mail"), "orders@lakeside.example"),
        Column("vat", ("Tax ID", "VAT", "VAT number", "USt-IdNr"), ""),
        Column("status", ("Status", "Account status"), "active"),
    )

    @api.model
    def _key(self, row):
        return row["ref"]

    @api.model
    def _found(self, rows, migration):
        return self._accounts([row["ref"] for row in rows], migration)

    @api.model
    def _refers_to(self, rows, migration):
        return {
            "tiers": self._by_code(
                "b2b.account.tier", [("company_id", "in", (False, migration.company_id.id))]
            ),
            "countries": self._by_code("res.country", []),
        }

    @api.model
    def _values(self, row, record, refers_to, migration):
        values = {name: row[name] for name in row if name not in ("tier", "country", "status")}
        values["is_company"] = True
        values["b2b_tier_id"] = self._one(refers_to["tiers"], row["tier"], self.env._("Tier")).id
        if "country" in row:
            country = self._one(refers_to["countries"], row["country"], self.env._("Country"))
            values["country_id"] = country.id
        if "status" in row:
            status = row["status"].casefold()
            if status not in dict(ACCOUNT_STATUSES):
                allowed = ", ".join(dict(ACCOUNT_STATUSES))
                raise RefusedRow(self.env._("The status is one of: %(allowed)s.", allowed=allowed))
            values["b2b_status"] = status
        return values
