from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class PriceAgreement(models.Model):
    """Prices negotiated with one account, for a time.

    The agreement is a price list of its own that only its account reaches: its lines are Odoo's
    price rules, so whatever understands those understands agreements.
    """

    _name = "b2b.price.agreement"
    _description = "Price agreement"
    _inherits = {"product.pricelist": "pricelist_id"}
    _inherit = ["mail.thread", "b2b.used"]
    _order = "date_start desc, id desc"

    pricelist_id = fields.Many2one("product.pricelist", required=True, ondelete="cascade")
    account_id = fields.Many2one(
        "res.partner", required=True, index=True, domain=[("parent_id", "=", False)], tracking=True
    )
    reference = fields.Char(help="The account's or our own number of the contract.")
    date_start = fields.Date(
        string="From", required=True, default=fields.Date.context_today, tracking=True
    )
    date_end = fields.Date(string="To", help="The last day. Empty: open.", tracking=True)
    protection = fields.Selection(
        [("keep", "Open orders keep their price"), ("follow", "Open orders follow")],
        default="keep",
        required=True,
        help="What happens to orders not yet released when a price of this agreement changes.",
    )
    days_left = fields.Integer(compute="_compute_days_left", search="_search_days_left")
    overlap_ids = fields.Many2many(
        "b2b.price.agreement",
        string="Overlapping Agreements",
        compute="_compute_overlap_ids",
        help="Of overlapping agreements the line about less wins (variant, product, category), "
        "then the higher break, then the agreement that began later.",
    )

    _dates_ordered = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date_start)",
        "An agreement cannot end before it begins.",
    )

    @api.depends("date_end")
    def _compute_days_left(self):
        today = fields.Date.context_today(self)
        for agreement in self:
            end = agreement.date_end
            agreement.days_left = (end - today).days if end else 0

    def _search_days_left(self, operator, value):
        if operator not in ("<", "<=", ">", ">=") or not isinstance(value, int):
            return NotImplemented
        limit = fields.Date.add(fields.Date.context_today(self), days=value)
        return [("date_end", operator, limit)]

    @api.depends("account_id", "date_start", "date_end", "company_id")
    def _compute_overlap_ids(self):
        for agreement in self:
            agreement.overlap_ids = self.search(agreement._overlap_domain())

    def _overlap_domain(self):
        self.ensure_one()
        domain = Domain("account_id", "=", self.account_id.id) & Domain("id", "!=", self._origin.id)
        domain &= Domain("date_end", "=", False) | Domain("date_end", ">=", self.date_start)
        if self.date_end:
            domain &= Domain("date_start", "<=", self.date_end)
        return domain

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["b2b_is_agreement"] = True
            vals.setdefault("company_id", self.env.company.id)
        return super().create(vals_list)

    def unlink(self):
        """The list goes with its agreement."""
        lists = self.pricelist_id
        result = super().unlink()
        lists.unlink()
        return result

    @api.constrains("pricelist_id", "date_start")
    def _check_rate(self):
        """Odoo takes a currency without a rate for equal to the company's; an agreement must not."""
        for agreement in self:
            company = agreement.company_id or self.env.company
            currency = agreement.currency_id
            if not currency._b2b_has_rate(company):
                raise ValidationError(
                    self.env._(
                        "There is no exchange rate for %(currency)s. Enter one first.",
                        currency=currency.name,
                    )
                )

    # === FOR THE ENGINE === #

    @api.model
    def _in_force(self, account, date):
        """Agreements of the account in the environment's company at a moment, latest first."""
        if not self._is_used():
            return self.browse()
        day = fields.Date.to_date(date)
        return self.search(
            [
                ("account_id", "=", account.id),
                ("company_id", "in", (False, self.env.company.id)),
                ("date_start", "<=", day),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", day),
            ]
        )

    def _rules(self, products, date):
        """Their rules that may be about the products: the more special, the higher break, the later."""
        first = self[0].pricelist_id
        domain = Domain(first._get_applicable_rules_domain(products=products, date=date))
        domain = domain.map_conditions(
            lambda leaf: (
                Domain("pricelist_id", "in", self.pricelist_id.ids)
                if leaf.field_expr == "pricelist_id"
                else leaf
            )
        )
        found = self.env["product.pricelist.item"].search(domain)
        age = {agreement.pricelist_id.id: rank for rank, agreement in enumerate(self)}
        return found.sorted(
            lambda rule: (
                rule.applied_on,
                -rule.min_quantity,
                age[rule.pricelist_id.id],
                -rule.categ_id.id,
                -rule.id,
            )
        )
