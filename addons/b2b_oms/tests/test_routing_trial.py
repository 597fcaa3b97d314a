from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_allocation import AllocationCase


@tagged("post_install", "-at_install")
class TestRoutingTrial(AllocationCase):
    """Where would it come from? Without an order."""

    def _trial(self, quantity, **values):
        trial = self.env["b2b.routing.trial"].create(
            {
                "account_id": self.account.id,
                "line_ids": [Command.create({"product_id": self.gear.id, "quantity": quantity})],
            }
            | values
        )
        trial.action_try()
        return trial

    def test_says_what_an_order_would_get_and_makes_none(self):
        before = self.env["sale.order"].search_count([])
        trial = self._trial(20)
        self.assertEqual(self.env["sale.order"].search_count([]), before)
        shares = [(share.kind, share.quantity) for share in trial.share_ids]
        self.assertEqual(sum(quantity for kind, quantity in shares if kind == "stock"), 13)
        self.assertEqual(sum(quantity for kind, quantity in shares if kind == "backorder"), 7)
        promised = {
            row.warehouse_id: row.quantity
            for row in self._release(20).b2b_allocation_ids
            if row.is_planned_from_stock
        }
        tried = {
            share.warehouse_id: share.quantity for share in trial.share_ids if share.kind == "stock"
        }
        self.assertEqual(promised, tried)

    def test_tried_again_answers_anew(self):
        trial = self._trial(20)
        trial.line_ids.quantity = 1
        trial.action_try()
        self.assertEqual(trial.share_ids.mapped("quantity"), [1])

    def test_nothing_to_plan_is_said(self):
        with self.assertRaises(UserError):
            self.env["b2b.routing.trial"].create({"account_id": self.account.id}).action_try()

    def test_other_companies_are_not_asked(self):
        foreign = self.env["res.company"].create({"name": "Foreign"})
        seller = self._make_user("b2b-seller", "sales_team.group_sale_salesman")
        trial = (
            self.env["b2b.routing.trial"]
            .with_user(seller)
            .create(
                {
                    "account_id": self.account.id,
                    "line_ids": [Command.create({"product_id": self.gear.id, "quantity": 1})],
                }
            )
        )
        trial.sudo().company_id = foreign
        with self.assertRaises(AccessError):
            trial.action_try()

    def test_order_answers_why_not_another_warehouse(self):
        far = self.env["stock.warehouse"].create({"name": "Lyon", "code": "LYO"})
        order = self._release(5)
        answer = order.b2b_routing_answer
        self.assertIn("Lyon", answer)
        self.assertIn("Nothing of this is free there", answer)
        self.assertNotIn(far, order.b2b_allocation_ids.warehouse_id)
