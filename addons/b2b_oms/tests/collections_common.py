"""Builders for what is owed: invoices of a day, payments, disputes, promises."""

import io
from datetime import timedelta

from pypdf import PdfReader

from odoo.fields import Command

from .common import IntakeCase


class OwingBuilders:
    """What an account owes; for test cases of any kind."""

    def _prepare_owing(self):
        self.account.write({"email": "books@northside.example", "lang": "en_US"})
        self.today = self.env["b2b.open.item"]._day()
        self.company = self.env.company
        self.company.b2b_reminder_mode = "propose"
        self.service = self.env["product.product"].create(
            {"name": "Cutting", "type": "service", "list_price": 100.0, "taxes_id": False}
        )

    def _owe(self, amount, days_overdue=0, account=None, **vals):
        """A posted invoice that is so many days over its due date, or comes due in -days."""
        due = self.today - timedelta(days=days_overdue)
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (account or self.account).id,
                "invoice_date": min(due, self.today),
                "invoice_payment_term_id": False,
                "invoice_date_due": due,
                "invoice_line_ids": [
                    Command.create({"product_id": self.service.id, "quantity": 1,
                                    "price_unit": amount, "tax_ids": False})
                ],
            }
            | vals
        )  # fmt: skip
        invoice.invoice_date_due = due
        invoice.action_post()
        return invoice

    def _pdf_text(self, letter):
        """What its PDF says, made by the real engine whatever the test does to ``_pdf``."""
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, _kind = report._render_qweb_pdf(letter._report, letter.ids)
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)

    def _credit_note(self, amount, account=None):
        return self._owe(amount, account=account, move_type="out_refund")

    def _item(self, move):
        """The open item of a document."""
        return self.env["b2b.open.item"].search([("move_id", "=", move.id)])

    def _match(self, *moves):
        lines = self.env["account.move.line"].concat(*(move.line_ids for move in moves))
        lines.filtered(lambda line: line.account_type == "asset_receivable").reconcile()

    def _receive(self, amount, account=None, day=None, currency=None):
        """Money on the books that pays for nothing yet: an entry of the bank."""
        receivable = (account or self.account).property_account_receivable_id
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        line = {"partner_id": (account or self.account).id}
        foreign = {"currency_id": currency.id} if currency else {}
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "date": day or self.today,
                "line_ids": [
                    Command.create(line | {"account_id": receivable.id, "credit": amount} | foreign),
                    Command.create(line | {"account_id": journal.default_account_id.id,
                                           "debit": amount}),
                ],
            }
        )  # fmt: skip
        move.action_post()
        return move

    def _dispute(self, move, **vals):
        return self.env["b2b.dispute"].create({"move_id": move.id} | vals)

    def _promise(self, move, in_days=5, **vals):
        day = self.today + timedelta(days=in_days)
        return self.env["b2b.payment.promise"].create(
            {"move_id": move.id, "promised_date": day} | vals
        )


class CollectionsCase(OwingBuilders, IntakeCase):
    """Letters are sent as the nightly jobs do, with their commits."""

    def setUp(self):
        super().setUp()
        self._prepare_owing()

    def _remind(self):
        """The daily run. Returns the letters of the account."""
        self.env["b2b.reminder.run"]._run(self.company)
        return self._letters()

    def _letters(self, account=None):
        return self.env["b2b.reminder"].search(
            [("account_id", "=", (account or self.account).id), ("state", "!=", "cancelled")]
        )

    def _send(self, letters=None):
        """Approve letters and let the background job send them."""
        if letters:
            letters.action_approve()
        self.env["b2b.reminder"]._cron_send()

    def _later(self, days):
        """So many days later: the past is moved back instead of the clock forward."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET date_maturity = date_maturity - %s, date = date - %s"
            " WHERE date_maturity IS NOT NULL OR parent_state = 'posted'",
            [days, days],
        )
        self.env.cr.execute(
            "UPDATE b2b_reminder SET date = date - %s, sent_on = sent_on - %s", [days, days]
        )
        # Far away and back: days that move one by one would meet each other in the unique index.
        for move in (10_000 + days, -10_000):
            self.env.cr.execute("UPDATE b2b_reminder_run SET date = date - %s", [move])
        self.env.cr.execute(
            "UPDATE b2b_payment_promise SET promised_date = promised_date - %s", [days]
        )
        self.env.invalidate_all()
