from odoo import fields, models


class ApiScope(models.Model):
    """What a key may do."""

    _name = "b2b.api.scope"
    _description = "Scope of API keys"
    _order = "sequence, code"
    _rec_name = "code"

    code = fields.Char(required=True)
    about = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)

    _code_uniq = models.UniqueIndex("(code)", "There is a scope of this name already.")
