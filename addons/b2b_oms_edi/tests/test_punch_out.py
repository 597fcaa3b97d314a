from pathlib import Path

from lxml import etree, html

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.b2b_oms.tests.common import B2BCase

SAMPLES = Path(__file__).parent / "samples" / "cxml"
SETUP = (SAMPLES / "punch_out.xml").read_bytes()
SECRET = b"hub words"
RETURN = "https://buyer.example/return?s=1"

ORDER = """<?xml version="1.0" encoding="UTF-8"?>
<cXML payloadID="{payload}" timestamp="2030-01-05T10:15:00-05:00"><Header>
<From><Credential domain="NetworkId"><Identity>AN-BUYER</Identity></Credential></From>
<To><Credential domain="NetworkId"><Identity>AN-US</Identity></Credential></To>
<Sender><Credential domain="NetworkId"><Identity>AN-HUB</Identity><SharedSecret>hub words</SharedSecret>
</Credential><UserAgent>Hub</UserAgent></Sender></Header>
<Request><OrderRequest><OrderRequestHeader orderID="PO-77" orderDate="2030-01-05" type="new">
<Total><Money currency="USD">{total}</Money></Total></OrderRequestHeader>{lines}</OrderRequest></Request>
</cXML>
"""
LINE = """<ItemOut quantity="{quantity}" lineNumber="{number}"><ItemID><SupplierPartID>{sku}</SupplierPartID>
<SupplierPartAuxiliaryID>{reference}</SupplierPartAuxiliaryID></ItemID><ItemDetail>
<UnitPrice><Money currency="USD">{price}</Money></UnitPrice>
<Description xml:lang="en">{sku}</Description><UnitOfMeasure>{unit}</UnitOfMeasure></ItemDetail></ItemOut>
"""


