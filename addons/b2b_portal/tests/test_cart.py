from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PortalCase

PDF = b"%PDF-1.4 drawing"


@tagged("post_install", "-at_install")
class TestCart(PortalCase):
    """The cart: what it holds, what it says, what becomes of it."""

    def setUp(self):
        super().setUp()
        self.user = self._make_member("buyer")
        self.buyer = self._buyer(self.user)
        self._login(self.user)

    def _fill(self, lines=None, buyer=None):
        cart = self.env["b2b.cart"]._current(buyer or self.buyer)
        cart._add(lines or {self.bolt: 20})
        return cart

    def _update(self, cart, action="save", **form):
        return self._post("/my/b2b/cart/update", {"cart": cart.id, "action": action} | form)

    def _branch(self, name):
        return self.env["res.partner"].create(
            {"name": name, "type": "delivery", "parent_id": self.account.id}
        )

    # === REVIEW: SAME ANSWER EVERYWHERE === #

    def test_review_is_the_order_that_is_made_afterwards(self):
        self.env["b2b.volume.discount"].create({"threshold": 200, "percent": 5})
        self.env["b2b.credit.limit"].create({"account_id": self.account.id, "amount": 5000})
        tax = self.env["account.tax"].create({"name": "8 %", "amount": 8})
        (self.bolt | self.nut).taxes_id = tax
        cart = self._fill({self.bolt: 130, self.nut: 10})
        review = cart._review()
        self._update(cart, "submit")
        order = cart.intake_id.order_ids
        self.assertReleased(order)
        self.assertEqual(
            (review.goods, review.untaxed, review.tax, review.total),
            (order._b2b_goods_value(), order.amount_untaxed, order.amount_tax, order.amount_total),
        )
        self.assertEqual([amount for _name, amount in review.extras], [-60.3])
        self.assertEqual(review.credit.after, 5000 - order.amount_total)
        days = order._b2b_promised_days()
        goods = order._b2b_goods().sorted("id")
        for line, ordered in zip(cart.line_ids, goods, strict=True):
            told = review.lines[line.id]
            self.assertEqual(
                (told.price, told.subtotal), (ordered.price_unit, ordered.price_subtotal)
            )
            self.assertEqual(told.days, days[ordered.id])
        self.assertPromisesHold()

    def test_review_tells_the_holds_the_order_gets(self):
        cart = self._fill({self.bolt: 1})
        self.assertEqual(
            [title for title, _words, _line in cart._review().holds], ["Minimum order"]
        )
        self._update(cart, "submit")
        self.assertHeldFor(cart.intake_id.order_ids, "minimum_order")
        page = self._get(f"/my/b2b/ordered/{cart.id}")
        self.assertIn("Minimum order", page.text)

    def test_review_tells_the_limit_the_account_gave_its_buyer(self):
        self.buyer.member.order_limit = 50
        cart = self._fill()
        self.assertEqual([title for title, _words, _line in cart._review().holds], ["Your limit"])
        self._update(cart, "submit")
        self.assertHeldFor(cart.intake_id.order_ids, "buyer_limit")

    def test_review_leaves_nothing_behind(self):
        cart = self._fill()
        counted = ("sale.order", "sale.order.line", "b2b.order.event", "b2b.order.hold",
                   "mail.message", "b2b.allocation", "b2b.intake")  # fmt: skip

        def everything():
            return {model: self.env[model].search_count([]) for model in counted}

        number = self._make_order().name
        before = everything()
        self.assertTrue(cart._review())
        for path in ("/my/b2b/cart", "/my/b2b/cart?review=1&fragment=1"):
            self.assertEqual(self._get(path).status_code, 200)
        self.assertEqual(everything(), before)
        self.assertEqual(int(self._make_order().name[1:]), int(number[1:]) + 1)

    def test_review_says_what_a_little_more_would_bring(self):
        self.env["b2b.volume.discount"].create({"threshold": 200, "percent": 5})
        self.tier.small_order_fee = 12
        nudges = self._fill({self.bolt: 10})._review().nudges
        self.assertEqual(len(nudges), 2)
        self.assertIn("small-order fee falls away", nudges[0])
        self.assertIn("5%", nudges[1])

    def test_review_says_how_much_is_missing_for_free_freight_and_the_order_pays_it(self):
        self.tier.write({"freight_charge": 24, "free_freight_from": 250})
        cart = self._fill({self.bolt: 20})  # 180.00
        review = cart._review()
        self.assertEqual(review.extras, (("Freight", 24.0),))
        (nudge,) = review.nudges
        self.assertIn("$\xa070.00" if "$\xa0" in nudge else "70.00", nudge)
        self.assertIn("24.00", nudge)
        cart._add({self.bolt: 8})  # 252.00: the rest is free
        self.assertEqual((cart._review().extras, cart._review().nudges), ((), ()))
        self._update(cart, **{f"quantity-{cart.line_ids.id}": "20"})
        self._update(cart, "submit")
        order = cart.intake_id.order_ids
        self.assertReleased(order)
        self.assertEqual(order.amount_total, review.total)
        self._deliver(order)
        self.assertEqual(self._invoice(order).amount_total, review.total)
        self.assertPromisesHold()

    def test_buyer_is_not_told_what_is_inside_the_house(self):
        self._policy("manual").action = "hold"
        self.env["b2b.check.policy"].search([("code", "=", "first_orders")]).write(
            {"action": "hold", "times": 3}
        )
        for _title, sentence, _line in self._fill()._review().holds:
            self.assertEqual(sentence, "A colleague of ours looks at this order before it goes on.")

    # === STOCK KEPT === #

    def test_stock_is_kept_for_the_cart_from_others_until_it_is_ordered(self):
        self.tier.keep_cart_minutes = 20
        cart = self._fill({self.bolt: 70})
        other = self._buyer(self._make_member("buyer", self._make_account("Southside", "S-100")))
        offers = self.env["b2b.portal.offer"]

        def free(buyer):
            return offers._of(buyer, self.bolt)[self.bolt].free

        self.assertEqual((free(self.buyer), free(other)), (100, 30))
        self.assertIn("Stock is kept for you until", self._get("/my/b2b/cart").text)
        self._update(cart, **{f"quantity-{cart.line_ids.id}": "60"})
        self.assertEqual(free(other), 40)
        self._update(cart, "submit")
        self.assertReleased(cart.intake_id.order_ids)
        self.assertFalse(self.env["b2b.soft.reservation"].search([("cart", "!=", False)]))
        self.assertEqual((free(self.buyer), free(other)), (40, 40))
        self.assertPromisesHold()

    # === THE FORM === #

    def test_form_changes_lines_and_header(self):
        store = self._branch("Store 7")
        cart = self._fill({self.bolt: 20, self.nut: 5})
        bolt, nut = cart.line_ids
        day = fields.Date.today() + timedelta(days=9)
        self._update(
            cart,
            **{
                f"quantity-{bolt.id}": "25",
                f"ship_to-{nut.id}": str(store.id),
                "customer_po": " PO-9 ",
                "requested_date": day.isoformat(),
                "note": "Ring twice",
                "ship_to": str(self.account.id),
            },
        )
        self.assertEqual((bolt.quantity, nut.ship_to_id), (25, store))
        self.assertEqual((cart.customer_po, cart.requested_date, cart.note),
                         ("PO-9", day, "Ring twice"))  # fmt: skip
        self.assertEqual(cart.ship_to_id, self.account)

    def test_what_cannot_be_is_told_and_changes_nothing(self):
        foreign = self._make_account("Southside Foods", "S-100")
        cart = self._fill()
        line = cart.line_ids
        for name, text, words in (
            (f"quantity-{line.id}", "many", "is not a quantity"),
            (f"quantity-{line.id}", "-4", "is not a quantity"),
            (f"quantity-{line.id}", "1e12", "is not a quantity"),
            ("ship_to", str(foreign.id), "may not order to this address"),
            (f"ship_to-{line.id}", str(foreign.id), "may not order to this address"),
            ("requested_date", "2020-01-01", "has passed"),
            ("requested_date", "soon", "is not a date"),
        ):
            with self.subTest(name=name, text=text):
                self.assertIn(words, self._update(cart, **{name: text}).text)
        self.assertEqual((line.quantity, line.ship_to_id.id), (20, False))
        self.assertNotEqual(cart.ship_to_id, foreign)
        self.assertFalse(cart.requested_date)

    def test_line_is_split_removed_and_the_cart_emptied(self):
        cart = self._fill({self.bolt: 21, self.nut: 5})
        bolt, nut = cart.line_ids
        self._update(cart, f"split-{bolt.id}")
        halves = cart.line_ids.filtered(lambda line: line.product_id == self.bolt)
        self.assertEqual(sorted(halves.mapped("quantity")), [10, 11])
        self._update(cart, f"remove-{nut.id}")
        self.assertEqual(cart.line_ids, halves)
        self._update(cart, "empty")
        self.assertFalse(cart.line_ids)

    def test_po_number_is_asked_for_where_the_account_says(self):
        self.account.b2b_po_required = "yes"
        cart = self._fill()
        self.assertIn("(needed)", self._get("/my/b2b/cart").text)
        page = self._update(cart, "submit")
        self.assertIn("wants its PO number", page.text)
        self.assertFalse(cart.intake_id)
        self._update(cart, "submit", customer_po="PO-9")
        self.assertEqual(cart.intake_id.order_ids.client_order_ref, "PO-9")

    def test_product_goes_in_by_one_click(self):
        for product, amount, done in ((self.bolt.id, "3", True), (self.bolt.id, "0", False),
                                      (self.bolt.id, "x", False), (999999999, "3", False),
                                      ("1 or 1", "3", False)):  # fmt: skip
            with self.subTest(product=product, amount=amount):
                form = {"product_id": product, "amount": amount, "script": "1"}
                self.assertEqual(self._post("/my/b2b/cart/add", form).json()["done"], done)
        self.assertEqual(self.env["b2b.cart"]._open(self.buyer).line_ids.quantity, 3)

    def test_way_back_stays_inside(self):
        for back in ("https://evil.example", "//evil.example", "/web", "/my/b2b\\evil"):
            with self.subTest(back=back):
                form = {"product_id": self.bolt.id, "amount": "1", "back": back}
                answer = self._post("/my/b2b/cart/add", form)
                self.assertTrue(answer.headers["Location"].endswith("/my/b2b/cart"))

    # === ONE ORDER === #

    def test_repeated_posts_make_one_order(self):
        cart = self._fill()
        answers = [self._update(cart, "submit") for _n in range(3)]
        places = {answer.headers["Location"] for answer in answers}
        self.assertEqual({answer.status_code for answer in answers}, {303})
        self.assertEqual(len(places), 1)
        self.assertEqual(
            len(self.env["sale.order"].search([("b2b_account_id", "=", self.account.id)])), 1
        )
        self.assertEqual(self._get(places.pop()).status_code, 200)
        self.assertFalse(self.env["b2b.cart"]._open(self.buyer))

    def test_what_another_tab_still_shows_cannot_change_an_order(self):
        cart = self._fill()
        self._update(cart, "submit")
        line = cart.line_ids
        for action in ("save", "empty", f"remove-{line.id}"):
            self._update(cart, action, **{f"quantity-{line.id}": "99"})
        self.assertEqual(cart.line_ids.quantity, 20)

    def test_confirmation_tells_dates_and_offers_to_follow(self):
        cart = self._fill({self.bolt: 130})
        place = self._update(cart, "submit").headers["Location"]
        page = self.url_open(place)
        order = cart.intake_id.order_ids
        for words in (order.name, "is accepted", "100", "not in stock, no date yet"):
            self.assertIn(words, page.text)

    # === FILES === #

    def _attach(self, cart, name, content):
        return self._post("/my/b2b/cart/files", {"cart": cart.id}, {"files": (name, content)})

    def test_attachment_is_kept_and_taken_away(self):
        cart = self._fill()
        self._attach(cart, "drawing.pdf", PDF)
        file = cart._files()
        self.assertEqual((file.name, file.mimetype), ("drawing.pdf", "application/pdf"))
        self._post("/my/b2b/cart/files", {"cart": cart.id, "remove": file.id})
        self.assertFalse(cart._files())

    def test_hostile_attachments_are_refused(self):
        cart = self._fill()
        for name, content in (("a.pdf", b"<html><script>"), ("a.svg", b"<svg onload=alert(1)>"),
                              ("a.exe", b"MZ"), ("a.pdf", PDF + b"x" * (6 * 1024 * 1024)),
                              ("a.pdf", b"")):  # fmt: skip
            with self.subTest(name=name, size=len(content)):
                self._attach(cart, name, content)
                self.assertFalse(cart._files())
        self._attach(cart, "../../etc/passwd", PDF)
        self.assertEqual(cart._files().name, "passwd")
        for _n in range(7):
            self._attach(cart, "b.pdf", PDF)
        self.assertEqual(len(cart._files()), 5)

    # === WHOSE === #

    def test_carts_of_others_are_out_of_reach(self):
        colleague = self._buyer(self._make_member("admin", login="b2b-colleague"))
        stranger_account = self._make_account("Southside Foods", "S-100")
        stranger = self._buyer(self._make_member("buyer", stranger_account))
        for other in (colleague, stranger):
            cart = self._fill({self.bolt: 20}, other)
            with self.subTest(other=other.user.login):
                for action in ("submit", "empty", "save"):
                    line = cart.line_ids
                    self._update(cart, action, **{f"quantity-{line.id}": "99"})
                self._attach(cart, "a.pdf", PDF)
                self._post("/my/b2b/lists/keep", {"cart": cart.id, "name": "Stolen"})
                self.assertEqual(cart.line_ids.quantity, 20)
                self.assertFalse(cart.intake_id or cart._files())
                self.assertEqual(self._get(f"/my/b2b/ordered/{cart.id}").status_code, 303)
        self.assertFalse(self.env["b2b.cart"]._lists(self.buyer))

    def test_roles_that_do_not_order_post_nothing(self):
        for role in ("viewer", "payable"):
            user = self._make_member(role)
            self._login(user)
            for path in ("cart/add", "cart/update", "cart/files", "lists/keep", "lists/put",
                         "lists/1/order", "lists/1/change", "quick-order/check"):  # fmt: skip
                with self.subTest(role=role, path=path):
                    self.assertEqual(self._post(f"/my/b2b/{path}").status_code, 403)

    def test_forms_need_the_token_of_the_session(self):
        cart = self._fill()
        answer = self.url_open(
            "/my/b2b/cart/update",
            data={"cart": cart.id, "action": "submit", "csrf_token": "no"},
            allow_redirects=False,
        )
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(cart.intake_id)

    def test_buyers_reach_no_model_of_the_shop_by_rpc(self):
        self._fill()
        for model in ("b2b.cart", "b2b.cart.line", "b2b.account.member"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.user).search([])
        for model, method in (("b2b.cart", "_submit"), ("b2b.cart", "search"),
                              ("b2b.portal.catalogue", "_find"), ("b2b.portal.offer", "_of"),
                              ("b2b.portal.quick.order", "_look"),
                              ("product.product", "search")):  # fmt: skip
            with self.subTest(model=model, method=method):
                answer = self.url_open(
                    "/web/dataset/call_kw",
                    json={"params": {"model": model, "method": method, "args": [[]], "kwargs": {}}},
                )
                self.assertIn("error", answer.json())


