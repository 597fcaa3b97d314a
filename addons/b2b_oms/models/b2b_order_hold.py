import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..const import HOLD_STATES, POLICY_ACTIONS


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
    state = fields.Selection(HOLD_STATES, required=True, default="open", index=True)
    message = fields.Char(required=True)
    figures = fields.Json()
    policy_id = fields.Many2one("b2b.check.policy", ondelete="set null")
    resolved_by_id = fields.Many2one("res.users", string="Released By")
    resolved_on = fields.Datetime(string="Ended On")
    reason = fields.Char(help="Why a person released it.")

    @api.model
    def _selection_code(self):
        return self.env["b2b.check.policy"]._selection_code()

    def _is_blocking(self):
        self.ensure_one()
        return self.state == "open" and self.action == "hold"

    def _key(self):
        self.ensure_one()
        figures = json.dumps(self.figures, sort_keys=True, default=str)
        return self.order_id.id, self.line_id.id, self.code, figures

    # === RECORDING WHAT CHECKS FOUND === #

    @api.model
    def _record(self, orders, decided):
        """Bring the holds of orders in line with what their checks found just now.

        A finding with the same figures as a hold that is open or was released by a person is that
        hold; others are new. Open holds that were not found again are cleared.

        :param orders: orders that were checked
        :param decided: list of (finding, policy) as ``b2b.check.policy._decide`` returns
        :return: the orders without a blocking hold
        """
        known = self.sudo().search(
            [("order_id", "in", orders.ids), ("state", "in", ("open", "waived"))]
        )
        by_key = {hold._key(): hold for hold in known.sorted("id")}
        found, new = self.sudo(), []
        for finding, policy in decided:
            vals = self._prepare(finding, policy)
            hold = by_key.get(self._finding_key(finding))
            if hold and (hold.state == "waived" or hold.action == vals["action"]):
                found |= hold
            else:
                new.append(vals)
        known.filtered(lambda hold: hold.state == "open" and hold not in found)._clear()
        created = self.sudo().create(new)
        created._log("finding")
        blocked = (found | created).filtered(lambda hold: hold._is_blocking()).order_id
        return orders.filtered(lambda order: order.id not in blocked._ids)

    @api.model
    def _finding_key(self, finding):
        line = finding.line.id if finding.line else False
        return finding.order.id, line, finding.code, finding.fingerprint

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
        }

    def _clear(self):
        if self:
            self.write({"state": "cleared", "resolved_on": fields.Datetime.now()})
            self._log("cleared")

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
        holds = self.filtered(lambda hold: hold.state == "open")
        holds.check_access("read")
        holds._check_may_release()
        orders = holds.order_id
        orders._b2b_take_turns()
        holds.sudo().write(
            {
                "state": "waived",
                "reason": reason.strip(),
                "resolved_by_id": self.env.uid,
                "resolved_on": fields.Datetime.now(),
            }
        )
        holds.sudo()._log("waived")
        self._go_on(orders)

    def _go_on(self, orders):
        """Orders without any blocking hold left are taken up again."""
        waiting = orders.b2b_hold_ids.filtered(lambda hold: hold._is_blocking()).order_id
        (orders - waiting).filtered(lambda order: order.b2b_state == "held").action_confirm()

    def _check_may_release(self):
        desk = self.env.ref("b2b_oms.group_order_desk")
        mine = self.env.user.all_group_ids
        for hold in self.sudo():
            group = hold.policy_id.group_id or desk
            if group not in mine and not self.env.su:
                raise AccessError(
                    self.env._(
                        "Only members of “%(group)s” may release this hold: %(hold)s",
                        group=group.display_name,
                        hold=hold.message,
                    )
                )
