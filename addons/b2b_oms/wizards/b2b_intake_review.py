from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..documents.problems import Undecodable
from ..documents.purchase_order import PurchaseOrder


class IntakeReview(models.TransientModel):
    """The document at the left, its lines at the right: put right, accepted, the next one.

    For orders that are held for how they were read, and for documents that wait: what a person reads
    off the latter goes the way of every document, with the bytes it came as.
    """

    _name = "b2b.intake.review"
    _description = "Review of a document"

    intake_id = fields.Many2one("b2b.intake", required=True, ondelete="cascade")
    order_id = fields.Many2one("sale.order", ondelete="cascade")
    company_id = fields.Many2one(related="intake_id.company_id")
    account_id = fields.Many2one("res.partner", domain=[("parent_id", "=", False)])
    number = fields.Char(string="Customer PO")
    ship_to_id = fields.Many2one("res.partner", string="Ship-to")
    requested_date = fields.Date()
    line_ids = fields.One2many("b2b.intake.review.line", "review_id", string="Lines")
    is_remembered = fields.Boolean(
        string="Remember",
        default=True,
        help="The next document of this account with the same layout and words is read like this.",
    )
    reasons = fields.Text(readonly=True, help="Why it waits.")
    doubts = fields.Char(readonly=True, help="What of the head is not certain.")
    filename = fields.Char(related="intake_id.filename")
    mail_id = fields.Many2one(related="intake_id.mail_id")
    is_pdf = fields.Boolean(related="intake_id.is_pdf")
    letter = fields.Html(related="intake_id.letter")
    content = fields.Binary(compute="_compute_content")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    total = fields.Monetary(string="Goods", compute="_compute_total")
    left = fields.Integer(compute="_compute_left", help="Documents that wait besides this one.")

    @api.depends("intake_id")
    def _compute_display_name(self):
        for review in self:
            review.display_name = review.order_id.name or review.intake_id.filename

    @api.depends("intake_id")
    def _compute_content(self):
        for review in self:
            intake = review.intake_id
            review.content = (intake.parent_id or intake).content

    @api.depends("account_id")
    def _compute_currency_id(self):
        for review in self:
            pricelist = review.account_id.property_product_pricelist
            own = review.order_id.currency_id or pricelist.currency_id
            review.currency_id = own or review.company_id.currency_id

    @api.depends("line_ids.quantity", "line_ids.price")
    def _compute_total(self):
        for review in self:
            review.total = sum(line.quantity * line.price for line in review.line_ids)

    @api.depends("intake_id")
    def _compute_left(self):
        for review in self:
            domain = [*review.intake_id._review_domain(), ("id", "!=", review.intake_id.id)]
            review.left = self.env["b2b.intake"].search_count(domain)

    # === OPENING === #

    @api.model
    def _for(self, intake):
        """A review of a document that waits, or whose order is held.

        :raises UserError: there is nothing to review any more
        """
        intake.check_access("read")
        order = intake.order_id
        if order and order.b2b_state in ("held", "received"):
            values = self._of_order(order)
        elif intake.state == "waiting":
            values = self._of_waiting(intake)
        else:
            raise UserError(self.env._("Nothing of this document waits for a person."))
        return self.create(values | {"intake_id": intake.id})

    def _of_order(self, order):
        head = [doubt for doubt in order._b2b_doubts() if not doubt.line]
        return {
            "order_id": order.id,
            "account_id": order.b2b_account_id.id,
            "number": order.client_order_ref,
            "ship_to_id": order.partner_shipping_id.id,
            "requested_date": order.b2b_requested_date,
            "reasons": "\n".join(order._b2b_blocking().mapped("message")),
            "doubts": order._b2b_doubts_in_words(head) if head else False,
            "line_ids": [
                Command.create(self._of_line(line)) for line in order._b2b_goods().sorted()
            ],
        }

    def _of_line(self, line):
        unknown = self.env["sale.order"]._b2b_unknown_item()
        is_known = line.product_id != unknown
        sure = (line.b2b_confidence or {}).values()
        return {
            "line_id": line.id,
            "product_id": is_known and line.product_id.id,
            "quantity": line.product_uom_qty,
            "uom_id": is_known and line.product_uom_id.id,
            "words": line.b2b_source_code,
            "their_unit": line.b2b_source_unit,
            "their_price": line.b2b_customer_price,
            "confidence": 100 * min(sure, default=1.0) if is_known else 0,
            "problem": line.b2b_row_problem or (not is_known and (line.name or "").split("\n")[0]),
        }

    def _of_waiting(self, intake):
        """What rules make of it, as far as they go; a person does the rest."""
        values = {"account_id": intake.account_id.id, "reasons": intake.reason}
        try:
            document = intake.sudo()._documents()[0]
        except Undecodable:
            return values
        if not isinstance(document, PurchaseOrder):
            raise UserError(
                self.env._("It changes another order. Look at that order, then process it again.")
            )
        account, company = intake.account_id, intake.company_id
        mapper = self.env["b2b.order.mapper"].sudo()
        matches = mapper._matches(document, account.sudo(), company.sudo())
        return values | {
            "number": document.number or intake.number,
            "requested_date": document.requested_date,
            "line_ids": [
                Command.create(self._of_wanted(line, match))
                for line, match in zip(document.lines, matches, strict=True)
            ],
        }

    def _of_wanted(self, line, match):
        sure = [*line.confidence.values(), match.confidence]
        return {
            "product_id": match.product.id,
            "quantity": float(line.quantity or 0),
            "words": line.item_text,
            "their_unit": line.unit,
            "their_price": float(line.price or 0),
            "confidence": 100 * min(sure) if match.product else 0,
            "problem": " ".join(one.text for one in line.problems) or match.reason,
        }

    def _open(self):
        return self._get_records_action(name=self.env._("Review"), target="current")

    # === BUTTONS === #

    def action_accept(self):
        """Put the order right, remember what was meant, take it on; then the next document.

        :raises AccessError: the user may not write orders and documents
        :raises UserError: something is missing, or the order went on meanwhile
        """
        self.ensure_one()
        self.env["b2b.intake"].check_access("write")
        self.env["sale.order"].check_access("write")
        self._must_be_ready()
        if self.is_remembered:
            self.line_ids._remember()
            self._learn()
        if self.order_id:
            self._take_order_on()
        else:
            self._take_document_in()
        return self.action_next()

    def action_next(self):
        """The next document of the queue, or the list when there is none."""
        following = self.intake_id._next_to_review()
        if following:  # not one breadcrumb a document
            return following.action_review() | {"target": "main"}
        return self.env["ir.actions.act_window"]._for_xml_id("b2b_oms.b2b_intake_action_review")

    def _must_be_ready(self):
        if not self.account_id or not self.line_ids:
            raise UserError(self.env._("Choose an account and enter the lines first."))
        if unclear := self.line_ids.filtered(lambda line: not line.product_id):
            raise UserError(
                self.env._(
                    "Choose a product for %(items)s, or delete the line.",
                    items=", ".join(line.words or "?" for line in unclear),
                )
            )
        if self.line_ids.filtered(lambda line: line.quantity <= 0):
            raise UserError(self.env._("A line has no quantity."))

    def _learn(self):
        """Another addon that reads text keeps how this document is to be read."""

    def _take_order_on(self):
        order = self.order_id
        if order.b2b_state not in ("held", "received"):
            raise UserError(self.env._("%(order)s went on meanwhile.", order=order.name))
        order._b2b_wait_for_turns()
        corrected = self._put_right(order)
        order._b2b_compared(corrected)
        if order._b2b_must_be_checked():
            order.action_confirm()

    def _put_right(self, order):
        """Write what the person changed; returns it as sentences."""
        wanted = {
            "client_order_ref": self.number or False,
            "b2b_requested_date": self.requested_date or False,
        }
        if self.ship_to_id:
            wanted["partner_shipping_id"] = self.ship_to_id.id
        changed = {
            name: value
            for name, value in wanted.items()
            if order._fields[name].convert_to_write(order[name], order) != value
        }
        corrected = [
            f"{order._fields[name]._description_string(self.env)}: {value}"
            for name, value in changed.items()
        ]
        if changed:
            order.write(changed)
        gone = order._b2b_goods() - self.line_ids.line_id
        corrected += [self.env._("left out: %(item)s", item=line.name) for line in gone]
        gone.unlink()
        for line in self.line_ids:
            corrected += line._put_right(order)
        return corrected

    def _take_document_in(self):
        intake = self.intake_id
        if intake.state != "waiting":
            raise UserError(self.env._("This document went on meanwhile."))
        intake.write({"account_id": self.account_id.id})
        intake.sudo().write({"reading": self._content()})
        intake.action_process_again()

    def _content(self):
        """The order in our own field names, as ``decoder_json.py`` reads it."""
        return {
            "number": self.number or "",
            "ship_to": f"id:{self.ship_to_id.id}" if self.ship_to_id else "",
            "requested_date": self.requested_date and self.requested_date.isoformat(),
            "lines": [
                {
                    "product_id": line.product_id.id,
                    "sku": line.words or line.product_id.default_code or "",
                    "quantity": line.quantity,
                    "unit": line.uom_id.name or line.their_unit or "",
                    "price": line.their_price or None,
                }
                for line in self.line_ids
            ],
        }
