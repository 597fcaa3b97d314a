from odoo.tests import HttpCase, tagged

from .common import B2BCase


@tagged("post_install", "-at_install")
class TestTourFulfilment(B2BCase, HttpCase):
    """Dispatcher and warehouse at work, in a browser."""

    def setUp(self):
        super().setUp()
        self.second = self.env["stock.warehouse"].create({"name": "Second", "code": "SEC"})
        self.account.b2b_packing_note = "Label every carton"
        self.gear = self._make_product("Gear", "TEST-GEAR", 40.0)

    def _put(self, quantity, warehouse):
        """Goods that nobody was told of yet."""
        self.env["stock.quant"]._update_available_quantity(
            self.gear, warehouse.lot_stock_id, quantity
        )

    def _release(self, number, quantity):
        order = self._make_order({self.gear: quantity}, client_order_ref=number)
        order.action_confirm()
        self.assertReleased(order)
        return order

    def test_dispatcher_looks_gives_out_and_moves_the_rest(self):
        groups = "b2b_oms.group_order_desk,stock.group_stock_manager"
        desk = self._make_user("b2b-dispatcher", groups)
        old, new = self._release("PO-OLD", 6), self._release("PO-NEW", 4)
        self._put(6, old.b2b_allocation_ids.warehouse_id)
        self._put(4, self.second)
        action = "/odoo/action-b2b_oms.b2b_allocation_action_backorders"
        self.start_tour(action, "b2b_dispatcher", login=desk.login, timeout=120)
        self.assertEqual(old.picking_ids.state, "assigned")
        left = new.b2b_allocation_ids.filtered(lambda row: row.state == "open")
        self.assertEqual((left.warehouse_id, left.reserved_quantity), (self.second, 4))
        self.assertPromisesHold()

    def test_warehouse_prints_reports_a_shortage_and_validates(self):
        worker = self._make_user("b2b-worker", "stock.group_stock_user")
        self._put(6, self.warehouse)
        self._put(3, self.second)
        order = self._release("PO-WORK", 6)
        picking = order.picking_ids
        url = f"/odoo/action-stock.action_picking_tree_all/{picking.id}"
        self.start_tour(url, "b2b_warehouse_worker", login=worker.login, timeout=120)
        self.assertEqual(picking.state, "done")
        self.assertEqual(order.order_line.qty_delivered, 4)
        elsewhere = order.b2b_allocation_ids.filtered(lambda row: row.state == "open")
        self.assertEqual((elsewhere.warehouse_id, elsewhere.quantity), (self.second, 2))
        self.assertPromisesHold()
