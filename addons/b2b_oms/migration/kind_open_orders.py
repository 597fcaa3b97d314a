import hashlib
import json

from odoo import api, models

from ..const import MIGRATED, QUIET
from ..intake.inbound import InboundDocument
from .kind_accounts import ACCOUNT_NUMBER
from .rows import Column, RefusedRow


class OpenOrderKind(models.AbstractModel):
    """Open orders: what the old system has not delivered yet, at the price it agreed.

    A row a line; an order is taken whole or not at all. It comes in as every document does, and is
    priced, asked and allocated, but nobody is written to. What the old system invoiced ahead of its
    delivery stands on a line of its own without a price: it is delivered, and not invoiced again.
    """

    _name = "b2b.migration.kind.open.orders"
    _inherit = "b2b.migration.kind"
    _description = "Migration of open orders"
    _code = "open_orders"
    _label = "Open orders"
    _sequence = 50
    _target = "sale.order"
    _sheet_columns = (
        Column("order", ("Order number", "Order", "Auftrag"), "SO-55012", needed=True),
        Column("account", ACCOUNT_NUMBER, "C-1001", needed=True),
        Column("number", ("PO number", "Customer PO", "Bestellnummer"), "4500012345"),
        Column("requested", ("Requested date", "Delivery date", "Liefertermin"), "", kind="date"),
        Column("ship_to", ("Ship-to number", "Ship-to", "Location"), ""),
        Column("sku", ("SKU", "Item", "Item number", "Artikel"), "HX-1", needed=True),
        Column("ordered", ("Ordered", "Quantity", "Qty", "Menge"), "12", True, "number"),
        Column("delivered", ("Delivered", "Shipped", "Geliefert"), "4", kind="number"),
        Column("invoiced", ("Invoiced", "Billed", "Berechnet"), "4", kind="number"),
        Column("unit", ("Unit", "UoM", "Einheit"), ""),
        Column("price", ("Price", "Unit price", "Net price", "Preis"), "4.50", kind="number"),
    )

    @api.model
    def _key(self, row):
        return row["order"]

    @api.model
    def _refers_to(self, rows, migration):
        rows = [row for of_order in self.env.context["b2b_rows"].values()
                for row in of_order.values()]  # fmt: skip
        return {
            "accounts": self._accounts([row["account"] for row in rows], migration),
            "products": self._products([row["sku"] for row in rows], migration),
        }

    @api.model
    def _units(self, rows):
        """The rows of an order go together."""
        return [list(of_order) for of_order in self._orders(rows).values()]

    def _orders(self, rows):
        """{order: {row number: row}}"""
        orders = {}
        for number, row in rows.items():
            orders.setdefault(self._key(row), {})[number] = row
        return orders

    @api.model
    def _take(self, rows, migration, keep, before=()):
        """As every kind, an order by its first row: what becomes of that becomes of all."""
        orders = self._orders(rows)
        first = {min(of_order): next(iter(of_order.values())) for of_order in orders.values()}
        quiet = self.with_context(**{QUIET: True, "b2b_rows": orders})
        done, refused = super(OpenOrderKind, quiet)._take(first, migration, keep, before)
        for of_order in orders.values():
            head = min(of_order)
            for number in of_order:
                if head in done:
                    done[number] = done[head]
                else:
                    refused[number] = refused[head]
        return done, refused

    def _save(self, row, record, refers_to, migration):
        rows = self.env.context["b2b_rows"][self._key(row)]
        lines = [line for number in rows for line in self._lines(number, rows[number], refers_to)]
        self._check_whole(row, rows)
        if record:
            return self._compare(record, lines)
        if not lines:
            raise RefusedRow(self.env._("Everything of this order is delivered."))
        order = self._take_in(row, lines, refers_to, migration)
        return "created", order

    def _check_whole(self, row, rows):
        for name in ("account", "number", "requested", "ship_to"):
            if {one.get(name) for one in rows.values()} != {row.get(name)}:
                column = next(one for one in self._sheet_columns if one.field == name)
                raise RefusedRow(
                    self.env._(
                        "The rows of this order differ in “%(what)s”.", what=column.headings[0]
                    )
                )

    def _lines(self, number, row, refers_to):
        """(line as the JSON document says it, values kept beside it) of what is still to deliver."""
        ordered, delivered, invoiced = (row.get(name, 0) for name in
                                        ("ordered", "delivered", "invoiced"))  # fmt: skip
        if ordered <= 0 or delivered < 0 or invoiced < 0:
            raise RefusedRow(self.env._("Row %(row)s: a quantity is below zero.", row=number))
        if max(delivered, invoiced) > ordered:
            raise RefusedRow(
                self.env._("Row %(row)s: more is delivered or invoiced than ordered.", row=number)
            )
        if delivered > invoiced:
            raise RefusedRow(
                self.env._(
                    "Row %(row)s: let the old system invoice what it delivered: %(quantity)s.",
                    row=number,
                    quantity=delivered - invoiced,
                )
            )
        product = self._product(row["sku"], refers_to)
        ahead = invoiced - delivered
        paid = (ahead, 0.0, self.env._("Invoiced by the old system."))
        rest = (ordered - invoiced, row.get("price"), self.env._("Price of the old system."))
        for quantity, price, reason in (rest, paid):
            if quantity > 0:
                told = {"sku": product.default_code, "quantity": float(quantity),
                        "unit": row.get("unit", "")}  # fmt: skip
                yield told, {} if price is None else {
                    "price_unit": float(price), "discount": 0.0, "b2b_price_reason": reason,
                }  # fmt: skip

    def _compare(self, order, lines):
        """What is here is worked on here: another quantity in the file changes nothing."""
        wanted, here = {}, {}
        for told, _kept in lines:
            wanted[told["sku"]] = wanted.get(told["sku"], 0.0) + told["quantity"]
        for line in order.order_line.filtered(lambda line: not line.display_type):
            sku = line.product_id.default_code
            here[sku] = here.get(sku, 0.0) + line.product_uom_qty
        if {sku: round(much, 6) for sku, much in wanted.items()} != {
            sku: round(much, 6) for sku, much in here.items() if much
        }:
            raise RefusedRow(
                self.env._(
                    "It is here already as %(name)s with other quantities; change it there.",
                    name=order.name,
                )
            )
        return "same", order

    def _take_in(self, row, lines, refers_to, migration):
        account = self._account(row["account"], refers_to)
        document = {
            "number": row.get("number") or row["order"],
            "ship_to": row.get("ship_to", ""),
            "note": self.env._("Order %(number)s of the old system.", number=row["order"]),
            "lines": [told for told, _kept in lines],
        }
        if "requested" in row:
            document["requested_date"] = row["requested"].isoformat()
        content = json.dumps(document | {"old": row["order"]}).encode()
        received = InboundDocument(
            content, f"{row['order']}.json", "rep", account, sender=self.env.user.login,
            reference=f"migration:{hashlib.sha256(row['order'].encode()).hexdigest()[:16]}",
        )  # fmt: skip
        # Stored and processed as every document, in the transaction of the migration.
        Intake = self.env["b2b.intake"].sudo().with_context(
            **{MIGRATED: [kept for _told, kept in lines]}
        )  # fmt: skip
        intake = Intake.create(Intake._prepare_intake(received))
        intake._process()
        if intake.state != "order":
            raise RefusedRow(intake.reason or self.env._("It could not be made an order."))
        return intake.order_ids.with_env(self.env)
