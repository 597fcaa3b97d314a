from odoo import api, models

from .kind_accounts import ACCOUNT_NUMBER
from .rows import Column, RefusedRow


class AgreementKind(models.AbstractModel):
    """Price agreements: a row a price; rows of one account with one number are one agreement."""

    _name = "b2b.migration.kind.agreements"
    _inherit = "b2b.migration.kind"
    _description = "Migration of price agreements"
    _code = "agreements"
    _label = "Price agreements"
    _sequence = 35
    _target = "product.pricelist.item"
    _sheet_columns = (
        Column("account", ACCOUNT_NUMBER, "C-1001", needed=True),
        Column("agreement", ("Agreement", "Contract", "Vertrag"), "RV-2026-7", needed=True),
        Column("start", ("Valid from", "From", "Gültig ab"), "2026-01-01", True, "date"),
        Column("end", ("Valid until", "To", "Expires", "Gültig bis"), "2027-12-31", kind="date"),
        Column("sku", ("SKU", "Item", "Item number", "Artikel"), "HX-1", needed=True),
        Column("price", ("Price", "Unit price", "Net price", "Preis"), "4.50", True, "number"),
        Column("minimum", ("From quantity", "Minimum quantity", "Ab Menge"), "", kind="number"),
        Column("agreed", ("Quantity agreed", "Agreed quantity", "Menge"), "", kind="number"),
        Column("currency", ("Currency", "Währung"), "USD"),
    )

    @api.model
    def _key(self, row):
        minimum = f"{float(row.get('minimum') or 0):g}"
        return "/".join((row["account"], row["agreement"], row["sku"], minimum))

    @api.model
    def _refers_to(self, rows, migration):
        refers = self._accounts_and_currencies(rows, migration)
        agreements = self.env["b2b.price.agreement"].search(
            [
                ("account_id", "in", [account.id for account in refers["accounts"].values()]),
                ("company_id", "in", (False, migration.company_id.id)),
                ("reference", "in", [row["agreement"] for row in rows]),
            ]
        )
        return refers | {
            "products": self._products([row["sku"] for row in rows], migration),
            "agreements": {
                (agreement.account_id, agreement.reference): agreement for agreement in agreements
            },
        }

    @api.model
    def _values(self, row, record, refers_to, migration):
        for name in ("price", "minimum", "agreed"):
            if row.get(name, 0) < 0 or (name == "price" and not row[name]):
                raise RefusedRow(self.env._("%(number)s is not above zero.", number=row[name]))
        product = self._product(row["sku"], refers_to)
        return {
            "pricelist_id": self._agreement(row, refers_to, migration).pricelist_id.id,
            "applied_on": "0_product_variant",
            "product_tmpl_id": product.product_tmpl_id.id,
            "product_id": product.id,
            "compute_price": "fixed",
            "fixed_price": float(row["price"]),
            "min_quantity": float(row.get("minimum") or 0),
            "b2b_quantity_total": float(row.get("agreed") or 0),
        }

    def _agreement(self, row, refers_to, migration):
        """The agreement of a row, made when it is the first of it."""
        account = self._account(row["account"], refers_to)
        agreement = refers_to["agreements"].get((account, row["agreement"]))
        if agreement and agreement.exists():
            self._check_same(row, agreement)
            return agreement
        if row.get("end") and row["end"] < row["start"]:
            raise RefusedRow(self.env._("An agreement cannot end before it begins."))
        currency = migration.company_id.currency_id
        if "currency" in row:
            currency = self._one(refers_to["currencies"], row["currency"], self.env._("Currency"))
        agreement = self.env["b2b.price.agreement"].create(
            {
                "name": row["agreement"],
                "reference": row["agreement"],
                "account_id": account.id,
                "company_id": migration.company_id.id,
                "currency_id": currency.id,
                "date_start": row["start"],
                "date_end": row.get("end"),
            }
        )
        refers_to["agreements"][account, row["agreement"]] = agreement
        return agreement

    def _check_same(self, row, agreement):
        """:raises RefusedRow: the row says other dates, or another currency, than its agreement"""
        end, code = row.get("end") or False, agreement.currency_id.name
        if (row["start"], end) != (agreement.date_start, agreement.date_end):
            raise RefusedRow(
                self.env._(
                    "Agreement %(number)s is from %(start)s to %(end)s.",
                    number=row["agreement"],
                    start=agreement.date_start,
                    end=agreement.date_end or "…",
                )
            )
        if row.get("currency", code).upper() != code:
            raise RefusedRow(
                self.env._(
                    "Agreement %(number)s is in %(code)s.", number=row["agreement"], code=code
                )
            )
