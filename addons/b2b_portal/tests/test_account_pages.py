import io

import openpyxl

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.b2b_oms.documents.problems import Undecodable

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestAccountPages(PortalCase):
    """What an account sets up for itself."""

    def setUp(self):
        super().setUp()
        self.user = self._make_member("buyer")
        self.Part = self.env["b2b.customer.part"]

    def _import(self, content):
        return self.Part._import(self._buyer(self.user), content)

    def _codes(self, account=None):
        parts = self.Part.search([("account_id", "=", (account or self.account).id)])
        return {part.code: part.product_id for part in parts}

    # === PART NUMBERS === #

    def test_part_numbers_are_taken_from_csv_and_moved_by_the_next_file(self):
        count, problems = self._import(b"Part number;SKU\nA1;TEST-BOLT\nA2;TEST-NUT\n")
        self.assertEqual((count, problems), (2, []))
        self._import(b"sku,own part number\nTEST-NUT,A1\n")
        self.assertEqual(self._codes(), {"A1": self.nut, "A2": self.nut})

    def test_part_numbers_are_taken_from_excel(self):
        book = openpyxl.Workbook()
        for row in (("SKU", "Part number"), ("TEST-BOLT", 4711)):
            book.active.append(row)
        out = io.BytesIO()
        book.save(out)
        self._import(out.getvalue())
        self.assertEqual(self._codes(), {"4711": self.bolt})

    def test_rows_that_name_nothing_are_told_one_by_one(self):
        count, problems = self._import(
            b"Part number,SKU\nA1,NOWHERE\n,TEST-NUT\nA3,\n"
            + b"X" * 65
            + b",TEST-NUT\nA5,TEST-NUT\n"
        )
        self.assertEqual(count, 1)
        self.assertEqual(len(problems), 4)
        self.assertIn("Row 2", " ".join(problems))

    def test_hostile_files_are_refused(self):
        rows = {
            "empty": b"",
            "binary": b"\x00\x01\x02MZ" * 100,
            "no headings": b"a,b\n1,2\n",
            "broken excel": b"PK\x03\x04rubbish",
            "too large": b"Part number,SKU\n" + b"A1,TEST-BOLT\n" * 200_000,
            "too many rows": b"Part number,SKU\n" + b"A,B\n" * 5_001,
        }
        for what, content in rows.items():
            with self.subTest(what), self.assertRaises(Undecodable):
                self._import(content)
        self.assertFalse(self._codes())

    def test_part_numbers_of_others_are_neither_seen_nor_removed(self):
        other = self._make_account("Southside Foods", "S-100")
        part = self.Part.create(
            {"account_id": other.id, "code": "SECRET-1", "product_id": self.bolt.id}
        )
        self._login(self.user)
        self.assertNotIn("SECRET-1", self._get("/my/b2b/account/parts").text)
        self._post("/my/b2b/account/parts", todo="remove", part=str(part.id))
        self.assertTrue(part.exists())

    def test_viewer_sees_part_numbers_and_changes_none(self):
        self._login(self._make_member("viewer"))
        self.assertEqual(self._get("/my/b2b/account/parts").status_code, 200)
        answer = self._post("/my/b2b/account/parts", code="A1", sku="TEST-BOLT")
        self.assertEqual(answer.status_code, 403)
        self.assertFalse(self._codes())

    def test_html_of_a_buyer_is_shown_as_text(self):
        self._login(self.user)
        self._post("/my/b2b/account/parts", code="<script>alert(1)</script>", sku="TEST-BOLT")
        page = self._get("/my/b2b/account/parts").text
        self.assertIn("&lt;script&gt;alert(1)", page)
        self.assertNotIn("<script>alert(1)", page)

    # === NOTICES === #

    def test_choice_of_notices_is_kept_and_honoured(self):
        self._login(self.user)
        self._post("/my/b2b/account/notices", **{"return": "none", "approval": "digest",
                                                 "standing": "nonsense"})  # fmt: skip
        Notice, Mail = self.env["b2b.buyer.notice"], self.env["mail.mail"]
        mine = [("email_to", "ilike", self.user.email)]
        for event in ("return", "approval", "approval", "standing"):
            Notice._tell(self.user, event, f"About {event}")
        self.assertEqual(Mail.search(mine).mapped("subject"), ["About standing"])
        Notice._cron_digest()
        self.assertEqual(Mail.search_count(mine), 2)
        self.assertEqual(
            Mail.search(mine, order="id desc", limit=1).body_html.count("About approval"), 2
        )
        self.assertFalse(Notice.search([]))

    def test_news_of_an_order_go_to_who_placed_it_as_that_login_chose(self):
        order = self._make_order({self.bolt: 20}, b2b_orderer_id=self.user.id)
        nobodys = self._make_order({self.bolt: 20})
        for choice, mailed, waiting in (
            ("mail", True, 0),
            ("digest", False, 1),
            ("none", False, 0),
        ):
            with self.subTest(choice):
                self.env["b2b.notice.choice"]._choose(self.user, {"shipment": choice})
                partners = order._b2b_mailed("shipment", "It left")
                self.assertEqual(partners == self.user.partner_id, mailed)
                notices = self.env["b2b.buyer.notice"].search([])
                self.assertEqual(len(notices), waiting)
                notices.unlink()
        self.assertEqual(nobodys._b2b_mailed("shipment", "It left"), self.account)

    def test_shipment_is_not_mailed_to_who_does_not_want_to_hear_of_it(self):
        for choice, count in (("mail", 1), ("none", 0)):
            self.env["b2b.notice.choice"]._choose(self.user, {"shipment": choice})
            order = self._make_order({self.bolt: 20}, b2b_orderer_id=self.user.id)
            order.action_confirm()
            picking = self._deliver(order)
            dispatch = picking.b2b_dispatch_ids
            self.env["b2b.sending.way.notice"]._prepare(dispatch)
            with self.subTest(choice):
                self.assertEqual(len(dispatch.mail_ids), count)
                if count:
                    self.assertEqual(dispatch.mail_ids.recipient_ids, self.user.partner_id)

    @mute_logger("odoo.http")
    def test_posts_without_csrf_token_change_nothing(self):
        self._login(self.user)
        for path in ("/my/b2b/account/notices", "/my/b2b/account/parts", "/my/b2b/standing/new",
                     "/my/b2b/returns/new", "/my/b2b/account/parts/upload"):  # fmt: skip
            with self.subTest(path):
                answer = self.url_open(path, {"code": "A1", "sku": "TEST-BOLT"})
                self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._codes())

    # === SECURITY === #

    def test_page_leads_to_api_keys_where_the_company_allows_them(self):
        self._login(self.user)
        settings = self.env["ir.config_parameter"].sudo()
        for allowed in (True, False):
            settings.set_param("portal.allow_api_keys", allowed)
            page = " ".join(self._get("/my/b2b/account").text.split())
            with self.subTest(allowed=allowed):
                self.assertIn('href="/my/security"', page)
                self.assertEqual("and API keys" in page, allowed)

    # === PRICE LIST === #

    def test_price_list_leaves_out_what_the_account_may_not_buy(self):
        closed = self.env["product.category"].create(
            {"name": "Closed", "b2b_restriction": "permission"}
        )
        self.nut.categ_id = closed
        self._login(self.user)
        for permitted in (False, True):
            self.account.b2b_permitted_categ_ids = closed if permitted else False
            answer = self._get("/my/b2b/account/prices.xlsx")
            sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
            codes = {row[0].value for row in sheet.iter_rows(min_row=2)}
            with self.subTest(permitted=permitted):
                self.assertEqual("TEST-NUT" in codes, permitted)
                self.assertIn("TEST-BOLT", codes)

    def test_price_list_says_what_an_order_would_pay_and_holds_no_formula(self):
        self.bolt.name = '=HYPERLINK("http://x.example")'
        self._import(b"Part number,SKU\n=1+1,TEST-BOLT\n")
        self._login(self.user)
        answer = self._get("/my/b2b/account/prices.xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
        bolt = rows["TEST-BOLT"]
        order = self._make_order({self.bolt: 1})
        self.assertAlmostEqual(bolt[4].value, order.order_line.price_unit)
        self.assertEqual([cell.data_type for cell in bolt[:3]], ["s", "s", "s"])
        self.assertEqual(bolt[1].value, "=1+1")
