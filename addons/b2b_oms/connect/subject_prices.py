from datetime import datetime

from odoo import api, models

from .subject import NotTakenError

FIELDS = ("list", "sku", "minimum", "kind", "value", "currency", "valid_from", "valid_until")


class ConnectedPrices(models.AbstractModel):
    """Price rules: fixed prices and percentages on an item or on everything, and agreements."""

    _name = "b2b.connection.subject.prices"
    _inherit = "b2b.connection.subject"
    _description = "Prices of a connection"
    _code = "prices"
    _label = "Prices"
    _sequence = 20
    _field_labels = {  # noqa: RUF012
        "list": "Price List", "sku": "Item", "minimum": "From Quantity", "kind": "Kind",
        "value": "Price", "currency": "Currency", "valid_from": "From", "valid_until": "To",
    }  # fmt: skip

    @api.model
    def _is_mirrored(self, data):
        return data["kind"] != "formula" and not data["category"]

    @api.model
    def _values_of(self, data):
        return {name: data[name] if data[name] is not None else "" for name in FIELDS} | {
            name: data[name].replace(microsecond=0).isoformat() + "Z"
            for name in ("valid_from", "valid_until")
            if isinstance(data[name], datetime)
        }

    @api.model
    def _find(self, data, connection):
        """A rule of the same list about the same thing from the same quantity on."""
        fields = self._values_of(data)
        lists = self._lists(data, connection)
        rules = self._model().search(
            [("pricelist_id", "in", lists.ids), ("min_quantity", "=", data["minimum"])]
        )
        ours = self._shown(rules.ids, connection) if rules else {}
        same = [
            rule
            for rule, told in ours.items()
            if all(self._values_of(told)[name] == fields[name] for name in ("sku", "valid_from"))
        ]
        return same[0] if len(same) == 1 else self._model().browse()

    def _lists(self, data, connection):
        scope = [("company_id", "in", (False, connection.company_id.id)),
                 ("name", "=", data["list"])]  # fmt: skip
        if data["agreement_of"]:
            agreements = self.env["b2b.price.agreement"].search(scope)
            of_account = agreements.filtered(
                lambda agreement: data["agreement_of"] in (
                    agreement.account_id.ref, agreement.account_id.name
                )
            )  # fmt: skip
            return of_account.pricelist_id
        return self.env["product.pricelist"].search([*scope, ("b2b_is_agreement", "=", False)])

    @api.model
    def _apply(self, record, data, values, connection):
        if data["agreement_of"] and not record and not self._lists(data, connection):
            raise NotTakenError(
                self.env._(
                    "Make the agreement “%(name)s” with %(account)s here first.",
                    name=data["list"], account=data["agreement_of"],
                )
            )  # fmt: skip
        vals = self._rule_values(data, connection)
        if record:
            record.write(vals)
            return record
        lists = self._lists(data, connection)
        if len(lists) > 1:
            raise NotTakenError(
                self.env._("Several price lists are named “%(name)s”.", name=data["list"])
            )
        if not lists:
            lists = lists.create(
                {
                    "name": data["list"],
                    "currency_id": self._currency(data["currency"]).id,
                    "company_id": connection.company_id.id,
                }
            )
        return record.create(vals | {"pricelist_id": lists.id})

    def _rule_values(self, data, connection):
        vals = {
            "min_quantity": data["minimum"],
            "compute_price": data["kind"],
            "fixed_price": data["value"] if data["kind"] == "fixed" else 0.0,
            "percent_price": data["value"] if data["kind"] == "percentage" else 0.0,
            "date_start": _moment(data["valid_from"]),
            "date_end": _moment(data["valid_until"]),
            "applied_on": "3_global",
        }
        if data["sku"]:
            product = self._product(data["sku"], connection)
            vals |= {
                "applied_on": "0_product_variant",
                "product_id": product.id,
                "product_tmpl_id": product.product_tmpl_id.id,
            }
        return vals


def _moment(text):
    return datetime.fromisoformat(text.rstrip("Z")) if text else False
