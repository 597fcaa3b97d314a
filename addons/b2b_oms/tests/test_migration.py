import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import B2BCase


@tagged("post_install", "-at_install")
class TestMigration(B2BCase):
    """Files of the old system: tried, taken, taken again, and what is refused comes back."""

    ACCOUNTS = "Account number;Name;Tier;City;Country code;Status"

    def _file(self, kind, *rows, **vals):
        return self.env["b2b.migration"].create(
            {
                "kind": kind,
                "filename": f"{kind}.csv",
                "content": base64.b64encode("\n".join(rows).encode()),
            }
            | vals
        )

    def _taken(self, kind, *rows, **vals):
        one = self._file(kind, *rows, **vals)
        one.action_check()
        one.action_import()
        return one

    def _counts(self, one):
        return (one.created_count, one.changed_count, one.same_count, one.refused_count)

    def _account(self, ref):
        return self.env["res.partner"].search([("ref", "=", ref)])

    def _opening(self):
        return self.env["account.account"].create(
            {"name": "Opening balances", "code": "B2B999", "account_type": "equity"}
        )

    def test_trying_a_file_shows_what_it_would_do_and_does_nothing(self):
        one = self._file("accounts", self.ACCOUNTS, "M-1;Lakeside;test-gold;Chicago;US;active")
        one.action_check()
        self.assertEqual((one.state, self._counts(one)), ("checked", (1, 0, 0, 0)))
        self.assertFalse(self._account("M-1"))

    def test_a_taken_file_makes_accounts_with_their_tier(self):
        self._taken("accounts", self.ACCOUNTS, "M-1;Lakeside;TEST-GOLD;Chicago;us;blocked")
        account = self._account("M-1")
        self.assertEqual(account.b2b_tier_id, self.tier)
        self.assertEqual((account.country_id.code, account.b2b_status), ("US", "blocked"))

    def test_the_same_file_again_makes_nothing_twice_and_takes_what_changed(self):
        rows = [self.ACCOUNTS, "M-1;Lakeside;TEST-GOLD;Chicago;US;", "M-2;Hill;TEST-GOLD;Erie;US;"]
        self._taken("accounts", *rows)
        again = self._file("accounts", *rows)
        again.action_check()
        self.assertEqual(self._counts(again), (0, 0, 2, 0))
        rows[2] = "M-2;Hill & Sons;TEST-GOLD;;US;"
        self.assertEqual(self._counts(self._taken("accounts", *rows)), (0, 1, 1, 0))
        account = self._account("M-2")
        self.assertEqual((account.name, account.city), ("Hill & Sons", "Erie"))

    def test_an_account_renumbered_by_hand_is_still_known_by_the_old_number(self):
        rows = (self.ACCOUNTS, "M-1;Lakeside;TEST-GOLD;Chicago;US;")
        self._taken("accounts", *rows)
        account = self._account("M-1")
        account.ref = "NEW-1"
        self._taken("accounts", *rows)
        self.assertEqual(self._account("M-1"), account)

    def test_an_account_that_was_here_already_is_taken_for_the_same(self):
        one = self._taken("accounts", self.ACCOUNTS, "N-100;Northside Foods;TEST-GOLD;Gary;US;")
        self.assertEqual(self._counts(one), (0, 1, 0, 0))
        self.assertEqual(self.account.city, "Gary")

    def test_a_bad_row_comes_back_with_its_reason_and_the_others_are_taken(self):
        self._make_account("Twin one", "TWIN")
        self._make_account("Twin two", "TWIN")
        cases = {
            "M-2;;TEST-GOLD;;;": "“Name” is empty.",
            ";Nobody;TEST-GOLD;;;": "“Account number” is empty.",
            "M-3;Hill;PLATINUM;;;": "Tier “PLATINUM” does not exist.",
            "M-4;Hill;TEST-GOLD;;XX;": "Country “XX” does not exist.",
            "M-5;Hill;TEST-GOLD;;;asleep": "The status is one of: new, active, blocked, closed.",
            "M-1;Again;TEST-GOLD;;;": "It stands in row 2 already.",
        }
        one = self._taken("accounts", self.ACCOUNTS, "M-1;Lakeside;TEST-GOLD;;;", *cases)
        self.assertEqual(self._counts(one), (1, 0, 0, len(cases)))
        self.assertTrue(self._account("M-1"))
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(one.refused_file)))
        header, *refused = book.active.iter_rows(values_only=True)
        self.assertEqual(header, (*self.ACCOUNTS.split(";"), "Reason"))
        self.assertEqual([row[-1] for row in refused], list(cases.values()))
        self.assertEqual(refused[2][:3], ("M-3", "Hill", "PLATINUM"))

    def test_the_corrected_file_of_refused_rows_can_be_uploaded_as_it_is(self):
        one = self._taken("accounts", self.ACCOUNTS, "M-3;Hill;PLATINUM;;;")
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(one.refused_file)))
        book.active["C2"] = "TEST-GOLD"
        out = io.BytesIO()
        book.save(out)
        again = self._taken("accounts", content=base64.b64encode(out.getvalue()))
        self.assertEqual(self._counts(again), (1, 0, 0, 0))

    def test_a_file_that_is_no_table_is_refused_as_a_whole(self):
        for content in (
            b"",
            b"\x89PNG\r\n\x00\x00",
            b"PK\x03\x04rubbish",
            b"Colour;Taste\nred;sweet",
        ):
            with self.subTest(content=content):
                one = self._file("accounts", content=base64.b64encode(content))
                one.action_check()
                self.assertEqual(one.state, "unreadable")
                self.assertTrue(one.problem)
                with self.assertRaises(UserError):
                    one.action_import()

    def test_what_was_not_tried_is_not_taken_nor_taken_twice(self):
        one = self._file("accounts", self.ACCOUNTS, "M-1;Lakeside;TEST-GOLD;;;")
        with self.assertRaisesRegex(UserError, "Try the file first"):
            one.action_import()
        one.action_check()
        one.content = base64.b64encode(b"Account number;Name;Tier\nM-2;Other;TEST-GOLD")
        with self.assertRaisesRegex(UserError, "Try the file first"):
            one.action_import()
        one.action_check()
        one.action_import()
        with self.assertRaisesRegex(UserError, "Try the file first"):
            one.action_import()

    def test_ship_tos_become_delivery_addresses_known_by_account_and_number(self):
        rows = (
            "Account number;Ship-to number;Name;City",
            "N-100;0042;South store;Gary",
            "NOBODY;1;Nowhere;",
        )
        one = self._taken("ship_tos", *rows)
        self.assertEqual(self._counts(one), (1, 0, 0, 1))
        self.assertIn("There is not exactly one account “NOBODY”.", one.problem)
        address = self.account.child_ids
        self.assertEqual((address.type, address.ref, address.city), ("delivery", "0042", "Gary"))
        self.assertEqual(self._counts(self._taken("ship_tos", *rows[:2])),
                         (0, 0, 1, 0))  # fmt: skip

    def test_credit_limits_hold_orders_and_their_history_names_the_file(self):
        rows = ("Account number;Limit;Valid until", "N-100;1,500.00;2099-12-31")
        self._taken("credit_limits", *rows)
        limit = self.env["b2b.credit.limit"].search([("account_id", "=", self.account.id)])
        self.assertEqual((limit.kind, limit.amount), ("limit", 1500.0))
        self._taken("credit_limits", "Account number;Limit", "N-100;150")
        self.assertEqual(limit.amount, 150.0)
        self.assertEqual(limit.change_ids.sorted("id")[-1:].reason, "Migration: credit_limits.csv")
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self.assertIn("credit_limit", order.b2b_hold_ids.mapped("code"))

    def test_bad_limits_are_refused(self):
        cases = {"-5": "cannot be negative", "lots": "is not a number", "1,000": "in two ways"}
        for cell, reason in cases.items():
            with self.subTest(cell=cell):
                one = self._file("credit_limits", "Account number;Limit", f"N-100;{cell}")
                one.action_check()
                self.assertEqual(one.refused_count, 1)
                self.assertIn(reason, one.problem)

    def test_open_invoices_are_posted_once_and_count_as_receivables(self):
        rows = (
            "Account number;Invoice number;Invoice date;Due date;Open amount",
            "N-100;OLD-1;2026-01-05;2026-02-04;1234.50",
            "N-100;OLD-2;2026-01-06;2026-02-05;-34.50",
        )
        self._taken("open_invoices", *rows, opening_account_id=self._opening().id)
        moves = self.env["account.move"].search([("partner_id", "=", self.account.id)], order="id")
        self.assertEqual(moves.mapped("move_type"), ["out_invoice", "out_refund"])
        self.assertEqual(set(moves.mapped("state")), {"posted"})
        self.assertEqual([str(day) for day in moves.mapped("invoice_date_due")],
                         ["2026-02-04", "2026-02-05"])  # fmt: skip
        self.assertEqual(self.account.credit, 1200.0)
        opening = moves[0].invoice_line_ids.account_id
        again = self._file("open_invoices", *rows, opening_account_id=opening.id)
        again.action_check()
        self.assertEqual(self._counts(again), (0, 0, 2, 0))
        other = self._file("open_invoices", rows[0], rows[1].replace("1234.50", "99.00"),
                           opening_account_id=opening.id)  # fmt: skip
        other.action_check()
        self.assertIn("It is posted already", other.problem)

    def test_every_template_can_be_uploaded_as_it_is(self):
        self._make_product("Bolt", "HX-1", 5.0)
        for kind, _label in self.env["b2b.migration"]._selection_kind():
            with self.subTest(kind=kind):
                one = self.env["b2b.migration"].create(
                    {
                        "kind": kind,
                        "opening_account_id": self._opening().id
                        if kind == "open_invoices"
                        else False,
                    }  # fmt: skip
                )
                self.assertIn(f"/{one.id}/template_file/{kind}.xlsx", one.action_template()["url"])
                one.content = one.template_file
                one.action_check()
                self.assertFalse(one.problem)
                one.action_import()
                self.assertEqual(one.created_count, 1)

    def test_only_managers_migrate(self):
        clerk = new_test_user(self.env, "mig_clerk", groups="b2b_oms.group_order_desk")
        with self.assertRaises(AccessError):
            self.env["b2b.migration"].with_user(clerk).create({"kind": "accounts"})

    def test_a_manager_migrates_accounts_with_own_rights(self):
        manager = new_test_user(self.env, "mig_manager", groups="b2b_oms.group_manager")
        one = self._file("accounts", self.ACCOUNTS, "M-9;Lakeside;TEST-GOLD;;;").with_user(manager)
        one.action_check()
        one.action_import()
        self.assertEqual(self._counts(one), (1, 0, 0, 0))
