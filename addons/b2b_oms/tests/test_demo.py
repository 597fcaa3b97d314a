from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """The demo distributor is what the README says, and every promise holds in it."""

    def test_demo_distributor_loads_once_and_keeps_every_promise(self):
        demo = self.env["b2b.demo"]
        demo._load()
        counts = self._counts()
        expected = {
            "accounts": 50,
            "tiers": 6,
            "warehouses": 3,
            "products": 300,
            "logins": 8,
            "orders": 113,
        }
        self.assertEqual({key: counts[key] for key in expected}, expected)
        self.assertGreaterEqual(counts["branches"], 24)
        self._assert_every_check_has_a_hold()
        self._assert_approvals_wait_for_people()
        self._assert_credit_is_varied()
        self._assert_accounts_are_billed()
        self._assert_money_is_collected()
        self._assert_fulfilment_is_shown()
        states = set(self.env["sale.order"].search([]).mapped("b2b_state"))
        self.assertGreaterEqual(states, {"received", "held", "released", "closed", "cancelled"})
        self.assertEqual(self.env["b2b.audit"].violations(), [])
        self._assert_stock()
        demo._load()
        self.assertEqual(self._counts(), counts)

    def _named(self, kind):
        return self.env["ir.model.data"].search_count(
            [("module", "=", "b2b_oms"), ("name", "=like", f"demo_{kind}_%")]
        )

    def _counts(self):
        kinds = ("account", "tier", "warehouse", "product", "user", "order", "branch")
        names = {"branch": "branches", "user": "logins"}
        return {names.get(kind, kind + "s"): self._named(kind) for kind in kinds}

    def _assert_every_check_has_a_hold(self):
        """One that is open, and that stops its order where the policy for everybody stops it."""
        found = self.env["b2b.order.hold"].search([("state", "=", "open")])
        by_code = found.grouped("code")
        for check in self.env["b2b.order.check"]._all():
            holds = by_code.get(check._code, found.browse())
            self.assertTrue(holds, f"no demo order is held by “{check._description}”")
            policy = self.env.ref(f"b2b_oms.policy_{check._code}", raise_if_not_found=False)
            if policy and policy.action in ("hold", "approve"):
                stopping = holds.filtered(lambda hold: hold._is_blocking())
                self.assertTrue(stopping, f"“{check._description}” stops no demo order")

    def _assert_approvals_wait_for_people(self):
        """Each rule has somebody to ask, a chain is under way, a deputy is asked too."""
        waiting = self.env["b2b.approval.request"].search([("state", "=", "pending")])
        self.assertEqual(waiting.rule_id, self.env["b2b.approval.rule"].search([]))
        self.assertTrue(all(approval.approver_ids for approval in waiting))
        large = waiting.filtered("decision_ids")
        finance, deputy = (self.env.ref(f"b2b_oms.demo_user_{login}") for login in
                           ("accountant", "credit"))  # fmt: skip
        self.assertEqual(large.approver_ids, finance | deputy)

    def _assert_credit_is_varied(self):
        limits = self.env["b2b.credit.limit"].search([])
        self.assertEqual(set(limits.mapped("kind")), {"limit", "none", "unlimited"})
        self.assertTrue(limits.filtered(lambda limit: 0.9 <= limit.utilisation <= 1))
        self.assertTrue(limits.filtered(lambda limit: limit._is_expired()))
        self.assertTrue(limits.shared_with_id)

    def _assert_fulfilment_is_shown(self):
        """A split order, a backorder with a date, three ship-tos, a run that is only simulated."""
        split, backorder, ship_tos = (
            self.env.ref(f"b2b_oms.demo_tale_{name}") for name in ("split", "backorder", "ship_tos")
        )
        for order in (split, backorder, ship_tos):
            self.assertEqual(order.b2b_state, "released", order.b2b_hold_reason)
        self.assertEqual(len(split.b2b_allocation_ids.warehouse_id), 2)
        self.assertEqual(sum(split.b2b_allocation_ids.mapped("waiting_quantity")), 0)
        waits = backorder.b2b_allocation_ids
        self.assertEqual(set(waits.mapped("kind")), {"backorder"})
        self.assertTrue(all(row.promised_date > row.create_date.date() for row in waits))
        self.assertEqual(len(ship_tos.picking_ids.partner_id), 3)
        run = self.env.ref("b2b_oms.demo_run_simulated")
        self.assertEqual(run.state, "simulated")
        self.assertGreater(len(run.line_ids.filtered("granted")), 1)

    def _assert_stock(self):
        """Three products without stock; some orders wait for goods, some are overdue."""
        waiting = self.env["stock.move"].search_count(
            [("state", "in", ("confirmed", "partially_available")), ("sale_line_id", "!=", False)]
        )
        self.assertGreater(waiting, 0)
        overdue = self.env["account.move"].search_count(
            [("state", "=", "posted"), ("payment_state", "=", "not_paid"),
             ("invoice_date_due", "<", "today")]
        )  # fmt: skip
        self.assertGreaterEqual(overdue, 8)

    def _assert_accounts_are_billed(self):
        """Each tier by its own schedule, over weeks; one invoice cannot be sent, some go by post."""
        runs = self.env["b2b.billing.run"].search([("invoice_count", ">", 0)])
        timings = {"shipment", "complete", "daily", "weekly", "semi_monthly"}
        self.assertEqual(set(runs.schedule_id.mapped("timing")), timings)
        self.assertEqual(set(runs.mapped("state")), {"done"})
        days = runs.invoice_ids.sorted("name").mapped("invoice_date")
        self.assertGreater(len(set(days)), 8)
        self.assertEqual(days, sorted(days))
        by_state = self.env["b2b.billing.dispatch"].search([]).grouped("state")
        self.assertGreaterEqual(by_state.keys(), {"sent", "failed", "to_print"})
        self.assertIn("No email address", by_state["failed"][0].error)
        self.assertEqual(set(by_state["to_print"].mapped("way")), {"b2b_post"})

    def _assert_money_is_collected(self):
        """Open items of every age, a dispute, a promise, letters to approve, statements."""
        items = self.env["b2b.open.item"].search([])
        ages = {"not_due", "days_30", "days_60", "days_90", "older"}
        self.assertGreaterEqual(set(items.mapped("bucket")), ages)
        self.assertTrue(items.filtered("disputed"))
        self.assertTrue(items.filtered("promised"))
        letters = self.env["b2b.reminder"].search([("state", "=", "proposed")])
        self.assertGreater(len(letters.level_id), 2)
        self.assertEqual(
            set(self.env["b2b.statement"].search([]).mapped("kind")), {"open", "running"}
        )
