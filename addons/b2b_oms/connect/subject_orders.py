from datetime import date

from odoo import api, models

from .client import ConnectorError
from .subject import NotTakenError

GOING = ("released", "closed")


class ConnectedOrders(models.AbstractModel):
    """Orders we released, made in the other system by its own pipeline, known by number."""

    _name = "b2b.connection.subject.orders"
    _inherit = "b2b.connection.subject"
    _description = "Orders of a connection"
    _code = "orders"
    _label = "Orders"
    _sequence = 40
    _can_push = True
    _field_labels = {  # noqa: RUF012
        "number": "PO Number", "account": "Account", "requested_date": "Requested Date",
        "cancelled": "Cancelled", "lines": "Lines", "untaxed": "Untaxed Amount",
    }  # fmt: skip

    @api.model
    def _is_mirrored(self, data):
        return data["state"] in GOING

    @api.model
    def _values_of(self, data):
        day = data["requested_date"]
        return {
            "number": data["number"],
            "account": data["account"]["ref"],
            "requested_date": day.isoformat() if isinstance(day, date) else day or "",
            "cancelled": data["state"] == "cancelled",
            "lines": "\n".join(
                f"{line['sku']} × {float(line['quantity']):g} {line['unit']}"
                for line in _goods(data)
            ),
            "untaxed": round(float(data["untaxed"]), 2),
        }

    @api.model
    def _find(self, data, connection):
        account = self._account(data["account"], connection)
        found = self._model().search(
            [("client_order_ref", "=", data["number"]), ("b2b_account_id", "=", account.id),
             ("company_id", "=", connection.company_id.id), ("b2b_state", "!=", False)]
        )  # fmt: skip
        return found if data["number"] and len(found) == 1 else found.browse()

    @api.model
    def _apply(self, record, data, values, connection):
        """Theirs is the truth: only what a buyer could change as well is changed here."""
        if not record:
            raise NotTakenError(self.env._("It is no order of ours."))
        if values.keys() - {"requested_date", "cancelled"}:
            raise NotTakenError(self.env._("Lines and prices of an order are changed by people."))
        if values.get("cancelled"):
            record.action_cancel()
        elif "requested_date" in values:
            record.b2b_requested_date = values["requested_date"] or False
        return record

    @api.model
    def _push(self, record, values, link, client):
        if not link.external_id:
            return self._submit(record, link, client)
        path = f"/orders/{link.external_id}"
        if record.b2b_state == "cancelled":
            return client.post(f"{path}/cancel", {"reason": self.env._("Cancelled over there.")})
        theirs = client.get(path)
        changes = self._changes(record, theirs)
        return client.post(path, changes, method="PATCH") if changes else theirs

    def _submit(self, record, link, client):
        """Their pipeline decides again; what it holds waits for their people."""
        if record.b2b_state not in GOING:
            raise NotTakenError(self.env._("Only released orders are given away."))
        body = {
            "number": record.client_order_ref or record.name,
            "account": record.b2b_account_id.ref or "",
            "lines": [self._line(line) for line in self._lines(record)],
        }
        if record.b2b_requested_date:
            body["requested_date"] = record.b2b_requested_date.isoformat()
        if record.partner_shipping_id.ref and record.partner_shipping_id != record.b2b_account_id:
            body["ship_to"] = record.partner_shipping_id.ref
        once = (
            f"b2b-{self.env['ir.config_parameter'].sudo().get_param('database.uuid')}-{record.id}"
        )
        try:
            told = client.post("/orders", body, once=once)
        except ConnectorError as error:
            if error.code != "key_reused":
                raise
            # It was taken, the answer was lost, and ours has changed since.
            return self._submitted(client, body)
        if not told["order"]:
            raise NotTakenError(told["intake"]["reason"] or self.env._("It waits for a person."))
        return told["order"]

    def _submitted(self, client, body):
        """The order they made of an earlier try; what differs by now is changed next time."""
        asked = {"number": body["number"], "account": body["account"], "limit": 1}
        found = client.get("/orders", **asked)["data"]
        if not found:
            raise NotTakenError(self.env._("It was submitted before and cannot be found there."))
        return client.get(f"/orders/{found[0]['id']}")

    def _lines(self, record):
        return record.order_line.filtered(lambda line: not line.display_type and line.product_id)

    def _line(self, line):
        return {
            "sku": line.product_id.default_code or "",
            "quantity": line.product_uom_qty,
            "unit": line.product_uom_id.name,
            "price": round(line._b2b_effective_price(), 6),
        }

    def _changes(self, record, theirs):
        """Body of a PATCH that makes their lines and date ours."""
        body, wanted = {}, {}
        day = record.b2b_requested_date
        if (day.isoformat() if day else None) != theirs["requested_date"]:
            body["requested_date"] = day.isoformat() if day else None
        for line in self._lines(record):
            wanted.setdefault(line.product_id.default_code or "", []).append(line)
        lines = []
        for told in theirs["lines"]:
            of_item = wanted.get(told["sku"])
            line = of_item.pop(0) if of_item else None
            quantity = line.product_uom_qty if line else 0
            if quantity != told["quantity"]:
                lines.append({"id": told["id"], "quantity": quantity})
        added = [self._line(line) for of_item in wanted.values() for line in of_item]
        if lines:
            body["lines"] = lines
        if added:
            body["add_lines"] = added
        return {name: value for name, value in body.items() if value is not None}


def _goods(data):
    """Lines of goods, in an order that both sides share."""
    found = [line for line in data["lines"] if line["quantity"]]
    return sorted(found, key=lambda line: (line["sku"], line["quantity"]))
