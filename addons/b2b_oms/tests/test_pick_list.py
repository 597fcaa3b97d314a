import io

from pypdf import PdfReader

from odoo.fields import Command
from odoo.tests import tagged

from .test_allocation import AllocationCase


@tagged("post_install", "-at_install")
class TestPickList(AllocationCase):
    """What a picker carries: places in their order, and what the buyer wants done."""

    def _place(self, name, product, quantity, lot=None):
        """Put goods on a shelf of the first warehouse."""
        shelf = self.env["stock.location"].create(
            {"name": name, "location_id": self.warehouse.lot_stock_id.id, "usage": "internal"}
        )
        self.env["stock.quant"]._update_available_quantity(product, shelf, quantity, lot_id=lot)
        return shelf

    def _printed(self, picking):
        """What its PDF says, made by the real engine."""
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, _kind = report._render_qweb_pdf("b2b_oms.report_pick_list", picking.ids)
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)

    def test_places_follow_the_way_through_the_warehouse(self):
        wheels = [
            self._make_product(f"Wheel {place}", f"W-{place}", 10.0)
            for place in ("A-10", "A-2", "B-1")
        ]
        for wheel in wheels:
            self._place(wheel.default_code[2:], wheel, 5)
        order = self._make_order(dict.fromkeys(wheels, 4))
        order.action_confirm()
        places = [line.location for line in order.picking_ids._b2b_pick_lines()]
        self.assertEqual([place.split("/")[-1] for place in places], ["A-2", "A-10", "B-1"])

    def test_instructions_of_account_and_address_and_part_numbers_are_printed(self):
        self.account.write(
            {"b2b_packing_note": "Label every carton", "b2b_shipping_note": "Never on Fridays"}
        )
        dock = self.env["res.partner"].create(
            {"name": "Dock 3", "type": "delivery", "parent_id": self.account.id,
             "b2b_shipping_note": "Ring at gate B"}
        )  # fmt: skip
        self.env["b2b.customer.part"].create(
            {"account_id": self.account.id, "code": "NS-4711", "product_id": self.gear.id}
        )
        order = self._release(5, partner_shipping_id=dock.id, client_order_ref="PO-PICK")
        self.assertEqual(order.picking_ids.b2b_packing_note, "Label every carton")
        self.assertEqual(order.picking_ids.b2b_shipping_note, "Never on Fridays\nRing at gate B")
        text = self._printed(order.picking_ids)
        for said in ("Label every carton", "Never on Fridays", "Ring at gate B", "NS-4711",
                     "TEST-GEAR", "PO-PICK", "Dock 3", order.picking_ids.name):  # fmt: skip
            self.assertIn(said, text)

    def test_each_warehouse_has_its_own_list(self):
        order = self._release(13)
        self.assertEqual(len(order.picking_ids), 2)
        lists = {
            picking.picking_type_id.warehouse_id.code: sum(
                line.quantity for line in picking._b2b_pick_lines()
            )
            for picking in order.picking_ids
        }
        self.assertEqual(lists, {self.warehouse.code: 6, "SEC": 7})

    def test_packs_are_counted_as_packs(self):
        self.env["b2b.quantity.rule"].create(
            {"product_tmpl_id": self.bolt.product_tmpl_id.id, "multiple": 12}
        )
        self._policy("quantity").action = "ignore"
        order = self._release(27, self.bolt)
        (line,) = order.picking_ids._b2b_pick_lines()
        self.assertEqual((line.packs, line.quantity), ("2 × 12 + 3", 27))

    def test_dozens_are_told_beside_the_units(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._make_order({self.bolt: 2})
        order.order_line.product_uom_id = dozen
        order.action_confirm()
        (line,) = order.picking_ids._b2b_pick_lines()
        told = f"{line.quantity:g} {line.unit.name} {line.packs}"
        self.assertIn("Dozen", told)
        self.assertEqual(line.unit._compute_quantity(line.quantity, self.bolt.uom_id), 24)

    def test_lots_are_named(self):
        self.gear.tracking = "lot"
        lot = self.env["stock.lot"].create({"name": "L-77", "product_id": self.gear.id})
        self.env["stock.quant"].search([("product_id", "=", self.gear.id)]).unlink()
        self._place("C-1", self.gear, 5, lot)
        order = self._release(5)
        self.assertIn("L-77", self._printed(order.picking_ids))

    def test_what_waits_is_not_looked_for(self):
        order = self._release(20)
        lists = [(p._b2b_pick_lines(), p._b2b_missing_goods()) for p in order.picking_ids]
        self.assertEqual(sum(line.quantity for lines, _gaps in lists for line in lines), 13)
        self.assertEqual(sum(gap.quantity for _lines, gaps in lists for gap in gaps), 7)

    def test_print_button_prints_ours_for_what_we_promised_and_odoos_for_the_rest(self):
        ours = self._release(5).picking_ids
        self.assertEqual(ours.do_print_picking()["report_name"], "b2b_oms.pick_list_document")
        self.assertTrue(ours.printed)
        customer = self.env["res.partner"].create({"name": "Walk-in"})
        other = self.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "order_line": [Command.create({"product_id": self.bolt.id, "product_uom_qty": 1})],
            }
        )
        other.action_confirm()
        self.env.company.external_report_layout_id = self.env.ref("web.external_layout_standard")
        action = other.picking_ids.do_print_picking()
        self.assertEqual(action["report_name"], "stock.report_picking")

    def test_first_of_three_steps_knows_the_buyer(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        self.account.b2b_packing_note = "On our own pallets"
        order = self._release(5)
        first = order.picking_ids.filtered(
            lambda p: p.picking_type_id == self.warehouse.pick_type_id
        )
        self.assertEqual(first.b2b_packing_note, "On our own pallets")
        self.assertIn("On our own pallets", self._printed(first))

    def test_receipt_has_no_instructions(self):
        self.account.b2b_packing_note = "On our own pallets"
        receipt = self._receive(self.gear, 3, self.warehouse, done=False)
        receipt.partner_id = self.account
        self.assertFalse(receipt.b2b_packing_note)
