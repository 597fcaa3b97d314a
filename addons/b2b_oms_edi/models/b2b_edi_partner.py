from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, email_normalize

from ..codecs.reading import CONTROLS, COUNTS, Policy
from ..const import ACKNOWLEDGING
from ..documents.envelope import Address
from ..transports.posting import host_of, url_problem

KEYS = "b2b_oms_edi.group_keys"


class EdiPartner(models.Model):
    """A trading partner: who it is on the wire, how it writes, and what was agreed with it."""

    _name = "b2b.edi.partner"
    _inherit = ["mail.thread", "mail.activity.mixin", "b2b.edi.channel"]
    _description = "Trading partner"
    _order = "name"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    account_id = fields.Many2one(
        "res.partner",
        string="Account",
        required=True,
        index=True,
        domain=[("parent_id", "=", False)],
        tracking=True,
    )
    owner_id = fields.Many2one(
        "res.users",
        string="Clerk",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
        help="Hears of it when something fails or an acknowledgement is late.",
    )
    syntax = fields.Selection(
        selection="_selection_syntax", required=True, default="x12", tracking=True
    )
    is_test = fields.Boolean(
        string="Test",
        default=True,
        tracking=True,
        help="Test documents make no orders of a partner in production, and the reverse.",
    )

    # === WHO === #

    their_qualifier = fields.Char(
        string="Their Qualifier", help="ISA05, UNB qualifier, Peppol scheme, cXML domain."
    )
    their_id = fields.Char(string="Their ID", required=True, tracking=True)
    their_application = fields.Char(
        string="Their Inner ID", help="GS02 where it differs from the ISA."
    )
    our_qualifier = fields.Char(string="Our Qualifier")
    our_id = fields.Char(string="Our ID", required=True, tracking=True)
    our_application = fields.Char(string="Our Inner ID")
    shared_secret = fields.Char(groups=KEYS, copy=False, help="Proves who sends cXML.")

    # === HOW THEY WRITE === #

    version = fields.Char(
        help="What we write: 004010, 005010, D:96A:UN:EAN008. Empty: the usual one."
    )
    character_set = fields.Selection(
        [("UNOA", "UNOA"), ("UNOB", "UNOB"), ("UNOC", "UNOC"), ("UNOY", "UNOY (UTF-8)")],
        default="UNOC",
    )
    element_separator = fields.Char(size=1, help="Empty: the usual one.")
    component_separator = fields.Char(size=1)
    repetition_separator = fields.Char(size=1)
    segment_terminator = fields.Char(size=1)
    has_line_ends = fields.Boolean(string="A Line a Segment", default=True)
    change_quantity = fields.Selection(
        [("new", "The new quantity"), ("old", "The old quantity")],
        string="First Quantity of a Change",
        default="new",
        help="POC03 of an 860 is read differently by partners.",
    )

    layout_id = fields.Many2one(
        "b2b.edi.layout",
        check_company=True,
        index="btree_not_null",
        help="Of CSV and Excel orders. Empty: columns are told by their usual names.",
    )

    # === WHAT WAS AGREED === #

    acknowledge = fields.Selection(
        ACKNOWLEDGING, string="We Acknowledge", required=True, default="always"
    )
    acknowledgement_type = fields.Selection(
        [("997", "997"), ("999", "999")], string="With", default="997"
    )
    sends_acknowledgement = fields.Boolean(string="They Acknowledge", default=True)
    acknowledgement_hours = fields.Integer(
        string="Within (Hours)", default=24, help="After so many hours the clerk hears of it."
    )
    count_policy = fields.Selection(
        [("accept", "Accept, and say so"), ("reject", "Reject")],
        string="Wrong Counts",
        default="accept",
        required=True,
    )
    duplicate_days = fields.Integer(
        string="Duplicates Within (Days)",
        default=365,
        help="Control numbers begin anew one day; older ones are not compared.",
    )
    unknown_item = fields.Selection(
        [("hold", "Hold the order"), ("reject", "Reject the line")],
        string="Unknown Items",
        default="hold",
        required=True,
    )
    max_acks = fields.Selection(
        [("0", "As many as needed"), ("1", "One")], string="Answers a Line", default="0"
    )
    sscc_digits = fields.Selection(
        [("20", "20, with 00"), ("18", "18")], string="Digits of the SSCC", default="20"
    )
    sends_response = fields.Boolean(string="Order Responses", default=True)
    sends_despatch = fields.Boolean(string="Despatch Advices", default=True)
    sends_invoice = fields.Boolean(string="Invoices", default=True)
    price_difference = fields.Selection(
        [("account", "As with other orders of the account"), ("partner", "As agreed here")],
        string="Other Prices",
        default="account",
        required=True,
        help="What becomes of an order whose price is not ours.",
    )
    price_percent = fields.Float(
        string="Tolerated %", help="Our price counts within it; beyond it the order is held."
    )
    price_amount = fields.Float(
        string="Tolerated per Unit", digits="Product Price", help="In the order's currency."
    )
    takes_punch_out = fields.Boolean(
        string="Punch-out", tracking=True, help="Their people fill carts in our shop."
    )
    punch_out_user_id = fields.Many2one(
        "res.users",
        string="Shop As",
        domain="[('share', '=', True), ('commercial_partner_id', '=', account_id)]",
        help="Who shops whose address is no login of the account. Empty: nobody.",
    )
    punch_out_hosts = fields.Char(
        string="Carts Return To",
        help="Names of their servers, separated by blanks. Empty: where their request says.",
    )
    punch_out_ids = fields.One2many("b2b.edi.punch.out", "partner_id", string="Visits")
    stock_every = fields.Integer(string="Stock Every (Hours)", help="0: never.")
    prices_every = fields.Integer(string="Prices Every (Days)", help="0: never.")
    stock_on_change = fields.Boolean(help="Looked at every hour; sent when a figure changed.")
    prices_on_change = fields.Boolean(help="Looked at every hour; sent when a price changed.")

    # === WHAT CAME OF IT === #

    exchange_ids = fields.One2many("b2b.edi.exchange", "partner_id", string="Exchanges")
    exchange_count = fields.Integer(compute="_compute_exchange_count")
    attention_count = fields.Integer(compute="_compute_exchange_count", string="To See To")
    unit_ids = fields.One2many(related="account_id.b2b_edi_unit_ids", readonly=False)
    ship_to_ids = fields.One2many(related="account_id.b2b_edi_ship_to_ids", readonly=False)
    part_ids = fields.One2many(related="account_id.b2b_edi_part_ids", readonly=False)
    turn = fields.Integer(default=0, copy=False, help="Counts; see _take_turn.")

    _identity_uniq = models.UniqueIndex(
        "(company_id, syntax, upper(their_id), upper(COALESCE(their_qualifier, '')),"
        " upper(our_id), is_test) WHERE active",
        "There is a partner with these identities already.",
    )

    @api.model
    def _selection_syntax(self):
        lang = self.env.lang or "en_US"
        syntaxes = self.env["b2b.edi.syntax"]._all()
        return [(one._code, one._label._translate(lang)) for one in syntaxes]

    @api.constrains("their_id", "our_id", "their_qualifier", "our_qualifier", "syntax", "version")
    def _check_identity(self):
        for partner in self:
            for problem in partner._syntax()._identity_problems(partner):
                raise ValidationError(problem)

    def _compute_exchange_count(self):
        Exchange = self.env["b2b.edi.exchange"]
        domain = [("partner_id", "in", self.ids)]
        counts = dict(Exchange._read_group(domain, ["partner_id"], ["__count"]))
        attention = dict(
            Exchange._read_group(
                [*domain, *Exchange._attention_domain()], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.exchange_count = counts.get(partner, 0)
            partner.attention_count = attention.get(partner, 0)

    # === QUESTIONS === #

    def _syntax(self):
        """The plug-in that speaks this partner's syntax."""
        self.ensure_one()
        return self.env["b2b.edi.syntax"]._by_code(self.syntax)

    def _us(self):
        """Our side on the wire."""
        return Address(self.our_id, self.our_qualifier or "", self.our_application or "")

    def _them(self):
        """Their side on the wire."""
        return Address(self.their_id, self.their_qualifier or "", self.their_application or "")

    def _policy(self):
        """What their documents are allowed, for the codec."""
        if not self:
            return Policy()
        rejecting = COUNTS | CONTROLS if self.count_policy == "reject" else frozenset()
        return Policy(
            rejecting=rejecting,
            change_quantity=self.change_quantity or "new",
            layout=self.layout_id._layout(),
        )

    @api.model
    def _identify(self, syntax, envelope, company=None):
        """The partners whose identities an envelope has; test and production may both fit.

        Blanks around an id and its case do not count; a qualifier counts where the partner has one.
        """
        found = self.sudo().search(
            [
                ("syntax", "=", syntax),
                ("their_id", "=ilike", _literal(envelope.sender.id)),
                *([("company_id", "=", company.id)] if company else []),
            ]
        )
        return found.filtered(lambda partner: not partner._mismatch(envelope))

    def _mismatch(self, envelope):
        """Why an envelope is not from this partner to us, as a sentence; empty when it is."""
        self.ensure_one()
        sides = (
            (self.env._("sender"), envelope.sender, self._them()),
            (self.env._("receiver"), envelope.receiver, self._us()),
        )
        for side, said, known in sides:
            if not _is_same(said, known):
                return self.env._(
                    "The %(side)s is “%(said)s”, agreed is “%(known)s”.",
                    side=side,
                    said=":".join(filter(None, (said.qualifier, said.id)))[:60],
                    known=":".join(filter(None, (known.qualifier, known.id))),
                )
        return ""

    def _take_turn(self):
        """Only one transaction at a time takes in this partner's documents.

        A lock alone would leave the second one on its old snapshot, blind to what the first stored:
        the update makes PostgreSQL refuse it, and it runs again.
        """
        self.env.cr.execute(
            SQL("UPDATE b2b_edi_partner SET turn = turn + 1 WHERE id IN %s", tuple(self.ids))
        )

    @api.model
    def _for_account(self, account, company):
        """The partner that gets documents about this account's orders; production before test."""
        return self.sudo().search(
            [("account_id", "=", account.id), ("company_id", "=", company.id)],
            order="is_test, id",
            limit=1,
        )

    def _price_policy(self):
        """What counts for prices that are not ours instead of the account's policy; empty: nothing.

        :return: ``b2b.price.policy``, perhaps one that is in no table
        """
        policy = self.env["b2b.price.policy"].sudo()
        if not self or self.price_difference != "partner":
            return policy
        agreed = {"amount": self.price_amount, "percent": self.price_percent, "action": "hold"}
        return policy.new(
            {
                f"{side}_{name}": value
                for side in ("lower", "higher")
                for name, value in agreed.items()
            }
        )

    # === PUNCH-OUT === #

    @api.constrains("punch_out_user_id", "account_id")
    def _check_punch_out_user(self):
        for partner in self.filtered("punch_out_user_id"):
            user = partner.punch_out_user_id.sudo()
            if not user.share or user.commercial_partner_id != partner.account_id:
                raise ValidationError(
                    self.env._("%(user)s is no portal login of the account.", user=user.name)
                )

    def _punch_out_login(self, email):
        """The login their request shops as: the account's own with this address, else the agreed one."""
        self.ensure_one()
        address = email_normalize(email or "")
        own = address and self.env["res.users"].sudo().search(
            [
                ("login", "=ilike", _literal(address)),
                ("commercial_partner_id", "=", self.account_id.id),
            ]
        )
        return (own or self.punch_out_user_id.sudo()).filtered(
            lambda user: user.active and user._is_portal()
        )[:1]

    def _return_problem(self, url):
        """Why no cart goes to this address; empty when it may."""
        self.ensure_one()
        if problem := url_problem(self, url):
            return problem
        hosts = (self.punch_out_hosts or "").lower().split()
        if hosts and host_of(url) not in hosts:
            return self.env._("Carts were not agreed to return to this address.")
        return ""

    # === ON SCHEDULE === #

    @api.model
    def _cron_schedule(self):
        """Stock reports and price lists whose time has come, or whose figures changed."""
        Exchange = self.env["b2b.edi.exchange"]
        for kind, every, on_change, unit in (
            ("inventory", "stock_every", "stock_on_change", "hours"),
            ("price_catalogue", "prices_every", "prices_on_change", "days"),
        ):
            for partner in self.search(["|", (every, ">", 0), (on_change, "=", True)]):
                if kind not in partner._syntax()._types:
                    continue
                is_time = partner._is_time_for(kind, unit, partner[every])
                if is_time or (partner[on_change] and Exchange._has_news(kind, partner)):
                    Exchange._due(kind, partner)

    def _is_time_for(self, kind, unit, number):
        """Whether the last of this kind is so long ago."""
        if not number:
            return False
        since = fields.Datetime.subtract(fields.Datetime.now(), **{unit: number})
        domain = [("kind", "=", kind), ("partner_id", "=", self.id), ("create_date", ">", since)]
        return not self.env["b2b.edi.exchange"].search_count(domain, limit=1)

    # === BUTTONS === #

    def action_send_test(self):
        """Send an order response that says it is a test, and show what became of it.

        :raises UserError: the channel is not set up
        """
        self.ensure_one()
        self.check_access("write")
        transport = self.env["b2b.edi.transport"]._by_code(self.transport)
        if problem := transport._problem(self.sudo()):
            raise UserError(problem)
        if "order_response" not in self._syntax()._types:
            raise UserError(self.env._("With this partner orders only come in."))
        exchange = self.env["b2b.edi.exchange"].sudo()._write_test(self)
        exchange._act()
        return exchange.sudo(False)._get_records_action()

    def action_open_exchanges(self):
        """What was exchanged with this partner."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_oms_edi.b2b_edi_exchange_action"
        )
        return action | {
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }


def _literal(text):
    text = (text or "").strip()
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def _is_same(said, known):
    if said.id.strip().upper() != known.id.strip().upper():
        return False
    return not known.qualifier or said.qualifier.strip().upper() == known.qualifier.upper()
