import base64
import io
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestShadow(IntakeCase):
    """Orders of the old system run through ours: every difference is listed, nothing is made."""

    HEADER = "Order number;Account number;SKU;Quantity;Price;Held;Warehouse"

    def _run(self, *rows, header=HEADER):
        shadow = self.env["b2b.shadow"].create(
            {
                "filename": "yesterday.csv",
                "content": base64.b64encode("\n".join((header, *rows)).encode()),
            }
        )
        shadow.action_start()
        while shadow.state == "running":
            shadow.sudo()._try_chunk()
        return shadow

    def _told(self, shadow):
        return [(row.order, row.what, row.sku or "", row.before or "", row.after or "")
                for row in shadow.difference_ids.sorted("id")]  # fmt: skip

    def _house(self):
        return self.warehouse.code

    def test_an_order_decided_alike_has_no_difference(self):
        shadow = self._run(f"S1;N-100;TEST-BOLT;20;9.00;no;{self._house()}")
        self.assertEqual(self._told(shadow), [])
        self.assertEqual((shadow.state, shadow.planned, shadow.same_count), ("done", 1, 1))

    def test_another_price_is_listed_with_what_it_changes(self):
        shadow = self._run("S1;N-100;TEST-BOLT;20;8.50;no;", "S1;N-100;TEST-NUT;10;3.60;no;")
        self.assertEqual(self._told(shadow), [("S1", "price", "TEST-BOLT", "8.50", "9.00")])
        self.assertEqual(shadow.amount, 10.0)

    def test_another_decision_is_listed_with_its_reason(self):
        held, free = self._run("S1;N-100;TEST-BOLT;1;;no;", "S2;N-100;TEST-BOLT;20;;yes;") \
            .difference_ids.sorted("id")  # fmt: skip
        self.assertEqual((held.order, held.what), ("S1", "held"))
        self.assertIn("100", held.after)  # the minimum order
        self.assertEqual((free.order, free.what), ("S2", "not_held"))

    def test_another_warehouse_and_a_shortage_are_listed(self):
        shadow = self._run("S1;N-100;TEST-BOLT;20;;;EAST", "S2;N-100;TEST-BOLT;150;;;EAST")
        house = self._house()
        self.assertEqual(
            self._told(shadow),
            [
                ("S1", "allocation", "TEST-BOLT", "EAST", f"{house}: 20"),
                ("S2", "allocation", "TEST-BOLT", "EAST",
                 f"{house}: 100, {house}: 50 backordered"),
            ],
        )  # fmt: skip

    def test_other_quantities_from_the_same_warehouses_are_listed_where_they_are_told(self):
        house = self._house()
        shadow = self._run(
            f"S1;N-100;TEST-BOLT;20;;;{house}:20",
            f"S2;N-100;TEST-BOLT;20;;;{house}:15",
            f"S3;N-100;TEST-BOLT;20;;;{house}:many",
        )
        self.assertEqual(
            self._told(shadow),
            [
                ("S2", "allocation", "TEST-BOLT", f"{house}: 15", f"{house}: 20"),
                ("S3", "failed", "", "", "“MANY” is not a number."),
            ],
        )

    def test_orders_of_many_accounts_tell_the_same_together_as_each_alone(self):
        others = [self._make_account(f"Acme {n}", f"P-{n}") for n in range(6)]
        rows = [f"S{n};{account.ref};TEST-BOLT;{n + 8};8.50;no;EAST"
                for n, account in enumerate([*others, *others])]  # fmt: skip
        together = self._told(self._run(*rows))
        alone = [told for row in rows for told in self._told(self._run(row))]
        self.assertEqual(together, alone)
        self.assertIn("held", {told[1] for told in together})

    def test_one_order_that_cannot_be_made_spoils_no_other(self):
        self._make_account("Acme", "P-1")
        make = type(self.env["b2b.dry.run"])._make

        def refusing(dry_run, asked, company, channel):
            if "P-1" in [account.ref for _document, account in asked]:
                raise UserError("Not this one.")
            return make(dry_run, asked, company, channel)

        with patch.object(type(self.env["b2b.dry.run"]), "_make", refusing):
            shadow = self._run("S1;N-100;TEST-BOLT;20;8.50;no;", "S2;P-1;TEST-BOLT;20;9;no;")
        self.assertEqual([told[:2] for told in self._told(shadow)],
                         [("S1", "price"), ("S2", "failed")])  # fmt: skip

    def test_what_the_file_does_not_tell_is_not_compared(self):
        shadow = self._run("S1;N-100;TEST-BOLT;1", header="Order;Account;SKU;Qty")
        self.assertEqual(self._told(shadow), [])

    def test_a_bad_row_fails_its_own_order_only(self):
        cases = {
            "F1;NOBODY;TEST-BOLT;20;9;no;": "There is not exactly one account “NOBODY”.",
            "F2;N-100;TEST-BOLT;many;9;no;": "Row 3: Quantity: “many” is not a number.",
            "F3;N-100;TEST-BOLT;-2;9;no;": "Row 4: the quantity must be above zero.",
            "F4;N-100;TEST-BOLT;20;9;perhaps;": "“perhaps” is neither yes nor no.",
            ";N-100;TEST-BOLT;20;9;no;": "Row 6: “Order number” is empty.",
        }
        shadow = self._run(*cases, "S1;N-100;TEST-BOLT;20;9;no;")
        self.assertEqual(shadow.difference_ids.sorted("id").mapped("after"), list(cases.values()))
        self.assertEqual(set(shadow.difference_ids.mapped("what")), {"failed"})
        self.assertEqual((shadow.planned, shadow.same_count), (6, 1))

    def test_an_unknown_item_is_listed(self):
        (row,) = self._run("S1;N-100;TEST-BOLT;20;9;;", "S1;N-100;NOPE;3;1;;").difference_ids
        self.assertEqual((row.what, row.sku), ("failed", "NOPE"))

    def test_nothing_of_it_stays(self):
        models = ("sale.order", "b2b.order.hold", "b2b.allocation", "stock.picking", "mail.mail")
        before = [self.env[model].search_count([]) for model in models]
        self._run("S1;N-100;TEST-BOLT;150;8;no;EAST", "S2;N-100;TEST-BOLT;1;8;no;EAST")
        self.assertEqual([self.env[model].search_count([]) for model in models], before)
        self.assertEqual(self.env["b2b.audit"].violations(), [])

    def test_more_orders_than_a_chunk_are_all_tried_and_a_second_run_lists_nothing_twice(self):
        shadow = self._run(*(f"S{n};N-100;TEST-BOLT;20;8;no;" for n in range(45)))
        self.assertEqual((shadow.processed, shadow.difference_count), (45, 45))
        shadow.action_start()
        shadow._cron_run()
        self.assertEqual((shadow.state, shadow.difference_count), ("done", 45))

    def test_a_file_that_is_no_table_is_refused(self):
        shadow = self._run("red;sweet", header="Colour;Taste")
        self.assertEqual(shadow.state, "unreadable")

    def test_the_differences_go_out_as_excel_and_names_are_no_formulas(self):
        shadow = self._run("=1+1;N-100;TEST-BOLT;20;8.50;no;")
        url = shadow.action_excel()["url"]
        report = self.env["ir.attachment"].browse(int(url.split("/")[3].split("?")[0]))
        header, row = openpyxl.load_workbook(io.BytesIO(report.raw)).active.iter_rows()
        self.assertEqual([cell.value for cell in row],
                         ["=1+1", "N-100", "Price", "TEST-BOLT", "8.50",
                          "9.00", 10])  # fmt: skip
        self.assertEqual(row[0].data_type, "s")

    def test_only_managers_run_it_and_by_their_own_rights(self):
        clerk = new_test_user(self.env, "shadow_clerk", groups="b2b_oms.group_order_desk")
        with self.assertRaises(AccessError):
            self.env["b2b.shadow"].with_user(clerk).create({})
        manager = new_test_user(self.env, "shadow_manager", groups="b2b_oms.group_manager")
        self.env = self.env(user=manager)
        shadow = self._run("S1;N-100;TEST-BOLT;20;8.50;no;")
        self.assertEqual(shadow.difference_count, 1)
        self.assertTrue(shadow.action_excel())
        shadow.action_start()
