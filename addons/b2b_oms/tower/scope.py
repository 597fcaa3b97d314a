"""Which part of the business the control tower shows: what a person filtered by."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from ..clock import midnight


class Scope(NamedTuple):
    """The filters of the screen; None means everything.

    ``today`` is the user's day, ``since`` the first day of orders to look at.
    """

    env: Any
    today: date
    warehouse: int | None = None
    team: int | None = None
    tier: int | None = None
    channel: str | None = None
    since: date | None = None

    def domain(self, order=None, account=None, warehouse=None):
        """What the filters mean for a model.

        :param order: path from the model to the order, ``""`` for orders themselves; None: the
            model has none, and filters by team, channel and period say nothing about it
        :param account: field that names the account
        :param warehouse: path to the warehouse
        """
        wanted = [("company_id", "in", self.env.companies.ids)]
        if self.warehouse and warehouse:
            wanted.append((warehouse, "=", self.warehouse))
        if self.tier and account:
            wanted.append((f"{account}.b2b_tier_id", "=", self.tier))
        if order is None:
            return wanted
        prefix = f"{order}." if order else ""
        if self.team:
            wanted.append((f"{prefix}team_id", "=", self.team))
        if self.channel:
            wanted.append((f"{prefix}b2b_channel", "=", self.channel))
        if self.since:
            wanted.append((f"{prefix}create_date", ">=", self.moment(self.since)))
        return wanted

    def moment(self, day):
        """When a day begins for the user, in UTC.

        :return: naive ``datetime``, as Odoo stores it
        """
        return midnight(day, self.env.tz)

    def days_ago(self, days):
        """When the user's day began so many days ago, in UTC."""
        return self.moment(self.today - timedelta(days=days))
