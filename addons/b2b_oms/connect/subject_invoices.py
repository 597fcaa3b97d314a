from odoo import api, models
from odoo.tools import float_compare

from .subject import NotTakenError


class ConnectedInvoices(models.AbstractModel):
    """Invoices of orders both sides have, made here of the same quantities.

    What both cannot agree on (another tax, another price) stays as drift: a posted invoice is
    never changed.
    """

    _name = "b2b.connection.subject.invoices"
    _inherit = "b2b.connection.subject"
    _description = "Invoices of a connection"
    _code = "invoices"
    _label = "Invoices"
    _sequence = 60
    _field_labels = {  # noqa: RUF012
        "kind": "Kind", "currency": "Currency", "untaxed": "Untaxed Amount", "total": "Total",
        "open": "Open",
    }  # fmt: skip

    @api.model
    def _is_mirrored(self, data):
        return bool(data["orders"])

    @api.model
    def _values_of(self, data):
        return {"kind": data["kind"], "currency": data["currency"]} | {
            name: round(float(data[name]), 2) for name in ("untaxed", "total", "open")
        }

    @api.model
    def _find(self, data, connection):
        orders = self._linked_orders(data["orders"], connection)
        names = ("kind", "currency", "untaxed", "total")
        return self._first_alike(orders.invoice_ids, data, connection, names)

    @api.model
    def _apply(self, record, data, values, connection):
        if record:
            # What is open follows from payments, which are a subject of their own.
            if values.keys() - {"open"}:
                raise NotTakenError(self.env._("It is posted here with other figures."))
            return record
        if data["kind"] != "invoice":
            raise NotTakenError(self.env._("Credit notes are made here by people."))
        orders = self._linked_orders(data["orders"], connection)
        if not orders:
            raise NotTakenError(self.env._("Its order is not linked to one of ours."))
        return self._invoice(orders, data)

    def _invoice(self, orders, data):
        wanted = {}
        for line in data["lines"]:
            wanted[line["sku"]] = wanted.get(line["sku"], 0.0) + float(line["quantity"])
        invoice = orders._create_invoices()
        if len(invoice) != 1:
            raise NotTakenError(self.env._("Ours would be several invoices."))
        for line in invoice.invoice_line_ids.filtered(lambda row: row.display_type == "product"):
            sku = line.product_id.default_code or ""
            much = min(wanted.get(sku, 0.0), line.quantity)
            wanted[sku] = wanted.get(sku, 0.0) - much
            if float_compare(much, line.quantity, precision_digits=6):
                line.quantity = much
        left = {sku: much for sku, much in wanted.items() if much > 1e-6}
        if left:
            raise NotTakenError(
                self.env._(
                    "Less is to be invoiced here: %(items)s.",
                    items=", ".join(f"{sku} {much:g}" for sku, much in left.items()),
                )
            )
        invoice.write({"invoice_date": data["date"], "ref": data["name"]})
        invoice.action_post()
        return invoice