@tagged("post_install", "-at_install")
class TestPunchOut(B2BCase, HttpCase):
    """A buyer's system opens our shop, gets the cart back, and orders it at the same prices."""

    # The shop counts its searches in a transaction of its own; a test has one connection only.
    _registry_readonly_enabled = False

    def setUp(self):
        super().setUp()
        if "b2b.cart" not in self.env:
            self.skipTest("b2b_portal, which has the shop, is not installed here")
        self.tier.minimum_order = 0
        self.partner = self.env["b2b.edi.partner"].create(
            {
                "name": "Procurement",
                "account_id": self.account.id,
                "syntax": "cxml",
                "their_qualifier": "NetworkId",
                "their_id": "AN-BUYER",
                "our_qualifier": "NetworkId",
                "our_id": "AN-US",
                "transport": "http",
                "shared_secret": SECRET.decode(),
                "is_test": False,
                "takes_punch_out": True,
            }
        )
        self.shopper = self._make_login("jdoe@buyer.example", self.account)
        self.env.flush_all()

    def _make_login(self, login, account):
        contact = self.env["res.partner"].create({"name": login, "parent_id": account.id})
        return new_test_user(
            self.env, login, groups="base.group_portal", partner_id=contact.id, email=login
        )

    # === ACTS === #

    def _ask(self, content=SETUP):
        return self.opener.post(
            f"{self.base_url()}/b2b/edi/{self.partner.id}", data=content,
            headers={"Content-Type": "text/xml"}, timeout=60,
        )  # fmt: skip

    def _start_page(self, content=SETUP):
        answer = self._ask(content)
        self.assertEqual(answer.status_code, 200, answer.text)
        (url,) = etree.fromstring(answer.content).xpath("//StartPage/URL/text()")
        return url.replace(self.env["b2b.edi.partner"].get_base_url(), "")

    def _visit(self):
        return self.env["b2b.edi.punch.out"].search([("partner_id", "=", self.partner.id)])

    def _begin(self, content=SETUP):
        """Open the start page as the buyer's browser does; forms then carry its session's token."""
        answer = self.url_open(self._start_page(content), allow_redirects=False)
        self.assertTrue(answer.headers["Location"].endswith("/my/b2b/catalogue"), answer.text)
        page = html.fromstring(self.url_open("/my/b2b/catalogue").content)
        self.csrf = page.xpath("//input[@name='csrf_token']/@value")[0]

    def _fill(self, product, quantity):
        form = {"csrf_token": self.csrf, "product_id": product.id, "amount": str(quantity)}
        return self.url_open("/my/b2b/cart/add", data=form, allow_redirects=False)

    def _hand_back(self):
        page = html.fromstring(self.url_open("/my/b2b/cart?review=1").content)
        (cart,) = page.xpath("//form[@id='b2b_cart_form']//input[@name='cart']/@value")
        form = {"csrf_token": self.csrf, "cart": cart, "action": "submit"}
        return self.url_open("/my/b2b/cart/update", data=form, allow_redirects=False)

    def _basket(self, page):
        (form,) = html.fromstring(page.content).xpath("//form[input[@name='cxml-urlencoded']]")
        self.assertEqual(form.get("action"), RETURN)
        content = form.xpath("input/@value")[0].encode()
        self.assertNotIn(SECRET, content)
        return etree.fromstring(content)

    # === THE WAY === #

    def test_cart_goes_back_and_comes_again_as_an_order_at_the_same_prices(self):
        self._begin()
        self._fill(self.bolt, 12)
        self._fill(self.nut, 20)
        page = self._hand_back()
        basket = self._basket(page)
        self.assertEqual(basket.xpath("//BuyerCookie/text()"), ["c-81&x"])
        prices = basket.xpath("//ItemIn/ItemDetail/UnitPrice/Money/text()")
        self.assertEqual([float(price) for price in prices], [9.0, 3.6])
        self.assertFalse(self.env["sale.order"].search([("b2b_account_id", "=", self.account.id)]))
        self.assertEqual(self._ask(self._ordered(basket)).status_code, 200)
        order = self.env["sale.order"].search([("client_order_ref", "=", "PO-77")])
        self.assertReleased(order)
        self.assertEqual(order.order_line.mapped("price_unit"), [9.0, 3.6])
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [12.0, 20.0])
        visit = self._visit()
        self.assertEqual((visit.state, visit.user_id), ("returned", self.shopper))
        self.assertIn(b"PunchOutOrderMessage", visit.basket_id._bytes())
        self.assertEqual(visit.basket_id.state, "sent")
        self.assertPromisesHold()

    def _ordered(self, basket):
        lines, total = "", 0
        for number, item in enumerate(basket.iter("ItemIn"), 1):
            price, quantity = item.findtext("ItemDetail/UnitPrice/Money"), item.get("quantity")
            total += float(price) * float(quantity)
            lines += LINE.format(
                number=number, quantity=quantity, price=price,
                sku=item.findtext("ItemID/SupplierPartID"),
                reference=item.findtext("ItemID/SupplierPartAuxiliaryID"),
                unit=item.findtext("ItemDetail/UnitOfMeasure"),
            )  # fmt: skip
        return ORDER.format(payload="order-1@buyer.example", total=total, lines=lines).encode()

    def test_cart_their_system_sends_along_is_changed_here(self):
        item = LINE.format(
            number=1, quantity=7, price=9, sku="TEST-BOLT", reference="1/1", unit="EA"
        ).encode()
        edit = SETUP.replace(b'operation="create"', b'operation="edit"').replace(
            b"</PunchOutSetupRequest>", item + b"</PunchOutSetupRequest>"
        )
        self._begin(edit)
        cart = self.env["b2b.cart"].search([("visit_id", "=", self._visit().id)])
        self.assertEqual(cart.line_ids.mapped("quantity"), [7.0])

    # === WHO MAY === #

    def test_start_page_is_good_once_and_not_for_long(self):
        first = self._start_page()
        second = self._start_page()
        self.assertNotEqual(first, second, "the same request again, a new address")
        self.assertEqual(len(self._visit()), 1)
        self.assertEqual(self.url_open(first).status_code, 410)
        self.assertEqual(self.url_open(second, allow_redirects=False).status_code, 303)
        self.opener.cookies.clear()
        self.assertEqual(self.url_open(second).status_code, 410)
        self.assertEqual(self.url_open("/b2b/punchout/guessed").status_code, 410)
        late = self._start_page(SETUP.replace(b"1777888999.9", b"1777888999.10"))
        self._visit()[0].until = fields.Datetime.now()
        self.assertEqual(self.url_open(late).status_code, 410)

    def test_who_is_not_proven_or_not_agreed_gets_no_start_page(self):
        self.assertEqual(self._ask(SETUP.replace(SECRET, b"guessed")).status_code, 401)
        stranger = self._make_account("Other", "O-1")
        self._make_login("else@other.example", stranger)
        fresh = iter(range(100))

        def asked(old=b"", new=b""):
            number = b"1777888999.1%03d" % next(fresh)
            return SETUP.replace(b"1777888999.9", number).replace(old, new)

        rows = (
            ("login of another account", asked(b"jdoe@buyer.example", b"else@other.example"), {}, 403),
            ("nobody's address", asked(b"jdoe@buyer.example", b"nobody@buyer.example"), {}, 403),
            ("not https", asked(b"https://buyer.example", b"http://buyer.example"), {}, 403),
            ("a script for an address", asked(b"https://buyer.example", b"javascript:x"), {}, 403),
            ("another host", asked(), {"punch_out_hosts": "procure.example"}, 403),
            ("not agreed", asked(), {"takes_punch_out": False}, 403),
            ("no cookie", asked(b"<BuyerCookie>c-81&amp;x</BuyerCookie>", b""), {}, 403),
        )  # fmt: skip
        for name, content, vals, status in rows:
            with self.subTest(name):
                kept = {field: self.partner[field] for field in vals}
                self.partner.write(vals)
                self.env.flush_all()
                answer = self._ask(content)
                self.assertIn(f'code="{status}"', answer.text)
                self.assertNotIn("StartPage", answer.text)
                self.assertFalse(self._visit())
                self.partner.write(kept)

    def test_partner_names_who_shops_when_the_address_is_no_login(self):
        self.partner.punch_out_user_id = self.shopper
        content = SETUP.replace(b"jdoe@buyer.example", b"temp@buyer.example")
        self._begin(content)
        self.assertEqual(self._visit().user_id, self.shopper)

    def test_visit_sees_the_shop_only_and_orders_nothing(self):
        self._begin()
        self._fill(self.bolt, 12)
        for path in ("/my/b2b/orders", "/my/b2b/invoices", "/my/b2b/standing", "/my/b2b"):
            answer = self.url_open(path, allow_redirects=False)
            self.assertTrue(answer.headers["Location"].endswith("/my/b2b/catalogue"), path)
        self._hand_back()
        answer = self.url_open("/my/b2b/cart", allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_visit_opens_nothing_of_odoos_own_portal_and_no_rpc(self):
        self._begin()
        for path in ("/my", "/my/orders", "/my/account"):
            self.assertEqual(self.url_open(path, allow_redirects=False).status_code, 403, path)
        call = {"model": "res.partner", "method": "search_read", "args": [[]], "kwargs": {}}
        answer = self.opener.post(
            f"{self.base_url()}/web/dataset/call_kw", json={"params": call}, timeout=60
        ).json()
        self.assertEqual(answer["error"]["data"]["name"], "odoo.exceptions.AccessError")

    def test_own_cart_of_the_login_is_left_alone(self):
        buyer = self.env["b2b.account.member"]._buyer(self.shopper)
        own = self.env["b2b.cart"]._current(buyer)
        own._add({self.nut: 3})
        self.env.flush_all()
        self._begin()
        self._fill(self.bolt, 12)
        self._hand_back()
        self.assertEqual(own.line_ids.mapped("product_id"), self.nut)

    def test_visit_that_took_too_long_ends_at_the_login(self):
        self._begin()
        self._visit().until = fields.Datetime.now()
        self.env.flush_all()
        answer = self.url_open("/my/b2b/catalogue", allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])
