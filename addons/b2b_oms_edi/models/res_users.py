from odoo import models
from odoo.exceptions import AccessDenied

PUNCH_OUT = "b2b_punch_out"


class Users(models.Model):
    _inherit = "res.users"

    def _check_credentials(self, credential, env):
        """A start page of a punch-out logs its buyer in, once."""
        try:
            return super()._check_credentials(credential, env)
        except AccessDenied:
            if credential.get("type") != PUNCH_OUT:
                raise
            token = credential.get("token") or ""
            visit = self.env["b2b.edi.punch.out"]._by_token(token)
            if visit.user_id != self.env.user or not self.env.user._is_portal():
                raise
            if not visit._begin(token):
                raise
            return {"uid": self.env.user.id, "auth_method": PUNCH_OUT, "mfa": "default"}
