from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_amount

from ..roles import APPROVE

STATES = [
    ("pending", "Waiting"),
    ("approved", "Approved"),
    ("refused", "Refused"),
    ("void", "No longer needed"),
]


class BuyerApproval(models.Model):
    """A yes that the account's own approver gives to an order above a member's limit.

    It releases the holds of the limit, for the figures that were shown and nothing more: an order
    that grows is held, and asked about, again.
    """

    _name = "b2b.buyer.approval"
    _inherit = "b2b.signed.question"
    _description = "Buyer's approval"
    _order = "id desc"
    _rec_name = "order_id"
    _link_scope = "b2b_portal.buyer_approval"
    _link_hours = 24 * 7

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    account_id = fields.Many2one(related="order_id.b2b_account_id", store=True, index=True)
    orderer_id = fields.Many2one(related="order_id.b2b_orderer_id", store=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    state = fields.Selection(STATES, required=True, default="pending", index=True, readonly=True)
    hold_ids = fields.One2many("b2b.order.hold", "buyer_approval_id", readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_on = fields.Datetime(readonly=True)
    reason = fields.Char(readonly=True)
    amount = fields.Monetary(readonly=True, help="Of the order without tax when it was answered.")

    # === ASKING === #

    @api.model
    def _ask(self, orders):
        """Ask about every order a limit stops and nobody was asked about yet."""
        holds = orders.sudo().b2b_hold_ids.filtered(
            lambda hold: hold.code == "buyer_limit" and hold._is_blocking()
        )
        for order, of_order in holds.grouped("order_id").items():
            asked = of_order.buyer_approval_id.filtered(lambda ask: ask.state == "pending")
            if not asked:
                asked = self.sudo().create({"order_id": order.id})
                asked._tell_approvers()
            of_order.buyer_approval_id = asked

    def _approvers(self):
        """Logins of the account that may say yes: ``res.users``, sudo. Nobody approves their own."""
        self.ensure_one()
        members = self.env["b2b.account.member"]._with_right(self.account_id, APPROVE)
        return members.user_id - self.orderer_id

    def _give_up_if_over(self):
        """The cause is gone, the seller let the order go, or it was cancelled."""
        over = self.sudo().filtered(
            lambda ask: (
                ask.state == "pending"
                and not ask.hold_ids.filtered(lambda hold: hold._is_blocking())
            )
        )
        over.write({"state": "void"})

    @api.model
    def _of(self, buyer):
        """The approvals of a buyer's account in its company, sudo, newest first.

        :param buyer: :class:`Buyer`
        """
        return self.sudo().search(self._portal_domain(buyer), limit=200)

    @api.model
    def _portal_domain(self, buyer):
        """Those of a buyer's account, in the company of the login."""
        return [("account_id", "=", buyer.account.id), ("company_id", "=", buyer.company.id)]

    @api.model
    def _waiting_for(self, buyer):
        """Those a buyer may answer now."""
        if not buyer.may(APPROVE):
            return self.sudo().browse()
        return self.sudo().search(
            [
                *self._portal_domain(buyer),
                ("state", "=", "pending"),
                ("orderer_id", "!=", buyer.user.id),
            ]
        )

    # === ANSWERING === #

    def _why_not(self, user):
        """What forbids this login to answer, in a sentence; empty when it may."""
        self.ensure_one()
        if user == self.orderer_id:
            return self.env._("Somebody else must approve what you ordered.")
        if user not in self._approvers():
            return self.env._("Your role does not allow this.")
        if self.state == "void":
            return self.env._("This approval is no longer needed.")
        if self.state != "pending":
            return self.env._("%(name)s answered this already.", name=self.decided_by_id.name)
        return ""

    def _decide(self, user, yes, reason, seen):
        """Take the answer of an approver.

        :param user: ``res.users``, already authenticated
        :param yes: approved or refused; who refuses says why, and the order is cancelled
        :param seen: digest of what was shown, of :meth:`_seen`
        :raises AccessError: the user may not answer
        :raises UserError: a refusal without a reason, or the order changed meanwhile
        """
        self.ensure_one()
        ask = self.sudo().with_user(user).sudo().with_company(self.sudo().company_id)
        order = ask.order_id
        order._b2b_wait_for_turns()
        if problem := ask._why_not(user):
            raise AccessError(problem)
        reason = ask._check_answer(yes, reason, seen or "nothing")
        order._b2b_take_turns()
        ask.write(
            {
                "state": "approved" if yes else "refused",
                "decided_by_id": user.id,
                "decided_on": fields.Datetime.now(),
                "reason": reason,
                "amount": order.amount_untaxed,
            }
        )
        ask._log()
        ask._tell_orderer()
        if yes:
            ask._release()
        else:
            order.with_context(disable_cancel_warning=True)._action_cancel()

    def _release(self):
        holds = self.hold_ids.filtered(lambda hold: hold._is_blocking())
        why = self.env._("Approved by %(name)s of the account.", name=self.decided_by_id.name)
        holds._waive(f"{why} {self.reason or ''}".strip(), self.decided_by_id)
        holds._go_on(self.order_id)

    def _log(self):
        words = {
            "approved": self.env._("%(name)s of the account approved. %(reason)s"),
            "refused": self.env._("%(name)s of the account refused. %(reason)s"),
        }
        self.env["b2b.order.event"]._log(
            [
                {
                    "order_id": ask.order_id.id,
                    "kind": "approval",
                    "rule": "buyer_limit",
                    "message": (
                        words[ask.state]
                        % {"name": ask.decided_by_id.name, "reason": ask.reason or ""}
                    ).strip(),
                    "figures": {
                        "amount": ask.amount,
                        "findings": [hold.figures for hold in ask.hold_ids],
                    },
                }
                for ask in self
            ]
        )

    # === TELLING === #

    def _tell_approvers(self):
        """Each approver has a link of their own."""
        for user in self._approvers():
            self.env["b2b.buyer.notice"]._tell(
                user,
                "approval",
                self.env._(
                    "Approve order %(order)s of %(name)s, %(amount)s?",
                    order=self.order_id.client_order_ref or self.order_id.name,
                    name=self.orderer_id.name,
                    amount=self._told_amount(),
                ),
                self.env._("It is above what this login may order and waits for your answer."),
                self._link(user),
            )

    def _tell_orderer(self):
        name = self.order_id.client_order_ref or self.order_id.name
        subject = {
            "approved": self.env._("Order %(order)s is approved", order=name),
            "refused": self.env._("Order %(order)s is refused", order=name),
        }[self.state]
        self.env["b2b.buyer.notice"]._tell(
            self.orderer_id,
            "approval",
            subject,
            self.env._(
                "%(name)s decided. %(reason)s",
                name=self.decided_by_id.name,
                reason=self.reason or "",
            ).strip(),
            f"{self.get_base_url()}/my/b2b/approvals/{self.id}",
        )

    def _told_amount(self):
        return format_amount(self.env, self.order_id.amount_untaxed, self.currency_id)

    def _link(self, user):
        """The address where this approver, and nobody else, answers."""
        return f"{self.get_base_url()}/b2b/buyer-approval/{self._sign(user.id)}"

    @api.model
    def _from_link(self, token):
        """(approval, user) of a link, sudo; both empty when it is forged, expired or taken back."""
        ask, ids = self._signed(token)
        user = self.env["res.users"].sudo().browse(ids).exists()
        if not ask or user not in ask._approvers():
            return ask.browse(), user.browse()
        return ask, user
