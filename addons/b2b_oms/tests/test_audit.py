from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestAudit(IntakeCase):
    """The audit names each kind of broken promise; here each is broken on purpose."""

    def _broken(self):
        return [(v["promise"], v["model"], v["id"]) for v in self.env["b2b.audit"].violations()]

    def test_healthy_database_has_no_violation(self):
        self._submit(self._po())
        self.assertEqual(self._broken(), [])

    def test_more_reserved_than_on_hand_is_named(self):
        quant = self.bolt.stock_quant_ids.filtered(lambda q: q.location_id.usage == "internal")
        self.env.cr.execute(
            "UPDATE stock_quant SET reserved_quantity = 101 WHERE id = %s", [quant.id]
        )
        self.assertEqual(set(self._broken()), {("no_oversell", "stock.quant", quant.id)})

    def test_document_left_lying_is_named(self):
        intake = self._submit(self._po(account=""))
        long_ago = fields.Datetime.now() - timedelta(hours=1)
        self.env.cr.execute(
            "UPDATE b2b_intake SET state = 'received', create_date = %s WHERE id = %s",
            [long_ago, intake.id],
        )
        self.assertEqual(self._broken(), [("nothing_lost", "b2b.intake", intake.id)])

    def test_lost_bytes_are_named(self):
        intake = self._submit(self._po())
        self.env["ir.attachment"].search(
            [
                ("res_model", "=", "b2b.intake"),
                ("res_id", "=", intake.id),
                ("res_field", "=", "content"),
            ]
        ).unlink()
        self.assertEqual(self._broken(), [("nothing_lost", "b2b.intake", intake.id)])

    def test_order_that_vanished_is_named(self):
        intake = self._submit(self._po())
        self.env.cr.execute(
            "UPDATE sale_order SET b2b_intake_id = NULL WHERE b2b_intake_id = %s", [intake.id]
        )
        self.assertEqual(self._broken(), [("nothing_lost", "b2b.intake", intake.id)])

    def test_forgotten_goods_are_named(self):
        order = self._submit(self._po()).order_ids
        self.env.cr.execute(
            "UPDATE sale_order_line SET product_uom_qty = 25 WHERE order_id = %s", [order.id]
        )
        self.assertEqual(
            set(self._broken()), {("quantities", "sale.order.line", order.order_line.id)}
        )

    def test_quantities_add_up_through_partial_delivery_return_and_cancel(self):
        order = self._submit(self._po()).order_ids
        picking = self._deliver(order, {self.bolt: 12})
        self.assertEqual(self._broken(), [])
        back = self.env["stock.return.picking"].with_context(
            active_id=picking.id, active_model="stock.picking"
        )
        wizard = back.create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 2
        returned = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        returned.button_validate()
        self.assertEqual(self._broken(), [])
        order.picking_ids.filtered(lambda p: p.state == "assigned").action_cancel()
        self.assertEqual(self._broken(), [])

    def test_quantities_add_up_in_a_multi_step_warehouse(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._submit(self._po()).order_ids
        self.assertEqual(self._broken(), [])
        for _step in range(3):
            self._deliver(order)
            self.assertEqual(self._broken(), [])
        self.assertEqual(order.order_line.qty_delivered, 20)

    def test_state_the_ledger_does_not_know_is_named(self):
        order = self._submit(self._po()).order_ids
        self.env.cr.execute("UPDATE sale_order SET b2b_state = 'closed' WHERE id = %s", [order.id])
        self.assertEqual(self._broken(), [("ledger", "sale.order", order.id)])

    def test_hold_without_reason_is_named(self):
        order = self._submit(self._po(lines=[("TEST-BOLT", 1)])).order_ids
        self.env.cr.execute("DELETE FROM b2b_order_hold WHERE order_id = %s", [order.id])
        self.env.invalidate_all()
        self.assertEqual(self._broken(), [("ledger", "sale.order", order.id)])

    def test_only_managers_may_ask(self):
        desk = self._make_user("b2b-desk", "b2b_oms.group_order_desk")
        with self.assertRaises(AccessError):
            self.env["b2b.audit"].with_user(desk).violations()
        manager = self._make_user("b2b-manager", "b2b_oms.group_manager")
        self.assertEqual(self.env["b2b.audit"].with_user(manager).violations(), [])

    def test_button_keeps_what_it_found(self):
        action = self.env["b2b.audit.run"].action_run()
        run = self.env["b2b.audit.run"].browse(action["res_id"])
        self.assertEqual(run.violation_count, 0)
