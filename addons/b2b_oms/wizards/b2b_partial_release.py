from odoo import api, fields, models
from odoo.exceptions import UserError


class PartialReleaseWizard(models.TransientModel):
    """Shows what fits into the credit and releases it; the rest waits as an order of its own."""

    _name = "b2b.partial.release"
    _description = "Release what fits"

    order_id = fields.Many2one(
        "sale.order", required=True, default=lambda self: self._default_order_id()
    )
    currency_id = fields.Many2one(related="order_id.currency_id")
    amount_total = fields.Monetary(related="order_id.amount_total", string="Value of the Order")
    room = fields.Monetary(string="Credit Left", compute="_compute_room")
    total = fields.Monetary(string="Released Now", compute="_compute_total")
    freed_on = fields.Date(
        string="Rest Fits On",
        compute="_compute_room",
        help="When the receipts due by then would free the credit for the rest, paid as late as "
        "this account usually pays.",
    )
    line_ids = fields.One2many("b2b.partial.release.line", "wizard_id")

    def _default_order_id(self):
        active = self.env[self.env.context.get("active_model") or "sale.order"].browse(
            self.env.context.get("active_ids", [])
        )
        return (active if active._name == "sale.order" else active.order_id)[:1]

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        order = self.env["sale.order"].browse(values.get("order_id"))
        if order.exists() and "line_ids" in fields_list:
            order.check_access("write")
            values["line_ids"] = [
                (0, 0, {"line_id": line.id, "quantity": quantity, "fits": quantity})
                for line, quantity in order.sudo()._b2b_fitting().items()
            ]
        return values

    @api.depends("order_id")
    def _compute_room(self):
        for wizard in self:
            order = wizard.order_id.sudo()
            room = order._b2b_room() if order else None
            wizard.room = room or 0.0
            company = order.company_id
            missing = order.currency_id._convert(
                max(0.0, order.amount_total - wizard.room), company.currency_id, company,
                fields.Date.context_today(self),
            ) if order else 0.0  # fmt: skip
            behaviour = self.env["b2b.payment.behaviour"].sudo()
            wizard.freed_on = missing and behaviour._day_when_freed(
                order.b2b_account_id, company, missing
            )

    @api.depends("line_ids.quantity")
    def _compute_total(self):
        for wizard in self:
            wizard.total = sum(wizard.line_ids.mapped("value")) * (
                wizard.order_id.sudo()._b2b_share_of_goods() if wizard.order_id else 1.0
            )

    def action_release(self):
        """Release these quantities; opens the order of the rest."""
        self.ensure_one()
        order = self.order_id
        order.check_access("write")
        if order.b2b_state != "held":
            raise UserError(self.env._("Only held orders are released in parts."))
        rest = order._b2b_release_part({line.line_id: line.quantity for line in self.line_ids})
        return (order | rest)._get_records_action(name=self.env._("Parts of %s", order.name))


class PartialReleaseLine(models.TransientModel):
    """One line of the order: how much of it goes now."""

    _name = "b2b.partial.release.line"
    _description = "Line to release"

    wizard_id = fields.Many2one("b2b.partial.release", required=True, ondelete="cascade")
    line_id = fields.Many2one("sale.order.line", required=True, ondelete="cascade")
    product_id = fields.Many2one(related="line_id.product_id")
    uom_id = fields.Many2one(related="line_id.product_uom_id")
    ordered = fields.Float(related="line_id.product_uom_qty", string="Ordered")
    fits = fields.Float(digits="Product Unit", readonly=True)
    quantity = fields.Float(string="Release Now", digits="Product Unit")
    currency_id = fields.Many2one(related="line_id.currency_id")
    value = fields.Monetary(compute="_compute_value")

    @api.depends("quantity")
    def _compute_value(self):
        for line in self:
            ordered = line.line_id.product_uom_qty
            unit = line.line_id.price_total / ordered if ordered else 0.0
            line.value = unit * line.quantity
