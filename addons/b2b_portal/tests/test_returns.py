import base64
import io

from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PortalCase


def _picture(kind="PNG", size=(40, 30)):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return out.getvalue()


@tagged("post_install", "-at_install")
class TestReturns(PortalCase):
    """In order to send back what is wrong, as a buyer, returns."""

    def setUp(self):
        super().setUp()
        (self.bolt | self.nut).invoice_policy = "delivery"
        self.user = self._make_member("buyer")
        self.order = self._make_order({self.bolt: 20, self.nut: 10})
        self.order.action_confirm()
        self._deliver(self.order)
        self.bolts, self.nuts = self.order.order_line

    def _ask(self, quantity=5, line=None, photos=()):
        return self.env["b2b.return.request"]._request(
            self._buyer(self.user),
            self.order,
            {line or self.bolts: (quantity, "damaged", "Bent")},
            "Look at it",
            photos,
        )

    def _receive(self, asked):
        for picking in asked.picking_ids:
            for move in picking.move_ids:
                move.quantity = move.product_uom_qty
                move.picked = True
            picking.with_context(skip_backorder=True).button_validate()

    def _most(self, line):
        return self.env["b2b.return.line"]._returnable(self.order.order_line)[line]

    def test_approved_return_makes_the_delivery_back_and_is_credited(self):
        invoice = self._invoice(self.order)
        asked = self._ask()
        self.assertEqual(asked.state, "requested")
        asked.action_approve()
        picking = asked.picking_ids
        self.assertEqual(picking.move_ids.product_uom_qty, 5)
        self.assertEqual(picking.move_ids.sale_line_id, self.bolts)
        self.assertEqual(picking.return_id, self.order.picking_ids - picking)
        self._receive(asked)
        self.assertEqual(asked.progress, "Received")
        self.assertEqual(self.bolts.qty_delivered, 15)
        credit = self.order._create_invoices(final=True)
        credit.action_post()
        self.env.invalidate_all()
        self.assertEqual(asked.credit_ids, credit)
        self.assertEqual((asked.progress, credit.move_type), ("Credited", "out_refund"))
        self.assertNotEqual(credit, invoice)
        self.assertPromisesHold()

    def test_quantities_add_up_over_requests_refusals_and_what_came_back(self):
        self.assertEqual(self._most(self.bolts), 20)
        first, second = self._ask(8), self._ask(5)
        self.assertEqual(self._most(self.bolts), 7)
        for quantity in (8, 0, -1):
            with self.subTest(quantity), self.assertRaises(UserError):
                self._ask(quantity)
        second.answer = "Worn by use"
        second.action_refuse()
        self.assertEqual(self._most(self.bolts), 12)
        first.action_approve()
        self.assertEqual(self._most(self.bolts), 12)
        self._receive(first)
        self.env.invalidate_all()
        self.assertEqual(self._most(self.bolts), 12)
        last = self._ask(12)
        last.action_approve()
        self._receive(last)
        self.env.invalidate_all()
        self.assertEqual(self._most(self.bolts) if self.bolts.qty_delivered else 0, 0)
        self.assertEqual(self.bolts.qty_delivered, 0)
        self.assertPromisesHold()

    def test_cancelled_delivery_back_frees_the_quantity(self):
        asked = self._ask(8)
        asked.action_approve()
        asked.picking_ids.action_cancel()
        self.assertEqual(self._most(self.bolts), 20)

    def test_return_over_two_deliveries_goes_back_by_both(self):
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self._deliver(order, {self.bolt: 8})
        rest = order.picking_ids.filtered(lambda picking: picking.state != "done")
        rest.action_assign()
        self._deliver(order)
        asked = self.env["b2b.return.request"]._request(
            self._buyer(self.user), order, {order.order_line: (15, "wrong", "")}
        )
        asked.action_approve()
        self.assertEqual(sorted(asked.picking_ids.move_ids.mapped("product_uom_qty")), [3, 12])

    def test_refusal_needs_a_word_and_an_answer_is_given_once(self):
        asked = self._ask()
        with self.assertRaisesRegex(UserError, "why"):
            asked.action_refuse()
        asked.answer = "Worn"
        asked.action_refuse()
        with self.assertRaisesRegex(UserError, "already"):
            asked.action_approve()
        self.assertIn("refused", self.env["mail.mail"].search(
            [("email_to", "ilike", self.user.email)]).subject)  # fmt: skip

    def test_seller_hears_of_it_and_reps_may_not_answer(self):
        asked = self._ask()
        self.assertTrue(asked.activity_ids)
        rep = self._make_user("b2b-rep-return", "sales_team.group_sale_salesman")
        from odoo.exceptions import AccessError

        with self.assertRaises(AccessError):
            asked.with_user(rep).action_approve()

    # === PHOTOS === #

    def test_photo_is_drawn_anew_and_nothing_else_gets_in(self):
        evil = _picture() + b"<script>alert(1)</script>"
        asked = self._ask(1, photos=[("a.png", evil), ("b.jpg", _picture("JPEG"))])
        self.assertEqual(asked.photo_ids.mapped("mimetype"), ["image/jpeg"] * 2)
        for photo in asked.photo_ids:
            self.assertNotIn(b"script", base64.b64decode(photo.datas))
        rows = {
            "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "html": b"<html><script>1</script></html>",
            "named like a photo": b"\xff\xd8\xff not really",
            "pdf": b"%PDF-1.4",
            "webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
            "empty": b"",
        }
        for what, content in rows.items():
            with (
                self.subTest(what),
                self.assertRaisesRegex(UserError, "as JPEG, PNG or WebP|is empty"),
            ):
                self._ask(1, photos=[("x.png", content)])
        with self.assertRaisesRegex(UserError, "too big"):
            self._ask(1, photos=[("x.png", b"\xff\xd8\xff" + b"0" * 8 * 1024 * 1024)])
        with self.assertRaisesRegex(UserError, "Up to 3"):
            self._ask(1, photos=[("x.png", _picture())] * 4)

    # === PAGES === #

    def test_form_asks_and_pages_show_slip_only_after_the_yes(self):
        self._login(self.user)
        page = self._get(f"/my/b2b/returns/new?order={self.order.id}")
        self.assertIn("Hex bolt M8", page.text)
        answer = self._post(
            "/my/b2b/returns/new",
            order=str(self.order.id),
            **{f"quantity_{self.bolts.id}": "2", f"reason_{self.bolts.id}": "faulty"},
        )
        asked = self.env["b2b.return.request"].search([])
        self.assertEqual((asked.line_ids.quantity, asked.line_ids.reason), (2, "faulty"))
        self.assertIn(f"/my/b2b/returns/{asked.id}", answer.headers["Location"])
        self.assertEqual(self._get(f"/my/b2b/returns/{asked.id}/slip").status_code, 404)
        asked.action_approve()
        slip = self._get(f"/my/b2b/returns/{asked.id}/slip")
        self.assertEqual(slip.status_code, 200)
        self.assertIn(asked.name, slip.text)  # tests render pages, not paper

    def test_return_slip_is_a_pdf(self):
        asked = self._ask()
        asked.action_approve()
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            pdf, _kind = report._render_qweb_pdf("b2b_portal.report_return_slip", asked.ids)
        self.assertTrue(pdf.startswith(b"%PDF"))

    def test_too_many_is_told_beside_what_was_typed(self):
        self._login(self.user)
        answer = self._post(
            "/my/b2b/returns/new", order=str(self.order.id), **{f"quantity_{self.bolts.id}": "99"}
        )
        self.assertEqual(answer.status_code, 200)
        self.assertIn("up to 20 can be returned", answer.text)
        self.assertIn('value="99"', answer.text)
