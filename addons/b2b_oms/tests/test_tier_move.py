from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import B2BCase


@tagged("post_install", "-at_install")
class TestTierMove(B2BCase):
    """An account changes its tier on a day; what was released keeps its prices."""

    def setUp(self):
        super().setUp()
        self.silver = self.env["b2b.account.tier"].create(
            {
                "name": "Silver",
                "pricelist_id": self.env["product.pricelist"].create({"name": "S"}).id,
            }
        )

    def _moves(self):
        return self.account.b2b_tier_move_ids.filtered("from_tier_id")

    def test_change_by_hand_is_recorded(self):
        self.account.b2b_tier_id = self.silver
        move = self._moves()
        self.assertEqual(
            (move.from_tier_id, move.tier_id, move.state, move.date),
            (self.tier, self.silver, "done", fields.Date.today()),
        )
        self.account.b2b_tier_id = self.silver
        self.assertEqual(len(self._moves()), 1)

    def test_planned_change_waits_for_its_day(self):
        today = fields.Date.today()
        move = self.env["b2b.tier.move"].create(
            {
                "account_id": self.account.id,
                "tier_id": self.silver.id,
                "date": today + timedelta(days=3),
                "reason": "Turnover",
            }
        )
        move._cron_apply()
        self.assertEqual((move.state, self.account.b2b_tier_id), ("planned", self.tier))
        move.date = today
        move._cron_apply()
        self.assertEqual((move.state, self.account.b2b_tier_id), ("done", self.silver))
        self.assertEqual(move.from_tier_id, self.tier)
        self.assertEqual(self._moves(), move)

    def test_released_orders_keep_their_prices_and_drafts_follow(self):
        released = self._make_order({self.bolt: 20})
        released.action_confirm()
        draft = self._make_order({self.nut: 50})
        self.account.b2b_tier_id = self.silver
        self.assertEqual(released.order_line.price_unit, 9.0)
        draft.pricelist_id = self.account.property_product_pricelist
        draft.action_confirm()
        self.assertEqual(draft.order_line.price_unit, 4.0)
        self.assertPromisesHold()
