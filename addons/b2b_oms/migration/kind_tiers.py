from odoo import api, models

from ..const import BACKORDER_POLICIES
from .rows import NO, YES, Column, RefusedRow


class TierKind(models.AbstractModel):
    """Tiers: the terms many accounts share."""

    _name = "b2b.migration.kind.tiers"
    _inherit = "b2b.migration.kind"
    _description = "Migration of tiers"
    _code = "tiers"
    _label = "Tiers"
    _sequence = 5
    _target = "b2b.account.tier"
    _sheet_columns = (
        Column("code", ("Tier code", "Tier", "Customer group", "Kundengruppe"), "GOLD", True),
        Column("name", ("Name", "Tier name"), "Gold customers", needed=True),
        Column("pricelist", ("Price list", "Pricelist", "Preisliste"), ""),
        Column("terms", ("Payment terms", "Terms", "Zahlungsbedingung"), ""),
        Column("minimum", ("Minimum order", "Minimum", "Mindestbestellwert"), "150", kind="number"),
        Column("fee", ("Small order fee", "Mindermengenzuschlag"), "", kind="number"),
        Column("priority", ("Allocation priority", "Priority"), "10", kind="number"),
        Column("backorders", ("If not in stock", "Backorder policy"), "ship_available"),
        Column("po_required", ("PO number required", "PO required"), "no"),
        Column("prepaid", ("Prepaid", "Vorkasse"), "no"),
    )

    @api.model
    def _key(self, row):
        return row["code"]

    @api.model
    def _found(self, rows, migration):
        tiers = self.env["b2b.account.tier"].search(
            [("company_id", "in", (False, migration.company_id.id))]
        )
        return {
            row["code"]: tier
            for row in rows
            for tier in tiers
            if (tier.code or "").casefold() == row["code"].casefold()
        }

    @api.model
    def _refers_to(self, rows, migration):
        ours = [("company_id", "in", (False, migration.company_id.id))]
        return {
            "pricelist": self._by_code(
                "product.pricelist", [*ours, ("b2b_is_agreement", "=", False)], "name"
            ),
            "terms": self._by_code("account.payment.term", ours, "name"),
        }

    @api.model
    def _values(self, row, record, refers_to, migration):
        values = {"code": row["code"], "name": row["name"]}
        if not record:
            values["company_id"] = migration.company_id.id
        for name, field, what in (
            ("pricelist", "pricelist_id", self.env._("Price list")),
            ("terms", "payment_term_id", self.env._("Payment terms")),
        ):
            if name in row:
                values[field] = self._one(refers_to[name], row[name], what).id
        for name, field in (("minimum", "minimum_order"), ("fee", "small_order_fee")):
            if name in row:
                values[field] = self._not_negative(row[name])
        if "priority" in row:
            values["allocation_priority"] = int(self._not_negative(row["priority"]))
        if "backorders" in row:
            values["backorder_policy"] = self._policy(row["backorders"])
        for name in ("po_required", "prepaid"):
            if name in row:
                values[name] = self._yes(row[name])
        return values

    def _policy(self, word):
        if word.casefold() not in dict(BACKORDER_POLICIES):
            allowed = ", ".join(dict(BACKORDER_POLICIES))
            raise RefusedRow(
                self.env._("“If not in stock” is one of: %(allowed)s.", allowed=allowed)
            )
        return word.casefold()

    def _not_negative(self, number):
        if number < 0:
            raise RefusedRow(self.env._("%(number)s is below zero.", number=number))
        return float(number)

    def _yes(self, word):
        if word.casefold() not in YES | NO:
            raise RefusedRow(self.env._("“%(word)s” is neither yes nor no.", word=word[:40]))
        return word.casefold() in YES
