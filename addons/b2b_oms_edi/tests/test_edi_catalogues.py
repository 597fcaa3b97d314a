from odoo.tests import tagged

from .edi_common import EdiCase

KINDS = ("inventory", "price_catalogue")


@tagged("post_install", "-at_install")
class TestEdiCatalogues(EdiCase):
    """Stock reports and price lists: on schedule whatever they say, on change when it is news."""

    def setUp(self):
        super().setUp()
        self.env["b2b.customer.part"].create(
            {"account_id": self.account.id, "code": "H-1", "product_id": self.bolt.id}
        )

    def _hour(self):
        """What the hourly look sends."""
        before = self._out()
        self.env["b2b.edi.partner"]._cron_schedule()
        self._send()
        return self._out() - before

    def test_on_change_sends_what_changed_and_nothing_else(self):
        self.partner.write({"stock_on_change": True, "prices_on_change": True})
        self.assertEqual(self._hour().mapped("message_type"), ["846", "832"])
        self.assertFalse(self._hour(), "nothing changed")
        self._stock(self.bolt, 5)
        sent = self._hour()
        self.assertEqual(sent.mapped("message_type"), ["846"])
        self.assertIn("QTY*33*105*EA", self._text(sent))
        self.bolt.list_price = 20.0
        sent = self._hour()
        self.assertEqual(sent.mapped("message_type"), ["832"])
        self.assertIn("CTP**CON*18*1*EA", self._text(sent))
        self.assertEqual(self._read_back(sent).verdict, "accepted")

    def test_on_schedule_is_sent_once_a_time_though_nothing_changed(self):
        self.partner.write({"stock_every": 24, "prices_every": 7})
        self.assertEqual(self._hour().mapped("kind"), list(KINDS))
        self.assertFalse(self._hour())
        query = "UPDATE b2b_edi_exchange SET create_date = create_date - interval '25 hours'"
        self.env.cr.execute(query)
        self.env.invalidate_all()
        self.assertEqual(self._hour().mapped("kind"), ["inventory"])

    def test_edifact_partner_gets_a_pricat_on_change(self):
        partner = self._make_edifact_partner(prices_on_change=True, stock_on_change=True)
        for price, said in ((10.0, "PRI+AAA:9'"), (20.0, "PRI+AAA:18'")):
            self.bolt.list_price = price
            self.env["b2b.edi.partner"]._cron_schedule()
            self.env["b2b.edi.partner"]._cron_schedule()
            self._send()
            self.assertIn(said, self._text(self._out("price_catalogue", partner)[-1:]))
        self.assertEqual(len(self._out("price_catalogue", partner)), 2)
        self.assertFalse(self._out("inventory", partner), "EDIFACT has none here")

    def test_many_products_cost_as_many_queries_as_few(self):
        many = self.env["product.product"].create(
            [
                {"name": f"P {n}", "default_code": f"P-{n}", "list_price": 5, "is_storable": True}
                for n in range(20)
            ]
        )
        exchange = self.env["b2b.edi.exchange"].new({"partner_id": self.partner.id})
        for kind in KINDS:
            mapper = self.env[f"b2b.edi.mapper.{kind.replace('_', '.')}"]

            def queries(products, mapper=mapper):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                lines = mapper._range(self.account, products, exchange).lines
                self.assertEqual(len(lines), len(products))
                return self.env.cr.sql_log_count - before

            queries(many)  # what is read once
            self.assertEqual(queries(many[:2]), queries(many), kind)
