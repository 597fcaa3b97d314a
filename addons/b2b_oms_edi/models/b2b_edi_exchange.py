from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..codecs import registry
from ..const import DOCUMENT_KINDS
from ..exchange.readable import problem_table, readable
from ..transports.transport import Parcel


class EdiExchange(models.Model):
    """One interchange that came or went: its bytes, where it is, and what became of it."""

    _name = "b2b.edi.exchange"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "b2b.edi.flow",
        "b2b.edi.reading",
        "b2b.edi.recognizing",
        "b2b.edi.handing.on",
        "b2b.edi.receiving",
        "b2b.edi.acknowledging",
        "b2b.edi.sending",
        "b2b.edi.watching",
    ]
    _description = "EDI exchange"
    _order = "id desc"
    _rec_name = "filename"

    direction = fields.Selection([("in", "In"), ("out", "Out")], required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one("b2b.edi.partner", string="Partner", index=True)
    channel_partner_id = fields.Many2one(
        "b2b.edi.partner",
        string="Came Over The Channel Of",
        readonly=True,
        index="btree_not_null",
        help="Whoever is let in there; the sender in the envelope must be the same.",
    )
    account_id = fields.Many2one(related="partner_id.account_id", store=True, index=True)
    owner_id = fields.Many2one(related="partner_id.owner_id", string="Clerk")
    syntax = fields.Selection(
        selection=lambda self: self.env["b2b.edi.partner"]._selection_syntax(), readonly=True
    )
    kind = fields.Selection(DOCUMENT_KINDS, readonly=True)
    message_type = fields.Char(string="Message", readonly=True)
    number = fields.Char(string="Order", readonly=True, index="btree_not_null")
    control = fields.Char(string="Control Number", readonly=True, index="btree_not_null")
    is_test = fields.Boolean(string="Test", readonly=True)
    mail_id = fields.Many2one(
        "b2b.received.mail", string="Mail", readonly=True, index="btree_not_null"
    )
    sender = fields.Char(readonly=True, help="How the channel names who sent it.")

    filename = fields.Char(required=True, readonly=True)
    content = fields.Binary(attachment=True, readonly=True)
    size = fields.Integer(readonly=True, help="Bytes")
    checksum = fields.Char(readonly=True, index=True, help="SHA-256 of the bytes")
    digest = fields.Char(readonly=True, index="btree_not_null", help="SHA-256 of what was said")
    fingerprint = fields.Char(readonly=True, help="Of what we say, without numbers and dates.")
    problems = fields.Json(readonly=True)
    problem_count = fields.Integer(compute="_compute_problem_count")
    problem_table = fields.Html(compute="_compute_problem_table", sanitize=False)
    readable = fields.Html(compute="_compute_readable", sanitize=False)

    parent_id = fields.Many2one("b2b.edi.exchange", readonly=True, index="btree_not_null")
    child_ids = fields.One2many("b2b.edi.exchange", "parent_id", string="Interchanges")
    part = fields.Integer(readonly=True, help="Which interchange of the file, from 1.")
    duplicate_of_id = fields.Many2one("b2b.edi.exchange", string="Came Before As", readonly=True)
    answers_id = fields.Many2one(
        "b2b.edi.exchange", string="Answers", readonly=True, index="btree_not_null"
    )
    answer_ids = fields.One2many("b2b.edi.exchange", "answers_id", string="Acknowledgements")
    acknowledged_by_id = fields.Many2one("b2b.edi.exchange", readonly=True)
    acknowledged_until = fields.Datetime(string="Acknowledgement Expected By", readonly=True)
    is_late = fields.Boolean(readonly=True)
    is_released = fields.Boolean(readonly=True, help="A person said it may be taken in.")

    intake_ids = fields.One2many("b2b.intake", "edi_exchange_id", string="Documents")
    punch_out_ids = fields.One2many("b2b.edi.punch.out", "exchange_id", string="Visits")
    order_ids = fields.Many2many("sale.order", compute="_compute_orders", string="Orders")
    has_waiting_order = fields.Boolean(
        compute="_compute_orders", search="_search_has_waiting_order", string="Order Waits"
    )
    waiting_reason = fields.Char(compute="_compute_orders")
    order_id = fields.Many2one(
        "sale.order", string="Sales Order", readonly=True, index="btree_not_null"
    )
    refused_intake_id = fields.Many2one(
        "b2b.intake",
        string="Refused Document",
        readonly=True,
        index="btree_not_null",
        help="What a person refused before it became an order; this is the answer to it.",
    )
    picking_id = fields.Many2one("stock.picking", readonly=True, index="btree_not_null")
    move_id = fields.Many2one("account.move", readonly=True, index="btree_not_null")

    receipt_url = fields.Char(readonly=True, help="Where this receipt goes.")
    receipt_id = fields.Char(
        string="AS2 Message", readonly=True, index="btree_not_null", help="What a receipt is for."
    )
    receipt_mic = fields.Char(readonly=True, help="What the receipt must repeat.")
    tries = fields.Integer(readonly=True)
    next_try = fields.Datetime(default=fields.Datetime.now, readonly=True)
    sent_at = fields.Datetime(readonly=True)

    def write(self, vals):
        """People say whose a held exchange is; everything else is written by its path alone.

        :raises AccessError: a person writes what is read-only on screen
        """
        if not self.env.su:
            kept = {name for name in vals if self._fields[name].readonly}
            if "partner_id" in vals and any(one.state != "held" for one in self):
                kept.add("partner_id")
            if kept:
                raise AccessError(self.env._("Exchanges are not written by hand."))
        return super().write(vals)

    @api.depends("problems")
    def _compute_problem_count(self):
        for exchange in self:
            exchange.problem_count = len(exchange.problems or [])

    @api.depends("problems")
    def _compute_problem_table(self):
        for exchange in self:
            exchange.problem_table = problem_table(exchange.problems or [])

    @api.depends("content", "problems")
    def _compute_readable(self):
        for exchange in self:
            exchange.readable = readable(exchange._bytes(), exchange.filename)

    @api.depends("intake_ids.order_ids.b2b_state", "intake_ids.state", "order_id")
    def _compute_orders(self):
        for exchange in self:
            intakes = exchange.intake_ids
            orders = intakes.order_ids | intakes.edi_order_id | exchange.order_id
            held = orders.filtered(lambda order: order.b2b_state == "held")
            waiting = intakes.filtered(lambda intake: intake.state == "waiting")
            exchange.order_ids = orders
            exchange.has_waiting_order = exchange.direction == "in" and bool(held or waiting)
            reasons = [*held.mapped("b2b_hold_reason"), *waiting.mapped("reason")]
            exchange.waiting_reason = (
                " ".join(filter(None, reasons)) if exchange.has_waiting_order else False
            )

    @api.model
    def _search_has_waiting_order(self, operator, value):
        if operator not in ("=", "!=", "in"):
            return NotImplemented
        domain = [
            ("edi_exchange_id", "!=", False),
            "|",
            ("state", "=", "waiting"),
            ("order_ids.b2b_state", "=", "held"),
        ]
        waiting = self.env["b2b.intake"].search(domain).edi_exchange_id
        wanted = bool(value if operator != "in" else True in value) == (operator != "!=")
        return [("id", "in" if wanted else "not in", waiting.ids)]

    def _mail_get_partner_fields(self, introspect_fields=False):
        """Our ``partner_id`` is a trading partner: Odoo takes any field of that name for a contact."""
        return []

    def _parcel(self):
        """What a transport carries."""
        self.ensure_one()
        return Parcel(self.filename, self._bytes())

    # === BUTTONS === #

    def action_retry(self):
        """Try again what failed, was given up or was rejected; the same bytes where there are some."""
        self.check_access("write")
        for exchange in self.sudo():
            if exchange.direction == "in":
                exchange._move("received", next_try=fields.Datetime.now(), tries=0)
            else:
                state = "ready" if exchange.size else "due"
                exchange._move(state, next_try=fields.Datetime.now(), tries=0)
        return self._act()

    def action_take_in(self):
        """A person says that what was held may be taken in all the same.

        :raises UserError: nobody said whose it is
        """
        self.check_access("write")
        for exchange in self.sudo():
            if not exchange.partner_id:
                raise UserError(self.env._("Choose the trading partner first."))
            exchange._move("received", is_released=True)
        return self._act()

    def action_refuse(self):
        """A person says that nothing will come of it."""
        self.check_access("write")
        for exchange in self.sudo():
            why = self.env._(
                "Refused by %(user)s. %(reason)s",
                user=self.env.user.name,
                reason=exchange.reason or "",
            )
            exchange._move("refused", "refused_by_person", why)
        return True

    def action_replay(self):
        """Take up again the documents that wait, after what was wrong was mended."""
        self.check_access("write")
        waiting = self.intake_ids.filtered(lambda intake: intake.state == "waiting")
        if waiting:
            waiting.action_process_again()
        orders = self.intake_ids.order_ids
        orders.filtered(lambda order: order._b2b_must_be_checked()).action_confirm()
        return True

    def action_open_orders(self):
        """The orders the exchange is about."""
        return self.order_ids._get_records_action(name=self.env._("Orders"))

    def action_open_correction(self):
        """The window in which unknown items, units and addresses are named."""
        self.ensure_one()
        wizard = self.env["b2b.edi.correction"]._for(self)
        return wizard._get_records_action(
            name=self.env._("What does the buyer mean?"), target="new", views=[(False, "form")]
        )

    def _act(self):
        """Go on at once; a person waits for it."""
        # As in receive.
        self.env.cr.commit()  # pylint: disable=invalid-commit
        sudo = self.sudo()
        sudo.filtered(lambda one: one.direction == "in")._run()
        for exchange in sudo.filtered(lambda one: one.direction == "out"):
            exchange._go()
        return True

    def explain(self):
        """What the document is and says, as ``make edi`` would: for programs.

        :return: dict of plain values
        """
        self.ensure_one()
        self.check_access("read")
        return registry.explain(self._bytes(), self.filename)
