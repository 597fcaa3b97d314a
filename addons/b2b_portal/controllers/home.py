from odoo.http import Controller, request

from .buyer_route import buyer_route


class Home(Controller):
    """Where a buyer starts."""

    @buyer_route("/my/b2b", readonly=True)
    def home(self, buyer):
        return request.render("b2b_portal.home", {"buyer": buyer, "page_name": "b2b_home"})
