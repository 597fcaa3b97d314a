from odoo import api, fields, models

from ..collections.company_day import company_day

PROMISE_STATES = [
    ("open", "Open"),
    ("kept", "Kept"),
    ("broken", "Broken"),
    ("withdrawn", "Withdrawn"),
]


class PaymentPromise(models.Model):
    """The account said when it pays; until then it is not reminded."""

    _name = "b2b.payment.promise"
    _inherit = "b2b.claim"
    _description = "Promise to pay"
    _order = "state, promised_date, id desc"

    promised_date = fields.Date(required=True, tracking=True)
    state = fields.Selection(
        PROMISE_STATES, required=True, default="open", index=True, tracking=True, copy=False
    )
    open_before = fields.Monetary(
        compute="_compute_open_before",
        store=True,
        precompute=True,
        help="What was open on the invoice when the promise was made.",
    )

    @api.depends("move_id")
    def _compute_open_before(self):
        for promise in self:
            promise.open_before = promise.move_id.amount_residual

    def action_withdraw(self):
        """Noted by mistake, or replaced by another."""
        self._close("withdrawn")

    def _is_kept(self):
        """Whether as much as was promised came in since."""
        self.ensure_one()
        paid = self.open_before - self.move_id.amount_residual
        return self.currency_id.compare_amounts(paid, self.amount) >= 0

    @api.model
    def _settle(self):
        """Tell kept promises from broken ones; each broken one is escalated."""
        promises = self.search([("state", "=", "open")])
        for company, of_company in promises.grouped("company_id").items():
            today = company_day(company)
            kept = of_company.filtered(lambda promise: promise._is_kept())
            kept._close("kept")
            late = (of_company - kept).filtered(lambda p, today=today: p.promised_date < today)
            late._break(today)

    def _break(self, today):
        """The day is over and the money is not here: its owner and the credit controller act."""
        self._close("broken")
        self._remind_owner(self.env._("Broken promise: call the account"), today)
        limits = self.env["b2b.credit.limit"]._of({(p.account_id, p.company_id) for p in self})
        for promise in self:
            controller = limits[promise.account_id, promise.company_id].user_id
            if controller and controller != promise.user_id:
                promise.activity_schedule(
                    "mail.mail_activity_data_todo",
                    today,
                    self.env._("Broken promise of %s", promise.account_id.name),
                    user_id=controller.id,
                )

    @api.model
    def _cron_settle(self):
        """Every night: what was promised for yesterday, and disputes that ended by themselves."""
        self._settle()
        self.env["b2b.dispute"]._settle()
