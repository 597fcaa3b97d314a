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
            "orders": 88,
        }
        self.assertEqual({key: counts[key] for key in expected}, expected)
        self.assertGreaterEqual(counts["branches"], 24)
        held = self.env["b2b.order.hold"].search([("state", "=", "open")])
        codes = [check._code for check in self.env["b2b.order.check"]._all()]
        self.assertEqual(sorted(set(held.mapped("code"))), sorted(codes))
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
