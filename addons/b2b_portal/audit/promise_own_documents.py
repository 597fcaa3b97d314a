from odoo import models
from odoo.tools import SQL

from ..roles import ORDER, ROLES

# Table, its model and what it is called to a person; each names its account's contact in partner_id.
FOLLOWED = (
    ("sale_order", "sale.order", "o.b2b_channel IS NOT NULL"),
    ("account_move", "account.move", "o.move_type IN ('out_invoice', 'out_refund')"),
)


class OwnDocuments(models.AbstractModel):
    """A buyer sees and orders for the own account only, and does no more than the role allows.

    What pages show cannot be read from the database; what would have to be there if a page, a
    form or a person had let somebody across can: it is looked for here.
    """

    _name = "b2b.audit.promise.own_documents"
    _inherit = "b2b.audit.promise"
    _description = "Nobody sees another account's documents"
    _code = "own_documents"
    _sequence = 70

    def _violations(self):
        yield from self._carts_of_others()
        yield from self._followers_of_others()
        yield from self._addresses_of_others()
        yield from self._orders_beyond_a_role()
        yield from self._orders_beyond_a_limit()
        yield from self._own_approvals()

    def _carts_of_others(self):
        """A cart that became an order of another account."""
        carts = self.env["b2b.cart"].search([("intake_id", "!=", False)])
        for cart in carts:
            for order in cart.intake_id.order_ids:
                if order.b2b_account_id != cart.account_id:
                    yield self._broken(
                        "sale.order",
                        order.id,
                        f"{order.name} came from a cart of {cart.account_id.name} and is an order "
                        f"of {order.b2b_account_id.name}.",
                    )

    def _followers_of_others(self):
        """Logins of one account who are mailed what is said about a document of another."""
        for table, model, condition in FOLLOWED:
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT o.id, o.name, p.name
                      FROM mail_followers f
                      JOIN %(table)s o ON o.id = f.res_id
                      JOIN res_partner buyer ON buyer.id = o.partner_id
                      JOIN res_partner p ON p.id = f.partner_id
                      JOIN res_users u ON u.partner_id = p.id AND u.share AND u.active
                     WHERE f.res_model = %(model)s AND %(condition)s
                       AND p.commercial_partner_id != buyer.commercial_partner_id
                     ORDER BY o.id
                    """,
                    table=SQL.identifier(table),
                    model=model,
                    condition=SQL(condition),  # pylint: disable=sql-injection
                )
            )
            for record_id, name, follower in rows:
                yield self._broken(
                    model, record_id, f"{follower} of another account follows {name}."
                )

    def _addresses_of_others(self):
        """Logins who may order to an address that is no longer, or never was, their account's."""
        for member in self.env["b2b.account.member"].search([("ship_to_ids", "!=", False)]):
            for address in member.ship_to_ids:
                if address.commercial_partner_id != member.account_id:
                    yield self._broken(
                        "b2b.account.member",
                        member.id,
                        f"{member.user_id.name} of {member.account_id.name} may order to "
                        f"{address.display_name}, an address of another account.",
                    )

    def _orders_beyond_a_role(self):
        """Orders by logins whose role, unchanged since, does not order."""
        silent = [role for role, (_label, rights) in ROLES.items() if ORDER not in rights]
        for order, member in self._ordered_by(SQL("m.role = ANY(%s)", silent)):
            yield self._broken(
                "sale.order",
                order.id,
                f"{order.name} was ordered by {member.user_id.name}, who may only look.",
            )

    def _orders_beyond_a_limit(self):
        """Released orders above a limit, unchanged since, that no hold ever asked about."""
        unasked = SQL(
            """m.order_limit > 0 AND o.b2b_state IN ('released', 'closed')
               AND o.amount_untaxed > 0
               AND NOT EXISTS (SELECT FROM b2b_order_hold h
                                WHERE h.order_id = o.id AND h.code = 'buyer_limit')"""
        )
        for order, member in self._ordered_by(unasked):
            value = order._b2b_ordered_value()
            if order.company_id.currency_id.compare_amounts(value, member.order_limit) > 0:
                yield self._broken(
                    "sale.order",
                    order.id,
                    f"{order.name} is above the limit of {member.user_id.name}, and nobody of the "
                    "account was asked.",
                )

    def _ordered_by(self, condition):
        """[(order, member)] of the portal where the member was not touched since the order."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT o.id, m.id
                  FROM sale_order o
                  JOIN b2b_account_member m
                    ON m.user_id = o.b2b_orderer_id AND m.account_id = o.b2b_account_id
                 WHERE o.b2b_channel = 'portal' AND m.write_date < o.create_date AND %s
                 ORDER BY o.id
                """,
                condition,
            )
        )
        Order, Member = self.env["sale.order"], self.env["b2b.account.member"]
        orders = Order.browse(row[0] for row in rows)
        members = Member.browse(row[1] for row in rows)
        return zip(orders, members, strict=True)

    def _own_approvals(self):
        """Answers to an approval by the one who ordered."""
        answered = self.env["b2b.buyer.approval"].search([("decided_by_id", "!=", False)])
        for ask in answered.filtered(lambda one: one.decided_by_id == one.orderer_id):
            yield self._broken(
                "b2b.buyer.approval",
                ask.id,
                f"{ask.order_id.name} was approved by {ask.decided_by_id.name}, who ordered it.",
            )
