import json

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import ormcache

from ..webhooks import signature, target

# Written at each change of luck; nobody has it in a cache.
HEALTH = {"failing_since", "last_error"}


class WebhookKind(models.Model):
    """Something another system can be told of."""

    _name = "b2b.webhook.kind"
    _description = "Kind of webhook message"
    _order = "sequence, code"
    _rec_name = "code"

    code = fields.Char(required=True)
    about = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)

    _code_uniq = models.UniqueIndex("(code)", "There is a kind of this name already.")


class Webhook(models.Model):
    """Another system that wants to know at once: where, of what, of whose."""

    _name = "b2b.webhook"
    _inherit = "b2b.outward"
    _description = "Webhook"
    _order = "name, id"
    _addresses = ("url",)

    name = fields.Char(required=True, help="Which system is told.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    account_id = fields.Many2one(
        "res.partner",
        domain=[("parent_id", "=", False)],
        index="btree_not_null",
        help="Told of this account only. Empty: of all.",
    )
    url = fields.Char(string="Address", required=True, help="Messages are posted here.")
    kind_ids = fields.Many2many("b2b.webhook.kind", string="Tells Of", required=True)
    secret = fields.Char(
        default=lambda self: signature.new_secret(),
        required=True,
        copy=False,
        groups="b2b_oms.group_manager",
        help="Messages are signed with it, so that the receiver knows they are ours.",
    )
    failing_since = fields.Datetime(
        readonly=True, copy=False, help="Nothing was taken since. Empty: the last message was."
    )
    last_error = fields.Char(readonly=True, copy=False)
    delivery_ids = fields.One2many("b2b.webhook.delivery", "webhook_id", string="Messages")
    waiting_count = fields.Integer(string="Waiting", compute="_compute_counts")
    dead_count = fields.Integer(string="Given Up", compute="_compute_counts")

    def _compute_counts(self):
        groups = self.env["b2b.webhook.delivery"]._read_group(
            [("webhook_id", "in", self.ids), ("state", "in", ("waiting", "dead"))],
            ["webhook_id", "state"],
            ["__count"],
        )
        counts = {(webhook.id, state): count for webhook, state, count in groups}
        for webhook in self:
            webhook.waiting_count = counts.get((webhook.id, "waiting"), 0)
            webhook.dead_count = counts.get((webhook.id, "dead"), 0)

    @api.constrains("url", "allow_private")
    def _check_url(self):
        """The name is looked up at each connection, not here: it may lead elsewhere tomorrow."""
        for webhook in self:
            try:
                target.parse(webhook.url, webhook.allow_private)
            except target.BadTarget as error:
                raise ValidationError(str(error)) from error

    @api.constrains("account_id", "company_id")
    def _check_account(self):
        for webhook in self.sudo():
            if webhook.account_id.company_id not in (
                webhook.company_id, webhook.company_id.browse()
            ):  # fmt: skip
                raise ValidationError(self.env._("This account is of another company."))

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() - HEALTH:
            self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    # === WHO IS TOLD === #

    @api.model
    @ormcache()
    def _told_of(self):
        """{(company id, kind)} somebody wants to know of. From the cache: hot paths ask it."""
        hooks = self.sudo().search([])  # few, and cached; pylint: disable=no-search-all
        return frozenset(
            (hook.company_id.id, kind.code) for hook in hooks for kind in hook.kind_ids
        )

    @api.model
    def _for(self, kind, company, account):
        """The webhooks that are told of a kind of message about an account of a company.

        :param account: ``res.partner``; empty for what is about no account
        """
        if (company.id, kind) not in self._told_of():
            return self.browse()
        return self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("kind_ids.code", "=", kind),
                ("account_id", "in", (False, account.id)),
            ]
        )

    def _line(self):
        """A connection to the receiver."""
        self.ensure_one()
        return target.Line(self.url, self.allow_private)

    # === BUTTONS === #

    def action_ping(self):
        """Send a message that means nothing, to see whether it arrives."""
        self.check_access("write")
        for webhook in self:
            self.env["b2b.webhook.delivery"]._queue(
                webhook.sudo(), "webhook.ping", f"webhook:{webhook.id}", {"webhook": webhook.name}
            )
        return self.action_open_messages()

    def action_replay_dead(self):
        """Send once more what was given up, in the order it happened."""
        self.check_access("write")
        dead = self.sudo().delivery_ids.filtered(lambda delivery: delivery.state == "dead")
        if not dead:
            raise UserError(self.env._("No message was given up."))
        dead.action_replay()
        return self.action_open_messages()

    def action_new_secret(self):
        """A new secret; the receiver must be told, messages are signed with it from now on."""
        self.check_access("write")
        for webhook in self:
            webhook.secret = signature.new_secret()
        return True

    def action_open_messages(self):
        """The messages of this webhook."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Messages"),
            "res_model": "b2b.webhook.delivery",
            "view_mode": "list,form",
            "domain": [("webhook_id", "=", self.id)],
        }


def encode(message):
    """The bytes of a message; the same for every try."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
