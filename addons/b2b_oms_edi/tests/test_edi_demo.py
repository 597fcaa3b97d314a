from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestEdiDemo(TransactionCase):
    """The demo has four partners that talk, one that sends tables, and something for the clerk."""

    def test_partners_talk_and_every_promise_holds(self):
        self.env["b2b.demo"]._load()
        self.env["b2b.edi.demo"]._load()
        said = {}
        for syntax in ("x12", "edifact", "ubl", "cxml"):
            partner = self.env.ref(f"b2b_oms_edi.demo_partner_{syntax}")
            rows = partner.exchange_ids.sorted("id")
            self.assertFalse(rows.filtered(lambda one: one.state in ("dead", "failed", "held")))
            said[syntax] = rows.filtered("size").mapped("message_type")
        self.assertEqual(said["x12"], ["850", "997", "855", "856", "810", "850", "997", "855"])
        self.assertEqual(said["edifact"], ["ORDERS", "CONTRL", "ORDRSP", "DESADV", "INVOIC"])
        self.assertEqual(said["ubl"], ["Order", "OrderResponse", "DespatchAdvice", "Invoice"])
        self.assertEqual(
            said["cxml"],
            ["OrderRequest", "ConfirmationRequest", "ShipNoticeRequest", "InvoiceDetailRequest"],
        )
        tables = self.env.ref("b2b_oms_edi.demo_partner_flat")
        self.assertIn("HB-M8X25", tables.layout_id.preview)
        self.assertEqual(tables.exchange_ids.state, "taken")
        self.assertEqual(tables.exchange_ids.order_ids.b2b_state, "released")
        waiting = self.env["b2b.edi.exchange"].search([("has_waiting_order", "=", True)])
        self.assertEqual(waiting.number, "EDI-1002")
        self.assertEqual(self.env["b2b.audit"].violations(), [])
