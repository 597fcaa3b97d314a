from odoo import models

from ..const import ACCOUNT_STATUSES


class AccountStatusCheck(models.AbstractModel):
    """New accounts are vetted first; blocked, closed and archived ones do not buy."""

    _name = "b2b.order.check.account_status"
    _inherit = "b2b.order.check"
    _description = "Account new, blocked or closed"
    _code = "account_status"
    _sequence = 11
    _team = "credit"
    _heals = True

    def _find(self, orders):
        labels = dict(ACCOUNT_STATUSES)
        for order in orders:
            account = order.b2b_account_id.with_company(order.company_id)
            status = account.b2b_status or "active"
            if account.active and status == "active":
                continue
            label = labels[status] if account.active else self.env._("archived")
            yield self._finding(
                order,
                self.env._(
                    "%(account)s is not active: %(status)s.",
                    account=account.display_name,
                    status=label.lower(),
                ),
                status=status if account.active else "archived",
            )
