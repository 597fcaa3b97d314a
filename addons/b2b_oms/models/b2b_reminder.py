from odoo import api, fields, models
from odoo.tools import format_date

from ..collections.company_day import company_day
from ..collections.reminder_sums import sums_by_currency
from ..collections.wishes import REASONS


class Reminder(models.Model):
    """One letter to one account, with all its items that are due."""

    _name = "b2b.reminder"
    _inherit = "b2b.letter"
    _description = "Reminder"
    _order = "date desc, id desc"
    _report = "b2b_oms.report_reminder"
    _mail_template = "b2b_oms.mail_template_reminder"

    run_id = fields.Many2one("b2b.reminder.run", readonly=True, index=True, ondelete="cascade")
    level_id = fields.Many2one(
        "b2b.reminder.level", string="Level", required=True, readonly=True, ondelete="restrict"
    )
    user_id = fields.Many2one(related="account_id.user_id", string="Salesperson")
    currency_id = fields.Many2one(related="company_id.currency_id")
    item_ids = fields.One2many("b2b.reminder.item", "reminder_id", readonly=True)
    item_count = fields.Integer(compute="_compute_item_count", store=True)
    amount = fields.Monetary(
        compute="_compute_amount", store=True, help="Asked for, without fee and interest."
    )

    _account_day_uniq = models.UniqueIndex(
        "(account_id, company_id, date) WHERE state != 'cancelled'",
        "The account got a reminder today already.",
    )

    @api.depends("item_ids")
    def _compute_item_count(self):
        for reminder in self:
            reminder.item_count = len(reminder.item_ids)

    @api.depends("item_ids.value")
    def _compute_amount(self):
        for reminder in self:
            reminder.amount = sum(reminder.item_ids.mapped("value"))

    # === WHAT THE LETTER SAYS === #

    def _claimed(self):
        """The items it asks for."""
        return self.item_ids.filtered(lambda item: not item.reason)

    def _left_out(self):
        """Items the account knows to be open, and that it is not asked for now."""
        return self.item_ids - self._claimed()

    def _sums(self):
        """What is asked for by currency, with interest and fee: list of ``Sum``.

        A letter that only keeps the tone of one before costs no second fee.
        """
        fee = max(self.item_ids.level_id.mapped("fee"), default=0.0)
        return sums_by_currency(self._claimed(), fee, self.currency_id)

    def _subject(self):
        return f"{self.company_id.name}: {self.level_id.subject}"

    def _paragraphs(self):
        """The level's text, a list of paragraphs."""
        text = self.level_id.text.replace("{date}", format_date(self.env, self.date))
        return [part.strip() for part in text.split("\n\n") if part.strip()]

    # === SENDING === #

    def _by_mail(self):
        return any(self.item_ids.level_id.mapped("by_mail"))

    def _is_still_needed(self):
        """Take out what was paid, disputed or promised since the letter was planned."""
        plan = self.env["b2b.reminder.plan"]._letters(
            self.company_id, company_day(self.company_id), self.account_id
        )
        planned = next(iter(plan.values()), None)
        now = {item.line_id: item for item in planned.items} if planned else {}
        steps = self.item_ids.filtered("level_id").move_line_id.ids
        if not any(now[line].level_id for line in steps if line in now):
            return False
        self.level_id = planned.level
        for item in self.item_ids:
            fresh = now.get(item.move_line_id.id)
            if fresh:
                item.write(self.env["b2b.reminder.item"]._figures(fresh))
            else:
                item.unlink()
        return True

    def _documents(self):
        files = []
        if self.level_id.attach_statement:
            statement = self.env["b2b.statement"]._made_for(self)
            files.append(statement._own_document())
        if self.level_id.attach_invoices:
            files += self._invoice_documents()
        return files

    def _invoice_documents(self):
        """The invoices as they were sent, printed anew only where they never were."""
        invoices = self._claimed().move_line_id.move_id.filtered(lambda move: move.is_invoice())
        files = []
        for invoice in invoices:
            sent = invoice.invoice_pdf_report_id
            content = sent.raw if sent else self._pdf("account.account_invoices", invoice)
            files.append((f"{invoice.name.replace('/', '_')}.pdf", content))
        return files

    def _after_sending(self):
        user = self.account_id.user_id
        if any(self.item_ids.level_id.mapped("activity")) and user:
            self.account_id.activity_schedule(
                "mail.mail_activity_data_call",
                summary=self.env._("Overdue: %s", self.level_id.name),
                user_id=user.id,
            )


class ReminderItem(models.Model):
    """An open item in a letter: asked for, or left out for a reason."""

    _name = "b2b.reminder.item"
    _description = "Item of a reminder"
    _order = "reason, due_date, id"

    reminder_id = fields.Many2one("b2b.reminder", required=True, ondelete="cascade", index=True)
    state = fields.Selection(related="reminder_id.state")
    move_line_id = fields.Many2one(
        "account.move.line", string="Item", required=True, ondelete="cascade", index=True
    )
    name = fields.Char(related="move_line_id.move_name", string="Document")
    invoice_date = fields.Date(related="move_line_id.date", string="Date")
    due_date = fields.Date(readonly=True)
    days = fields.Integer(compute="_compute_days", string="Days Overdue")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    open_amount = fields.Monetary(string="Open", readonly=True)
    claim = fields.Monetary(string="Asked For", readonly=True)
    interest = fields.Monetary(compute="_compute_interest")
    value = fields.Float(readonly=True, help="Asked for, in the company's currency.")
    reason = fields.Selection(REASONS, string="Left Out", readonly=True)
    level_id = fields.Many2one(
        "b2b.reminder.level", string="Reminded Now", readonly=True, ondelete="restrict"
    )

    @api.depends("due_date", "reminder_id.date")
    def _compute_days(self):
        for item in self:
            item.days = max(0, (item.reminder_id.date - item.due_date).days)

    @api.depends("claim", "days")
    def _compute_interest(self):
        for item in self:
            yearly = item.reminder_id.company_id.b2b_reminder_interest / 100
            item.interest = item.currency_id.round(item.claim * yearly * item.days / 365)

    @api.model
    def _figures(self, planned):
        """Values of an item as the plan has it today."""
        return {
            "open_amount": planned.open,
            "claim": planned.claim,
            "value": planned.value,
            "reason": planned.reason,
        }

    @api.model
    def _prepare(self, planned):
        return self._figures(planned) | {
            "move_line_id": planned.line_id,
            "currency_id": planned.currency_id,
            "due_date": planned.due_date,
            "level_id": planned.level_id,
        }
