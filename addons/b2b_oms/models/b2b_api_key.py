import hashlib
import hmac
import re
import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..api.problem import ApiProblem

BEARER = re.compile(r"bearer +b2b_([0-9a-f]{12})_([A-Za-z0-9_-]{43})", re.IGNORECASE)


class ApiKey(models.Model):
    """The right of another system to use the API: as a user, in a company, within scopes.

    Only a hash of the secret is kept. With an account it sees that account alone.
    """

    _name = "b2b.api.key"
    _description = "API key"
    _order = "name, id"

    name = fields.Char(required=True, help="Which system uses it.")
    active = fields.Boolean(default=True, help="Archived keys are refused.")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Acts As",
        required=True,
        default=lambda self: self.env.user,
        help="Who did it, in logs and in the ledger. What the key may do its scopes say.",
    )
    account_id = fields.Many2one(
        "res.partner",
        domain=[("parent_id", "=", False)],
        index="btree_not_null",
        help="The only account the key may see and order for. Empty: the whole company.",
    )
    scope_ids = fields.Many2many("b2b.api.scope", string="Scopes", required=True)
    expires_on = fields.Datetime(
        string="Expires",
        default=lambda self: fields.Datetime.add(fields.Datetime.now(), years=1),
        help="Empty: never.",
    )
    per_minute = fields.Integer(
        string="Requests per Minute", default=600, required=True, help="More are refused with 429."
    )
    prefix = fields.Char(string="Begins With", readonly=True, copy=False, index=True)
    secret_hash = fields.Char(readonly=True, copy=False, groups="base.group_system")
    issued_on = fields.Datetime(readonly=True, copy=False)
    last_used = fields.Datetime(compute="_compute_last_used")
    state = fields.Selection(
        [("new", "No Secret Yet"), ("valid", "Valid"), ("expired", "Expired")],
        compute="_compute_state",
    )

    _per_minute_positive = models.Constraint(
        "CHECK(per_minute > 0)", "At least one request per minute must be allowed."
    )

    @api.depends("prefix", "expires_on")
    def _compute_state(self):
        now = fields.Datetime.now()
        for key in self:
            expired = key.expires_on and key.expires_on <= now
            key.state = "expired" if expired else "valid" if key.prefix else "new"

    def _compute_last_used(self):
        moments = self.env["b2b.use.count"]._last(self, "api")
        for key in self:
            key.last_used = moments.get(key)

    @api.constrains("user_id", "company_id", "account_id")
    def _check_company(self):
        for key in self.sudo():
            if key.company_id not in key.user_id.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s does not work for %(company)s.",
                        user=key.user_id.name,
                        company=key.company_id.name,
                    )
                )
            if key.account_id.company_id not in (key.company_id, key.company_id.browse()):
                raise ValidationError(self.env._("This account is of another company."))

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_disguise(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_disguise([vals])
        return super().write(vals)

    def _refuse_disguise(self, vals_list):
        """Nobody but an administrator makes a key that acts as somebody else.

        :raises AccessError: one would
        """
        users = {vals["user_id"] for vals in vals_list if vals.get("user_id")}
        if users - {self.env.uid} and not (self.env.su or self.env.user._is_system()):
            raise AccessError(
                self.env._("Only administrators may make keys that act as somebody else.")
            )

    # === THE SECRET === #

    def action_issue(self):
        """Make a secret and show it once; an earlier one is refused from now on."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Secret of %(key)s", key=self.name),
            "res_model": "b2b.api.key.shown",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_token": self._issue()},
        }

    def _issue(self):
        """A new secret, as clients send it. It cannot be read again."""
        self.ensure_one()
        prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        self.sudo().write(
            {"prefix": prefix, "secret_hash": _hash(secret), "issued_on": fields.Datetime.now()}
        )
        return f"b2b_{prefix}_{secret}"

    # === AT THE DOOR === #

    @api.model
    def _authenticate(self, header):
        """The key of an ``Authorization`` header, as superuser.

        :raises ApiProblem: 401
        """
        found = BEARER.fullmatch(header)
        key = self.sudo().search([("prefix", "=", found[1])]) if found else self
        known = key.secret_hash or "" if key else ""
        if not found or not hmac.compare_digest(_hash(found[2]), known) or not key.user_id.active:
            raise _refused("bad_key", "Send a valid key: Authorization: Bearer b2b_…")
        if key.state == "expired":
            raise _refused("expired_key", "This key has expired.")
        return key

    def _check_scope(self, scope):
        """:raises ApiProblem: 403"""
        if scope not in self.scope_ids.mapped("code"):
            raise ApiProblem(403, "missing_scope", f"This key lacks the scope {scope}.")

    def _reference(self, name):
        """How a document of this key is named in the intake."""
        return f"{self.prefix}:{name}" if name else self.prefix

    def _count_use(self):
        """Count a request, in a transaction of its own. Headers that tell what is left.

        :raises ApiProblem: 429
        """
        used, wait = self.env["b2b.use.count"]._add(self, "api")
        left = self.per_minute - used
        headers = (
            ("RateLimit-Limit", str(self.per_minute)),
            ("RateLimit-Remaining", str(max(0, left))),
            ("RateLimit-Reset", str(wait)),
        )
        if left < 0:
            raise ApiProblem(
                429,
                "too_many",
                f"More than {self.per_minute} requests in a minute.",
                headers={"Retry-After": str(wait), **dict(headers)},
            )
        return headers

    @api.ondelete(at_uninstall=False)
    def _unlink_never_used(self):
        if self.filtered("issued_on"):
            raise UserError(self.env._("Archive keys that were in use: documents name them."))


class ApiKeyShown(models.AbstractModel):
    """Shows a secret once; nothing of it is stored."""

    _name = "b2b.api.key.shown"
    _description = "Secret of an API key"

    id = fields.Id()
    token = fields.Char(string="Secret", readonly=True)


def _hash(secret):
    """Of a random secret of 256 bits: nothing can be tried against it, so it need not be slow."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _refused(code, detail):
    return ApiProblem(401, code, detail, headers={"WWW-Authenticate": 'Bearer realm="b2b"'})
