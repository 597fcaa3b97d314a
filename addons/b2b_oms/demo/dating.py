"""Sets the clock of orders back, so that the demo's weeks have days."""

from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

# What tells of an order's days: table, column that names the order, its moments.
MOMENTS = (
    ("sale_order", "id", ("create_date",)),
    ("b2b_order_event", "order_id", ("create_date",)),
    ("b2b_order_hold", "order_id", ("create_date",)),
    ("b2b_approval_request", "order_id", ("create_date", "deadline")),
    ("b2b_allocation", "order_id", ("create_date", "first_promised_date")),
)
# A day, not a moment: hours taken off it would make it the day before.
DAYS = {"first_promised_date"}


def date_back(env, ages):
    """Make orders older; the ledger, the holds and the approvals tell of the same days.

    :param ages: {sale.order: timedelta}
    """
    now = fields.Datetime.now()
    for order, age in ages.items():
        order.date_order = now - age
    env.flush_all()
    for order, age in ages.items():
        for table, column, moments in MOMENTS:
            for moment in moments:
                by = timedelta(days=age.days) if moment in DAYS else age
                _shift(env, table, column, moment, order, by)
    env.invalidate_all()


def _shift(env, table, column, moment, order, age):
    env.cr.execute(
        SQL(
            "UPDATE %(table)s SET %(moment)s = %(moment)s - %(age)s::interval "
            "WHERE %(column)s = %(order)s",
            table=SQL.identifier(table),
            moment=SQL.identifier(moment),
            column=SQL.identifier(column),
            age=age,
            order=order.id,
        )
    )
