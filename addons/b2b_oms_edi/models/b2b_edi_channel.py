import hashlib
import hmac
import logging
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize

from ..transports.errors import TransportError

_logger = logging.getLogger(__name__)

KEYS = "b2b_oms_edi.group_keys"


class EdiChannel(models.AbstractModel):
    """The way of a partner's documents, with its keys. Adopted by ``b2b.edi.partner``."""

    _name = "b2b.edi.channel"
    _inherit = "b2b.outward"
    _description = "Way of a partner's documents"
    _addresses = ("http_url", "as2_url")

    transport = fields.Selection(
        selection="_selection_transport", required=True, default="folder", tracking=True
    )
    is_polled = fields.Boolean(string="Look There", default=True)
    polled_on = fields.Datetime(string="Looked Last", readonly=True, copy=False)
    channel_error = fields.Char(readonly=True, copy=False)

    folder_in = fields.Char(string="Incoming", help="Folder their documents are taken from.")
    folder_out = fields.Char(string="Outgoing", help="Folder our documents are put into.")

    sftp_host = fields.Char(string="Server")
    sftp_port = fields.Integer(string="Port", default=22)
    sftp_user = fields.Char(string="User")
    sftp_host_key = fields.Char(
        string="Host Key", help="As in known_hosts: ssh-ed25519 AAAA…. No other server is trusted."
    )
    sftp_password = fields.Char(string="Password", groups=KEYS, copy=False)
    sftp_private_key = fields.Text(string="Private Key", groups=KEYS, copy=False)

    http_url = fields.Char(
        string="Their Address", help="Our documents are POSTed there. Empty: they fetch them here."
    )
    http_token = fields.Char(string="Their Token", groups=KEYS, copy=False)
    token_digest = fields.Char(groups=KEYS, copy=False, readonly=True)
    most_a_minute = fields.Integer(
        string="Documents a Minute",
        default=120,
        help="What they hand in beyond that is turned away for a minute. 0: no limit.",
    )
    has_token = fields.Boolean(compute="_compute_has_token", compute_sudo=True)
    mail_to = fields.Char(
        string="Their Mail Address",
        help="Our documents go there. Theirs come to the mailboxes of the orders.",
    )
    as2_their_name = fields.Char(string="Their AS2 Name")
    as2_our_name = fields.Char(string="Our AS2 Name")
    as2_url = fields.Char(string="Their AS2 Address", help="Empty: we only receive.")
    as2_receipt = fields.Selection(
        [("answer", "In the answer"), ("later", "Later, to us")],
        string="Their Receipts",
        default="answer",
        required=True,
        help="Later: a document waits for its receipt, and the clerk hears when none comes.",
    )
    as2_certificate = fields.Text(string="Their Certificate", help="PEM; several may stand there.")
    as2_own_certificate = fields.Text(string="Our Certificate", help="PEM; the partner needs it.")
    as2_private_key = fields.Text(string="Our Private Key", groups=KEYS, copy=False)

    endpoint = fields.Char(compute="_compute_endpoint")

    @api.model
    def _selection_transport(self):
        lang = self.env.lang or "en_US"
        transports = self.env["b2b.edi.transport"]._all()
        return [(one._code, one._label._translate(lang)) for one in transports]

    @api.depends("token_digest")
    def _compute_has_token(self):
        for partner in self:
            partner.has_token = bool(partner.token_digest)

    def _compute_endpoint(self):
        for partner in self:
            partner.endpoint = (
                f"{partner.get_base_url()}/b2b/edi/{partner.id}" if partner.id else ""
            )

    @api.constrains("mail_to")
    def _check_mail_to(self):
        for partner in self.filtered("mail_to"):
            if email_normalize(partner.mail_to) != partner.mail_to:
                raise ValidationError(
                    self.env._("“%(address)s” is no plain mail address.", address=partner.mail_to)
                )

    @api.constrains("sftp_port")
    def _check_sftp_port(self):
        if any(not 0 < partner.sftp_port < 65536 for partner in self):
            raise ValidationError(self.env._("A port is a number from 1 to 65535."))

    # === HTTP === #

    def action_new_token(self):
        """Make a token and show it this once; what is kept only tells whether one is right."""
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group(KEYS):
            raise UserError(self.env._("Only who may see keys makes new ones."))
        token = secrets.token_urlsafe(32)
        self.sudo().token_digest = hashlib.sha256(token.encode()).hexdigest()
        message = self.env._(
            "Give it to the partner now, it is not shown again. The old one is no longer valid."
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": token,
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _is_token(self, token):
        """Whether this is the partner's token, in a time that tells nothing."""
        self.ensure_one()
        digest = hashlib.sha256((token or "").encode()).hexdigest()
        return bool(self.sudo().token_digest) and hmac.compare_digest(
            digest, self.sudo().token_digest
        )

    def _is_too_fast(self):
        """Whether they handed in as many documents within a minute as was agreed."""
        self.ensure_one()
        if not self.most_a_minute:
            return False
        since = fields.Datetime.subtract(fields.Datetime.now(), minutes=1)
        lately = self.env["b2b.edi.exchange"].search_count(
            [
                ("channel_partner_id", "=", self.id),
                ("direction", "=", "in"),
                ("create_date", ">=", since),
            ],
            limit=self.most_a_minute,
        )
        return lately >= self.most_a_minute

    # === POLLING === #

    @api.model
    def _cron_poll(self):
        """Look at every channel that must be looked at."""
        cron = self.env["ir.cron"]
        polled = [one._code for one in self.env["b2b.edi.transport"]._all() if one._polls]
        partners = self.search([("is_polled", "=", True), ("transport", "in", polled)])
        cron._commit_progress(remaining=len(partners))
        for partner in partners:
            partner._poll()
            if not cron._commit_progress(processed=1):
                break

    def _poll(self):
        """Take what lies there; a file is removed only after its bytes are committed.

        :return: the exchanges
        """
        self.ensure_one()
        exchanges, error = self.env["b2b.edi.exchange"], False
        transport = self.env["b2b.edi.transport"]._by_code(self.transport)
        try:
            for parcel, done in transport._fetch(self.sudo()):
                exchanges |= self.env["b2b.edi.exchange"].receive(
                    parcel.content, parcel.name, self, sender=self.transport
                )
                done()
        except (TransportError, OSError) as problem:
            error = str(problem) or type(problem).__name__
            _logger.info("Channel of %s: %s", self.name, error)
        self.sudo().write({"polled_on": fields.Datetime.now(), "channel_error": error})
        return exchanges

    def action_poll(self):
        """Look now."""
        self.check_access("write")
        for partner in self:
            exchanges = partner._poll()
        if len(self) == 1 and exchanges:
            return exchanges._get_records_action(name=self.env._("Just Received"))
        return True
