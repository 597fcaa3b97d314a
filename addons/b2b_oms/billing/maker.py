import logging
from collections import defaultdict

from psycopg2 import OperationalError
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Command

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


class Row:
    """One line of an invoice to be."""

    __slots__ = ("line", "parcel", "quantity")

    def __init__(self, parcel, line, quantity):
        self.parcel, self.line, self.quantity = parcel, line, quantity


class Draft:
    """One invoice while it is put together."""

    def __init__(self, schedule, run, parcels, extras, waived):
        self.schedule, self.run, self.waived = schedule, run, waived
        self.parcels, self.extras = parcels, extras
        self.rows, self.invoice = [], None
        self.bills_ordered = schedule._timing()._bills_ordered

    @property
    def orders(self):
        orders = self.schedule.env["sale.order"].sudo()
        return orders.union(*(parcel.order for parcel in self.parcels))

    def add(self, parcel, line, quantity):
        if line.is_downpayment or not line.product_uom_id.is_zero(quantity):
            self.rows.append(Row(parcel, line, quantity))

    def quantity(self, parcel, line):
        return sum(r.quantity for r in self.rows if r.parcel is parcel and r.line == line)

    def deduct_down_payments(self):
        """Those that fit under what is billed of their order; the others wait for the next invoice."""
        for line in self.extras.filtered("is_downpayment"):
            parcel = next((p for p in self.parcels if p.order == line.order_id), None)
            if parcel is None:
                continue
            rows = [row for row in self.rows if row.line.order_id == line.order_id]
            value = sum(row.line._b2b_unit_value() * row.quantity for row in rows)
            if value >= abs(line.price_unit * line.qty_invoiced) or self._is_last(line.order_id):
                self.add(parcel, line, line.qty_to_invoice)

    def _is_last(self, order):
        moves = order.order_line.move_ids
        return all(move.state in ("done", "cancel") for move in moves)

    # === VALUES === #

    def values(self):
        """Values of the invoice: header of the first order, lines of all, references in order."""
        first = self._in_language(self.orders[0])
        values = first._prepare_invoice()
        orders = self.orders
        values |= {
            "ref": ", ".join(dict.fromkeys(filter(None, (o.client_order_ref for o in orders))))
            or first.name,
            "invoice_origin": ", ".join(orders.mapped("name")),
            "invoice_date": self._issue_date(first.company_id),
            "b2b_billing_run_id": self.run.id,
            "b2b_due_base": self._due_base(first.company_id),
            "invoice_line_ids": [Command.create(line) for line in self._lines()],
        }
        if len(set(orders.mapped("reference"))) > 1:
            values["payment_reference"] = False
        if len(orders.partner_shipping_id) > 1:
            values["partner_shipping_id"] = first.partner_invoice_id.id
        return values

    def _in_language(self, order):
        lang = order.partner_invoice_id.lang
        order = order.with_company(order.company_id)
        return order.with_context(lang=lang) if lang else order

    def _issue_date(self, company):
        return self.schedule._clock(company).day(fields.Datetime.now())

    def _due_base(self, company):
        if self.schedule.due_from == "shipment":
            shipped = [p.shipped_on() for p in self.parcels if p.shipped_on()]
            return max(map(self.schedule._clock(company).day, shipped), default=False)
        if self.schedule.due_from == "month":
            return fields.Date.end_of(self._issue_date(company), "month")
        return False

    def _lines(self):
        """Values of the lines: parcel by parcel, each under a heading when there are several."""
        lines = []
        for parcel in self.parcels:
            rows = [
                row for row in self.rows if row.parcel is parcel and not row.line.is_downpayment
            ]
            if rows and len(self.parcels) > 1:
                lines.append({"display_type": "line_section", "name": self._heading(parcel)})
            rows.sort(key=lambda row: (row.line.sequence, row.line.id))
            for row in rows:
                lines += self._row_values(row)
        lines += self._down_payment_lines()
        for sequence, values in enumerate(lines):
            values["sequence"] = sequence
        return lines

    def _down_payment_lines(self):
        rows = [row for row in self.rows if row.line.is_downpayment]
        if not rows:
            return []
        order = self._in_language(rows[0].line.order_id)
        lines = [order._prepare_down_payment_section_line()]
        for row in rows:
            taxes = row.line.env["account.tax"]
            extra = taxes._reverse_quantity_base_line_extra_tax_data(row.line.extra_tax_data)
            lines += row.line._prepare_invoice_lines_vals_list(quantity=-1.0, extra_tax_data=extra)
        return lines

    def _row_values(self, row):
        order = self._in_language(row.parcel.order)
        line = row.line.with_env(order.env)
        goods = line._b2b_is_shipped() and not self.bills_ordered
        extra = {
            "quantity": row.quantity,
            "b2b_customer_po": order.client_order_ref,
            "b2b_delivery_ref": row.parcel.picking.name if goods else False,
            "b2b_picking_id": row.parcel.picking.id if goods else False,
        }
        lines = line._prepare_invoice_lines_vals_list(**extra)
        if line.id in self.waived:
            note = line.env._("charged once for the period")
            for values in lines:
                values |= {"discount": 100.0, "name": f"{values['name']} ({note})"}
        return lines

    def _heading(self, parcel):
        """Order, the buyer's number, delivery and its day; the ship-to where they differ."""
        order = self._in_language(parcel.order)
        env, parts = order.env, [order.name]
        if order.client_order_ref:
            parts.append(env._("your PO %(number)s", number=order.client_order_ref))
        if parcel.picking:
            day = self.schedule._clock(order.company_id).day(parcel.shipped_on())
            parts.append(
                env._(
                    "delivery %(name)s of %(day)s",
                    name=parcel.picking.name,
                    day=env["ir.qweb.field.date"].value_to_html(day, {}),
                )
            )
        if order.b2b_cost_center:
            parts.append(env._("cost centre %(name)s", name=order.b2b_cost_center))
        if len(self.orders.partner_shipping_id) > 1:
            parts.append(order.partner_shipping_id.name or order.partner_shipping_id.display_name)
        return " · ".join(parts)

    # === LEDGER === #

    def events(self):
        """A line of the ledger for each order: which invoice, by which schedule, of what."""
        env = self.schedule.env
        figures = {
            "amount": self.invoice.amount_total_signed,
            "schedule": self.schedule.timing,
            "due": fields.Date.to_string(self.invoice.invoice_date_due),
        }
        for order in self.orders:
            names = [p.picking.name for p in self.parcels if p.order == order and p.picking]
            yield {
                "order_id": order.id,
                "kind": "billing",
                "rule": self.schedule.timing,
                "message": env._(
                    "Billed by schedule “%(schedule)s” on %(invoice)s: %(what)s.",
                    schedule=self.schedule.name,
                    invoice=self.invoice.name,
                    what=", ".join(names) or env._("what was ordered"),
                ),
                "figures": figures | {"invoice": self.invoice.id, "deliveries": names},
            }
