import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_amount, format_date

from ..const import PRICE_SOURCES
from ..documents.pasted import read_text
from ..documents.problems import Undecodable
from ..documents.purchase_order import OrderLine
from ..intake.inbound import InboundDocument
from ..pricing.pricing import Demand

RECENT = 6


class FastEntry(models.TransientModel):
    """A colleague takes an order by phone: account, lines typed or pasted, and what comes of it.

    Handed in as a document of the channel ``rep``: the order takes the way of every other.
    """

    _name = "b2b.fast.entry"
    _description = "Fast entry"

    account_id = fields.Many2one(
        "res.partner",
        domain=[("parent_id", "=", False), ("b2b_tier_id", "!=", False)],
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    number = fields.Char(string="Customer PO")
    ship_to_id = fields.Many2one("res.partner", ondelete="cascade")
    requested_date = fields.Date()
    note = fields.Char()
    pasted = fields.Text(help="Item and quantity, a row each, from a mail or a sheet.")
    line_ids = fields.One2many("b2b.fast.entry.line", "entry_id", string="Lines")
    copy_order_id = fields.Many2one("sale.order", string="Same As", ondelete="cascade")
    recent_ids = fields.Many2many("sale.order", compute="_compute_recent_ids", string="Last Orders")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    total = fields.Monetary(string="Goods", compute="_compute_total")
    credit = fields.Char(compute="_compute_credit")
    is_over = fields.Boolean(compute="_compute_credit")
    outcome = fields.Selection([("released", "Would be released"), ("held", "Would be held")])
    reasons = fields.Text(readonly=True)
    promises = fields.Text(readonly=True)

    @api.depends("account_id")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = entry.account_id.display_name or self.env._("Fast Entry")

    @api.depends("account_id")
    def _compute_recent_ids(self):
        for entry in self:
            entry.recent_ids = (
                self.env["sale.order"].search(
                    [("b2b_account_id", "=", entry.account_id.id), ("b2b_state", "!=", False)],
                    limit=RECENT,
                    order="id desc",
                )
                if entry.account_id
                else False
            )

    @api.depends("account_id")
    def _compute_currency_id(self):
        for entry in self:
            pricelist = entry.account_id.property_product_pricelist
            entry.currency_id = pricelist.currency_id or entry.company_id.currency_id

    @api.depends("line_ids.subtotal")
    def _compute_total(self):
        for entry in self:
            entry.total = sum(entry.line_ids.mapped("subtotal"))

    @api.depends("account_id", "total")
    def _compute_credit(self):
        for entry in self:
            pair = (entry.account_id.sudo(), entry.company_id.sudo())
            standing = (
                self.env["b2b.credit.standing"].sudo()._of_accounts({pair}).get(pair)
                if entry.account_id
                else None
            )
            left = standing.available if standing else None
            entry.is_over = left is not None and entry.total > left
            entry.credit = "" if left is None else self._credit_in_words(standing)

    def _credit_in_words(self, standing):
        return self.env._(
            "%(left)s of %(limit)s left",
            left=format_amount(self.env, standing.available, standing.currency),
            limit=format_amount(self.env, standing.ceiling, standing.currency),
        )

    @api.onchange("account_id")
    def _onchange_account_id(self):
        self.ship_to_id = False
        self.copy_order_id = False

    @api.onchange("account_id", "line_ids", "ship_to_id", "requested_date")
    def _onchange_what_was_checked(self):
        """What was found is about other lines now."""
        self.outcome = False

    @api.onchange("copy_order_id")
    def _onchange_copy_order_id(self):
        unknown = self.env["sale.order"]._b2b_unknown_item()
        lines = self.copy_order_id._b2b_goods() if self.copy_order_id else []
        self.line_ids = [
            Command.create(
                {
                    "product_id": line.product_id.id,
                    "quantity": line.product_uom_id._compute_quantity(
                        line.product_uom_qty, line.product_id.uom_id
                    ),
                }
            )
            for line in lines
            if line.product_id != unknown
        ]

    # === BUTTONS === #

    def action_read_pasted(self):
        """Turn the pasted rows into lines; what is not understood stays visible as it came.

        :raises UserError: too much, or nothing
        """
        self.ensure_one()
        try:
            rows = read_text(self.pasted or "")
        except Undecodable as error:
            raise UserError(str(error)) from error
        if not rows:
            raise UserError(self.env._("Paste rows of item and quantity first."))
        wanted = [OrderLine(where="", quantity=None, sku=row.code) for row in rows]
        account = self.account_id.commercial_partner_id
        matches = self.env["b2b.product.lookup"]._match(wanted, account, self.company_id)
        self.line_ids = [
            Command.create(
                {
                    "product_id": match.product.id,
                    "words": row.code,
                    "quantity": row.quantity or 0.0,
                    "problem": self._problem(row, match),
                }
            )
            for row, match in zip(rows, matches, strict=True)
        ]
        self.write({"pasted": False, "outcome": False})
        return True

    def _problem(self, row, match):
        if row.quantity is None:
            return self.env._("“%(text)s” is no quantity.", text=row.quantity_text)
        return match.reason

    def action_check(self):
        """Ask what the order would become; nothing is saved."""
        self._must_be_ready()
        document = self.env["b2b.intake.decoder.json"]._document(self._content())
        told = self.env["b2b.dry.run"]._try(
            document, self.account_id.sudo(), self.company_id.sudo(), "rep", self._tell
        )
        self.write(told)
        return True

    def _tell(self, dry):
        shares = dry.plan.shares if dry.plan else ()
        promises = [
            self.env._(
                "%(product)s: %(quantity)s %(what)s %(warehouse)s, %(day)s",
                product=share.key[0].product_id.display_name,
                quantity=f"{share.quantity:g}",
                what=self.env._("from") if share.kind == "stock" else self.env._("backordered in"),
                warehouse=share.warehouse.name or "–",
                day=format_date(self.env, share.day) if share.day else self.env._("no date yet"),
            )
            for share in shares
        ]
        return {
            "outcome": "held" if dry.holds else "released",
            "reasons": "\n".join(message for _code, message in dry.holds),
            "promises": "\n".join(promises),
        }

    def action_submit(self):
        """Hand it in, and open what became of it.

        :raises AccessError: the user may not make orders
        """
        self._must_be_ready()
        self.env["sale.order"].check_access("create")
        intake = self.env["b2b.intake"].submit(
            InboundDocument(
                json.dumps(self._content(), default=str).encode(),
                "fast-entry.json",
                "rep",
                self.account_id,
                sender=self.env.user.login,
            )
        )
        return (intake.duplicate_of_id or intake).action_open_result()

    def _must_be_ready(self):
        self.ensure_one()
        if not self.account_id or not self.line_ids:
            raise UserError(self.env._("Choose an account and enter lines first."))
        if unclear := self.line_ids.filtered(lambda line: line.quantity <= 0):
            raise UserError(
                self.env._(
                    "Enter a quantity for %(items)s.",
                    items=", ".join(line.words or line.product_id.name or "?" for line in unclear),
                )
            )

    def _content(self):
        """The order as a document of our own field names."""
        ship_to = self.ship_to_id
        return {
            "entry": self.id,  # the same lines on another day are another order
            "number": self.number or "",
            "ship_to": ship_to and (ship_to.ref or ship_to.name) or "",
            "requested_date": self.requested_date or None,
            "note": self.note or "",
            "lines": [
                {
                    "sku": line.product_id.default_code or line.words or "",
                    "barcode": line.product_id.barcode or "",
                    "quantity": line.quantity,
                }
                for line in self.line_ids
            ],
        }


class FastEntryLine(models.TransientModel):
    """One row, with what it costs, what is there, and what the account paid before."""

    _name = "b2b.fast.entry.line"
    _description = "Line of a fast entry"

    entry_id = fields.Many2one("b2b.fast.entry", required=True, ondelete="cascade")
    product_id = fields.Many2one(
        "product.product", domain=[("sale_ok", "=", True)], ondelete="cascade"
    )
    words = fields.Char(string="As Given", readonly=True)
    problem = fields.Char(readonly=True)
    quantity = fields.Float(digits="Product Unit", default=1.0)
    uom_id = fields.Many2one(related="product_id.uom_id")
    currency_id = fields.Many2one(related="entry_id.currency_id")
    price = fields.Float(compute="_compute_price", digits="Product Price")
    source = fields.Selection(PRICE_SOURCES, compute="_compute_price")
    subtotal = fields.Monetary(compute="_compute_price")
    available = fields.Float(compute="_compute_available", digits="Product Unit")
    last = fields.Char(string="Last Time", compute="_compute_last")

    @api.onchange("product_id", "quantity")
    def _onchange_cleared(self):
        if self.product_id and self.quantity > 0:
            self.problem = False

    @api.depends("product_id", "quantity", "entry_id.account_id", "entry_id.line_ids.quantity")
    def _compute_price(self):
        for entry, lines in self.grouped("entry_id").items():
            basket = (entry.line_ids | lines).filtered("product_id")
            demands = [
                Demand(line.product_id, line.quantity or 1.0, line.product_id.uom_id)
                for line in basket
            ]
            account = entry.account_id
            quotes = (
                self.env["b2b.pricing"]._quote(account, demands, currency=entry.currency_id)
                if account and demands
                else [None] * len(basket)
            )
            found = dict(zip(basket, quotes, strict=True))
            for line in lines:
                quote = found.get(line)
                line.price = quote.price if quote else 0.0
                line.source = quote.source if quote else False
                line.subtotal = line.price * line.quantity

    @api.depends("product_id", "entry_id.account_id")
    def _compute_available(self):
        for entry, lines in self.grouped("entry_id").items():
            houses = self.env["stock.warehouse"].search([("company_id", "=", entry.company_id.id)])
            free = self.env["b2b.availability"]._by_warehouse(
                lines.product_id, houses, entry.account_id.sudo().b2b_tier_id
            )
            for line in lines:
                line.available = sum(
                    free.get((line.product_id.id, house.id), 0.0) for house in houses
                )

    @api.depends("product_id", "entry_id.account_id")
    def _compute_last(self):
        for entry, lines in self.grouped("entry_id").items():
            before = self.env["sale.order.line"].search(
                [
                    ("order_id.b2b_account_id", "=", entry.account_id.id),
                    ("product_id", "in", lines.product_id.ids),
                    ("state", "=", "sale"),
                ],
                order="id",
            )
            latest = {sold.product_id: sold for sold in before}
            for line in lines:
                sold = latest.get(line.product_id)
                line.last = sold and self._in_words(sold) or False

    def _in_words(self, sold):
        return self.env._(
            "%(quantity)s at %(price)s, %(day)s",
            quantity=f"{sold.product_uom_qty:g}",
            price=format_amount(
                self.env, sold.price_unit * (1 - sold.discount / 100), sold.currency_id
            ),
            day=format_date(self.env, sold.order_id.date_order),
        )
