import base64
import io

import openpyxl

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .edi_common import EdiCase

# What stands where: field, heading, position, fixed value.
COLUMNS = (
    ("number", "Beleg", 0, ""),
    ("customer_code", "Teil", 0, ""),
    ("quantity", "Stk.", 0, ""),
    ("price", "Wert", 0, ""),
    ("requested_date", "Bis", 0, ""),
    ("unit", "", 0, "EA"),
)
FILE = "Beleg;Teil;Stk.;Wert;Bis;Lager\nPO-1;H-1;1.200;9,00;03.04.2030;7\n"


@tagged("post_install", "-at_install")
class TestEdiLayout(EdiCase):
    """A partner's own tables, read as was agreed."""

    def setUp(self):
        super().setUp()
        self.env["b2b.customer.part"].create(
            {"account_id": self.account.id, "code": "H-1", "product_id": self.bolt.id}
        )
        self.layout = self._make_layout(COLUMNS)
        self.partner.write({"syntax": "flat", "layout_id": self.layout.id})

    def _make_layout(self, columns, **vals):
        names = ("field", "heading", "position", "fixed")
        commands = [Command.create(dict(zip(names, row, strict=True))) for row in columns]
        usual = {
            "name": "Weekly order",
            "decimal_mark": "comma",
            "date_format": "DD.MM.YYYY",
            "column_ids": commands,
        }
        return self.env["b2b.edi.layout"].create(usual | vals)

    def _take(self, text, name="week.csv"):
        content = text if isinstance(text, bytes) else text.encode()
        return self._receive(content, name, partner=self.partner)

    def test_agreed_columns_numbers_and_dates_become_an_order(self):
        exchange = self._take(FILE)
        self.assertEqual(exchange.state, "taken", exchange.reason)
        order = self._order()
        line = order.order_line
        self.assertEqual(order.b2b_edi_partner_id, self.partner)
        self.assertEqual((line.product_id, line.product_uom_qty), (self.bolt, 1200))
        self.assertEqual(str(order.b2b_requested_date), "2030-04-03")
        self.assertEqual(line.b2b_customer_price, 9)
        self.assertPromisesHold()

    def test_columns_told_by_position_need_no_headings(self):
        columns = [(field, "", at, fixed) for at, (field, _, _, fixed) in enumerate(COLUMNS[:5], 1)]
        self.partner.layout_id = self._make_layout(columns, has_headings=False)
        exchange = self._take("PO-1;H-1;12;9,00;03.04.2030\nPO-1;H-1;3;9,00;03.04.2030\n")
        self.assertEqual(exchange.state, "taken", exchange.reason)
        self.assertEqual(self._order().order_line.mapped("product_uom_qty"), [12, 3])

    def test_excel_file_is_read_in_the_same_layout(self):
        book = openpyxl.Workbook()
        book.active.append(["Beleg", "Teil", "Stk."])
        book.active.append(["PO-1", "H-1", 12])
        self.partner.layout_id = self._make_layout(COLUMNS[:3])
        content = io.BytesIO()
        book.save(content)
        exchange = self._take(content.getvalue(), "week.xlsx")
        self.assertEqual(exchange.message_type, "XLSX")
        self.assertEqual(self._order().order_line.product_uom_qty, 12)

    def test_orders_of_several_numbers_are_several_documents(self):
        exchange = self._take(FILE + "PO-2;H-1;5;9,00;04.04.2030;7\n")
        self.assertEqual(len(exchange.intake_ids.order_ids), 2)
        again = self._take(FILE + "PO-2;H-1;5;9,00;04.04.2030;7\n")
        self.assertEqual(set(again.intake_ids.mapped("state")), {"duplicate"})

    def test_what_is_not_written_as_agreed_waits_with_its_row(self):
        rows = (
            ("other decimals", "PO-1;H-1;1;9.50;03.04.2030;7", "Row 2"),
            ("other date", "PO-1;H-1;1;9,50;2030-04-03;7", "Row 2"),
            ("no such day", "PO-1;H-1;1;9,50;31.02.2030;7", "Row 2"),
            ("no quantity", "PO-1;H-1;;9,50;03.04.2030;7", "Row 2"),
        )
        for name, row, said in rows:
            with self.subTest(name):
                text = FILE.splitlines()[0] + "\n" + row.replace("PO-1", name)
                self.assertEqual(self._take(text).state, "taken")
                order = self._order(name)
                self.assertEqual(order.b2b_state, "held")
                self.assertIn(
                    said, " ".join(filter(None, order.order_line.mapped("b2b_row_problem")))
                )

    def test_file_without_an_agreed_heading_is_refused_and_says_so(self):
        exchange = self._take(FILE.replace("Stk.", "Anzahl"))
        self.assertEqual((exchange.state, exchange.reason_code), ("refused", "missing_columns"))
        self.assertIn("Stk.", exchange.reason)

    def test_table_of_nobody_knows_who_waits_for_a_person(self):
        exchange = self._receive(FILE.encode(), "week.csv")
        self.assertEqual((exchange.state, exchange.reason_code), ("held", "unknown_sender"))
        exchange.partner_id = self.partner
        exchange.action_take_in()
        self.assertEqual(exchange.state, "taken", exchange.reason)

    def test_sample_shows_how_it_is_read(self):
        self.layout.sample = base64.b64encode(FILE.encode())
        for said in ("PO-1", "H-1", "1200", "2030-04-03"):
            self.assertIn(said, self.layout.preview)
        self.layout.sample = base64.b64encode(b"<script>alert(1)</script>;x\n")
        self.assertNotIn("<script>", self.layout.preview)

    def test_layout_that_cannot_work_is_refused(self):
        rows = (
            ("no quantity", COLUMNS[:2], {}),
            ("twice", (*COLUMNS, COLUMNS[2]), {}),
            ("nowhere", (*COLUMNS, ("note", "", 0, "")), {}),
            ("headings of none", COLUMNS, {"has_headings": False}),
            ("date", COLUMNS, {"date_format": "%d/%m"}),
        )
        for name, columns, vals in rows:
            with self.subTest(name), self.assertRaises(ValidationError):
                self._make_layout(columns, **vals)

    def test_partner_that_only_sends_tables_gets_no_test_document(self):
        with self.assertRaisesRegex(Exception, "only come in"):
            self.partner.action_send_test()
