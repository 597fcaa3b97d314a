"""What all addresses of one plan share: stock, receipts, days. Each promise takes from it."""

from collections import Counter
from datetime import timedelta

from odoo import fields
from odoo.fields import Domain

from .quantities import Scale, date_reached, without_first
from .shipping_day import HORIZON


class Supply:
    """The warehouses of a company and what they can give, read once in a constant number of queries.

    Quantities are whole grains of the product's own unit.
    """

    def __init__(self, env, needs, terms, moment, without_order, without_warehouses=None):
        self._env, self._without_order = env, without_order
        self.moment = moment or fields.Datetime.now()
        self.products = env["product.product"].browse({need.product.id for need in needs})
        self.scale = Scale(env["decimal.precision"].precision_get("Product Unit"))
        self.all = env["stock.warehouse"].search([("company_id", "=", terms.company.id)])
        excluded = env["b2b.warehouse.preference"]._excluded(terms.account, terms.company)
        if without_warehouses:
            excluded |= without_warehouses.with_env(env)
        self.warehouses = self.all - excluded
        self.available = env["b2b.availability"]._by_warehouse(
            self.products, self.warehouses, terms.tier, without_order, terms.account
        )
        self.not_stocked = {
            (product.id, warehouse.id)
            for warehouse in self.all
            for product in warehouse._b2b_not_stocked(self.products)
        }
        self.stock = self._stock(needs)
        self._calendars = self.all._b2b_shipping_calendars(self.moment)
        self._booked = self._booked_days()
        self._coming = None

    def product(self, record):
        """The caller's product, read together with the others."""
        return record.with_env(self._env).with_prefetch(self.products._ids)

    # === STOCK === #

    def take(self, product, warehouse, grains):
        """Promise from stock; goods that are not kept in stock never run out."""
        if self.product(product).is_storable:
            self.stock[product.id, warehouse.id] -= grains

    def _stock(self, needs):
        stock = {key: self.scale.whole_grains(free) for key, free in self.available.items()}
        wanted = Counter()
        for need in needs:
            if not self.product(need.product).is_storable:
                wanted[need.product.id] += self.scale.grains(need.quantity)
        for product, grains in wanted.items():
            stock.update({(product, house): grains for house in self.warehouses.ids})
        return {key: grains for key, grains in stock.items() if key not in self.not_stocked}

    # === WHAT COMES === #

    def arrival(self, product, warehouse, grains):
        """The date on which so much is there, with what is there already; None: not in sight."""
        key = (product.id, warehouse.id)
        missing = grains - self.stock.get(key, 0)
        if missing <= 0:
            return self._calendars[warehouse].local(self.moment).date()
        return date_reached(self._timelines().get(key, ()), missing)

    def promise_arrival(self, product, warehouse, grains):
        """Promise from the receipts, the earliest first."""
        key, timelines = (product.id, warehouse.id), self._timelines()
        if key in timelines:
            timelines[key] = without_first(timelines[key], grains)

    def _timelines(self):
        if self._coming is None:
            found = self._env["b2b.availability"]._timeline(
                self.products, self.all, self._without_order
            )
            self._coming = {
                key: [(day, self.scale.whole_grains(quantity)) for day, quantity in coming]
                for key, coming in found.items()
            }
        return self._coming

    # === DAYS === #

    def first_day(self, warehouse):
        """The first local date on which the warehouse can send one more order."""
        return self._free_day(warehouse, self._calendars[warehouse].first_day(self.moment))

    def day_after(self, warehouse, arrival):
        """The date on which goods that arrive on a date leave again."""
        calendar = self._calendars[warehouse]
        return max(
            self.first_day(warehouse), calendar.working_day(arrival, warehouse.b2b_handling_days)
        )

    def book(self, warehouse, day):
        """One more order leaves that day."""
        self._booked[warehouse.id, day] += 1

    def _free_day(self, warehouse, day):
        capacity = warehouse.b2b_daily_orders
        if not capacity:
            return day
        for _tried in range(HORIZON):
            if self._booked[warehouse.id, day] < capacity:
                break
            day = self._calendars[warehouse].working_day(day + timedelta(days=1))
        return day

    def _booked_days(self):
        """{(warehouse.id, date): deliveries that begin there that day}, of warehouses with a limit."""
        booked, limited = Counter(), self.all.filtered("b2b_daily_orders")
        if not limited:
            return booked
        houses = {
            (
                house.out_type_id if house.delivery_steps == "ship_only" else house.pick_type_id
            ): house
            for house in limited
        }
        groups = (
            self._env["stock.picking"]
            .with_context(tz="UTC")
            ._read_group(
                Domain("picking_type_id", "in", [kind.id for kind in houses])
                & Domain("state", "!=", "cancel")
                & Domain("scheduled_date", ">=", self.moment - timedelta(days=1)),
                ["picking_type_id", "scheduled_date:hour"],
                ["__count"],
            )
        )
        for kind, hour, count in groups:
            house = houses[kind]
            booked[house.id, self._calendars[house].local(hour).date()] += count
        return booked
