from odoo import api, models


class Plugin(models.AbstractModel):
    """Something another addon can add without editing a list: it is found by inheritance.

    A kind of plug-in (checks, decoders, promises …) inherits this; each plug-in inherits its kind
    and sets ``_code``. The search is per database: an addon that is not installed is not found.
    """

    _name = "b2b.plugin"
    _description = "Plug-in"
    _code = None  # None marks a kind, or something shared by several plug-ins
    _sequence = 50

    @api.model
    def _all(self):
        """Every installed plug-in of this kind, in the order of their sequence."""
        names = self.env.registry.descendants([self._name], "_inherit")
        found = [self.env[name] for name in names if self.env[name]._code]
        return sorted(found, key=lambda plugin: (plugin._sequence, plugin._code))
