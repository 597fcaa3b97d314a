"""Stock that is short: an order from two warehouses, goods on their way, a run somebody looks at first."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .dating import date_back

NOTES = {
    "C10010": ("One pallet an order, food-safe wrap. Packing list on the outside.",
               "No deliveries before 6 am or after 2 pm."),
    "C10020": ("Their part number on every carton.", "Use their account with the carrier."),
    "C10040": ("No loose goods: cartons only.", ""),
}  # fmt: skip
CUTOFF_HOUR = 15.0
CART_MINUTES = {"platinum": 30, "gold": 15}
COMING_IN_DAYS = 6
# Out of stock everywhere; the next receipt is announced.
ANNOUNCED, ANNOUNCED_QUANTITY = "AB-UNI", 60


def load(demo):
    """After the four weeks: some of their orders wait for goods already."""
    tales = FulfilmentTales(demo)
    tales.rules()
    tales.tell()


class FulfilmentTales:
    """The house rules of the warehouses, then three orders and a run."""

    def __init__(self, demo):
        self.demo, self.env = demo, demo.env
        self.houses = {code: demo._get("warehouse", code) for code in ("CHI", "ATL", "DAL")}

    def rules(self):
        for ref, (packing, shipping) in NOTES.items():
            account = self.demo._get("account", ref)
            account.write({"b2b_packing_note": packing, "b2b_shipping_note": shipping})
        for house in self.houses.values():
            house.write({"b2b_cutoff_hour": CUTOFF_HOUR, "b2b_handling_cost": 12.5})
        for tier, minutes in CART_MINUTES.items():
            self.demo._get("tier", tier).keep_cart_minutes = minutes

    def tell(self):
        self._announce()
        orders = {
            "split": self._split(),
            "backorder": self._backorder(),
            "ship_tos": self._ship_tos(),
        }
        for hours, (name, order) in enumerate(orders.items(), start=2):
            order.with_context(install_mode=True).action_confirm()
            date_back(self.env, {order: timedelta(hours=hours)})
            self.demo._name_records("tale", [name], [order])
        self.env["b2b.allocation"]._promise_again()
        self.demo._name_records("run", ["simulated"], [self._simulated_run()])

    def _order(self, ref, number, lines, **values):
        return self.env["sale.order"].create(
            {
                "partner_id": self.demo._get("account", ref).id,
                "client_order_ref": number,
                "b2b_channel": "portal",
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": quantity})
                    for product, quantity in lines.items()
                ],
            }
            | values
        )

    def _split(self):
        """More than any one warehouse has, not more than two have together."""
        free = self._free()
        by_product = {}
        for (product, _house), quantity in free.items():
            by_product.setdefault(product, []).append(quantity)

        def two(product):
            return sorted(by_product[product], reverse=True)[:2]

        fitting = [p for p, amounts in by_product.items() if len(amounts) > 1 and two(p)[1] >= 12]
        product = min(
            self.env["product.product"].browse(fitting),
            key=lambda p: (abs(p.list_price * two(p.id)[0] - 1500), p.id),
        )
        most, second = two(product.id)
        return self._order("C10040", "PO-80210", {product: most + min(second, 12)})

    def _free(self):
        """{(product id, warehouse id): what may be promised} of ordinary goods."""
        products = self.env["product.product"].browse(
            self.demo._get("product", row["sku"]).id
            for row in self.demo._rows("products")
            if not row["category"].startswith(("Maintenance", "Safety"))
        )
        houses = self.env["stock.warehouse"].concat(*self.houses.values())
        found = self.env["b2b.availability"]._by_warehouse(products, houses)
        return {key: int(quantity) for key, quantity in found.items() if quantity >= 1}

    def _backorder(self):
        product = self.demo._get("product", ANNOUNCED)
        return self._order("C10010", "PO-80244", {product: 12})

    def _announce(self):
        """A supplier says when it comes."""
        product = self.demo._get("product", ANNOUNCED)
        supplier = self.env.ref("stock.stock_location_suppliers")
        kind = self.houses["CHI"].in_type_id
        places = {
            "location_id": supplier.id,
            "location_dest_id": kind.default_location_dest_id.id,
        }
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "origin": "Supplier order 4471",
                "scheduled_date": fields.Datetime.now() + timedelta(days=COMING_IN_DAYS),
                "move_ids": [
                    Command.create(
                        places
                        | {
                            "product_id": product.id,
                            "product_uom_qty": ANNOUNCED_QUANTITY,
                            "date": fields.Datetime.now() + timedelta(days=COMING_IN_DAYS),
                        }
                    )
                ],
            }
            | places
        )
        receipt.action_confirm()

    def _ship_tos(self):
        """One purchase order of the head office, a part of it for each branch."""
        branches = [self.demo._get("branch", f"C10020-{number}") for number in (1, 2, 3)]
        tape, tape_quantity = self.demo._get("product", "PT-CLR"), 18
        light = self.demo._get("product", "WL-50W")
        order = self._order("C10020", "PO-80251", {tape: tape_quantity, light: 6})
        first, second = order.order_line
        first.b2b_destination_ids = [
            Command.create({"partner_id": branch.id, "quantity": tape_quantity / 3})
            for branch in branches
        ]
        second.b2b_ship_to_id = branches[0]
        return order

    def _simulated_run(self):
        """Goods lie there that nobody was given yet: who would get what, if all get the same share?"""
        waiting = self.env["b2b.allocation"]._waiting()
        crowds = waiting._by_stock()
        rows = max(crowds.values(), key=lambda rows: (len(rows), rows.ids))
        self.env["stock.quant"]._update_available_quantity(
            rows.product_id,
            rows.warehouse_id.lot_stock_id,
            max(1, int(sum(rows.mapped("waiting_quantity")) * 0.6)),
        )
        run = self.env["b2b.allocation.run"].create(
            {
                "product_ids": rows.product_id.ids,
                "warehouse_id": rows.warehouse_id.id,
                "method": "pro_rata",
            }
        )
        run.action_simulate()
        return run
