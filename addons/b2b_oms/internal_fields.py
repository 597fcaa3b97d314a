from odoo import api, models


class InternalFields(models.AbstractModel):
    """Keeps fields of models that buyers read by RPC from them. Adopted by those models.

    ``groups=`` does it for fields of ours. Odoo's own are in views of Odoo's and of others, which
    would have to be changed with them; and of models everybody reads ours are internal by default.
    """

    _name = "b2b.internal.fields"
    _description = "Internal fields"

    # Fields of Odoo's that are nothing for buyers.
    _b2b_internal = frozenset()
    # Whether all of ours are internal.
    _b2b_ours_are_internal = False

    @api.model
    def _has_field_access(self, field, operation):
        if not super()._has_field_access(field, operation):
            return False
        internal = field.name in self._b2b_internal or (
            self._b2b_ours_are_internal and field.name.startswith("b2b_")
        )
        return not internal or self.env.su or not self.env.user.share
