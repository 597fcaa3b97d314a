from odoo import api, models

from .kind_accounts import ACCOUNT_NUMBER, ADDRESS
from .rows import Column


class ShipToKind(models.AbstractModel):
    """Ship-tos: delivery addresses of accounts."""

    _name = "b2b.migration.kind.ship.tos"
    _inherit = "b2b.migration.kind"
    _description = "Migration of ship-tos"
    _code = "ship_tos"
    _label = "Ship-tos"
    _sequence = 20
    _target = "res.partner"
    _columns = (
        Column("account", ACCOUNT_NUMBER, "C-1001", needed=True),
        Column("ref", ("Ship-to number", "Ship-to", "Location", "Store"), "0042", needed=True),
        Column("name", ("Name", "Ship-to name"), "Lakeside Tools, South store", needed=True),
        *ADDRESS,
    )

    @api.model
    def _key(self, row):
        return f"{row['account']}/{row['ref']}"

    @api.model
    def _found(self, rows, migration):
        accounts = self._accounts([row["account"] for row in rows], migration)
        addresses = (
            self.env["res.partner"]
            .with_context(active_test=False)
            .search(
                [
                    ("parent_id", "in", [account.id for account in accounts.values()]),
                    ("type", "=", "delivery"),
                    ("ref", "in", [row["ref"] for row in rows]),
                ]
            )
        )
        return {f"{address.parent_id.ref}/{address.ref}": address for address in addresses}

    @api.model
    def _refers_to(self, rows, migration):
        return {
            "accounts": self._accounts([row["account"] for row in rows], migration),
            "countries": self._by_code("res.country", []),
        }

    @api.model
    def _values(self, row, record, refers_to, migration):
        values = {name: row[name] for name in row if name not in ("account", "country")}
        values["parent_id"] = self._account(row["account"], refers_to).id
        values["type"] = "delivery"
        if "country" in row:
            country = self._one(refers_to["countries"], row["country"], self.env._("Country"))
            values["country_id"] = country.id
        return values
