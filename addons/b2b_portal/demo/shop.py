"""What the shop of the demo distributor shows: pictures, own part numbers, lists."""

import base64

from odoo import api, models

from .pictures import draw

# Login: the account's own numbers.
PARTS = {
    "buyer1": {"NSF-0117": "HB-M8X25", "NSF-0230": "TW-CENT", "NSF-0412": "PT-CLR"},
    "buyer2": {"GL-70001": "SF-80", "GL-70002": "NG-L", "GL-70019": "AD-125"},
}
# Login, name, shared, lines.
LISTS = (
    ("buyer1", "Weekly consumables", True, {"NG-L": 20, "TW-CENT": 12, "HC-SOAP": 6, "SF-60": 4}),
    ("buyer1", "Packing station", False, {"CX-181212": 48, "PT-CLR": 36, "BM-4": 10}),
    ("buyer2", "New machine, first fit", True, {"HB-M8X25": 10, "HB-M8X40": 10, "AD-125": 5}),
    ("buyer2", "Shop floor", False, {"NG-L": 30, "AB-PAD": 4, "BA-AA": 6}),
)  # fmt: skip
# Login: what lies in the cart.
CARTS = {"buyer1": {"NG-L": 10, "TW-CENT": 6, "PT-CLR": 36, "CX-181212": 24}}


class ShopDemo(models.AbstractModel):
    """Loads once; a second call does nothing."""

    _name = "b2b.demo.shop"
    _description = "Demo distributor: the shop"

    @api.model
    def _load(self):
        demo = self.env["b2b.demo"].with_context(tracking_disable=True, lang="en_US").sudo()
        tier = self.env.ref("b2b_oms.demo_tier_platinum", raise_if_not_found=False)
        if not tier or self.env.ref("b2b_oms.demo_list_1", raise_if_not_found=False):
            return
        self._draw_pictures(demo)
        self._number_parts(demo)
        self._keep_lists(demo)
        self._fill_carts(demo)

    def _draw_pictures(self, demo):
        for top in demo.env["product.category"].search([("parent_id", "=", False)]):
            picture = draw(top.name)
            if picture:
                top.b2b_image = base64.b64encode(picture)

    def _number_parts(self, demo):
        demo.env["b2b.customer.part"].create(
            [
                {
                    "account_id": self._buyer(demo, login).account.id,
                    "code": code,
                    "product_id": demo._get("product", sku).id,
                }
                for login, parts in PARTS.items()
                for code, sku in parts.items()
            ]
        )

    def _keep_lists(self, demo):
        Cart, kept = demo.env["b2b.cart"], demo.env["b2b.cart"]
        for login, name, shared, quantities in LISTS:
            nothing = demo.env["b2b.cart.line"]
            one = Cart._keep_as_list(self._buyer(demo, login), name, nothing, shared)
            one._add({demo._get("product", sku): number for sku, number in quantities.items()})
            kept += one
        demo._name_records("list", range(1, len(kept) + 1), kept)

    def _fill_carts(self, demo):
        """Somebody is in the middle of an order, of more than the login may order alone."""
        for login, quantities in CARTS.items():
            cart = demo.env["b2b.cart"]._current(self._buyer(demo, login))
            cart._add({demo._get("product", sku): number for sku, number in quantities.items()})

    def _buyer(self, demo, login):
        return demo.env["b2b.account.member"]._buyer(demo._get("user", login))
