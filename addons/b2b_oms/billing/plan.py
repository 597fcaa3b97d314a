from odoo import api, models
from odoo.fields import Domain

from .parcel import Bill, Parcel, Waiting


class BillingPlan(models.AbstractModel):
    """What a schedule would bill at a moment, on which invoices, and why not the rest.

    Reads only. The run and its preview ask the same question here.
    """

    _name = "b2b.billing.plan"
    _description = "What is due"

    @api.model
    def _plan(self, schedule, company, until):
        """The bills due at a moment.

        :param until: UTC; what was shipped at or after it is not due
        :return: (list of :class:`Bill`, list of :class:`Waiting`), in a stable order
        """
        schedule = schedule.sudo().with_company(company)
        parcels = self._parcels(schedule, company, until)
        due, waiting = self._sift(schedule, parcels)
        return self._bills(schedule, due), waiting

    # === PARCELS === #

    def _parcels(self, schedule, company, until):
        """Everything unbilled of the schedule's accounts that belongs to moments up to this one."""
        accounts = schedule._accounts(company)
        if not accounts:
            return []
        if schedule._timing()._bills_ordered:
            orders = self._orders_with_extras(accounts, company, until)
        else:
            orders = self._orders_without_goods(accounts, company, until)
        shipped = self._shipped_parcels(schedule, accounts, company, until)
        bare = [self._bare(order) for order in orders - self._of(shipped)]
        mine = [
            parcel
            for parcel in [*shipped, *bare]
            if parcel.order._b2b_billing_schedule() == schedule
        ]
        return sorted(mine, key=self._place)

    def _place(self, parcel):
        """Printed by order, then by delivery."""
        return parcel.order.id, parcel.shipped_on() or parcel.order.date_order, parcel.picking.id

    def _bare(self, order):
        return Parcel(order, self.env["stock.picking"], self.env["stock.move"])

    def _of(self, parcels):
        return self.env["sale.order"].sudo().union(*(parcel.order for parcel in parcels))

    def _shipped_parcels(self, schedule, accounts, company, until):
        if schedule._timing()._bills_ordered:
            return []
        moves = self.env["stock.move"].sudo().search(self._unbilled(accounts, company), order="id")
        moves = moves.filtered(lambda move: move._b2b_counts())
        ours = moves.filtered(lambda move: not move._b2b_is_return() and move.date < until)
        back = (moves - ours).filtered(lambda m: self._is_back(m, moves, ours, until))
        parcels = {}
        for move in ours | back:
            origin = move.origin_returned_move_id
            home = (origin if origin in ours else move).picking_id
            key = move.sale_line_id.order_id, home
            parcels[key] = parcels.get(key, move.browse()) | move
        return [Parcel(order, picking, moves) for (order, picking), moves in parcels.items()]

    def _unbilled(self, accounts, company):
        return Domain(
            [
                ("state", "=", "done"),
                ("company_id", "=", company.id),
                ("sale_line_id.order_id.b2b_account_id", "in", accounts.ids),
                ("b2b_claim_ids", "=", False),
            ]
        ) & (
            Domain("location_dest_id.usage", "=", "customer")
            | Domain("location_id.usage", "=", "customer")
        )

    def _is_back(self, move, moves, ours, until):
        """What came back goes with what it came with; of what was billed, at the next moment."""
        origin = move.origin_returned_move_id
        if not move._b2b_is_return():
            return False
        return origin in ours if origin in moves else move.date < until

    def _orders_with_extras(self, accounts, company, until):
        lines = self.env["sale.order.line"].sudo().search(
            [
                ("order_id.b2b_account_id", "in", accounts.ids),
                ("company_id", "=", company.id),
                ("state", "=", "sale"),
                ("qty_to_invoice", "!=", 0),
                ("is_downpayment", "=", False),
                ("order_id.date_order", "<", until),
            ],
            order="id",
        )  # fmt: skip
        return lines.order_id

    def _orders_without_goods(self, accounts, company, until):
        """Orders whose extras wait for no delivery: services, what is left after the last one."""
        orders = self._orders_with_extras(accounts, company, until)
        orders = orders.filtered(lambda order: any(map(self._stands_alone, order.order_line)))
        return orders - self._open_orders(orders)

    def _stands_alone(self, line):
        """Fees and discounts are about goods: without any delivered they are not billed."""
        if line._b2b_is_shipped() or line.qty_to_invoice <= 0:
            return False
        goods = line.order_id.order_line.filtered(lambda other: other._b2b_is_shipped())
        about_goods = line._b2b_is_fee() or line._b2b_is_reduction()
        return not about_goods or not goods or any(goods.mapped("qty_delivered"))

    def _open_orders(self, orders):
        """Those of which goods are still to leave."""
        moves = self.env["stock.move"].sudo()._read_group(
            [
                ("sale_line_id.order_id", "in", orders.ids),
                ("state", "not in", ("done", "cancel")),
            ],
            ["sale_line_id"],
        )  # fmt: skip
        return orders.browse([line.order_id.id for (line,) in moves])

    # === WHAT MUST WAIT === #

    def _sift(self, schedule, parcels):
        timing, due, waiting = schedule._timing(), [], []
        still_open = self._open_orders(self._of(parcels))
        for parcel in parcels:
            reason = timing._must_wait(parcel.order, parcel.order in still_open)
            if reason:
                waiting.append(Waiting(parcel, reason))
            else:
                due.append(parcel)
        return due, waiting

    # === BILLS === #

    def _bills(self, schedule, parcels):
        """Put the parcels that share everything that matters on one bill."""
        still_open = self._open_orders(self._of(parcels))
        seen_orders, seen_fees, by_key = set(), set(), {}
        for parcel in parcels:
            key = self._key(schedule, parcel)
            extras = ()
            if parcel.order not in seen_orders and not (parcel.moves and parcel.is_returned()):
                seen_orders.add(parcel.order)
                extras = self._extras(schedule, parcel.order, parcel.order in still_open)
            by_key.setdefault(key, []).append((parcel, extras))
        return [self._bill(schedule, members, seen_fees) for members in by_key.values()]

    def _bill(self, schedule, members, seen_fees):
        extras = [line for _parcel, lines in members for line in lines]
        waived = []
        for line in extras:
            if schedule.fees == "period" and line._b2b_is_fee():
                fee = line.order_id.b2b_account_id, line.currency_id, line.product_id
                if fee in seen_fees:
                    waived.append(line.id)
                seen_fees.add(fee)
        return Bill(
            tuple(
                (parcel.order.id, parcel.picking.id, tuple(parcel.moves.ids))
                for parcel, _lines in members
            ),
            tuple(line.id for line in extras),
            tuple(waived),
        )

    def _key(self, schedule, parcel):
        """What one invoice cannot mix. The payment term is part of it: Odoo leaves it out."""
        order = parcel.order
        key = [
            order.company_id.id,
            order.b2b_account_id.id,
            order.partner_invoice_id.id,
            order.currency_id.id,
            order.payment_term_id.id,
            order.fiscal_position_id.id,
            order.journal_id.id,
            schedule.group_ship_to and order.partner_shipping_id.id,
            schedule.group_po and (order.client_order_ref or ""),
            schedule.group_cost_center and (order.b2b_cost_center or ""),
            schedule.credits == "apart" and parcel.is_credit(),
        ]
        return (*key, *schedule._timing()._own_key(parcel))

    def _extras(self, schedule, order, is_open):
        """Lines billed without a delivery, with the first parcel of their order.

        Down payments are offered where they may be deducted; whether they fit shows the invoice.
        """
        ordered = schedule._timing()._bills_ordered
        lines = order.order_line.filtered(lambda line: line._b2b_may_be_extra(ordered))
        if is_open and schedule.down_payments == "last" and not ordered:
            lines = lines.filtered(lambda line: not line.is_downpayment)
        return lines

    # === FOR THE PREVIEW === #

    @api.model
    def _later(self, schedule, company, until, horizon):
        """Parcels shipped after the moment, which wait for the next one."""
        reached = {(p.order, p.picking) for p in self._parcels(schedule.sudo(), company, until)}
        all_parcels = self._parcels(schedule.sudo(), company, horizon)
        return [p for p in all_parcels if (p.order, p.picking) not in reached]


def batches(bills, size):
    """Lists of bills with about so many parcels each; a bill is never torn."""
    chunks, total = {}, 0
    for bill in bills:
        chunks.setdefault(total // size, []).append(bill)
        total += len(bill.parcels)
    return list(chunks.values())
