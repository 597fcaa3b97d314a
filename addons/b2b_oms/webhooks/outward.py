from odoo import api, fields, models
from odoo.exceptions import AccessError


class Outward(models.AbstractModel):
    """Records with an address our server posts to: into the own network only where administrators say so."""

    _name = "b2b.outward"
    _description = "Address posted to"
    # The fields that hold addresses.
    _addresses = ()

    allow_private = fields.Boolean(
        string="Own Network",
        copy=False,
        help="Allows http and addresses that are not public. Only administrators may set it: whoever "
        "chooses the address then reaches into your network.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_private(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_private([vals])
        inside = vals.keys() & set(self._addresses) and any(one.allow_private for one in self)
        if inside and not self._may_reach_inside():
            raise AccessError(self.env._("Only administrators change addresses inside."))
        return super().write(vals)

    def _refuse_private(self, vals_list):
        if any(vals.get("allow_private") for vals in vals_list) and not self._may_reach_inside():
            raise AccessError(
                self.env._("Only administrators may allow addresses of your own network.")
            )

    def _may_reach_inside(self):
        return self.env.su or self.env.user._is_system()
