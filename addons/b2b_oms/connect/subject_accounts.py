from odoo import api, models

from .subject import NotTakenError

PLAIN = ("name", "street", "street2", "zip", "city", "email", "phone", "vat")
ADDRESS = ("ref", "name", "street", "zip", "city", "country")


class ConnectedAccounts(models.AbstractModel):
    """Accounts with their terms and numbered delivery addresses."""

    _name = "b2b.connection.subject.accounts"
    _inherit = "b2b.connection.subject"
    _description = "Accounts of a connection"
    _code = "accounts"
    _label = "Accounts"
    _sequence = 10
    _can_push = True
    _field_labels = {  # noqa: RUF012
        "name": "Name", "status": "Status", "tier": "Tier", "street": "Street",
        "street2": "Street 2", "zip": "ZIP", "city": "City", "country": "Country",
        "email": "Email", "phone": "Phone", "vat": "Tax ID", "ship_tos": "Ship-tos",
    }  # fmt: skip

    @api.model
    def _is_mirrored(self, data):
        return bool(data["ref"])

    @api.model
    def _values_of(self, data):
        plain = {name: data[name] for name in (*PLAIN, "status", "tier", "country")}
        rows = [" | ".join(row[name] for name in ADDRESS) for row in data["ship_tos"] if row["ref"]]
        return plain | {"ship_tos": "\n".join(sorted(rows))}

    @api.model
    def _find(self, data, connection):
        found = self._model().search(
            [("ref", "=", data["ref"]), ("parent_id", "=", False),
             ("company_id", "in", (False, connection.company_id.id))]
        )  # fmt: skip
        if len(found) > 1:
            raise NotTakenError(self.env._("Several accounts have this number here."))
        return found

    @api.model
    def _apply(self, record, data, values, connection):
        vals = {name: values[name] or False for name in PLAIN if name in values}
        if "status" in values:
            vals["b2b_status"] = values["status"]
        if "tier" in values:
            vals["b2b_tier_id"] = self._tier(values["tier"], connection).id
        if "country" in values:
            vals["country_id"] = self._country(values["country"]).id
        if record:
            record.write(vals)
        else:
            company = {"company_id": connection.company_id.id, "is_company": True}
            record = record.create(vals | company | {"ref": data["ref"]})
        if "ship_tos" in values:
            self._ship_tos(record, data["ship_tos"])
        return record

    def _tier(self, code, connection):
        tiers = self.env["b2b.account.tier"].search(
            [("company_id", "in", (False, connection.company_id.id)),
             "|", ("code", "=", code), ("name", "=", code)]
        )  # fmt: skip
        if len(tiers) != 1:
            raise NotTakenError(
                self.env._("There is not exactly one tier “%(code)s” here.", code=code)
            )
        return tiers

    def _country(self, code):
        return self.env["res.country"].search([("code", "=", code)]) if code else (
            self.env["res.country"]
        )  # fmt: skip

    def _ship_tos(self, account, rows):
        """Addresses are known by their number; those without one are each side's own."""
        known = account.child_ids.filtered(lambda child: child.type == "delivery" and child.ref)
        known = known.grouped("ref")
        for row in rows:
            vals = {name: row[name] or False for name in ("name", "street", "zip", "city")}
            vals["country_id"] = self._country(row["country"]).id
            if row["ref"] in known:
                known.pop(row["ref"])[:1].write(vals)
            elif row["ref"]:
                account.create(
                    vals | {"ref": row["ref"], "parent_id": account.id, "type": "delivery"}
                )
        account.union(*known.values()).filtered("parent_id").action_archive()

    @api.model
    def _push(self, record, values, link, client):
        body = {name: value for name, value in values.items() if name != "ship_tos"}
        if "ship_tos" in values and not body:
            return super()._push(record, values, link, client)
        return client.post("/accounts", {"ref": record.ref} | body)
