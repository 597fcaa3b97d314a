"""What credit means for one order: paid or not, room or not, and the trace of it in the ledger."""

from odoo import api, fields, models


class OrderCredit(models.AbstractModel):
    """Adopted by ``sale.order``."""

    _name = "b2b.order.credit"
    _description = "Credit of an order"

    b2b_split_from_id = fields.Many2one(
        "sale.order",
        string="Rest Of",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups="base.group_user",
        help="The released part of the same purchase order.",
    )

    b2b_part_ids = fields.One2many(
        "sale.order", "b2b_split_from_id", string="Parts", groups="base.group_user"
    )

    b2b_waits_for_credit = fields.Boolean(
        compute="_compute_b2b_waits_for_credit", groups="base.group_user"
    )

    @api.depends("b2b_hold_ids.state", "b2b_hold_ids.code")
    def _compute_b2b_waits_for_credit(self):
        for order in self:
            codes = order._b2b_blocking().mapped("code")
            order.b2b_waits_for_credit = order.b2b_state == "held" and "credit_limit" in codes

    def _b2b_term(self, name):
        """Whether a yes/no term holds: the account's own choice, else its tier's.

        :param name: ``po_required`` or ``prepaid``
        """
        self.ensure_one()
        account = self.sudo().b2b_account_id.with_company(self.company_id)
        own = account[f"b2b_{name}"]
        return own == "yes" if own else bool(account.b2b_tier_id[name])

    def _b2b_is_part_of(self, other):
        """Whether both are parts of one purchase order that was released in steps."""
        first = self.sudo().b2b_split_from_id or self
        return first == (other.sudo().b2b_split_from_id or other)

    # === PREPAID === #

    def _b2b_paid(self):
        """What was paid for the order, with tax, in its currency: by invoices or online."""
        self.ensure_one()
        invoices = self.sudo().invoice_ids.filtered(lambda move: move.state == "posted")
        paid = 0.0
        for invoice in invoices:
            sign = -1 if invoice.move_type == "out_refund" else 1
            done = invoice.payment_state in ("paid", "in_payment", "reversed")
            amount = invoice.amount_total - (0.0 if done else invoice.amount_residual)
            paid += sign * invoice.currency_id._convert(
                amount, self.currency_id, self.company_id, invoice.date
            )
        return max(paid, self.sudo().amount_paid)

    # === LEDGER === #

    def _b2b_released_figures(self):
        """{order: figures of its credit} for the ledger: what was open, what came, what is allowed."""
        standings = self.env["b2b.credit.standing"]._of_orders(self)
        taken, figures = {}, {}
        for order, standing in standings.items():
            pool = standing.limit or order.b2b_account_id
            before = standing.exposure + taken.get(pool, 0.0)
            taken[pool] = taken.get(pool, 0.0) + standing.amount
            figures[order] = standing.figures() | {
                "before": standing.currency.round(before),
                "total": order.amount_total,
                "pool": [pool._name, pool.id],
                "turn": self.env["b2b.account.turn"]._of(order.b2b_account_id, order.company_id),
                "unlimited": standing.ceiling is None,
            }
        return figures

    def _b2b_log_credit(self):
        """A released order grew: the ledger tells with which credit."""
        self.env["b2b.order.event"]._log(
            [
                {
                    "order_id": order.id,
                    "kind": "credit",
                    "rule": "credit_limit",
                    "message": self.env._("Changed within the credit of the account."),
                    "figures": {"credit": figures},
                }
                for order, figures in self._b2b_released_figures().items()
            ]
        )
