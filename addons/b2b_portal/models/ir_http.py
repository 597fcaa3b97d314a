from odoo import models
from odoo.exceptions import AccessError
from odoo.http import request

# Below these whoever fills a cart for a system of their own may go; the shop itself says where.
SHOP = ("/my/b2b", "/web/session/")


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        """Their own system let them in to fill a cart: not to Odoo's portal, nor to its RPC.

        :raises AccessError: a page for logins, on a visit to the shop
        """
        super()._authenticate(endpoint)
        if endpoint.routing["auth"] != "user" or all(
            path.startswith(SHOP) for path in endpoint.routing["routes"]
        ):
            return
        if request.env["b2b.outside.shopping"]._of_session(request.session) is not None:
            raise AccessError(request.env._("Your visit is to the shop only."))
