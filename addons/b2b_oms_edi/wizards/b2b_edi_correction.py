from odoo import api, fields, models
from odoo.exceptions import UserError


class EdiCorrection(models.TransientModel):
    """A clerk says what the buyer means; it is remembered, and the order goes on."""

    _name = "b2b.edi.correction"
    _description = "What does the buyer mean?"

    exchange_id = fields.Many2one("b2b.edi.exchange", required=True, ondelete="cascade")
    account_id = fields.Many2one(related="exchange_id.account_id")
    line_ids = fields.One2many("b2b.edi.correction.line", "correction_id")
    is_remembered = fields.Boolean(
        string="Remember",
        default=True,
        help="The next document with these words is understood by itself.",
    )

    @api.model
    def _for(self, exchange):
        """A correction of everything in the exchange's orders that nobody understood.

        :raises UserError: there is nothing of that kind
        """
        orders = exchange.intake_ids.order_ids.filtered(lambda order: order.b2b_state == "held")
        unknown = self.env["sale.order"]._b2b_unknown_item()
        lines = orders.order_line.filtered(
            lambda line: line.product_id == unknown or line.b2b_row_problem
        )
        places = [
            (order, code)
            for order in orders
            if order.b2b_document_problem and (code := _ship_to_code(order))
        ]
        if not lines and not places:
            raise UserError(
                self.env._("Every item, unit and address is understood. Look at the order's holds.")
            )
        values = [{"line_id": line.id, "order_id": line.order_id.id} for line in lines]
        values += [{"order_id": order.id, "code": code} for order, code in places]
        return self.create(
            {"exchange_id": exchange.id, "line_ids": [fields.Command.create(one) for one in values]}
        )

    def action_apply(self):
        """Remember, put right, and take the orders on; the answers go by themselves.

        :raises UserError: nothing was chosen
        """
        self.ensure_one()
        self.env["sale.order"].check_access("write")
        chosen = self.line_ids.filtered(lambda one: one.product_id or one.uom_id or one.address_id)
        if not chosen:
            raise UserError(self.env._("Choose at least one product, unit or address."))
        for line in chosen:
            if self.is_remembered:
                line._remember()
            line._put_right()
        # What was put right may have taken the last hold away already.
        chosen.order_id.filtered(lambda order: order._b2b_must_be_checked()).action_confirm()
        return {"type": "ir.actions.act_window_close"}


class EdiCorrectionLine(models.TransientModel):
    """One word of the buyer nobody understood: an item, its unit, or a place."""

    _name = "b2b.edi.correction.line"
    _description = "A word of the buyer"

    correction_id = fields.Many2one("b2b.edi.correction", required=True, ondelete="cascade")
    order_id = fields.Many2one("sale.order", readonly=True)
    line_id = fields.Many2one("sale.order.line", readonly=True)
    code = fields.Char(compute="_compute_said", store=True, readonly=False, string="They Write")
    said_unit = fields.Char(compute="_compute_said", store=True, string="Their Unit")
    quantity = fields.Float(related="line_id.product_uom_qty")
    problem = fields.Char(compute="_compute_said", store=True)
    product_id = fields.Many2one(
        "product.product", string="Our Product", domain=[("sale_ok", "=", True)]
    )
    uom_id = fields.Many2one("uom.uom", string="Our Unit")
    address_id = fields.Many2one("res.partner", string="Our Address")

    @api.depends("line_id")
    def _compute_said(self):
        unknown = self.env["sale.order"]._b2b_unknown_item()
        for row in self:
            line = row.line_id.sudo()
            if not line:
                row.said_unit = False
                row.problem = row.order_id.sudo().b2b_document_problem
                continue
            row.code = line.b2b_source_code
            row.said_unit = line.b2b_source_unit
            is_unknown = line.product_id == unknown
            row.problem = line.b2b_row_problem or (
                is_unknown and (line.name or "").split("\n")[0] or False
            )

    def _remember(self):
        """Keep what was said, for the next document."""
        account = self.order_id.b2b_account_id
        said = self.line_id.sudo().b2b_edi_line or {}
        if self.product_id:
            code = said.get("customer_code") or said.get("sku") or said.get("barcode") or self.code
            self.env["b2b.customer.part"]._remember(account, code, self.product_id)
        if self.uom_id and self.said_unit:
            product = self.product_id or self.line_id.product_id
            self.env["b2b.edi.unit"]._remember(account, self.said_unit, product, self.uom_id)
        if self.address_id and self.code:
            self._keep(
                "b2b.edi.ship.to",
                [("account_id", "=", account.id), ("code", "=", self.code)],
                {"address_id": self.address_id.id},
            )

    def _keep(self, model, domain, vals):
        row = self.env[model].search(domain, limit=1)
        if row:
            row.write(vals)
        else:
            self.env[model].create({field: value for field, _op, value in domain} | vals)

    def _put_right(self):
        """The order as the buyer meant it."""
        if self.product_id:
            self.line_id.write(
                {
                    "product_id": self.product_id.id,
                    "name": self.product_id.get_product_multiline_description_sale(),
                }
            )
        if self.uom_id:
            self.line_id.write({"product_uom_id": self.uom_id.id})
        if self.address_id and not self.line_id:
            self.order_id.write(
                {"partner_shipping_id": self.address_id.id, "b2b_document_problem": False}
            )


def _ship_to_code(order):
    parties = (order.sudo().b2b_edi_head or {}).get("parties", ())
    return next((party["code"] for party in parties if party["role"] == "ship_to"), "")
