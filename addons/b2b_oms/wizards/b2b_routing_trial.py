from odoo import api, fields, models
from odoo.exceptions import UserError

from ..routing.words import Need


class RoutingTrial(models.TransientModel):
    """Where would it come from? The plan of an order that nobody placed yet."""

    _name = "b2b.routing.trial"
    _description = "Routing tried out"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    account_id = fields.Many2one(
        "res.partner",
        required=True,
        domain=[("b2b_tier_id", "!=", False), ("parent_id", "=", False)],
    )
    ship_to_id = fields.Many2one(
        "res.partner",
        string="Ship To",
        compute="_compute_ship_to_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    line_ids = fields.One2many("b2b.routing.trial.line", "trial_id")
    share_ids = fields.One2many("b2b.routing.trial.share", "trial_id", readonly=True)
    verdict_ids = fields.One2many("b2b.routing.trial.verdict", "trial_id", readonly=True)
    strategy = fields.Char(readonly=True)

    @api.depends("account_id")
    def _compute_display_name(self):
        for trial in self:
            trial.display_name = (
                self.env._("Routing for %(account)s", account=trial.account_id.name)
                if trial.account_id
                else self.env._("Try a Routing")
            )

    @api.depends("account_id")
    def _compute_ship_to_id(self):
        for trial in self:
            account = trial.account_id
            trial.ship_to_id = account.address_get(["delivery"])["delivery"] if account else False

    def action_try(self):
        """Plan it; writes nothing but the answer.

        :raises UserError: there is nothing to plan
        """
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Enter a product first."))
        needs = [
            Need(line, line.product_id, line.quantity, self.ship_to_id) for line in self.line_ids
        ]
        Plan = self.env["b2b.routing.plan"]
        Plan._check_may_try(
            self.company_id, self.account_id, self.ship_to_id, self.line_ids.product_id
        )
        plan = Plan._plan(self.account_id, needs, self.company_id)
        self.share_ids.unlink()
        self.verdict_ids.unlink()
        self.write(
            {
                "strategy": self.env["b2b.routing.strategy"]._named(plan.strategy)._description,
                "share_ids": [
                    fields.Command.create(
                        {
                            "product_id": share.key.product_id.id,
                            "warehouse_id": share.warehouse.id,
                            "quantity": share.quantity,
                            "kind": share.kind,
                            "day": share.day,
                            "reason": share.reason,
                        }
                    )
                    for share in plan.shares
                ],
                "verdict_ids": [
                    fields.Command.create(
                        {
                            "warehouse_id": verdict.warehouse.id,
                            "rank": verdict.rank + 1,
                            "used": verdict.used,
                            "reason": verdict.reason,
                        }
                    )
                    for verdict in plan.verdicts
                ],
            }
        )
        return True


class RoutingTrialLine(models.TransientModel):
    """What is asked."""

    _name = "b2b.routing.trial.line"
    _description = "Asked in a routing trial"

    trial_id = fields.Many2one("b2b.routing.trial", required=True, ondelete="cascade")
    product_id = fields.Many2one(
        "product.product", required=True, domain=[("sale_ok", "=", True), ("type", "!=", "service")]
    )
    quantity = fields.Float(digits="Product Unit", required=True, default=1.0)
    uom_id = fields.Many2one(related="product_id.uom_id")


class RoutingTrialShare(models.TransientModel):
    """So much from that warehouse."""

    _name = "b2b.routing.trial.share"
    _description = "Share of a routing trial"

    trial_id = fields.Many2one("b2b.routing.trial", required=True, ondelete="cascade")
    product_id = fields.Many2one("product.product")
    warehouse_id = fields.Many2one("stock.warehouse")
    quantity = fields.Float(digits="Product Unit")
    kind = fields.Selection([("stock", "From stock"), ("backorder", "Backorder")])
    day = fields.Date(string="Leaves")
    reason = fields.Char()


class RoutingTrialVerdict(models.TransientModel):
    """Why a warehouse is asked, or is not."""

    _name = "b2b.routing.trial.verdict"
    _description = "Verdict of a routing trial"
    _order = "rank, id"

    trial_id = fields.Many2one("b2b.routing.trial", required=True, ondelete="cascade")
    warehouse_id = fields.Many2one("stock.warehouse")
    rank = fields.Integer()
    used = fields.Boolean(string="Sends")
    reason = fields.Char()
