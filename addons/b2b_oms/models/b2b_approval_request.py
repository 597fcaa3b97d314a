from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount

STATES = [
    ("pending", "Waiting"),
    ("approved", "Approved"),
    ("refused", "Refused"),
    ("void", "No longer needed"),
]


class ApprovalRequest(models.Model):
    """A yes that is asked for: to which findings on an order, of whom, until when.

    The answer covers the figures that were shown and nothing worse. If they become worse, what was
    answered is void and it is asked again.
    """

    _name = "b2b.approval.request"
    _description = "Approval"
    _inherit = ["b2b.signed.question", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "order_id"
    _link_scope = "b2b_oms.approval"
    _link_hours = 24 * 14

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    account_id = fields.Many2one(related="order_id.b2b_account_id", store=True, index=True)
    seller_id = fields.Many2one(related="order_id.user_id", store=True, string="Seller")
    currency_id = fields.Many2one(related="order_id.currency_id")
    amount_total = fields.Monetary(related="order_id.amount_total")
    rule_id = fields.Many2one("b2b.approval.rule", ondelete="set null", readonly=True)
    step_id = fields.Many2one("b2b.approval.step", ondelete="set null", readonly=True)
    state = fields.Selection(STATES, required=True, default="pending", index=True, readonly=True)
    hold_ids = fields.One2many("b2b.order.hold", "request_id", string="Findings", readonly=True)
    findings = fields.Text(
        string="Findings in Words", compute="_compute_findings", compute_sudo=True
    )
    approver_ids = fields.Many2many("res.users", string="Approvers", readonly=True)
    asked_by_id = fields.Many2one("res.users", readonly=True)
    deadline = fields.Datetime(readonly=True, index="btree_not_null")
    reminded = fields.Boolean(readonly=True)
    decision_ids = fields.One2many("b2b.approval.decision", "request_id", readonly=True)
    is_mine = fields.Boolean(
        string="Mine to Decide", compute="_compute_is_mine", search="_search_is_mine"
    )

    @api.depends("hold_ids.message")
    def _compute_findings(self):
        for approval in self:
            approval.findings = "\n".join(approval.hold_ids.mapped("message"))

    @api.depends("state", "approver_ids")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for approval in self:
            approval.is_mine = approval.state == "pending" and approval._may_decide(self.env.user)

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        waiting = self.search([("state", "=", "pending")])
        return [("id", "in", waiting.filtered("is_mine").ids)]

    # === ASKING === #

    @api.model
    def _ask(self, orders):
        """Ask for every approval these orders wait for and nobody was asked for yet."""
        waiting = orders.sudo().b2b_hold_ids.filtered(
            lambda hold: hold.state == "open" and hold.action == "approve" and not hold.request_id
        )
        if not waiting:
            return
        rules = {hold: self.env["b2b.approval.rule"]._for_hold(hold) for hold in waiting}
        for (order, rule), holds in waiting.grouped(lambda h: (h.order_id, rules[h])).items():
            approval = self.sudo().create(
                {"order_id": order.id, "rule_id": rule.id, "asked_by_id": self.env.uid}
            )
            holds.request_id = approval
            approval._start_step(rule.step_ids[:1])

    def _start_step(self, step):
        """Ask the people of a step; no step means our managers."""
        self.ensure_one()
        now = fields.Datetime.now()
        self.write(
            {
                "step_id": step.id,
                "approver_ids": [(6, 0, self._approvers(step).ids)],
                "deadline": now + timedelta(hours=step.hours) if step.hours else False,
                "reminded": False,
            }
        )
        self._tell_approvers(self.approver_ids)
        names = ", ".join(self.approver_ids.mapped("name"))
        self._log(
            self.env._("Asked %(names)s.", names=names)
            if names
            else self.env._("There is nobody who may approve this.")
        )

    def _approvers(self, step):
        people = step._people(self.order_id) if step else self.env["res.users"]
        return self._without_interested(people) or self._without_interested(self._managers())

    def _managers(self):
        managers = self.env.ref("b2b_oms.group_manager").sudo().all_user_ids
        return managers.filtered(lambda u: u._is_internal() and self.company_id in u.company_ids)

    def _without_interested(self, people):
        """Nobody decides over what they made, sent on or sell themselves; absences are seen to."""
        deputies = self.env["b2b.approval.deputy"]._with_deputies(people)
        return deputies.sudo() - self._interested()

    def _interested(self):
        order = self.order_id.sudo()
        people = order.create_uid | order.user_id | self.asked_by_id
        return people - self.env.ref("base.user_root")

    # === DECIDING === #

    def _may_decide(self, user):
        """Whether a user may answer now: asked, or standing in for who was asked."""
        self.ensure_one()
        asked = self.env["b2b.approval.deputy"]._with_deputies(self.sudo().approver_ids)
        return user in asked and user not in self._interested() and user.active

    def _shown(self):
        return super()._shown() | {"step": self.step_id.id}

    def action_approve(self, comment=""):
        """Say yes as the current user. Orders with nothing else against them go on."""
        for approval in self:
            approval._decide(self.env.user, "approved", comment)
        return True

    def action_refuse(self, comment=""):
        """Say no as the current user; the order stays held and its seller is told."""
        for approval in self:
            approval._decide(self.env.user, "refused", comment)
        return True

    def _decide(self, user, decision, comment, seen=None):
        """Take one answer.

        :param user: who answers, already authenticated
        :param decision: ``approved`` or ``refused``
        :param seen: digest of what was shown; empty when it was shown this very moment
        :raises AccessError: the user was not asked
        :raises UserError: decided already, a refusal without a word, or shown figures are old
        """
        self.ensure_one()
        approval = self.sudo()
        if not self._may_decide(user):
            raise AccessError(self.env._("You were not asked for this approval."))
        approval.order_id._b2b_wait_for_turns()
        if approval.state != "pending":
            raise UserError(approval._already_decided())
        comment = approval._check_answer(decision == "approved", comment, seen)
        approval.order_id._b2b_take_turns()
        self.env["b2b.approval.decision"].sudo().create(
            {
                "request_id": approval.id,
                "user_id": user.id,
                "step": approval.step_id.display_name or self.env._("Managers"),
                "decision": decision,
                "comment": comment,
                "figures": [hold.figures for hold in approval.hold_ids],
            }
        )
        words = {
            "approved": self.env._("%(user)s approved. %(comment)s"),
            "refused": self.env._("%(user)s refused. %(comment)s"),
        }
        approval._log(words[decision] % {"user": user.name, "comment": comment})
        approval._close_activities()
        if decision == "refused":
            approval._refuse(user, comment)
        else:
            approval._go_on()

    def _already_decided(self):
        last = self.decision_ids[:1]
        if not last:
            return self.env._("This approval is no longer needed.")
        labels = dict(last._fields["decision"]._description_selection(self.env))
        return self.env._(
            "%(user)s decided this already: %(decision)s.",
            user=last.user_id.name,
            decision=labels[last.decision],
        )

    def _go_on(self):
        """The next step, or the end: the holds are released and the order is taken up again."""
        steps = self.rule_id.step_ids
        following = (
            steps[steps.ids.index(self.step_id.id) + 1 :] if self.step_id in steps else steps[:0]
        )
        if following:
            self._start_step(following[:1])
            return
        self.state = "approved"
        names = ", ".join(self.decision_ids.user_id.mapped("name"))
        self.hold_ids.filtered(lambda hold: hold.state == "open")._waive(
            self.env._("Approved by %(names)s.", names=names), self.decision_ids[:1].user_id
        )
        self.env["b2b.order.hold"]._go_on(self.order_id)

    def _refuse(self, user, comment):
        self.state = "refused"
        order = self.order_id
        order.message_post(
            body=self.env._("%(user)s refused: %(comment)s", user=user.name, comment=comment)
        )
        seller = order.user_id or order.create_uid
        if seller._is_internal():
            order.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Approval refused"),
                note=comment,
                user_id=seller.id,
            )

    # === WHEN FIGURES CHANGE === #

    def _void(self, why):
        """What was asked is not what stands there now."""
        pending = self.sudo().filtered(lambda approval: approval.state == "pending")
        for approval in pending:
            approval.state = "void"
            approval._close_activities()
            approval._log(why)

    # === TELLING === #

    def _tell_approvers(self, users):
        """An activity each, and a mail with a link that is theirs alone."""
        for user in users:
            link = self._link(user)
            note = Markup('<a href="%s">%s</a>') % (link, self.env._("Look at it and decide"))
            self.activity_schedule(
                "b2b_oms.mail_activity_type_approval",
                date_deadline=fields.Date.context_today(self, self.deadline or None),
                summary=self._headline(),
                note=note,
                user_id=user.id,
            )
            self._send(user, link)

    def _send(self, user, link):
        body = (
            self.env["ir.qweb"]
            .with_context(lang=user.lang)
            ._render("b2b_oms.approval_mail", {"approval": self, "user": user, "link": link})
        )
        self.with_context(lang=user.lang).message_notify(
            partner_ids=user.partner_id.ids,
            subject=self._headline(),
            body=body,
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _headline(self):
        return self.env._(
            "Approve %(order)s of %(account)s, %(amount)s?",
            order=self.order_id.name,
            account=self.account_id.display_name,
            amount=format_amount(self.env, self.amount_total, self.currency_id),
        )

    def _close_activities(self):
        self.sudo().activity_ids.with_context(b2b_decided=True).unlink()

    def _log(self, message):
        self.env["b2b.order.event"]._log(
            [
                {
                    "order_id": approval.order_id.id,
                    "kind": "approval",
                    "rule": approval.rule_id.name or "",
                    "message": message.strip(),
                    "figures": {"findings": [hold.figures for hold in approval.hold_ids]},
                }
                for approval in self
            ]
        )

    # === DEADLINES === #

    @api.model
    def _ask_deputies(self):
        """Who went away after they were asked: their deputies are asked as well."""
        for approval in self.search([("state", "=", "pending")]):
            more = approval._without_interested(approval.approver_ids) - approval.approver_ids
            if more:
                approval.approver_ids |= more
                approval._tell_approvers(more)

    @api.model
    def _cron_deadlines(self):
        """Remind who is late, once a step, and ask whoever the step names for that case."""
        self._ask_deputies()
        late = self.search(
            [
                ("state", "=", "pending"),
                ("deadline", "<", fields.Datetime.now()),
                ("reminded", "=", False),
            ]
        )
        for approval in late:
            step = approval.step_id
            more = approval._without_interested(step.escalation_id) - approval.approver_ids
            approval.reminded = True
            approval.approver_ids |= more
            for user in approval.approver_ids - more:
                approval._send(user, approval._link(user))
            approval._tell_approvers(more)
            names = ", ".join(approval.approver_ids.mapped("name"))
            approval._log(self.env._("Late: reminded %(names)s.", names=names))

    # === SIGNED LINKS === #

    def _link(self, user):
        """The address where this user, and nobody else, answers the step that is asked now."""
        return f"{self.get_base_url()}/b2b/approval/{self._sign(self.step_id.id, user.id)}"

    @api.model
    def _from_link(self, token):
        """(approval, user) of a link, as superuser; both empty when it is forged or expired."""
        approval, ids = self._signed(token)
        step_id, user_id = ids or (0, 0)
        user = self.env["res.users"].sudo().browse(user_id).exists()
        if (
            not approval
            or not user.active
            or (approval.state == "pending" and approval.step_id.id != step_id)
        ):
            return approval.browse(), user.browse()
        return approval, user
