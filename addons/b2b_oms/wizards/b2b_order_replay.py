from odoo import api, fields, models

from ..const import STOPPING_ACTIONS

ASPECTS = [("check", "Check"), ("price", "Price"), ("routing", "Warehouses")]


class OrderReplay(models.TransientModel):
    """An order asked again: what was decided then, what today's rules say. Changes nothing."""

    _name = "b2b.order.replay"
    _description = "Order under today's rules"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    line_ids = fields.One2many("b2b.order.replay.line", "replay_id", readonly=True)
    difference_count = fields.Integer(compute="_compute_difference_count")

    @api.depends("line_ids.differs")
    def _compute_difference_count(self):
        for replay in self:
            replay.difference_count = len(replay.line_ids.filtered("differs"))

    @api.model_create_multi
    def create(self, vals_list):
        replays = super().create(vals_list)
        for replay in replays:
            replay.order_id.check_access("read")
            replay.sudo().line_ids = [
                fields.Command.create(
                    {"aspect": aspect, "name": name, "then": then, "today": today}
                )
                for aspect, name, then, today in replay._compare()
            ]
        return replays

    def _compare(self):
        """Rows of (aspect, what, then, today)."""
        order = self.order_id.sudo()
        examination = self.env["b2b.examination"]
        answer = examination._examine(order)[order]
        yield from self._compare_checks(order, answer)
        yield from self._compare_prices(order, examination._quotes(order))
        was = order.b2b_allocation_ids.filtered(lambda one: one.state != "cancelled").warehouse_id
        nothing = self.env._("none")
        yield (
            "routing",
            self.env._("Sent from"),
            ", ".join(sorted(was.mapped("name"))) or nothing,
            ", ".join(answer.warehouses) or nothing,
        )

    def _compare_checks(self, order, answer):
        labels = dict(self.env["b2b.check.policy"]._selection_code())
        stopped = order.b2b_hold_ids.filtered(lambda hold: hold.action in STOPPING_ACTIONS)
        passed = self.env._("passed")
        for code, label in labels.items():
            then = stopped.filtered(lambda hold, code=code: hold.code == code)[:1].message
            today = answer.holds.get(code)
            if then or today:
                yield "check", label, then or passed, today or passed

    def _compare_prices(self, order, quotes):
        digits = self.env["decimal.precision"].precision_get("Product Price")
        for line, price in quotes.items():
            net = line.price_unit * (1 - (line.discount or 0.0) / 100)
            yield (
                "price",
                line.product_id.display_name,
                f"{net:.{digits}f} {order.currency_id.name}",
                f"{price:.{digits}f} {order.currency_id.name}",
            )


class OrderReplayLine(models.TransientModel):
    """One thing that was decided, then and today."""

    _name = "b2b.order.replay.line"
    _description = "Decision then and today"

    replay_id = fields.Many2one("b2b.order.replay", required=True, ondelete="cascade")
    aspect = fields.Selection(ASPECTS, required=True)
    name = fields.Char(string="What")
    then = fields.Char()
    today = fields.Char()
    differs = fields.Boolean(compute="_compute_differs")

    @api.depends("then", "today")
    def _compute_differs(self):
        for line in self:
            line.differs = line.then != line.today
