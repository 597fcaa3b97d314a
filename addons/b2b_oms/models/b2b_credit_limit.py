from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_amount, format_date, ormcache

KINDS = [
    ("limit", "Up to the limit"),
    ("none", "No credit"),
    ("unlimited", "No limit"),
]


class CreditLimit(models.Model):
    """How much one account may owe one company. An account without a row has no limit of ours."""

    _name = "b2b.credit.limit"
    _description = "Credit limit"
    _inherit = ["mail.thread", "mail.activity.mixin", "b2b.used"]
    _order = "account_id, company_id"
    _rec_name = "account_id"

    account_id = fields.Many2one(
        "res.partner",
        required=True,
        ondelete="cascade",
        index=True,
        domain=[("parent_id", "=", False)],
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(
        "res.currency",
        string="Credit Currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="What the account owes in other currencies is converted at today's rate.",
    )
    kind = fields.Selection(KINDS, string="Credit", required=True, default="limit")
    amount = fields.Monetary(string="Limit")
    valid_until = fields.Date(
        help="The last day. Afterwards orders are held until somebody looks at the limit again."
    )
    extra_amount = fields.Monetary(string="Temporary Extra")
    extra_until = fields.Date(string="Extra Until", help="The last day of the temporary extra.")
    shared_with_id = fields.Many2one(
        "b2b.credit.limit",
        string="Shares the Limit Of",
        index="btree_not_null",
        ondelete="restrict",
        help="Both accounts together may owe what that limit says.",
    )
    sharing_ids = fields.One2many("b2b.credit.limit", "shared_with_id", string="Shared By")
    reserve_held = fields.Boolean(
        string="Held Orders Reserve",
        help="Held orders that would fit keep their share of the limit while they wait.",
    )
    user_id = fields.Many2one("res.users", string="Credit Controller")
    active = fields.Boolean(default=True)
    reason = fields.Char(
        string="Why Changed",
        compute="_compute_reason",
        inverse="_inverse_reason",
        help="Asked with each change; it stays in the history.",
    )
    change_ids = fields.One2many("b2b.credit.change", "limit_id", string="History", readonly=True)

    exposure = fields.Monetary(compute="_compute_standing")
    available = fields.Monetary(compute="_compute_standing")
    utilisation = fields.Float(compute="_compute_standing", search="_search_utilisation")
    overdue = fields.Monetary(compute="_compute_payment", currency_field="company_currency_id")
    overdue_days = fields.Integer(compute="_compute_payment", string="Days Overdue")
    days_beyond_terms = fields.Float(compute="_compute_payment", digits=(6, 1))
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    arithmetic = fields.Json(compute="_compute_standing")

    _account_company_uniq = models.UniqueIndex(
        "(account_id, company_id)", "This account has a credit limit in this company already."
    )
    _amounts_positive = models.Constraint(
        "CHECK(amount >= 0 AND extra_amount >= 0)", "A credit limit cannot be negative."
    )

    @api.constrains("shared_with_id", "company_id")
    def _check_shared_with(self):
        for limit in self:
            other = limit.shared_with_id
            if not other:
                continue
            if other == limit or other.shared_with_id or limit.sharing_ids:
                raise ValidationError(
                    self.env._(
                        "A shared limit is shared by one step: choose the account that has it."
                    )
                )
            if other.company_id != limit.company_id:
                raise ValidationError(self.env._("A limit is shared within one company."))

    @api.constrains("currency_id", "company_id", "kind")
    def _check_rate(self):
        for limit in self:
            if limit.kind == "limit" and not limit.currency_id._b2b_has_rate(limit.company_id):
                raise ValidationError(
                    self.env._(
                        "There is no exchange rate for %(currency)s. Enter one first.",
                        currency=limit.currency_id.name,
                    )
                )

    # === WHO CHANGED IT, WHEN, WHY === #

    @api.model
    def _told_fields(self):
        """Fields whose change goes to the history and needs a reason."""
        return {"kind", "amount", "valid_until", "extra_amount", "extra_until", "currency_id",
                "shared_with_id", "reserve_held", "active"}  # fmt: skip

    def _compute_reason(self):
        self.reason = False

    def _inverse_reason(self):
        """Kept by ``write`` in the history."""

    @api.model_create_multi
    def create(self, vals_list):
        reasons = [vals.get("reason") or self.env._("First limit") for vals in vals_list]
        limits = super().create(vals_list)
        self.env["b2b.credit.change"]._record(
            {
                limit: ("", limit._in_words(), why)
                for limit, why in zip(limits, reasons, strict=True)
            }
        )
        limits._take_turns()
        limits._room_may_be_free()
        return limits

    def write(self, vals):
        changing = self._told_fields() & vals.keys()
        if not changing:
            return super().write(vals)
        reason = (vals.get("reason") or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the credit limit changes."))
        before = {limit: limit._in_words() for limit in self}
        self._take_turns()
        if "shared_with_id" in vals:
            self.env.registry.clear_cache()
        result = super().write(vals)
        self._take_turns()
        self.env["b2b.credit.change"]._record(
            {
                limit: (was, limit._in_words(), reason)
                for limit, was in before.items()
                if was != limit._in_words()
            }
        )
        self._room_may_be_free()
        return result

    def unlink(self):
        self._take_turns()
        self._room_may_be_free()
        return super().unlink()

    def _in_words(self):
        """The limit as a sentence, to compare and to keep."""
        self.ensure_one()
        parts = [dict(self._fields["kind"]._description_selection(self.env))[self.kind]]
        if self.kind == "limit":
            parts.append(format_amount(self.env, self.amount, self.currency_id))
        if self.extra_amount:
            extra = format_amount(self.env, self.extra_amount, self.currency_id)
            until = format_date(self.env, self.extra_until) or self.env._("further notice")
            parts.append(self.env._("+ %(extra)s until %(day)s", extra=extra, day=until))
        if self.valid_until:
            day = format_date(self.env, self.valid_until)
            parts.append(self.env._("valid until %(day)s", day=day))
        if self.shared_with_id:
            name = self.shared_with_id.account_id.display_name
            parts.append(self.env._("shared with %(account)s", account=name))
        if self.reserve_held:
            parts.append(self.env._("held orders reserve"))
        if not self.active:
            parts.append(self.env._("archived"))
        return ", ".join(parts)

    def _take_turns(self):
        """No order may be decided over while its limit changes."""
        holders = self | self.shared_with_id
        self.env["b2b.account.turn"]._take(
            (limit.account_id, limit.company_id) for limit in holders.sudo()
        )

    def _room_may_be_free(self):
        accounts = (self | self.sharing_ids | self.shared_with_id).account_id
        self.env["sale.order"]._b2b_look_again(accounts)

    # === WHAT THE OTHERS ASK === #

    @api.model
    def _of(self, pairs):
        """{(account, company): the account's row, may be empty}, in one query and then none."""
        limits = self.sudo()
        rows = limits.browse()
        if self._is_used():
            accounts = self.env["res.partner"].browse({account.id for account, _company in pairs})
            rows = accounts.sudo().b2b_credit_limit_ids.filtered("active")
        by_pair = {(row.account_id, row.company_id): row for row in rows}
        return {pair: by_pair.get(pair, limits.browse()) for pair in pairs}

    @api.model
    def _shared_holders(self, pairs):
        """{(account, company)} of the limits that these accounts share; most have their own."""
        if not self._is_shared():
            return set()
        holders = {limit.shared_with_id for limit in self._of(pairs).values()} - {self.browse()}
        return {(holder.account_id, holder.company_id) for holder in holders}

    @api.model
    @ormcache()
    def _is_shared(self):
        return bool(self.sudo().search_count([("shared_with_id", "!=", False)], limit=1))

    def _ceiling(self):
        """How much may be owed today, in the credit currency; None: any amount."""
        self.ensure_one()
        if self.kind == "unlimited":
            return None
        today = fields.Date.context_today(self)
        extra = self.extra_amount if not self.extra_until or self.extra_until >= today else 0.0
        return (self.amount if self.kind == "limit" else 0.0) + extra

    def _is_expired(self):
        self.ensure_one()
        return bool(self.valid_until and self.valid_until < fields.Date.context_today(self))

    # === FIGURES === #

    @api.depends_context("uid")
    def _compute_standing(self):
        standings = self._standings()
        for limit in self:
            standing = standings.get((limit.account_id, limit.company_id))
            limit.exposure = standing.exposure if standing else 0.0
            limit.available = (standing.available or 0.0) if standing else 0.0
            limit.utilisation = self._used_share(standing)
            figures = standing and standing.figures() | {"unlimited": standing.ceiling is None}
            limit.arithmetic = self.env["b2b.credit.standing"]._arithmetic(figures)

    @api.model
    def _used_share(self, standing):
        if not standing or standing.ceiling is None:
            return 0.0
        if standing.ceiling <= 0:
            return 1.0 if standing.exposure > 0 else 0.0
        return standing.exposure / standing.ceiling

    def _standings(self):
        pairs = {(limit.account_id, limit.company_id) for limit in self}
        return self.env["b2b.credit.standing"].sudo()._of_accounts(pairs)

    def _search_utilisation(self, operator, value):
        if operator not in ("<", "<=", ">", ">=") or not isinstance(value, (int, float)):
            return NotImplemented
        limits = self.search([("kind", "!=", "unlimited")])
        compare = {
            "<": lambda used: used < value,
            "<=": lambda used: used <= value,
            ">": lambda used: used > value,
            ">=": lambda used: used >= value,
        }[operator]
        return [("id", "in", limits.filtered(lambda limit: compare(limit.utilisation)).ids)]

    def _compute_payment(self):
        behaviour = self.env["b2b.payment.behaviour"].sudo()
        accounts, companies = self.account_id.ids, self.company_id.ids
        overdue = behaviour._overdue(accounts, companies)
        late = behaviour._days_beyond_terms(accounts, companies)
        for limit in self:
            key = limit.account_id.id, limit.company_id.id
            limit.overdue = overdue[key].amount if key in overdue else 0.0
            limit.overdue_days = overdue[key].days if key in overdue else 0
            limit.days_beyond_terms = late.get(key, 0.0)

    # === ALERTS === #

    @api.model
    def _cron_alert(self):
        """Once for each limit that is nearly used up, and once before it ends."""
        for company in self.env["res.company"].search([]):  # pylint: disable=no-search-all
            self._alert_near(company)
            self._alert_ending(company)

    def _alert_near(self, company):
        share = company.b2b_credit_alert / 100
        if not share:
            return
        near = self.search([("company_id", "=", company.id), ("utilisation", ">=", share)])
        for limit in near.filtered("amount"):
            limit._alert(
                self.env._("Credit nearly used up"),
                self.env._(
                    "%(used)d %% of the limit of %(account)s is used: %(available)s are left.",
                    used=round(limit.utilisation * 100),
                    account=limit.account_id.display_name,
                    available=format_amount(self.env, limit.available, limit.currency_id),
                ),
            )

    def _alert_ending(self, company):
        notice = company.b2b_credit_notice_days
        today = fields.Date.context_today(self)
        ending = self.search(
            [
                ("company_id", "=", company.id),
                ("valid_until", ">=", today),
                ("valid_until", "<=", fields.Date.add(today, days=notice)),
            ]
        )
        for limit in ending:
            limit._alert(
                self.env._("Credit limit ends"),
                self.env._(
                    "The limit of %(account)s ends on %(day)s.",
                    account=limit.account_id.display_name,
                    day=format_date(self.env, limit.valid_until),
                ),
            )

    def _alert(self, summary, note):
        """One open activity for each matter is enough."""
        self.ensure_one()
        if summary in self.activity_ids.mapped("summary"):
            return
        team = self.env.ref("b2b_oms.group_credit").all_user_ids
        controller = (
            self.user_id
            or team.filtered(lambda user: self.company_id in user.company_ids and not user.share)[
                -1:
            ]
        )
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=summary,
            note=note,
            user_id=(controller or self.env.user).id,
        )

    def action_open_items(self):
        """The open items behind the exposure."""
        self.ensure_one()
        items = self.env["b2b.payment.behaviour"]._open_items(self.account_id, self.company_id)
        return items._get_records_action(name=self.env._("Open items"))
