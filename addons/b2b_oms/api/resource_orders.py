from functools import partial

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import plaintext2html

from ..const import ORDER_STATES
from ..intake.inbound import InboundDocument
from . import order_kinds as kinds
from .answer import Answer, is_listed
from .operation import Operation
from .problem import ApiProblem, Wrong, invalid
from .resource import PAGE, page_of, quantity
from .schema import Choice, Day, Fields, Text, Whole

ID = {"id": Whole()}
FILTERS = {
    "state": Choice([code for code, _label in ORDER_STATES]),
    "number": Text("Your number.", most=100),
    "account": Text("Number of the account.", most=100),
    "ordered_since": Day(),
}


class OrdersResource(models.AbstractModel):
    """Orders: the way of every channel, the intake and ``action_confirm``, with an HTTP face."""

    _name = "b2b.api.resource.orders"
    _inherit = "b2b.api.resource"
    _description = "Orders"
    _code = "orders"
    _feed = "orders"
    _sequence = 10

    @api.model
    def _source(self):
        return "sale.order", [("b2b_state", "!=", False)], "b2b_account_id"

    @api.model
    def _feed_tell(self, orders, call):
        tell = self.env["b2b.api.order.view"]._full
        return [tell(order, bool(call.account)) for order in orders]

    @api.model
    def _operations(self):
        cancel = Fields({"reason": Text("Kept with the order.", most=500)})
        return [
            Operation("GET", "/orders", "listOrders", "Orders, the newest first", "orders:read",
                      "_list", {200: page_of(kinds.SUMMARY)}, query=PAGE | FILTERS),
            Operation("POST", "/orders", "submitOrder", "Submit a purchase order", "orders:write",
                      "_submit", {200: kinds.SUBMITTED, 201: kinds.SUBMITTED, 202: kinds.SUBMITTED},
                      body=kinds.NEW_ORDER, repeatable=True, problems=(404, 409)),
            Operation("POST", "/dry-run", "tryOrder",
                      "What an order would become: price, availability, routing, holds. Saves nothing",
                      "orders:read", "_try", {200: kinds.DRY_RUN}, body=kinds.NEW_ORDER,
                      problems=(404, 409)),
            Operation("GET", "/orders/{id}", "getOrder", "One order", "orders:read", "_get",
                      {200: kinds.ORDER}, parts=ID, versioned=True),
            Operation("PATCH", "/orders/{id}", "changeOrder", "Change an order", "orders:write",
                      "_change", {200: kinds.ORDER}, parts=ID, body=kinds.CHANGE, repeatable=True,
                      versioned=True),
            Operation("POST", "/orders/{id}/cancel", "cancelOrder", "Cancel an order",
                      "orders:write", "_cancel", {200: kinds.ORDER}, parts=ID, body=cancel,
                      repeatable=True, versioned=True),
        ]  # fmt: skip

    # === READING === #

    @api.model
    def _list(self, call):
        domain = Domain.TRUE
        for field, name, compare in (
            ("b2b_state", "state", "="),
            ("client_order_ref", "number", "="),
            ("b2b_account_id.ref", "account", "="),
            ("date_order", "ordered_since", ">="),
        ):
            if call.query.get(name):
                domain &= Domain(field, compare, call.query[name])
        tell = self.env["b2b.api.order.view"]._summary
        return self._page(call, lambda orders, _call: [tell(order) for order in orders], domain)

    @api.model
    def _get(self, call):
        return self._told(self._one(call), call)

    @api.model
    def _told(self, order, call):
        return Answer(200, self.env["b2b.api.order.view"]._full(order, bool(call.account)))

    # === SUBMITTING === #

    @api.model
    def _submit(self, call):
        account = self._account_of(call, call.body.get("account"), "/account")
        document = InboundDocument(
            call.raw,
            "order.json",
            "api",
            account,
            sender=self.env.user.login,
            reference=call.reference,
        )
        intake = self.env["b2b.intake"].with_company(call.company).submit(document)
        return self._submitted(intake.sudo(), call.account)

    @api.model
    def _submitted(self, intake, account):
        """What became of a submission: 201 released, 202 not yet, 200 known already.

        :param account: whom the key belongs to, empty: the company
        """
        order = (intake.duplicate_of_id or intake).order_ids[:1]
        body = {
            "intake": {"id": intake.id, "state": intake.state, "reason": intake.reason or ""},
            "order": order and self.env["b2b.api.order.view"]._full(order, bool(account)) or None,
        }
        if intake.state == "duplicate":
            return Answer(200, body)
        released = order.b2b_state in ("released", "closed")
        location = f"/b2b/v1/orders/{order.id}" if order else f"/b2b/v1/intakes/{intake.id}"
        return Answer(201 if released else 202, body, (("Location", location),))

    # === TRYING === #

    @api.model
    def _try(self, call):
        account = self._account_of(call, call.body.get("account"), "/account")
        (document,) = self.env["b2b.intake.decoder"]._read(call.raw, "order.json")
        told = self.env["b2b.dry.run"]._try(
            document, account, call.company, "api", partial(self._tell_dry, call)
        )
        return Answer(200, told)

    def _tell_dry(self, call, dry):
        """A ``DryOrder`` as plain values."""
        view, sent = self.env["b2b.api.order.view"], list(dry.sent)
        shares = self._shares(dry.plan)
        return {
            "would_be": "held" if dry.holds else "released",
            "holds": [
                {"code": code, "message": message}
                for code, message in view._reasons(dry.holds, bool(call.account))
            ],
            "lines": [
                {"position": sent.index(line) + 1 if line in sent else 0}
                | view._goods(line)
                | {"allocations": shares.get(line.id, [])}
                for line in view._lines(dry.order)
            ],
        } | view._sums(dry.order)

    def _shares(self, plan):
        """{line id: allocations} of a routing plan."""
        shares = {}
        for share in plan.shares if plan else ():
            shares.setdefault(share.key[0].id, []).append(
                {
                    "warehouse": share.warehouse.code or "",
                    "quantity": quantity(share.quantity),
                    "kind": share.kind,
                    "date": share.day or None,
                }
            )
        return shares

    # === CHANGING === #

    @api.model
    def _writable(self, call):
        """The order, ours until the transaction ends.

        :raises ApiProblem: 412, it is not the version the client read
        """
        order = self._one(call)
        order._b2b_take_turns()
        if call.if_match and not is_listed(self._told(order, call).etag(), call.if_match):
            raise ApiProblem(412, "changed", self.env._("The order changed; read it again."))
        return order

    @api.model
    def _change(self, call):
        order = self._writable(call)
        if order.b2b_state not in ("received", "held", "released"):
            raise ApiProblem(409, "too_late", self.env._("This order cannot be changed any more."))
        was = order.b2b_state
        values = self._changed(order, call)
        if values:
            order.write(values)
        if was == "held" and order.b2b_state == "received":
            order.action_confirm()  # nothing holds it any more
        return self._told(order, call)

    def _changed(self, order, call):
        """Values to write."""
        body, values = call.body, {}
        for name, field in (
            ("number", "client_order_ref"),
            ("requested_date", "b2b_requested_date"),
        ):
            if name in body:
                values[field] = body[name] or False
        if "note" in body:
            values["note"] = plaintext2html(body["note"]) if body["note"] else False
        if body.get("ship_to"):
            values["partner_shipping_id"] = self._ship_to(order, body["ship_to"]).id
        commands = [*self._line_changes(order, body), *self._new_lines(order, body)]
        if commands:
            values["order_line"] = commands
        return values

    def _ship_to(self, order, text):
        found = self.env["b2b.ship.to.lookup"].sudo()._match(text, order.b2b_account_id)
        if not found:
            raise invalid([Wrong("/ship_to", "is no delivery address of this account")])
        return found

    def _line_changes(self, order, body):
        lines = {line.id: line for line in self.env["b2b.api.order.view"]._lines(order)}
        wrong, commands = [], []
        for place, change in enumerate(body.get("lines", ())):
            line = lines.pop(change["id"], None)
            if line is None:
                wrong.append(
                    Wrong(f"/lines/{place}/id", "is no line of this order, or stands twice")
                )
            elif change["quantity"] == 0 and order.state in ("draft", "sent"):
                commands.append(Command.delete(line.id))
            else:
                commands.append(
                    Command.update(line.id, {"product_uom_qty": float(change["quantity"])})
                )
        if wrong:
            raise invalid(wrong)
        return commands

    def _new_lines(self, order, body):
        if not body.get("add_lines"):
            return []
        decoder, mapper = self.env["b2b.intake.decoder.json"], self.env["b2b.order.mapper"].sudo()
        document = decoder._document({"lines": body["add_lines"]})
        values = mapper._prepare_order(document, order.b2b_account_id, order.company_id)
        return values["order_line"]

    @api.model
    def _cancel(self, call):
        order = self._writable(call)
        if order.b2b_state != "cancelled":
            if any(line.qty_delivered for line in order.order_line):
                raise UserError(self.env._("Goods of this order have left already."))
            if call.body.get("reason"):
                order.message_post(body=call.body["reason"])
            order.action_cancel()
        return self._told(order, call)
