from odoo import models

from .point import Answer

ACTION = "b2b_oms.b2b_check_policy_action"


class PointPolicies(models.AbstractModel):
    """Policies say which findings stop an order."""

    _name = "b2b.readiness.point.policies"
    _inherit = "b2b.readiness.point"
    _description = "Checks stop orders"
    _code = "policies"
    _sequence = 40
    _chapter = "rules"

    def _title(self):
        return self.env._("What stops an order")

    def _answer(self, company):
        grouped = dict(
            self.env["b2b.check.policy"]._read_group(
                [("company_id", "in", (False, company.id))], ["action"], ["__count"]
            )
        )
        holding = sum(number for action, number in grouped.items() if action != "ignore")
        words = self.env._(
            "Hold or note: %(holding)s policies. Ignored: %(ignored)s.",
            holding=holding,
            ignored=grouped.get("ignore", 0),
        )
        return Answer(bool(holding), words, self._opening(ACTION))


class PointReminders(models.AbstractModel):
    """Who pays late hears of it only when there are levels."""

    _name = "b2b.readiness.point.reminders"
    _inherit = "b2b.readiness.point"
    _description = "There are reminder levels"
    _code = "reminders"
    _sequence = 44
    _chapter = "rules"
    _is_must = False

    def _title(self):
        return self.env._("Reminders")

    def _answer(self, company):
        levels = self.env["b2b.reminder.level"].search_count([])
        words = self.env._("%s levels", levels) if levels else self.env._("There is no level.")
        return Answer(bool(levels), words, self._opening("b2b_oms.b2b_reminder_level_action"))


class PointBilling(models.AbstractModel):
    """Accounts without a schedule are invoiced by hand, Odoo's way."""

    _name = "b2b.readiness.point.billing"
    _inherit = "b2b.readiness.point.accounts"
    _description = "Every account is invoiced by a schedule"
    _code = "billing"
    _sequence = 46
    _chapter = "rules"
    _is_must = False

    def _title(self):
        return self.env._("Invoices by schedule")

    def _answer(self, company):
        lacking = self._find(
            company,
            ("b2b_billing_schedule_id", "=", False),
            ("b2b_tier_id.billing_schedule_id", "=", False),
        )
        good = self.env._("Every account or its tier has a schedule.")
        return self._lacking(lacking, good, "b2b_oms.res_partner_action_accounts")
