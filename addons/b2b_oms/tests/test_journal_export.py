import base64
import csv
import io
from datetime import date

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..journals import as_fec
from .common import B2BCase


@tagged("post_install", "-at_install")
class TestJournalExport(B2BCase):
    """Posted entries go to another accounting program: each once, none missed, in balance."""

    def setUp(self):
        super().setUp()
        self.income = self.env["account.account"].create(
            {"name": "=cmd()", "code": "B2B701", "account_type": "income"}
        )

    def _entry(self, day="2031-01-10", amount=100.0, label="Sale", **vals):
        """A posted invoice of one line without tax."""
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.account.id,
                "invoice_date": day,
                "date": day,
                "invoice_line_ids": [
                    Command.create({"name": label, "account_id": self.income.id,
                                    "price_unit": amount, "tax_ids": [Command.clear()]})
                ],
            }
            | vals
        )  # fmt: skip
        move.action_post()
        return move

    def _export(self, month=1, kind="csv", **vals):
        """The export of a month of 2031, made."""
        last = {1: 31, 2: 28, 3: 31}[month]
        export = self.env["b2b.journal.export"].create(
            {"date_from": date(2031, month, 1), "date_to": date(2031, month, last), "format": kind}
            | vals
        )
        export.action_export()
        return export

    def _csv(self, export):
        text = base64.b64decode(export.content).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    def test_posted_entries_of_the_period_go_out_in_balance(self):
        inside = self._entry()
        self._entry("2031-02-10")
        self._entry().button_draft()
        export = self._export()
        rows = self._csv(export)
        self.assertEqual({row["Entry"] for row in rows}, {inside.name})
        self.assertEqual((export.debit, export.credit, export.entry_count), (100.0, 100.0, 1))
        receivable = next(row for row in rows if float(row["Debit"]))
        self.assertEqual(
            (
                receivable["Partner"],
                receivable["Date"],
                receivable["Debit"],
                receivable["Currency"],
            ),
            ("N-100", "2031-01-10", "100.00", self.env.company.currency_id.name),
        )

    def test_nothing_goes_out_twice_and_what_is_posted_late_comes_with_the_next(self):
        self._entry()
        self._export()
        with self.assertRaisesRegex(UserError, "nothing to export"):
            self._export()
        late, due = self._entry("2031-01-20"), self._entry("2031-02-10")
        export = self._export(2)
        self.assertEqual(export.move_ids, late | due)
        self.assertEqual((export.entry_count, export.late_count), (2, 1))

    def test_journals_left_out_of_one_export_come_with_the_next(self):
        sale = self._entry()
        self._export(journal_ids=[Command.set(sale.journal_id.ids)])
        cash = self.env["account.journal"].create({"name": "O", "code": "OTH", "type": "general"})
        other = self.env["account.move"].create(
            {"journal_id": cash.id, "date": "2031-01-15", "line_ids": [
                Command.create({"account_id": self.income.id, "debit": 5.0}),
                Command.create({"account_id": self.income.id, "credit": 5.0})]}
        )  # fmt: skip
        other.action_post()
        self.assertEqual(self._export(2).move_ids, other)

    def test_an_exported_entry_is_not_changed_but_an_export_can_be_withdrawn(self):
        move = self._entry()
        export = self._export()
        with self.assertRaisesRegex(UserError, "reverse instead"):
            move.button_draft()
        with self.assertRaisesRegex(UserError, "Withdraw"):
            export.unlink()
        export.action_withdraw()
        self.assertFalse(move.b2b_export_id)
        again = self._export()
        self.assertEqual(again.move_ids, move)
        self._entry("2031-02-10")
        self._export(2)
        with self.assertRaisesRegex(UserError, "last export"):
            again.action_withdraw()

    def test_no_cell_becomes_a_formula(self):
        self._entry(label="=HYPERLINK(1)")
        export = self._export()
        row = next(row for row in self._csv(export) if float(row["Credit"]))
        self.assertEqual((row["Label"], row["Account name"]), ("'=HYPERLINK(1)", "'=cmd()"))
        export.action_withdraw()
        book = openpyxl.load_workbook(
            io.BytesIO(base64.b64decode(self._export(kind="xlsx").content))
        )
        cells = [cell for row in book.active.iter_rows() for cell in row]
        self.assertIn("=HYPERLINK(1)", [cell.value for cell in cells])
        self.assertNotIn("f", {cell.data_type for cell in cells})

    def test_foreign_amounts_stand_beside_the_home_currency(self):
        euro = self.env.ref("base.EUR")
        home = self.env.company.currency_id
        money = euro if home != euro else self.env.ref("base.USD")
        money.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": money.id, "name": "2031-01-01", "rate": 2.0,
             "company_id": self.env.company.id}
        )  # fmt: skip
        self._entry(currency_id=money.id)
        row = next(row for row in self._csv(self._export()) if float(row["Debit"]))
        self.assertEqual((row["Debit"], row["Currency"], row["Amount in currency"]),
                         ("50.00", money.name, "100.00"))  # fmt: skip
        self.env["b2b.journal.export"].search([]).action_withdraw()
        lines = base64.b64decode(self._export(kind="fec").content).decode(as_fec.ENCODING)
        cells = [line.split("\t") for line in lines.split("\r\n")]
        debit = next(row for row in cells if row[11:12] == ["50,00"])
        self.assertEqual(debit[16:], ["100,00", money.name])

    def test_the_fec_has_its_eighteen_fields_in_its_characters(self):
        self.account.name = "Łódź Café\tand more"
        move = self._entry(label="Line\nbreak ő 日")
        export = self._export(kind="fec")
        self.assertRegex(export.filename, r"FEC20310131\.txt$")
        lines = base64.b64decode(export.content).decode(as_fec.ENCODING).split("\r\n")
        self.assertEqual(tuple(lines[0].split("\t")), as_fec.FIELDS)
        rows = [line.split("\t") for line in lines[1:-1]]
        self.assertEqual({len(row) for row in rows}, {18})
        debit, credit = sorted(rows, key=lambda row: row[11], reverse=True)
        self.assertEqual(debit[2:4] + debit[11:13], [move.name, "20310110", "100,00", "0,00"])
        self.assertEqual(debit[7], "?ódz Café and more")
        self.assertEqual(credit[10], "Line break o ?")

    def test_an_entry_that_does_not_balance_stops_the_export(self):
        move = self._entry()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET debit = debit + 1 WHERE move_id = %s AND debit > 0",
            [move.id],
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, move.name):
            self._export()
        self.assertFalse(move.b2b_export_id)

    def test_accountants_export_and_clerks_do_not(self):
        self._entry()
        book = new_test_user(self.env, "exp_book", groups="account.group_account_user")
        export = self.env["b2b.journal.export"].with_user(book).create(
            {"date_from": "2031-01-01", "date_to": "2031-01-31"}
        )  # fmt: skip
        self.assertEqual(export.open_count, 1)
        export.action_export()
        self.assertEqual(export.state, "done")
        desk = new_test_user(self.env, "exp_desk", groups="b2b_oms.group_order_desk")
        with self.assertRaises(AccessError):
            export.with_user(desk).action_withdraw()
