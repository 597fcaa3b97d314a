"""Whom to remind of what today, and what is left out for which reason."""

from collections import defaultdict
from typing import Any, NamedTuple

from odoo import api, models
from odoo.fields import Domain

from .reminder_step import Step, cover, next_step

COLUMNS = (
    "id", "account_id", "currency_id", "due_date", "amount", "amount_currency",
    "disputed", "promised", "level_id", "reminded_on", "silent", "in_transit",
)  # fmt: skip


class Item(NamedTuple):
    """One open item of a letter. Amounts in its currency, ``value`` in the company's.

    ``level_id`` is the level it is reminded at now; 0 when it is only listed, or left out for
    ``reason``.
    """

    line_id: int
    currency_id: int
    due_date: Any
    open: float
    claim: float
    value: float
    reason: str
    level_id: int


class Letter(NamedTuple):
    """One letter to one account: ``level`` is the sternest its items have come to, today or before."""

    level: Any
    items: list

    @property
    def value(self):
        """What it asks for, in the company's currency."""
        return sum(item.value for item in self.items)


class ReminderPlan(models.AbstractModel):
    """Plans letters for many accounts in a constant number of queries. Writes nothing."""

    _name = "b2b.reminder.plan"
    _description = "Plan of reminders"

    @api.model
    def _letters(self, company, today, accounts=None):
        """{account: Letter} of the accounts with a tier that are to be reminded.

        :param today: the day in the company's time zone
        :param accounts: only these commercial partners
        """
        levels = self.env["b2b.reminder.level"]._of(company)
        rows = self._rows(company, accounts)
        credits = self._credits(company, rows)
        letters = {}
        for account, of_account in rows.items():
            letter = self._letter(levels, of_account, credits[account], today)
            if letter and company.currency_id.compare_amounts(
                letter.value, company.b2b_reminder_minimum
            ) >= 0:  # fmt: skip
                letters[account] = letter
        return letters

    def _rows(self, company, accounts):
        """{account: open items as dicts, the first due first}."""
        domain = Domain("company_id", "=", company.id) & Domain("tier_id", "!=", False)
        if accounts is not None:
            domain &= Domain("account_id", "in", accounts.ids)
        # The view ages by its user's day; the plan by the company's.
        found = self.env["b2b.open.item"].sudo()._rows(domain, COLUMNS, "due_date, id")
        rows = defaultdict(list)
        for values in found:
            row = dict(zip(COLUMNS, values, strict=True))
            rows[row["account_id"]].append(row)
        Partner = self.env["res.partner"].sudo().with_company(company)
        partners = Partner.browse(rows)
        return {partner: rows[partner.id] for partner in partners if partner._b2b_wants_reminders()}

    def _credits(self, company, rows):
        """{account: {currency id: money that pays for nothing yet}}, never negative."""
        credits = defaultdict(lambda: defaultdict(float))
        for account, of_account in rows.items():
            for row in of_account:
                credits[account][row["currency_id"]] += max(0.0, -float(row["amount_currency"]))
        payments = self.env["account.payment"].sudo().search(
            [
                ("partner_type", "=", "customer"),
                ("state", "=", "in_process"),
                ("move_id", "=", False),
                ("company_id", "=", company.id),
                ("partner_id.commercial_partner_id", "in", [account.id for account in rows]),
            ]
        )  # fmt: skip
        by_id = {account.id: account for account in rows}
        for payment in payments.filtered(lambda payment: not self._is_counted(payment)):
            account = by_id[payment.partner_id.commercial_partner_id.id]
            sign = 1 if payment.payment_type == "inbound" else -1
            credits[account][payment.currency_id.id] += sign * payment.amount
        return credits

    def _is_counted(self, payment):
        """Whether the invoices a payment is meant for are taken for paid already."""
        invoices = payment.invoice_ids
        return invoices and all(m.payment_state in ("paid", "in_payment") for m in invoices)

    def _letter(self, levels, rows, credits, today):
        owed = [row for row in rows if row["amount_currency"] > 0]
        items = self._claimed(owed, credits)
        steps = [Step(level.id, level.days) for level in levels.sorted("days")]
        by_id = {step.id: step for step in steps}
        marked, behind = [], set()
        for row, item in zip(owed, items, strict=True):
            step = None
            if not item.reason:
                reached = self._reached(row, by_id)
                step = next_step(steps, reached, row["reminded_on"], row["due_date"], today)
                behind |= {reached.id} if reached and reached.days > 0 else set()
            if step or row["due_date"] < today:
                marked.append(item._replace(level_id=step.id if step else 0))
        late = [item for item in marked if item.due_date < today]
        if behind or any(by_id[item.level_id].days > 0 for item in late if item.level_id):
            marked = late  # who is reminded of a debt is not told of what only comes due
        used = levels.filtered(lambda level: level.id in {item.level_id for item in marked})
        return Letter(self._tone(levels, used, behind), marked) if used else None

    def _tone(self, levels, used, behind):
        """The sternest level among the items of the letter, those it was written about before too.

        A new debt brings no friendly first reminder while an old one had its final.
        """
        known = used | levels.filtered(lambda level: level.id in behind)
        if used.filtered("by_mail"):
            known = known.filtered("by_mail")
        return known.sorted("days")[-1]

    def _reached(self, row, by_id):
        """The step of the last reminder, even if its level is not used any more."""
        if not row["level_id"]:
            return None
        level = self.env["b2b.reminder.level"].sudo().browse(row["level_id"])
        return by_id.get(level.id) or Step(level.id, level.days)

    def _claimed(self, owed, credits):
        """What each item leaves to ask for, when dispute, promise and credits are taken off."""
        items = []
        for row in owed:
            value, amount = float(row["amount"]), float(row["amount_currency"])
            share = 1 - float(row["disputed"] + row["promised"]) / value if value else 1
            reason = self._left_out(row, share)
            claim = 0.0 if reason else amount * share
            items.append(
                Item(row["id"], row["currency_id"], row["due_date"], amount, claim,
                     value * share, reason, 0)
            )  # fmt: skip
        for currency in {item.currency_id for item in items}:
            places = [n for n, item in enumerate(items) if item.currency_id == currency]
            covered = cover([items[n].claim for n in places], max(0.0, credits[currency]))
            for n, part in zip(places, covered, strict=True):
                items[n] = self._less(items[n], part)
        return items

    def _left_out(self, row, share):
        """Why an item is not asked for at all; empty: it is."""
        if row["in_transit"]:
            return "in_transit"
        if row["silent"]:
            return "silent"
        if share < 1e-6:
            return "disputed" if row["disputed"] >= row["promised"] else "promised"
        return ""

    def _less(self, item, covered):
        currency = self.env["res.currency"].browse(item.currency_id)
        claim = currency.round(item.claim - covered)
        if item.reason:
            return item._replace(value=0.0)
        if currency.is_zero(claim):
            return item._replace(claim=0.0, value=0.0, reason="covered")
        return item._replace(claim=claim, value=item.value * claim / item.claim)
