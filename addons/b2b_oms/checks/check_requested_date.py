from datetime import timedelta

from odoo import fields, models
from odoo.tools import format_date


class RequestedDateCheck(models.AbstractModel):
    """A date nobody can keep is better refused now than broken later."""

    _name = "b2b.order.check.requested_date"
    _inherit = "b2b.order.check"
    _description = "Requested date not reachable"
    _code = "requested_date"
    _sequence = 58
    _measures = {"earliest": 0}

    def _find(self, orders):
        for order in orders:
            goods = order._b2b_goods()
            if not order.b2b_requested_date and not any(goods.mapped("b2b_requested_date")):
                continue
            today = fields.Date.context_today(order.with_context(tz=order._b2b_timezone()))
            wanted = {None: order.b2b_requested_date} | {
                line: line.b2b_requested_date for line in goods
            }
            longest = max(goods.mapped("customer_lead"), default=0)
            for line, date in wanted.items():
                lead = line.customer_lead if line else longest
                earliest = today + timedelta(days=lead)
                if date and date < earliest:
                    yield self._describe(order, line, date, earliest)

    def _describe(self, order, line, date, earliest):
        what = line.product_id.display_name if line else self.env._("The order")
        return self._finding(
            order,
            self.env._(
                "%(what)s is wanted on %(date)s, the earliest day is %(earliest)s.",
                what=what,
                date=format_date(self.env, date),
                earliest=format_date(self.env, earliest),
            ),
            line=line,
            wanted=date.isoformat(),
            earliest=earliest.isoformat(),
        )
