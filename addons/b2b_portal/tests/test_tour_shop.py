from odoo.tests import tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestTourShop(PortalCase):
    """In order to have goods without calling anyone, as a buyer, in a browser."""

    def _orders(self):
        return self.env["sale.order"].search([("b2b_account_id", "=", self.account.id)])

    def test_first_order_is_pasted_from_a_spreadsheet(self):
        self.env["b2b.quantity.rule"].create(
            {"product_tmpl_id": self.bolt.product_tmpl_id.id, "multiple": 10}
        )
        user = self._make_member("buyer")
        self.start_tour("/my/b2b/quick-order", "b2b_quick_order_paste", login=user.login)
        order = self._orders()
        self.assertReleased(order)
        self.assertEqual(order.client_order_ref, "PO-TOUR")
        self.assertEqual(
            {line.product_id: line.product_uom_qty for line in order.order_line},
            {self.bolt: 40, self.nut: 15},
        )
        self.assertPromisesHold()


@tagged("post_install", "-at_install")
class TestTourShopOnAPhone(PortalCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_catalogue_order_on_a_phone(self):
        user = self._make_member("buyer")
        self.start_tour("/my/b2b/catalogue", "b2b_catalogue_on_a_phone", login=user.login)
        order = self.env["sale.order"].search([("b2b_account_id", "=", self.account.id)])
        self.assertReleased(order)
        self.assertEqual(order.order_line.product_uom_qty, 20)
        self.assertPromisesHold()
