import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..const import HOLD_STATES, POLICY_ACTIONS, STOPPING_ACTIONS, TEAMS


class OrderHold(models.Model):
    """What a check found on an order, with its figures. A hold is a finding that stops the order."""

    _name = "b2b.order.hold"
    _description = "Hold"
    _order = "create_date desc, id desc"
    _rec_name = "message"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", index=True)
    line_id = fields.Many2one("sale.order.line", ondelete="cascade", index="btree_not_null")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    account_id = fields.Many2one(
        related="order_id.b2b_account_id", string="Account", store=True, index=True
    )
    currency_id = fields.Many2one(related="order_id.currency_id")
    amount_total = fields.Monetary(related="order_id.amount_total")
    code = fields.Selection(selection="_selection_code", string="Check", required=True, index=True)
    action = fields.Selection(POLICY_ACTIONS, string="Effect", required=True)
    team = fields.Selection(TEAMS, string="Queue", required=True, default="desk")
    state = fields.Selection(HOLD_STATES, required=True, default="open", index=True)
    message = fields.Char(required=True)
    figures = fields.Json()
    policy_id = fields.Many2one("b2b.check.policy", ondelete="set null")
    resolved_by_id = fields.Many2one("res.users", string="Released By")
    resolved_on = fields.Datetime(string="Ended On")
    reason = fields.Char(help="Why a person released it.")
    request_id = fields.Many2one(
        "b2b.approval.request", string="Approval", ondelete="set null", index="btree_not_null"
    )

    # What a controller decides by; read for all rows of a list at once.
    seller_id = fields.Many2one(related="order_id.user_id", string="Seller")
    order_state = fields.Selection(related="order_id.b2b_state", string="Order Is")
    promised_date = fields.Datetime(compute="_compute_promised_date", string="Promised For")
    limit_id = fields.Many2one(
        "b2b.credit.limit", string="Credit Limit", compute="_compute_limit_id"
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    credit_currency_id = fields.Many2one("res.currency", compute="_compute_figures")
    exposure = fields.Monetary(compute="_compute_figures", currency_field="credit_currency_id")
    credit_limit = fields.Monetary(
        string="Limit", compute="_compute_figures", currency_field="credit_currency_id"
    )
    over = fields.Monetary(
        string="Over By", compute="_compute_figures", currency_field="credit_currency_id"
    )
    arithmetic = fields.Json(compute="_compute_figures")
    overdue = fields.Monetary(compute="_compute_payment", currency_field="company_currency_id")
    overdue_days = fields.Integer(compute="_compute_payment", string="Days Overdue")
    days_beyond_terms = fields.Float(compute="_compute_payment", digits=(6, 1))
    item_ids = fields.Many2many(
        "account.move.line",
        string="Open Items",
        compute="_compute_item_ids",
        groups="account.group_account_invoice,account.group_account_readonly",
    )

    @api.depends("order_id.commitment_date", "order_id.b2b_requested_date")
    def _compute_promised_date(self):
        for hold in self:
            order = hold.order_id
            hold.promised_date = order.commitment_date or order.b2b_requested_date

    @api.depends("account_id", "company_id")
    def _compute_limit_id(self):
        limits = self.env["b2b.credit.limit"]._of({(h.account_id, h.company_id) for h in self})
        for hold in self:
            own = limits[hold.account_id, hold.company_id]
            hold.limit_id = own.shared_with_id or own

    @api.depends("figures", "code")
    def _compute_figures(self):
        standing = self.env["b2b.credit.standing"]
        for hold in self:
            money = (hold.figures or {}) if hold.code == "credit_limit" else {}
            known = "terms" in money
            hold.credit_currency_id = known and standing._currency(money["currency"])
            hold.exposure = money.get("exposure", 0.0)
            hold.credit_limit = money.get("limit", 0.0)
            hold.over = money.get("over", 0.0)
            hold.arithmetic = standing._arithmetic(money)

    @api.depends("account_id", "company_id")
    def _compute_payment(self):
        behaviour = self.env["b2b.payment.behaviour"].sudo()
        accounts, companies = self.account_id.ids, self.company_id.ids
        overdue = behaviour._overdue(accounts, companies)
        late = behaviour._days_beyond_terms(accounts, companies)
        for hold in self:
            key = hold.account_id.id, hold.company_id.id
            hold.overdue = overdue[key].amount if key in overdue else 0.0
            hold.overdue_days = overdue[key].days if key in overdue else 0
            hold.days_beyond_terms = late.get(key, 0.0)

    @api.depends("account_id", "company_id", "team")
    def _compute_item_ids(self):
        for hold in self:
            open_items = (
                self.env["b2b.payment.behaviour"]
                .sudo()
                ._open_items(hold.account_id, hold.company_id)
            )
            hold.item_ids = open_items if hold.team == "credit" else False

    @api.model
    def _selection_code(self):
        return self.env["b2b.check.policy"]._selection_code()

    def _is_blocking(self):
        self.ensure_one()
        return self.state == "open" and self.action in STOPPING_ACTIONS

    # === RECORDING WHAT CHECKS FOUND === #

    @api.model
    def _record(self, orders, decided, codes=None):
        """Bring the holds of orders in line with what their checks found just now.

        A finding is the hold that is open about the same matter, or the release by a person that
        covers it; others are new. Open holds that were not found again are cleared.

        :param orders: orders that were checked
        :param decided: list of (finding, policy) as ``b2b.check.policy._decide`` returns
        :param codes: codes of the checks that were asked, default all of the release
        :return: the orders without a blocking hold
        """
        if codes is None:
            codes = {check._code for check in self.env["b2b.order.check"]._all()
                     if check._stage == "release"}  # fmt: skip
        known = self.sudo().search(
            [("order_id", "in", orders.ids), ("state", "in", ("open", "waived"))], order="id"
        )
        by_subject = known.grouped(lambda hold: (hold.order_id.id, hold.line_id.id, hold.code))
        checks = self.env["b2b.order.check"]._by_code()
        found, new = self.sudo(), []
        for finding, policy in decided:
            line = finding.line.id if finding.line else False
            candidates = by_subject.get((finding.order.id, line, finding.code), found.browse())
            hold = candidates._matching(finding, policy, checks[finding.code])
            if hold:
                found |= hold
                hold._refresh(finding, policy)
            else:
                new.append(self._prepare(finding, policy))
        gone = known.filtered(lambda h: h.state == "open" and h.code in codes and h not in found)
        gone._clear()
        created = self.sudo().create(new)
        created._log("finding")
        blocked = (known - gone + created).filtered(lambda hold: hold._is_blocking()).order_id
        return orders.filtered(lambda order: order.id not in blocked._ids)

    def _matching(self, finding, policy, check):
        """Of the holds on the same order and line the one that stands for the finding."""
        for hold in self:
            figures = hold.figures or {}
            if hold.state == "waived" and check._covers(figures, finding.figures, policy.tolerance):
                return hold
        for hold in self:
            same_effect = hold.state == "open" and hold.action == policy.action
            if same_effect and check._is_same_matter(hold.figures or {}, finding.figures):
                return hold
        return self.browse()

    def _refresh(self, finding, policy):
        """The same matter with other figures: who looks at it must see today's."""
        figures = json.loads(finding.fingerprint)
        if self.state != "open" or (self.figures == figures and self.policy_id == policy):
            return
        check = self.env["b2b.order.check"]._by_code()[finding.code]
        worse = not check._covers(self.figures or {}, figures, policy.tolerance)
        self.write({"figures": figures, "message": finding.message, "policy_id": policy.id})
        if worse and self.request_id.decision_ids:
            self.request_id._void(self.env._("The figures became worse: it is asked again."))
            self.request_id.hold_ids.request_id = False

    @api.model
    def _prepare(self, finding, policy):
        return {
            "order_id": finding.order.id,
            "line_id": finding.line.id if finding.line else False,
            "code": finding.code,
            "message": finding.message,
            "figures": json.loads(finding.fingerprint),
            "action": policy.action,
            "policy_id": policy.id,
            "team": self.env["b2b.order.check"]._by_code()[finding.code]._team,
        }

    def _clear(self):
        if self:
            self.write({"state": "cleared", "resolved_on": fields.Datetime.now()})
            self._log("cleared")
            asked = self.request_id
            asked.filtered(lambda a: not a.hold_ids.filtered(lambda h: h.state == "open"))._void(
                self.env._("The cause is gone.")
            )

    def _log(self, kind):
        self.env["b2b.order.event"]._log(
            [
                {
                    "order_id": hold.order_id.id,
                    "kind": kind,
                    "rule": hold.code,
                    "message": hold.message if not hold.reason else f"{hold.message} {hold.reason}",
                    "figures": hold.figures,
                }
                for hold in self
            ]
        )

    def action_compare(self):
        """The order beside the one it looks like."""
        self.ensure_one()
        other = self.env["sale.order"].browse((self.figures or {}).get("other")).exists()
        if not other:
            raise UserError(self.env._("There is no other order to compare with."))
        difference = self.env["b2b.order.difference"]._between(self.order_id, other)
        return difference._get_records_action(name=self.env._("Difference"), target="new")

    # === RELEASE BY A PERSON === #

    def action_release(self, reason):
        """Release holds for a stated reason; orders with none left go on by themselves.

        The release covers exactly the figures of the hold: if they change, the check holds again.

        :param reason: why, for the ledger
        :raises AccessError: the user may not release a hold of this kind
        :raises UserError: no reason was given
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Say why you release this hold."))
        self.check_access("read")
        self.order_id._b2b_wait_for_turns()
        holds = self.filtered(lambda hold: hold.state == "open")
        holds._check_may_release()
        orders = holds.order_id
        orders._b2b_take_turns()
        holds.sudo()._waive(reason.strip(), self.env.user)
        self._go_on(orders)

    def _waive(self, reason, user):
        self.write(
            {
                "state": "waived",
                "reason": reason,
                "resolved_by_id": user.id,
                "resolved_on": fields.Datetime.now(),
            }
        )
        self._log("waived")

    def _go_on(self, orders):
        """Orders without any blocking hold left are taken up again."""
        waiting = orders.b2b_hold_ids.filtered(lambda hold: hold._is_blocking()).order_id
        (orders - waiting).filtered(lambda order: order.b2b_state == "held").action_confirm()

    def _check_may_release(self):
        teams = {
            "desk": self.env.ref("b2b_oms.group_order_desk"),
            "credit": self.env.ref("b2b_oms.group_credit"),
        }
        mine = self.env.user.all_group_ids
        for hold in self.sudo():
            if hold.action == "approve":
                raise UserError(
                    self.env._(
                        "This needs an approval by %(names)s: %(hold)s",
                        names=", ".join(hold.request_id.approver_ids.mapped("name"))
                        or self.env._("somebody else"),
                        hold=hold.message,
                    )
                )
            group = hold.policy_id.group_id or teams[hold.team]
            if group not in mine and not self.env.su:
                raise AccessError(
                    self.env._(
                        "Only members of “%(group)s” may release this hold: %(hold)s",
                        group=group.display_name,
                        hold=hold.message,
                    )
                )
