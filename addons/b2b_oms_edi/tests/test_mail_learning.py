"""A person puts a letter right once; the next one of its layout goes through by itself."""

import datetime
from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.b2b_oms.tests.test_mail_orders import MailCase

from ..codecs.letter import cells, decode, learn
from ..codecs.letter.days import as_iso
from .test_mail_letters import TABLE, pdf

# Headings nobody else uses, and a number under a label of the sender's own.
OWN_ROWS = (
    (40, "Pos", 90, "Was", 240, "Text", 430, "Wieviel", 480, "Zu"),
    (40, "1", 90, "B-1", 240, "Hex bolt, galvanised", 430, "20", 480, "9.00"),
    (40, "2", 90, "N-1", 240, "Hex nut", 430, "50", 480, "3.60"),
)
NEXT_ROWS = (
    OWN_ROWS[0],
    (40, "1", 90, "N-1", 240, "Hex nut", 430, "30", 480, "3.60"),
    (40, "2", 90, "B-1", 240, "Hex bolt, galvanised", 430, "15", 480, "9.00"),
)
HEAD = ("BESTELLUNG", "Unser Zeichen: X-17", "Erwartet: 5 January 2030")
NEXT_HEAD = ("BESTELLUNG", "Unser Zeichen: X-18", "Erwartet: 9 January 2030")


