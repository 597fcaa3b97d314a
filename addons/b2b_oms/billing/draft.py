"""One invoice before it is made: its rows, its dates, its words."""

from odoo import fields
from odoo.fields import Command


class Row:
    """One line of an invoice to be."""

    __slots__ = ("line", "parcel", "quantity")

    def __init__(self, parcel, line, quantity):
        self.parcel, self.line, self.quantity = parcel, line, quantity


class Draft:
    """One invoice while it is put together."""

    def __init__(self, schedule, run, parcels, extras, waived):
        self.schedule, self.run, self.waived = schedule, run, waived
        self.parcels, self.extras = parcels, extras
        self.rows, self.invoice = [], None
        self.bills_ordered = schedule._timing()._bills_ordered

    @property
    def orders(self):
        orders = self.schedule.env["sale.order"].sudo()
        return orders.union(*(parcel.order for parcel in self.parcels))

    def add(self, parcel, line, quantity):
        if line.is_downpayment or not line.product_uom_id.is_zero(quantity):
            self.rows.append(Row(parcel, line, quantity))

    def quantity(self, parcel, line):
        return sum(r.quantity for r in self.rows if r.parcel is parcel and r.line == line)

    def deduct_down_payments(self):
        """Those that fit under what is billed of their order; the others wait for the next invoice."""
        for line in self.extras.filtered("is_downpayment"):
            parcel = next((p for p in self.parcels if p.order == line.order_id), None)
            if parcel is None:
                continue
            rows = [row for row in self.rows if row.line.order_id == line.order_id]
            value = sum(row.line._b2b_unit_value() * row.quantity for row in rows)
            if value >= abs(line.price_unit * line.qty_invoiced) or self._is_last(line.order_id):
                self.add(parcel, line, line.qty_to_invoice)

    def _is_last(self, order):
        moves = order.order_line.move_ids
        return all(move.state in ("done", "cancel") for move in moves)

    # === VALUES === #

    def values(self):
        """Values of the invoice: header of the first order, lines of all, references in order."""
        first = self._in_language(self.orders[0])
        values = first._prepare_invoice()
        orders = self.orders
        values |= {
            "ref": ", ".join(dict.fromkeys(filter(None, (o.client_order_ref for o in orders))))
            or first.name,
            "invoice_origin": ", ".join(orders.mapped("name")),
            "invoice_date": self._issue_date(first.company_id),
            "b2b_billing_run_id": self.run.id,
            "b2b_due_base": self._due_base(first.company_id),
            "invoice_line_ids": [Command.create(line) for line in self._lines()],
        }
        if len(set(orders.mapped("reference"))) > 1:
            values["payment_reference"] = False
        if len(orders.partner_shipping_id) > 1:
            values["partner_shipping_id"] = first.partner_invoice_id.id
        return values

    def _in_language(self, order):
        lang = order.partner_invoice_id.lang
        order = order.with_company(order.company_id)
        return order.with_context(lang=lang) if lang else order

    def _issue_date(self, company):
        """Today where the schedule is; the demo's runs of past weeks say another day."""
        issued = self.run.env.context.get("b2b_issue_date")
        return issued or self.schedule._clock(company).day(fields.Datetime.now())

    def _due_base(self, company):
        if self.schedule.due_from == "shipment":
            shipped = [p.shipped_on() for p in self.parcels if p.shipped_on()]
            return max(map(self.schedule._clock(company).day, shipped), default=False)
        if self.schedule.due_from == "month":
            return fields.Date.end_of(self._issue_date(company), "month")
        return False

    def _lines(self):
        """Values of the lines: parcel by parcel, each under a heading when there are several."""
        lines = []
        for parcel in self.parcels:
            rows = [
                row for row in self.rows if row.parcel is parcel and not row.line.is_downpayment
            ]
            if rows and len(self.parcels) > 1:
                lines.append({"display_type": "line_section", "name": self._heading(parcel)})
            rows.sort(key=lambda row: (row.line.sequence, row.line.id))
            for row in rows:
                lines += self._row_values(row)
        lines += self._down_payment_lines()
        for sequence, values in enumerate(lines):
            values["sequence"] = sequence
        return lines

    def _down_payment_lines(self):
        rows = [row for row in self.rows if row.line.is_downpayment]
        if not rows:
            return []
        order = self._in_language(rows[0].line.order_id)
        lines = [order._prepare_down_payment_section_line()]
        for row in rows:
            taxes = row.line.env["account.tax"]
            extra = taxes._reverse_quantity_base_line_extra_tax_data(row.line.extra_tax_data)
            lines += row.line._prepare_invoice_lines_vals_list(quantity=-1.0, extra_tax_data=extra)
        return lines

    def _row_values(self, row):
        order = self._in_language(row.parcel.order)
        line = row.line.with_env(order.env)
        goods = line._b2b_is_shipped() and not self.bills_ordered
        extra = {
            "quantity": row.quantity,
            "b2b_customer_po": order.client_order_ref,
            "b2b_delivery_ref": row.parcel.picking.name if goods else False,
            "b2b_picking_id": row.parcel.picking.id if goods else False,
        }
        lines = line._prepare_invoice_lines_vals_list(**extra)
        if line.id in self.waived:
            note = line.env._("charged once for the period")
            for values in lines:
                values |= {"discount": 100.0, "name": f"{values['name']} ({note})"}
        return lines

    def _heading(self, parcel):
        """Order, the buyer's number, delivery and its day; the ship-to where they differ."""
        order = self._in_language(parcel.order)
        env, parts = order.env, [order.name]
        if order.client_order_ref:
            parts.append(env._("your PO %(number)s", number=order.client_order_ref))
        if parcel.picking:
            day = self.schedule._clock(order.company_id).day(parcel.shipped_on())
            parts.append(
                env._(
                    "delivery %(name)s of %(day)s",
                    name=parcel.picking.name,
                    day=env["ir.qweb.field.date"].value_to_html(day, {}),
                )
            )
        if order.b2b_cost_center:
            parts.append(env._("cost centre %(name)s", name=order.b2b_cost_center))
        if len(self.orders.partner_shipping_id) > 1:
            parts.append(order.partner_shipping_id.name or order.partner_shipping_id.display_name)
        return " · ".join(parts)

    # === LEDGER === #

    def events(self):
        """A line of the ledger for each order: which invoice, by which schedule, of what."""
        env = self.schedule.env
        figures = {
            "amount": self.invoice.amount_total_signed,
            "schedule": self.schedule.timing,
            "due": fields.Date.to_string(self.invoice.invoice_date_due),
        }
        for order in self.orders:
            names = [p.picking.name for p in self.parcels if p.order == order and p.picking]
            yield {
                "order_id": order.id,
                "kind": "billing",
                "rule": self.schedule.timing,
                "message": env._(
                    "Billed by schedule “%(schedule)s” on %(invoice)s: %(what)s.",
                    schedule=self.schedule.name,
                    invoice=self.invoice.name,
                    what=", ".join(names) or env._("what was ordered"),
                ),
                "figures": figures | {"invoice": self.invoice.id, "deliveries": names},
            }
