from odoo import models
from odoo.tools import SQL


class DuplicateCheck(models.AbstractModel):
    """The same account already sent this PO number."""

    _name = "b2b.order.check.duplicate"
    _inherit = "b2b.order.check"
    _description = "Duplicate customer PO"
    _code = "duplicate"
    _sequence = 15

    def _find(self, orders):
        numbered = orders.filtered(lambda order: order._b2b_po_key())
        if not numbered:
            return
        others = self._others_by_key(numbered)
        for order in numbered:
            for other in others.get(order._b2b_po_key(), ()):
                if other.id < order.id and not order._b2b_is_part_of(other):
                    yield self._finding(
                        order,
                        self.env._(
                            "PO %(number)s of this account is already order %(other)s.",
                            number=order.client_order_ref.strip(),
                            other=other.name,
                        ),
                        number=order.client_order_ref.strip(),
                        other=other.id,
                    )
                    break

    def _others_by_key(self, orders):
        """{(company, account, PO number): orders not cancelled, oldest first} in one query.

        The number is compared as buyers write it: spaces around it and case do not matter.
        """
        Order = self.env["sale.order"]
        Order.flush_model(["client_order_ref", "b2b_account_id", "state", "company_id"])
        companies, accounts, numbers = zip(*{o._b2b_po_key() for o in orders}, strict=True)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM sale_order
                 WHERE lower(trim(client_order_ref)) IN %s
                   AND b2b_account_id IN %s AND company_id IN %s
                   AND state != 'cancel'
                 ORDER BY id
                """,
                numbers,
                accounts,
                companies,
            )
        )
        found = Order.browse(row[0] for row in rows)
        return found.grouped(lambda order: order._b2b_po_key())
