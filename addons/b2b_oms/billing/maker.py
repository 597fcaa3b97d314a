import logging
from collections import defaultdict

from psycopg2 import OperationalError
from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError

from .draft import Draft
from .parcel import Parcel

_logger = logging.getLogger(__name__)


class BillingMaker(models.AbstractModel):
    """Turns bills into posted invoices, all of a chunk at once, and claims what they bill.

    Values come from Odoo's own hooks (``_prepare_invoice``, ``_prepare_invoice_lines_vals_list``,
    ``_create_account_invoices``), so that what other addons put on invoices is on these as well.
    """

    _name = "b2b.billing.maker"
    _description = "Makes invoices"

    @api.model
    def _make(self, schedule, bills, run=None):
        """Make, post and queue for sending. Whatever of a bill was claimed meanwhile is left out.

        :param bills: list of :class:`Bill`
        :return: the posted invoices and credit notes
        :raises UserError: names the first order that cannot be billed; nothing was made
        """
        run = run or self.env["b2b.billing.run"]
        drafts = [self._draft(schedule, bill, run) for bill in self._still_unbilled(bills)]
        self._settle_returned(drafts, run)
        self._fill(drafts)
        drafts = self._with_something(drafts, run)
        invoices = self._create(drafts)
        self._claim(drafts, run)
        self._post(drafts, invoices)
        self.env["b2b.order.event"]._log([entry for d in drafts for entry in d.events()])
        if schedule.auto_send:
            self.env["b2b.billing.dispatch"]._queue_invoices(invoices)
        return invoices

    @api.model
    def _make_or_name(self, schedule, bills, run):
        """As ``_make``; a bill that cannot be made is named and left out, the others are made.

        :return: (invoices, list of (bill, what is wrong with it))
        """
        try:
            with self.env.cr.savepoint():
                return self._make(schedule, bills, run), []
        except (OperationalError, ConcurrencyError):
            raise  # run again on a fresh snapshot
        except UniqueViolation as error:
            if "b2b_billing_claim" not in str(error):
                raise
            raise ConcurrencyError("Another transaction billed these shipments") from error
        except Exception as error:
            if len(bills) == 1:
                return self.env["account.move"], [(bills[0], self._in_words(error))]
        half = len(bills) // 2
        invoices, failures = self._make_or_name(schedule, bills[:half], run)
        more, failed = self._make_or_name(schedule, bills[half:], run)
        return invoices | more, failures + failed

    def _in_words(self, error):
        if isinstance(error, UserError):
            return str(error)
        _logger.exception("An order could not be billed")
        return self.env._(
            "An internal error stopped this invoice; it is in the log: %(error)s", error=error
        )

    # === WHAT IS ON THEM === #

    def _still_unbilled(self, bills):
        """The bills with the moves nobody claimed since they were planned."""
        moves = self.env["stock.move"].sudo()
        moves = moves.browse(move_id for bill in bills for move_id in bill.move_ids())
        claimed = set(moves.filtered("b2b_claim_ids").ids)
        for bill in bills:
            parcels = [
                (order, picking, [move for move in ids if move not in claimed])
                for order, picking, ids in bill.parcels
            ]
            yield bill._replace(
                parcels=tuple(
                    parcel
                    for parcel, planned in zip(parcels, bill.parcels, strict=True)
                    if parcel[2] or not planned[2]
                )
            )

    def _draft(self, schedule, bill, run):
        env = self.env
        orders, pickings = env["sale.order"].sudo(), env["stock.picking"].sudo()
        moves = env["stock.move"].sudo()
        parcels = [
            Parcel(orders.browse(order), pickings.browse(picking or []), moves.browse(ids))
            for order, picking, ids in bill.parcels
        ]
        lines = env["sale.order.line"].sudo()
        return Draft(schedule, run, parcels, lines.browse(bill.extras), set(bill.waived))

    def _settle_returned(self, drafts, run):
        for draft in drafts:
            returned = [parcel for parcel in draft.parcels if parcel.is_returned()]
            for parcel in returned:
                self.env["b2b.billing.claim"].sudo()._settle(parcel.moves, run)
                draft.parcels.remove(parcel)

    def _with_something(self, drafts, run):
        """A person billed all the goods of the others: they need no invoice of ours."""
        for draft in drafts:
            if not draft.rows:
                for parcel in draft.parcels:
                    self.env["b2b.billing.claim"].sudo()._settle(parcel.moves, run)
        return [draft for draft in drafts if draft.rows]

    def _fill(self, drafts):
        """Decide the quantities, bill after bill: what one has, the next has no more."""
        billed = self._by_hand([draft for draft in drafts if draft.parcels])
        reduced = defaultdict(float)
        for draft in drafts:
            self._check(draft)
            for parcel in draft.parcels:
                for line, quantity in parcel.quantities().items():
                    surplus = min(max(quantity, 0.0), billed[line])
                    billed[line] -= surplus
                    draft.add(parcel, line, quantity - surplus)
                for line in draft.extras.filtered(lambda e, p=parcel: e.order_id == p.order):
                    if line._b2b_is_reduction() and not draft.bills_ordered:
                        quantity = self._reduction(line, drafts) - reduced[line]
                        reduced[line] += quantity
                        draft.add(parcel, line, quantity)
                    elif not line.is_downpayment:
                        draft.add(parcel, line, line.qty_to_invoice)
                draft.extras -= draft.extras.filtered(
                    lambda e, p=parcel: e.order_id == p.order and not e.is_downpayment
                )
            draft.deduct_down_payments()

    def _check(self, draft):
        for order in draft.orders:
            if not order.currency_id._b2b_has_rate(order.company_id):
                raise UserError(
                    self.env._(
                        "%(order)s: there is no exchange rate for %(currency)s. Enter one first.",
                        order=order.name,
                        currency=order.currency_id.name,
                    )
                )

    def _by_hand(self, drafts):
        """{line: what a person invoiced of it, beyond what deliveries were billed}.

        Such an invoice, made before the account had a schedule or by Odoo's button, bills goods as
        well as ours: what it has is not billed again.
        """
        lines = self.env["sale.order.line"].sudo().union(
            *(parcel.moves.sale_line_id for draft in drafts for parcel in draft.parcels)
        )  # fmt: skip
        waiting = defaultdict(float)
        for move in lines.move_ids:
            if move.state == "done" and not move.b2b_claim_ids and move._b2b_counts():
                waiting[move.sale_line_id] += move._b2b_signed_quantity()
        surplus = {line: line.qty_invoiced + waiting[line] - line.qty_delivered for line in lines}
        return defaultdict(float, {line: max(0.0, qty) for line, qty in surplus.items()})

    def _reduction(self, line, drafts):
        """What of a discount is due beyond what was billed of it: the share of the goods billed.

        Everything when nothing of the order is left to deliver.
        """
        order = line.order_id
        goods = order.order_line.filtered(lambda other: other._b2b_is_shipped())
        if not goods:
            return line.qty_to_invoice
        adding = defaultdict(float)
        for draft in drafts:
            for row in draft.rows:
                adding[row.line] += row.quantity
        value = sum(g._b2b_unit_value() * g.product_uom_qty for g in goods)
        billed = sum(g._b2b_unit_value() * (g.qty_invoiced + adding[g]) for g in goods)
        left = any(move.state not in ("done", "cancel") for move in goods.move_ids)
        share = billed / value if left and value else float(billed > 0)
        target = line.product_uom_id.round(line.product_uom_qty * max(0.0, min(1.0, share)))
        return target - line.qty_invoiced

    # === THE INVOICES === #

    def _create(self, drafts):
        values = [draft.values() for draft in drafts]
        invoices = self.env["account.move"].sudo()
        if not drafts:
            return invoices
        orders = invoices.env["sale.order"].union(*(draft.orders for draft in drafts))
        invoices = orders._create_account_invoices(values, True)
        for draft, invoice in zip(drafts, invoices, strict=True):
            draft.invoice = invoice
        return invoices

    def _claim(self, drafts, run):
        claims = []
        for draft in drafts:
            lines = draft.invoice.invoice_line_ids.filtered(
                lambda line: line.display_type == "product"
            )
            by_row = {(line.b2b_picking_id, line.sale_line_ids): line for line in lines}
            for parcel in draft.parcels:
                for line in parcel.moves.sale_line_id:
                    moves = parcel.moves.filtered(lambda m, line=line: m.sale_line_id == line)
                    quantity = draft.quantity(parcel, line)
                    shares = self.env["b2b.billing.claim"]._shares(moves, quantity)
                    invoice_line = by_row.get((parcel.picking, line))
                    extra = {"run_id": run.id, "line_id": invoice_line and invoice_line.id}
                    claims += [share | extra for share in shares]
        self.env["b2b.billing.claim"].sudo().create(claims)

    def _post(self, drafts, invoices):
        turned = invoices.filtered(lambda invoice: invoice.amount_total < 0)
        if turned:
            turned.action_switch_move_type()
            for credit in turned:
                credit.reversed_entry_id = self._credited(credit)
        if invoices:
            invoices.action_post()

    def _credited(self, credit):
        """The invoice a credit note is about, when it is about one; posting then sets it off."""
        billed = credit.invoice_line_ids.sale_line_ids.invoice_lines.move_id
        credited = billed.filtered(
            lambda move: move.move_type == "out_invoice" and move.state == "posted"
        )
        return credited if len(credited) == 1 else credited.browse()