@tagged("post_install", "-at_install")
class TestMailLearning(MailCase):
    def setUp(self):
        super().setUp()
        desk = self._make_user("b2b-review-desk", "b2b_oms.group_order_desk")
        self.desk_env = self.env(user=desk)

    def _review(self, intake):
        action = intake.with_env(self.desk_env).action_review()
        return self.desk_env["b2b.intake.review"].browse(action["res_id"])

    def _lines(self, order):
        return [(line.product_id, line.product_uom_qty) for line in order.order_line]

    def _layouts(self):
        return self.env["b2b.letter.layout"].with_context(active_test=False).search([])

    def test_accepted_layout_lets_the_next_letter_through_by_itself(self):
        intake = self._mail(("a.pdf", pdf())).intake_ids
        review = self._review(intake)
        self.assertEqual(review.line_ids.mapped("confidence"), [70, 70])
        self.assertIn("PO number (70 %)", review.doubts)
        review.action_accept()
        self.assertReleased(intake.order_id)
        events = intake.order_id.b2b_event_ids.filtered(lambda e: e.kind == "intake" and e.rule)
        self.assertIn("compared it", events[0].message)
        self.assertEqual(len(events[0].figures["doubts"]), 7)
        again = self._mail(("b.pdf", pdf(head=("PURCHASE ORDER", "PO number: 4712",
                                               "Delivery date: 2030-01-09")))).order_ids  # fmt: skip
        self.assertReleased(again)
        self.assertEqual(again.client_order_ref, "4712")
        self.assertPromisesHold()

    def test_layout_of_one_account_says_nothing_of_another(self):
        self._review(self._mail(("a.pdf", pdf())).intake_ids).action_accept()
        other = self._make_account("Southside", "S-100")
        self.env["res.partner"].create(
            {"name": "Bob", "email": "bob@southside.test", "parent_id": other.id}
        )
        order = self._mail(("b.pdf", pdf()), sender="bob@southside.test").order_ids
        self.assertHeldFor(order, "confidence")

    def test_headings_nobody_knows_are_learned_from_what_a_person_typed(self):
        intake = self._mail(("a.pdf", pdf(OWN_ROWS, HEAD))).intake_ids
        self.assertEqual((intake.state, intake.reason_code), ("waiting", "no_order_found"))
        review = self._review(intake)
        review.write(
            {
                "number": "X-17",
                "requested_date": "2030-01-05",
                "line_ids": [
                    Command.create({"words": "B-1", "product_id": self.bolt.id, "quantity": 20,
                                    "their_price": 9.0}),
                    Command.create({"words": "N-1", "product_id": self.nut.id, "quantity": 50,
                                    "their_price": 3.6}),
                ],
            }
        )  # fmt: skip
        review.action_accept()
        self.assertReleased(intake.order_id)
        self.assertEqual(self._lines(intake.order_id), [(self.bolt, 20), (self.nut, 50)])
        again = self._mail(("b.pdf", pdf(NEXT_ROWS, NEXT_HEAD))).order_ids
        self.assertReleased(again)
        self.assertEqual(self._lines(again), [(self.nut, 30), (self.bolt, 15)])
        self.assertEqual(again.client_order_ref, "X-18")
        self.assertEqual(again.b2b_requested_date, datetime.date(2030, 1, 9))
        self.assertPromisesHold()

    def test_correction_of_an_item_is_remembered_as_its_own_part_number(self):
        html = f"<p>PO no: 1</p>{TABLE.replace('TEST-NUT', 'THEIR-9').replace('<b>Hex</b> nut', 'Zyx')}"
        intake = self._mail(html=html).intake_ids
        review = self._review(intake)
        with self.assertRaises(UserError):
            review.action_accept()
        review.line_ids[1].product_id = self.nut
        review.action_accept()
        self.assertReleased(intake.order_id)
        again = self._mail(html=html.replace("PO no: 1<", "PO no: 2<")).order_ids
        self.assertReleased(again)
        self.assertEqual(self._lines(again), [(self.bolt, 20), (self.nut, 50)])
        self.assertPromisesHold()

    def test_item_told_from_its_description_is_a_guess_a_person_confirms(self):
        self._review(self._mail(html=f"<p>PO no: 1</p>{TABLE}").intake_ids).action_accept()
        html = f"<p>PO no: 2</p>{TABLE.replace('TEST-NUT', 'THEIR-9')}"
        order = self._mail(html=html).order_ids
        self.assertHeldFor(order, "confidence")
        line = order.order_line[1]
        self.assertEqual(line.product_id, self.nut)
        self.assertLess(line.b2b_confidence["product"], 0.81)
        self.assertEqual(line.b2b_confidence["quantity"], 0.95)

    def test_day_under_a_new_label_is_asked_about_and_a_new_version_is_kept(self):
        self._review(self._mail(html=f"<p>PO no: 1</p>{TABLE}").intake_ids).action_accept()
        html = f"<p>PO no: 2</p><p>Fällig: 09.01.2030</p>{TABLE}"
        intake = self._mail(html=html).intake_ids
        self.assertHeldFor(intake.order_id, "confidence")
        review = self._review(intake)
        review.requested_date = "2030-01-09"
        review.action_accept()
        self.assertReleased(intake.order_id)
        layouts = self._layouts()
        self.assertEqual(sorted(layouts.mapped("version")), [1, 2])
        self.assertEqual(layouts.filtered("active").version, 2)
        again = self._mail(html=html.replace("PO no: 2", "PO no: 3").replace("09.01", "11.01"))
        self.assertReleased(again.order_ids)
        self.assertEqual(again.order_ids.b2b_requested_date, datetime.date(2030, 1, 11))

    def test_learned_letter_without_its_number_or_with_a_row_left_out_is_held(self):
        self._review(self._mail(html=f"<p>PO no: 1</p>{TABLE}").intake_ids).action_accept()
        without = self._mail(html=TABLE).order_ids
        self.assertHeldFor(without, "confidence")
        self.assertIn("PO number (0 %)", without.b2b_hold_reason)
        odd = TABLE.replace("<td>TEST-NUT</td>", "<td></td>")
        order = self._mail(html=f"<p>PO no: 2</p>{odd}").order_ids
        self.assertHeldFor(order, "confidence")
        self.assertIn("number of lines", order.b2b_hold_reason)

    def test_limit_of_the_company_decides(self):
        self.env.company.b2b_confidence_limit = 60
        self.assertReleased(self._mail(html=f"<p>PO no: 1</p>{TABLE}").order_ids)
        self.env.company.b2b_confidence_limit = 99
        self._review(self._mail(html=f"<p>PO no: 2</p>{TABLE}x").intake_ids)

    def test_confidence_is_not_written_by_hand(self):
        order = self._mail(html=TABLE).order_ids
        seller = self._make_user("b2b-seller", "sales_team.group_sale_salesman_all_leads")
        for record in (order, order.order_line[0]):
            with self.assertRaises(AccessError):
                record.with_user(seller).write({"b2b_confidence": False})

    def test_reader_reviews_nothing(self):
        intake = self._mail(html=TABLE).intake_ids
        reader = self._make_user("b2b-reader", "b2b_oms.group_user")
        with self.assertRaises(AccessError):
            intake.with_user(reader).action_review()

    def test_queue_goes_on_to_the_next_and_ends_in_the_list(self):
        first = self._mail(html=f"<p>PO no: 1</p>{TABLE}").intake_ids
        second = self._mail(body="What about the order?").intake_ids
        review = self._review(first)
        self.assertEqual(review.left, 1)
        following = self.desk_env["b2b.intake.review"].browse(review.action_accept()["res_id"])
        self.assertEqual(following.intake_id, second)
        second.action_refuse()
        self.assertEqual(following.action_next()["res_model"], "b2b.intake")

    def test_document_that_went_on_meanwhile_is_not_accepted_twice(self):
        intake = self._mail(html=f"<p>PO no: 1</p>{TABLE}").intake_ids
        one, two = self._review(intake), self._review(intake)
        one.action_accept()
        with self.assertRaises(UserError):
            two.action_accept()

    # === THE CODEC === #

    def test_columns_are_told_by_most_rows_not_by_a_chance_match(self):
        rows = [
            cells.of_columns(texts)
            for texts in (
                ["Line", "Ref", "No"],
                ["20", "A", "20"],  # its position is its quantity, by chance
                ["2", "B", "7"],
            )
        ]
        lines = tuple(
            learn.AcceptedLine(frozenset({code}), Decimal(quantity))
            for code, quantity in (("a", 20), ("b", 7))
        )
        template = learn.learn(rows, learn.Accepted(lines))
        self.assertEqual(template.columns, {"sku": "ref", "quantity": "no"})

    def test_nothing_is_learned_from_a_letter_that_does_not_say_it(self):
        line = learn.AcceptedLine(frozenset({"a"}), Decimal(20))
        for rows in ([], [cells.of_columns(["x", "y"])], [cells.of_columns(["A", "20"])]):
            self.assertIsNone(learn.learn(rows, learn.Accepted((line,))))

    def test_days_in_words(self):
        for text in ("5 January 2030", "January 5, 2030", "5. Januar 2030", "5 janvier 2030",
                     "5 de enero de 2030", "5 januari 2030"):  # fmt: skip
            self.assertEqual(as_iso(text), "2030-01-05", text)
        for text in ("soon", "5 Blah 2030", "05.01.2030"):
            self.assertEqual(as_iso(text), text)

    def test_reading_without_a_template_is_never_sure(self):
        (order,) = decode.decode(TABLE.encode(), "a.html")
        self.assertLess(order.confidence["lines"], 0.9)
        self.assertEqual({line.confidence["quantity"] for line in order.lines}, {0.7})
