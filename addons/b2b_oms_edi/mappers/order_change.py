"""A buyer's change of an order, done as a person of ours would do it: the same rules, the same checks."""

from odoo import api, models
from odoo.exceptions import UserError

from ..const import READING_FOR
from ..documents.order_change import ChangedLine, OrderChange

# Purposes of an order message that are changes.
PURPOSES = ("cancel", "change", "replace")


class OrderChangeMapper(models.AbstractModel):
    _name = "b2b.edi.order.change"
    _description = "Changes of orders by their buyers"

    @api.model
    def _as_change(self, document):
        """The change a document means; None when it is an order of its own."""
        if isinstance(document, OrderChange):
            return document
        if document.purpose not in PURPOSES:
            return None
        action = "change" if document.purpose == "change" else "replace"
        return OrderChange(
            order_number=document.number,
            purpose=document.purpose,
            lines=tuple(ChangedLine(action, line) for line in document.lines),
            release=document.release,
            requested_date=document.requested_date,
            ship_to=document.ship_to,
            currency=document.currency,
            sequence="",
        )

    @api.model
    def _find_order(self, change, account, company):
        """(order, code, sentence): the one order that is changed, or why there is none to change."""
        orders = self.env["sale.order"].search(
            [
                ("b2b_account_id", "=", account.id),
                ("company_id", "=", company.id),
                ("client_order_ref", "=", change.order_number),
                ("state", "!=", "cancel"),
            ]
        )
        number = change.order_number or "?"
        if not orders:
            text = self.env._("There is no open order “%(number)s” to change.", number=number)
            return orders, "unknown_order", text
        if len(orders) > 1:
            text = self.env._("There are several orders “%(number)s”.", number=number)
            return orders.browse(), "several_orders", text
        applied, sequence = orders.sudo().b2b_edi_change_sequence, _sequence(change)
        # Who does not count sends 1 each time.
        if 1 < sequence <= applied:
            text = self.env._(
                "Change %(sequence)s of “%(number)s” came after change %(applied)s.",
                sequence=sequence,
                number=number,
                applied=applied,
            )
            return orders.browse(), "out_of_sequence", text
        return orders, "", ""

    @api.model
    def _apply(self, order, change):
        """Do what the buyer wants.

        :raises UserError: it is not possible any more, or a check refuses it
        """
        order._b2b_take_turns()
        for problem in change.problems:
            raise UserError(problem.text)
        if change.purpose == "cancel" or self._deletes_all(order, change):
            self._cancel(order)
        else:
            self = self.with_context(**{READING_FOR: order.b2b_account_id.id})
            self._change_head(order, change)
            self._change_lines(order, change)
        applied = order.sudo().b2b_edi_change_sequence
        order.sudo().b2b_edi_change_sequence = max(_sequence(change), applied + 1)

    # === HEAD === #

    def _cancel(self, order):
        if any(line.qty_delivered > 0 for line in order.order_line):
            raise UserError(self.env._("%(order)s was shipped already.", order=order.name))
        if order.invoice_ids.filtered(lambda move: move.state == "posted"):
            raise UserError(self.env._("%(order)s was invoiced already.", order=order.name))
        order.with_context(disable_cancel_warning=True).action_cancel()

    def _deletes_all(self, order, change):
        deleted = {self._line_of(order, one.line) for one in change.lines if one.action == "delete"}
        ours = order.order_line.filtered(lambda line: line.b2b_edi_line)
        adds = any(one.action == "add" for one in change.lines)
        return bool(ours) and not adds and not (ours - ours.union(*deleted)) if deleted else False

    def _change_head(self, order, change):
        vals = {}
        if change.requested_date and change.requested_date != order.b2b_requested_date:
            vals["b2b_requested_date"] = change.requested_date
        if change.ship_to:
            account = order.b2b_account_id
            address = self.env["b2b.ship.to.lookup"]._match(change.ship_to, account)
            if not address:
                raise UserError(
                    self.env._(
                        "“%(text)s” is not a delivery address of this account.",
                        text=change.ship_to[:80],
                    )
                )
            if address != order.partner_shipping_id:
                vals["partner_shipping_id"] = address.id
        if vals:
            order.write(vals)

    # === LINES === #

    def _change_lines(self, order, change):
        named = self.env["sale.order.line"]
        steps = {
            "add": self._add,
            "delete": self._delete,
            "change": self._change,
            "replace": self._change,
        }
        for changed in change.lines:
            for problem in changed.line.problems:
                raise UserError(problem.text)
            line = self._line_of(order, changed.line)
            if step := steps.get(changed.action):
                line = step(order, line, changed)
            named |= line
        if change.purpose == "replace":
            for line in order.order_line.filtered("b2b_edi_line") - named:
                self._set_quantity(line, 0.0)

    def _line_of(self, order, wanted):
        """Our line of the buyer's line: by its number, else by its item where only one has it."""
        lines = order.order_line.filtered("b2b_edi_line")
        if wanted.line_id:
            found = lines.filtered(lambda line: line.b2b_edi_line.get("id") == wanted.line_id)
            if len(found) == 1:
                return found
        names = {code for code in (wanted.sku, wanted.customer_code, wanted.barcode) if code}
        found = lines.filtered(
            lambda line: (
                names & {line.b2b_edi_line.get(key) for key in ("sku", "customer_code", "barcode")}
            )
        )
        return found if len(found) == 1 else lines.browse()

    def _add(self, order, line, changed):
        if line:
            return self._change(order, line, changed)
        lookup = self.env["b2b.product.lookup"]
        match = lookup._match([changed.line], order.b2b_account_id, order.company_id)[0]
        if not match.product:
            raise UserError(match.reason)
        vals = self.env["b2b.order.mapper"]._prepare_line(changed.line, match)
        if vals["b2b_row_problem"]:
            raise UserError(vals["b2b_row_problem"])
        vals["b2b_edi_line"]["action"] = "add"
        return self.env["sale.order.line"].create(vals | {"order_id": order.id})

    def _delete(self, order, line, changed):
        self._known(line, changed)
        self._remember(line, changed, quantity=0.0)
        self._set_quantity(line, 0.0)
        return line

    def _change(self, order, line, changed):
        self._known(line, changed)
        wanted = changed.line
        quantity = wanted.quantity
        self._remember(line, changed, quantity=None if quantity is None else float(quantity))
        vals = {}
        if wanted.price is not None:
            vals["b2b_customer_price"] = float(wanted.price)
        if wanted.requested_date:
            vals["b2b_requested_date"] = wanted.requested_date
        if vals:
            line.write(vals)
        if quantity is not None:
            self._set_quantity(line, float(quantity))
        return line

    def _known(self, line, changed):
        if not line:
            raise UserError(
                self.env._(
                    "The order has no line “%(line)s”.",
                    line=changed.line.line_id or changed.line.item_text[:40],
                )
            )

    def _remember(self, line, changed, quantity):
        said = dict(line.b2b_edi_line, action=changed.action)
        if quantity is not None:
            said["quantity"] = quantity
        if changed.line.price is not None:
            said["price"] = float(changed.line.price)
        line.b2b_edi_line = said

    def _set_quantity(self, line, quantity):
        """
        :raises UserError: more was shipped than shall be ordered
        """
        if line.qty_delivered > quantity:
            raise UserError(
                self.env._(
                    "%(product)s: %(shipped)s were shipped already.",
                    product=line.product_id.display_name,
                    shipped=f"{line.qty_delivered:g}",
                )
            )
        if line.product_uom_qty != quantity:
            line.product_uom_qty = quantity


def _sequence(change):
    text = change.sequence or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
