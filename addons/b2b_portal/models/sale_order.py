from collections import defaultdict
from datetime import UTC
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..orders.status import BY_CODE, FIELDS, STATUSES, status_of

# Orders that count against a month: ordered, and not given up.
COUNTED = ("held", "released", "closed")


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = [
        "sale.order",
        "b2b.portal.timeline",
        "b2b.portal.order.shipments",
        "b2b.portal.backorders",
        "b2b.portal.wishes",
        "b2b.portal.reorder",
    ]

    b2b_orderer_id = fields.Many2one(
        "res.users",
        string="Ordered By",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups="base.group_user",
        help="The login of the account that placed the order; its limits count.",
    )
    b2b_buyer_approval_ids = fields.One2many(
        "b2b.buyer.approval", "order_id", string="Buyer's Approvals", groups="base.group_user"
    )
    b2b_return_ids = fields.One2many(
        "b2b.return.request", "order_id", string="Returns", groups="base.group_user"
    )

    @api.model
    def _portal_domain(self, buyer):
        """The orders a buyer sees: all of the account in the company of the login.

        Left out is what is not an order yet: quotations a rep still writes, or gave up.

        :param buyer: :class:`Buyer`
        """
        own = [("b2b_account_id", "=", buyer.account.id), ("company_id", "=", buyer.company.id)]
        sent_in = Domain("b2b_channel", "!=", "rep")
        looked_at = Domain("b2b_event_ids.to_state", "in", ("held", "released"))
        return Domain(own) & (
            Domain("state", "in", ("sent", "sale"))
            | Domain("b2b_state", "=", "held")
            | (Domain("state", "=", "draft") & Domain("b2b_state", "=", "received") & sent_in)
            | (Domain("state", "=", "cancel") & (sent_in | looked_at))
        )

    @api.model
    def _portal_domain_of(self, code):
        """The orders of one status, or of all that are not over.

        :param code: code of a :class:`Status`, or ``open``
        """
        if code == "open":
            return Domain.OR(status.domain for status in STATUSES if status.is_open)
        return Domain(BY_CODE[code].domain)

    @api.model
    def _portal_counts(self, buyer):
        """{code of a :class:`Status`: how many orders}, in one query; what is not there is left out."""
        counts = {}
        groups = self.sudo()._read_group(self._portal_domain(buyer), FIELDS, ["__count"])
        for *values, count in groups:
            code = status_of(dict(zip(FIELDS, values, strict=True))).code
            counts[code] = counts.get(code, 0) + count
        return counts

    def _portal_status(self):
        """Where the order is: a :class:`Status` of ``orders/status.py``."""
        self.ensure_one()
        order = self.sudo()
        return status_of({name: order[name] for name in FIELDS})

    def _portal_b2b_status(self):
        """Where the order is, in the buyer's words; reasons inside the house are not told.

        :return: (Bootstrap colour, sentence), or None for orders that are not on our path
        """
        self.ensure_one()
        if self.b2b_state == "held" and self._b2b_waits_for_buyer():
            return "warning", self.env._("This order waits for an approver of your company.")
        told = {
            "received": ("info", self.env._("We have received this order.")),
            "held": (
                "warning",
                self.env._("This order is being reviewed. We will come back to you."),
            ),
            "released": ("success", self.env._("This order is accepted.")),
            "closed": ("success", self.env._("This order is delivered, invoiced and paid.")),
            "cancelled": ("secondary", self.env._("This order is cancelled.")),
        }
        return told.get(self.b2b_state)

    # === LIMITS OF THE LOGIN THAT ORDERED === #

    def _b2b_ordered_value(self):
        """The order without tax in its company's currency, as limits of members are."""
        self.ensure_one()
        return self.amount_untaxed / (self.currency_rate or 1.0)

    def _b2b_month(self):
        """(first moment, first moment after) of the month it was ordered in, UTC without a zone."""
        self.ensure_one()
        zone = ZoneInfo(self._b2b_timezone())
        local = (self.create_date or fields.Datetime.now()).replace(tzinfo=UTC).astimezone(zone)
        first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        after = (first.replace(tzinfo=None) + relativedelta(months=1)).replace(tzinfo=zone)
        return tuple(edge.astimezone(UTC).replace(tzinfo=None) for edge in (first, after))

    @api.model
    def _b2b_ordered_before(self, together, orders):
        """{order: value of the same login's orders of the month that go before it}, in one query.

        :param together: orders that are judged at once: earlier ones of them count too
        """
        if not orders:
            return {}
        months = {order: order._b2b_month() for order in orders}
        others = self.sudo().search_fetch(
            [
                ("b2b_orderer_id", "in", [order.b2b_orderer_id.id for order in orders]),
                ("create_date", ">=", min(first for first, _after in months.values())),
                "|",
                ("b2b_state", "in", COUNTED),
                ("id", "in", together.ids),
            ],
            ["b2b_orderer_id", "b2b_account_id", "company_id", "create_date", "b2b_state",
             "amount_untaxed", "currency_rate"],
        )  # fmt: skip
        values = defaultdict(float)
        by_login = others.grouped(lambda o: o._b2b_limit_key())
        for order, (first, after) in months.items():
            for other in by_login.get(order._b2b_limit_key(), ()):
                goes_before = other.id < order.id or other.b2b_state in ("released", "closed")
                if other != order and goes_before and first <= other.create_date < after:
                    values[order] += other._b2b_ordered_value()
        return {order: values[order] for order in orders}

    def _b2b_limit_key(self):
        return self.b2b_orderer_id, self.b2b_account_id, self.company_id

    def _b2b_waits_for_buyer(self):
        """Whether an approver of the account is asked for this order."""
        return any(ask.state == "pending" for ask in self.sudo().b2b_buyer_approval_ids)

    def _b2b_evaluate(self):
        """Whoever may say yes for the account is asked as soon as a limit stops the order."""
        clear = super()._b2b_evaluate()
        self.env["b2b.buyer.approval"]._ask(self)
        return clear

    # === ODOO'S HOOKS, ONCE EACH === #

    def action_confirm(self):
        """A buyer who signs a quotation orders it."""
        user = self.env.user
        if self.env.su and user._is_portal():
            mine = self.sudo().filtered(
                lambda order: (
                    order._b2b_must_be_checked()
                    and not order.b2b_orderer_id
                    and order.b2b_account_id == user.partner_id.commercial_partner_id
                )
            )
            mine.write({"b2b_orderer_id": user.id})
        return super().action_confirm()

    def _b2b_mailed(self, event, subject):
        """Who placed the order hears of it, the way that login chose."""
        user = self.sudo().b2b_orderer_id
        if not user.active or not user.email:
            return super()._b2b_mailed(event, subject)
        choice = self.env["b2b.notice.choice"]._of(user, event)
        if choice == "mail":
            return user.partner_id
        local = self.with_context(lang=user.lang)
        name = self.client_order_ref or self.name
        text = local.env._("About your order %(order)s.", order=name)
        url = f"{self.get_base_url()}/my/b2b/orders/{self.id}"
        self.env["b2b.buyer.notice"]._tell(user, event, subject, text, url)
        return user.partner_id.browse()

    def _b2b_kept_fields(self):
        return super()._b2b_kept_fields() | {"b2b_orderer_id"}
