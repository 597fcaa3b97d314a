from odoo import api, fields, models
from odoo.tools import ormcache


class ReminderLevel(models.Model):
    """What is sent or done so many days before or after the due date."""

    _name = "b2b.reminder.level"
    _description = "Reminder level"
    _order = "days, id"

    name = fields.Char(required=True, translate=True)
    days = fields.Integer(
        string="Days After Due", required=True, help="Negative: so many days before the due date."
    )
    company_id = fields.Many2one(
        "res.company",
        help="Empty: companies without levels of their own. A company's own levels replace these.",
    )
    active = fields.Boolean(default=True)
    by_mail = fields.Boolean(string="Send a Letter", default=True)
    subject = fields.Char(required=True, translate=True)
    text = fields.Text(
        required=True, translate=True, help="Stands above the list of items, in mail and letter."
    )
    attach_statement = fields.Boolean(default=True)
    attach_invoices = fields.Boolean(default=True)
    activity = fields.Boolean(
        string="Tell the Salesperson", help="An activity on the account, to call it."
    )
    hold = fields.Boolean(
        string="Hold Orders",
        help="Orders of the account are held as long as an item reminded at this level is open.",
    )
    fee = fields.Float(help="Asked for in the letter, in the company's currency. Not booked.")

    _days_company_uniq = models.UniqueIndex(
        "(days, COALESCE(company_id, 0)) WHERE active", "There is a level for these days already."
    )

    @api.model
    def _of(self, company):
        """The levels a company uses."""
        levels = self.sudo().search([("company_id", "in", (company.id, False))])
        return levels.filtered("company_id") or levels

    @api.model
    @ormcache()
    def _is_any_holding(self):
        """Whether any level holds orders: saves the look where none does."""
        return bool(
            self.sudo().with_context(active_test=False).search_count([("hold", "=", True)], limit=1)
        )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
