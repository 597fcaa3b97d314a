from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..connect.client import Client, ConnectorError
from ..webhooks import signature, target


class Connection(models.Model):
    """Another system that keeps the same records: where it is, and whose word counts for what.

    It must answer as ``/b2b/v1`` does. Changes are read from its feed and taken where it is right;
    where we are, ours are given to it. What differs all the same is drift.
    """

    _name = "b2b.connection"
    _inherit = ["b2b.outward", "b2b.connection.run"]
    _description = "Connected system"
    _order = "name, id"
    _addresses = ("url",)
    _check_company_auto = True

    name = fields.Char(required=True, help="Which system it is.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Acts As",
        required=True,
        default=lambda self: self.env.user,
        help="Who did it, on the records it makes and changes.",
    )
    url = fields.Char(
        string="Address", required=True, help="Of the server; /b2b/v1 is added.", copy=False
    )
    database = fields.Char(help="Where one server has several.")
    token = fields.Char(
        string="Key",
        copy=False,
        groups="b2b_oms.group_manager",
        help="An API key of the other system, for the whole company, with the scopes of what is "
        "kept alike and changes:read.",
    )
    wake_secret = fields.Char(
        string="Webhook Secret",
        copy=False,
        groups="b2b_oms.group_manager",
        help="Of a webhook of theirs that posts to the address beside: we then look at once, "
        "not every five minutes.",
    )
    wake_url = fields.Char(string="Webhook Address", compute="_compute_wake_url")
    warehouse_id = fields.Many2one(
        "stock.warehouse", check_company=True, help="Where their stock is counted here."
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Payments In",
        check_company=True,
        domain=[("type", "in", ("bank", "cash"))],
        help="Where their payments are entered here.",
    )
    part_ids = fields.One2many("b2b.connection.part", "connection_id", string="Keeps Alike")
    link_ids = fields.One2many("b2b.connection.link", "connection_id", string="Linked Records")
    drift_ids = fields.One2many("b2b.drift", "connection_id")
    wanted = fields.Selection(
        [("full", "Read everything"), ("compare", "Compare")],
        readonly=True,
        copy=False,
        help="What the background does next.",
    )
    cursor = fields.Char(readonly=True, copy=False, help="How far their feed was read.")
    own_version = fields.Integer(
        readonly=True, copy=False, help="How far our own feed was given.", aggregator=None
    )
    synced_on = fields.Datetime(string="Last Synchronised", readonly=True, copy=False)
    compared_on = fields.Datetime(string="Last Compared", readonly=True, copy=False)
    failing_since = fields.Datetime(readonly=True, copy=False)
    last_error = fields.Char(readonly=True, copy=False)
    drift_count = fields.Integer(compute="_compute_counts", string="Number of Drifts")
    waiting_count = fields.Integer(compute="_compute_counts", string="Not Taken")
    link_count = fields.Integer(compute="_compute_counts", string="Linked")

    def _compute_wake_url(self):
        for connection in self:
            base = connection.get_base_url()
            connection.wake_url = connection._origin.id and (
                f"{base}/b2b/connection/{connection._origin.id}/wake"
            )

    @api.constrains("wake_secret")
    def _check_wake_secret(self):
        for connection in self.filtered("wake_secret"):
            try:
                signature.headers(connection.wake_secret, "", 0, b"")
            except ValueError as error:
                raise ValidationError(
                    self.env._("A webhook secret begins with whsec_ and goes on in base64.")
                ) from error

    def _compute_counts(self):
        def counts(model, domain):
            return dict(
                self.env[model]._read_group(
                    [("connection_id", "in", self.ids), *domain], ["connection_id"], ["__count"]
                )
            )

        drift = counts("b2b.drift", [("state", "=", "open")])
        waiting = counts("b2b.connection.link", [("problem", "!=", False)])
        linked = counts("b2b.connection.link", [("res_id", "!=", 0)])
        for connection in self:
            connection.drift_count = drift.get(connection, 0)
            connection.waiting_count = waiting.get(connection, 0)
            connection.link_count = linked.get(connection, 0)

    @api.constrains("url", "allow_private")
    def _check_url(self):
        """The name is looked up at each connection, not here: it may lead elsewhere tomorrow."""
        for connection in self:
            try:
                target.parse(connection.url, connection.allow_private)
            except target.BadTarget as error:
                raise ValidationError(str(error)) from error

    @api.constrains("part_ids", "company_id")
    def _check_feed(self):
        for connection in self:
            gives = any(part._gives() for part in connection.part_ids)
            if gives and not connection.company_id.sudo().b2b_feed:
                raise ValidationError(
                    self.env._(
                        "To give anything away the change feed must be on: see the settings."
                    )
                )

    def write(self, vals):
        if "url" in vals:
            # A key goes to nobody it was not entered for.
            vals = {"token": False, "cursor": False} | vals
        return super().write(vals)

    # === ASKED BY THE SUBJECTS === #

    def _client(self):
        """A conversation with the other system.

        :raises ConnectorError: the address is not one we talk to
        """
        self.ensure_one()
        token = self.sudo().token
        if not token:
            raise ConnectorError(self.env._("Enter its key first."))
        return Client(self.url, token, self.database or "", self.allow_private)

    def _linked(self, subject, external_id):
        """Our record of theirs; empty when there is none."""
        self.ensure_one()
        link = self.env["b2b.connection.link"].search(
            [("connection_id", "=", self.id), ("subject", "=", subject),
             ("external_id", "=", str(external_id))]
        )  # fmt: skip
        return link._record() if link else self.env["b2b.connection.part"]._plugin(subject)._model()

    # === BUTTONS === #

    def action_test(self):
        """Ask the other system for nothing, to see whether it lets us in.

        :raises UserError: it does not
        """
        self.ensure_one()
        self.check_access("write")
        try:
            client = self._client()
            client.get("/changes", limit=1)
            client.close()
        except ConnectorError as error:
            raise UserError(str(error)) from error
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": self.env._("It lets us in.")},
        }

    def action_sync(self):
        """Read what changed, now, in the background."""
        self.check_access("write")
        self.env.ref("b2b_oms.cron_connections").sudo()._trigger()
        return True

    def action_read_everything(self):
        """Read everything again, whatever was read before."""
        self.check_access("write")
        self.wanted = "full"
        return self.action_sync()

    def action_compare(self):
        """Look for what differs, in the background."""
        self.check_access("write")
        self.wanted = "compare"
        return self.action_sync()

    def action_open_drift(self):
        """What differs."""
        return self._open("b2b_oms.b2b_drift_action")

    def action_open_waiting(self):
        """What could not be taken."""
        action = self._open("b2b_oms.b2b_connection_link_action")
        return action | {"context": {"search_default_waiting": 1}}

    def action_open_links(self):
        """Which record is which."""
        return self._open("b2b_oms.b2b_connection_link_action")

    def _open(self, name):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(name)
        return action | {"domain": [("connection_id", "=", self.id)]}