@tagged("post_install", "-at_install")
class TestLists(PortalCase):
    """Lists to order from again."""

    def setUp(self):
        super().setUp()
        self.user = self._make_member("buyer")
        self.buyer = self._buyer(self.user)
        self._login(self.user)
        cart = self.env["b2b.cart"]._current(self.buyer)
        cart._add({self.bolt: 20, self.nut: 5})
        self._post("/my/b2b/lists/keep", {"cart": cart.id, "name": "Weekly", "shared": "1"})
        cart.line_ids.unlink()
        self.one = self.env["b2b.cart"]._lists(self.buyer)

    def _change(self, action, **form):
        return self._post(f"/my/b2b/lists/{self.one.id}/change", {"action": action} | form)

    def test_list_goes_into_the_cart_without_what_is_no_longer_sold(self):
        self.nut.sale_ok = False
        page = self._get(f"/my/b2b/lists/{self.one.id}")
        self.assertIn("No longer in your catalogue", page.text)
        self._post(f"/my/b2b/lists/{self.one.id}/order")
        lines = self.env["b2b.cart"]._open(self.buyer).line_ids
        self.assertEqual((lines.product_id, lines.quantity), (self.bolt, 20))

    def test_owner_changes_the_list(self):
        line = self.one.line_ids[0]
        self._change("save", **{f"quantity-{line.id}": "7"})
        self._change("rename", name="  Every   week ")
        self._change("unshare")
        self.assertEqual((line.quantity, self.one.name, self.one.shared), (7, "Every week", False))
        self._change(f"remove-{line.id}")
        self.assertEqual(len(self.one.line_ids), 1)
        self._change("delete")
        self.assertFalse(self.one.exists())

    def test_colleague_orders_from_a_shared_list_and_changes_nothing(self):
        colleague = self._make_member("buyer", login="b2b-colleague")
        self._login(colleague)
        self.assertIn("Weekly", self._get("/my/b2b/lists").text)
        for action in ("delete", "unshare", "rename"):
            self._change(action, name="Mine")
        self.assertEqual((self.one.name, self.one.shared), ("Weekly", True))
        self._post(f"/my/b2b/lists/{self.one.id}/order")
        self.assertEqual(len(self.env["b2b.cart"]._open(self._buyer(colleague)).line_ids), 2)

    def test_list_of_another_account_or_not_shared_is_not_there(self):
        stranger = self._make_member("admin", self._make_account("Southside Foods", "S-100"))
        colleague = self._make_member("admin", login="b2b-colleague")
        self.one.shared = False
        for user in (stranger, colleague):
            self._login(user)
            with self.subTest(user=user.login):
                self.assertNotIn("Weekly", self._get("/my/b2b/lists").text)
                self.assertEqual(self._get(f"/my/b2b/lists/{self.one.id}").status_code, 303)
                self._post(f"/my/b2b/lists/{self.one.id}/order")
                self._change("delete")
                self.assertFalse(self.env["b2b.cart"]._open(self._buyer(user)).line_ids)
        self.assertTrue(self.one.exists())

    def test_product_is_put_on_a_list_or_a_new_one(self):
        form = {"product_id": self.bolt.id, "amount": "3"}
        self._post("/my/b2b/lists/put", form | {"list_id": self.one.id})
        self.assertEqual(self.one.line_ids[0].quantity, 23)
        self._post("/my/b2b/lists/put", form | {"name": "New"})
        self.assertEqual(
            sorted(self.env["b2b.cart"]._lists(self.buyer).mapped("name")), ["New", "Weekly"]
        )
