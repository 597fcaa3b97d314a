import json

from odoo.tests import tagged

from .test_credit import CreditCase


@tagged("post_install", "-at_install")
class TestPromiseCredit(CreditCase):
    """The audit names each way past a limit; here each is made on purpose, behind the code's back."""

    def _broken(self, promise="credit"):
        self.env.invalidate_all()
        found = self.env["b2b.audit"].violations()
        self.assertEqual({v["promise"] for v in found} - {promise}, set(), found)
        return [(v["id"], v["message"]) for v in found]

    def _credit_event(self, order):
        return order.b2b_event_ids.filtered(lambda e: "credit" in (e.figures or {}))

    def _rewrite(self, order, **credit):
        """Change what the ledger told of an order's credit."""
        event = self._credit_event(order)
        figures = dict(event.figures, credit=event.figures["credit"] | credit)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE b2b_order_event SET figures = %s WHERE id = %s",
            [json.dumps(figures), event.id],
        )

    def test_order_within_the_limit_or_let_go_by_a_person_is_no_violation(self):
        self._confirmed(20)
        over = self._confirmed(60)
        over.b2b_hold_ids.action_release("Transfer seen")
        self.assertReleased(over)
        self.assertEqual(self._broken(), [])

    def test_order_over_the_limit_without_a_decision_is_named(self):
        order = self._confirmed(20)
        self._rewrite(order, before=400)
        [(where, message)] = self._broken()
        self.assertEqual(where, order.id)
        self.assertIn("passed the limit by 80.00", message)

    def test_order_released_past_its_hold_is_named(self):
        order = self._confirmed(60)
        order.b2b_hold_ids.action_release("Transfer seen")
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM b2b_order_hold WHERE order_id = %s", [order.id])
        self.assertEqual([where for where, _message in self._broken()], [order.id])

    def test_two_releases_that_did_not_see_each_other_are_named(self):
        first, second = self._confirmed(20), self._confirmed(20)
        turn = self._credit_event(first).figures["credit"]["turn"]
        self._rewrite(second, before=0, turn=turn)
        [(where, message)] = self._broken()
        self.assertEqual(where, second.id)
        self.assertIn("without seeing the one before it", message)

    def test_order_that_grew_unseen_is_named(self):
        order = self._confirmed(20)
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order SET amount_total = 999 WHERE id = %s", [order.id])
        [(where, message)] = self._broken()
        self.assertEqual(where, order.id)
        self.assertIn("grew from 180.00 to 999.00", message)

    def test_release_without_a_look_at_the_credit_is_named(self):
        order = self._confirmed(20)
        event = self._credit_event(order)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE b2b_order_event SET figures = NULL, create_date = NOW() + interval '1 minute'"
            " WHERE id = %s",
            [event.id],
        )
        self.assertEqual([where for where, _message in self._broken()], [order.id])

    # === THE LEDGER TELLS EVERY DECISION === #

    def test_hold_the_ledger_does_not_know_is_named(self):
        for kind in ("finding", "waived"):
            with self.subTest(kind=kind):
                order = self._confirmed(60)
                order.b2b_hold_ids.action_release("Transfer seen")
                self.env.flush_all()
                self.env.cr.execute(
                    "DELETE FROM b2b_order_event WHERE order_id = %s AND kind = %s",
                    [order.id, kind],
                )
                [(where, message)] = self._broken("ledger")
                self.assertEqual(where, order.b2b_hold_ids.id)
                self.assertIn("does not tell", message)
                order.b2b_hold_ids._log(kind)

    def test_approval_the_ledger_does_not_know_is_named(self):
        self._policy("credit_limit").action = "approve"
        order = self._confirmed(60)
        asked = order.b2b_hold_ids.request_id
        self.assertEqual(asked.state, "pending")
        self.assertEqual(self._broken("ledger"), [])
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM b2b_order_event WHERE order_id = %s AND kind = 'approval'", [order.id]
        )
        self.assertEqual([where for where, _message in self._broken("ledger")], [asked.id])
