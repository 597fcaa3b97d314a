from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KINDS = [
    ("rule", "A rule that is not active yet"),
    ("limit", "Another credit limit"),
    ("routing", "Another way to choose warehouses"),
    ("prices", "Another price list"),
]
RULES = (
    "b2b.check.policy", "b2b.approval.rule", "b2b.quantity.rule", "b2b.price.policy",
    "b2b.volume.discount",
)  # fmt: skip
CHUNK = 25  # orders a transaction


class Undo(Exception):
    """Takes back what was only tried."""


class Trial(models.Model):
    """A change of the rules, tried on the orders of the last weeks before anybody feels it.

    Each order is asked twice, as things are and as they would be, in a transaction whose change is
    taken back. What differs is kept as results. The change itself can then be made, at once or on
    a day.
    """

    _name = "b2b.trial"
    _description = "Trial on past orders"
    _order = "id desc"

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    kind = fields.Selection(KINDS, string="What Would Change", required=True, default="rule")
    rule = fields.Reference(
        selection=lambda self: [(name, self.env[name]._description) for name in RULES],
        help="An archived rule; the trial asks what it would do if it were active.",
    )
    limit_id = fields.Many2one("b2b.credit.limit", string="Credit Limit")
    limit_currency_id = fields.Many2one(related="limit_id.currency_id")
    amount = fields.Monetary(string="New Limit", currency_field="limit_currency_id")
    tier_id = fields.Many2one("b2b.account.tier", help="For the accounts of this tier.")
    strategy = fields.Selection(
        selection=lambda self: self.env["b2b.routing.strategy"]._selection(), string="Warehouses By"
    )
    pricelist_id = fields.Many2one("product.pricelist", string="New Price List")
    weeks = fields.Integer(default=4, required=True, help="Orders of the last so many weeks.")
    state = fields.Selection(
        [
            ("draft", "Not Started"),
            ("running", "Running"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
            ("applied", "Put into Force"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
    )
    planned = fields.Integer(string="Orders", readonly=True)
    processed = fields.Integer(readonly=True)
    last_order_id = fields.Integer(readonly=True)
    progress = fields.Float(compute="_compute_progress")
    activate_on = fields.Date(string="Put into Force On", help="In the morning of that day.")
    result_ids = fields.One2many("b2b.trial.result", "trial_id", readonly=True)
    result_count = fields.Integer(compute="_compute_results", string="Orders That Differ")
    currency_id = fields.Many2one(related="company_id.currency_id")
    difference = fields.Monetary(compute="_compute_results", string="Value Would Change By")

    _weeks_sane = models.Constraint(
        "CHECK(weeks BETWEEN 1 AND 104)", "Choose between 1 and 104 weeks."
    )

    @api.depends("kind", "rule", "limit_id", "tier_id")
    def _compute_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for trial in self:
            about = trial.rule or trial.limit_id or trial.tier_id
            trial.name = ": ".join(filter(None, (labels.get(trial.kind), about.display_name)))

    @api.depends("planned", "processed", "state")
    def _compute_progress(self):
        for trial in self:
            share = 100.0 * trial.processed / trial.planned if trial.planned else 0.0
            trial.progress = 100.0 if trial.state in ("done", "applied") else share

    @api.depends("result_ids.difference")
    def _compute_results(self):
        rows = self.env["b2b.trial.result"]._read_group(
            [("trial_id", "in", self.ids)],
            ["trial_id"],
            ["order_id:count_distinct", "difference:sum"],
        )
        found = {trial: rest for trial, *rest in rows}
        for trial in self:
            trial.result_count, trial.difference = found.get(trial, (0, 0.0))

    @api.constrains("kind", "rule", "limit_id", "tier_id", "strategy", "pricelist_id")
    def _check_complete(self):
        needed = {
            "rule": ("rule",),
            "limit": ("limit_id",),
            "routing": ("tier_id", "strategy"),
            "prices": ("tier_id", "pricelist_id"),
        }
        for trial in self:
            if not all(trial[name] for name in needed[trial.kind]):
                raise ValidationError(self.env._("Say what would change, and for whom."))

    # === BUTTONS === #

    def action_start(self):
        """Ask the orders, in the background."""
        for trial in self.filtered(lambda trial: trial.state in ("draft", "done", "cancelled")):
            trial.result_ids.sudo().unlink()
            planned = self.env["sale.order"].sudo().search_count(trial._domain())
            trial.write(
                {"state": "running", "planned": planned, "processed": 0, "last_order_id": 0}
            )
        self.env.ref("b2b_oms.cron_trial")._trigger()

    def action_cancel(self):
        """Stop asking; what was found stays."""
        self.filtered(lambda trial: trial.state == "running").state = "cancelled"

    def action_apply(self):
        """Make the change for everybody, now.

        :raises AccessError: the user may not change the rule itself
        """
        for trial in self.filtered(lambda trial: trial.state in ("draft", "done", "cancelled")):
            trial._apply()
            trial.state = "applied"

    def action_open_results(self):
        """The orders that would fare differently."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("b2b_oms.b2b_trial_result_action")
        return {**action, "domain": [("trial_id", "=", self.id)]}

    # === RUNNING === #

    @api.model
    def _cron_run(self):
        """Go on with running trials, a chunk a transaction; and make changes whose day has come."""
        for trial in self.sudo().search([("state", "=", "running")], order="id"):
            while trial.state == "running":
                asked = trial._ask_chunk()
                left = trial.planned - trial.processed
                if not self.env["ir.cron"]._commit_progress(asked, remaining=max(0, left)):
                    return
        self._apply_due()

    @api.model
    def _apply_due(self):
        today = fields.Date.context_today(self)
        due = self.sudo().search(
            [("activate_on", "<=", today), ("state", "in", ("draft", "done", "cancelled"))]
        )
        due.action_apply()

    def _domain(self):
        """Which orders are asked."""
        since = fields.Datetime.now() - timedelta(weeks=self.weeks)
        domain = [
            ("company_id", "=", self.company_id.id),
            ("b2b_state", "not in", (False, "cancelled")),
            ("date_order", ">=", since),
        ]
        tier, account = self._whom()
        if tier:
            domain.append(("b2b_account_id.b2b_tier_id", "=", tier.id))
        if account:
            domain.append(("b2b_account_id", "=", account.id))
        return domain

    def _whom(self):
        """(tier, account) the change is for; empty means everybody."""
        target = self.rule if self.kind == "rule" else self.limit_id
        tier = self.tier_id if self.kind in ("routing", "prices") else target and (
            "tier_id" in target and target.tier_id
        )  # fmt: skip
        account = target.account_id if self.kind in ("rule", "limit") and target else None
        return tier, account

    def _ask_chunk(self):
        """Ask the next orders and keep what differs. Returns how many were asked."""
        self.ensure_one()
        trial = self.with_company(self.company_id)
        orders = trial.env["sale.order"].search(
            [*self._domain(), ("id", ">", self.last_order_id)], order="id", limit=CHUNK
        )
        if orders:
            now, then = trial._both(orders)
            trial.result_ids.create(
                [
                    row
                    for order in orders
                    for row in trial._differences(order, now[order.id], then[order.id])
                ]
            )
        done = len(orders) < CHUNK
        self.write(
            {
                "processed": self.processed + len(orders),
                "last_order_id": orders[-1:].id or self.last_order_id,
                "state": "done" if done else "running",
            }
        )
        return len(orders)

    def _both(self, orders):
        """What the rules say to orders now, and what they would say: two dicts by order id."""
        wanted = {
            "prices": self.kind in ("prices", "rule"),
            "routing": self.kind == "routing",
        }
        ask = self.env["b2b.examination"]._examine
        now = {order.id: answer for order, answer in ask(orders, **wanted).items()}
        then = {}
        try:
            with self.env.cr.savepoint():
                self._apply()
                self.env.flush_all()
                self.env.invalidate_all()
                then = {order.id: answer for order, answer in ask(orders, **wanted).items()}
                raise Undo
        except Undo:
            # What was remembered of the changed rules goes with them.
            self.env.invalidate_all(flush=False)
            self.env.registry.clear_cache()
        return now, then

    def _apply(self):
        """Make the change."""
        self.ensure_one()
        if self.kind == "rule":
            self._activate_rule()
        elif self.kind == "limit":
            self.limit_id.write(
                {"amount": self.amount, "reason": self.env._("Tried on past orders first")}
            )
        elif self.kind == "routing":
            self.tier_id.routing_strategy = self.strategy
        else:
            self.tier_id.pricelist_id = self.pricelist_id

    def _activate_rule(self):
        """The rule takes the place of the active one for the same accounts, if there is one."""
        rule = self.rule
        if "code" in rule or rule._name == "b2b.price.policy":
            same = ("code", "company_id", "tier_id", "account_id")
            known = [name for name in same if name in rule]
            plain = {name: rule[name].id if name.endswith("_id") else rule[name] for name in known}
            rule.search([(name, "=", value) for name, value in plain.items()]).active = False
        rule.active = True

    def _differences(self, order, now, then):
        """Values of results for one order."""
        rows = []
        for code in then.holds.keys() - now.holds.keys():
            rows.append(("held", then.holds[code], 0.0))
        for code in now.holds.keys() - then.holds.keys():
            rows.append(("not_held", now.holds[code], 0.0))
        if order.currency_id.compare_amounts(now.goods, then.goods):
            value = order.currency_id._convert(
                then.goods - now.goods, self.currency_id, self.company_id, order.date_order
            )
            rows.append(("price", "", value))
        if now.warehouses != then.warehouses:
            text = self.env._(
                "%(then)s instead of %(now)s",
                then=", ".join(then.warehouses) or self.env._("nowhere"),
                now=", ".join(now.warehouses) or self.env._("nowhere"),
            )
            rows.append(("routing", text, 0.0))
        return [
            {
                "trial_id": self.id,
                "order_id": order.id,
                "what": what,
                "message": message,
                "difference": difference,
            }
            for what, message, difference in rows
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_not_running(self):
        if any(trial.state == "running" for trial in self):
            raise UserError(self.env._("Cancel the trial before you delete it."))
