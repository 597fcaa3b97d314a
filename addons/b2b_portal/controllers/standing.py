from datetime import date
from itertools import zip_longest

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.http import Controller, request

from odoo.addons.b2b_oms.billing.schedule import WEEKDAYS
from odoo.addons.b2b_oms.documents.purchase_order import OrderLine

from ..models.b2b_standing_order import MOST_DATES, MOST_LINES, RHYTHMS
from ..reading import whole
from ..roles import ORDER
from .buyer_route import buyer_route
from .forms import back, choice, day, number, options
from .own import everything, own

FORM_FIELDS = ("name", "rhythm", "weekday", "every", "day", "start_date", "end_date",
               "customer_po", "notice_days", "note")  # fmt: skip


class StandingPages(Controller):
    """Lists that order themselves: seen by everybody of the account, changed by who may order."""

    @buyer_route("/my/b2b/standing", readonly=True)
    def standing_orders(self, buyer, told="", **_other):
        rows = everything("b2b.standing.order", buyer).sorted(
            lambda s: (s.paused, not s.next_date, s.next_date or date.max)
        )
        return self._render("standing_orders", buyer, rows=rows, told=told)

    @buyer_route("/my/b2b/standing/new", right=ORDER, readonly=True)
    def new(self, buyer, order="", **_other):
        return self._form(buyer, lines=self._lines_of_order(buyer, whole(order)))

    @buyer_route("/my/b2b/standing/new", right=ORDER, methods=["POST"])
    def make(self, buyer, **params):
        return self._try_save(buyer, None, params)

    @buyer_route("/my/b2b/standing/<int:standing_id>", readonly=True)
    def standing_order(self, buyer, standing_id, told="", **_other):
        return self._show(buyer, own("b2b.standing.order", buyer, standing_id), told=told)

    @buyer_route("/my/b2b/standing/<int:standing_id>/edit", right=ORDER, readonly=True)
    def edit(self, buyer, standing_id, **_other):
        standing = own("b2b.standing.order", buyer, standing_id)
        lines = [(line.product_id, line.quantity, line.ship_to_id) for line in standing.line_ids]
        return self._form(buyer, standing, lines)

    @buyer_route("/my/b2b/standing/<int:standing_id>/edit", right=ORDER, methods=["POST"])
    def save(self, buyer, standing_id, **params):
        return self._try_save(buyer, own("b2b.standing.order", buyer, standing_id), params)

    @buyer_route("/my/b2b/standing/<int:standing_id>", right=ORDER, methods=["POST"])
    def act(self, buyer, standing_id, todo="", next_date="", due="", **params):
        """Pause, go on, skip or change the next date, end it."""
        standing = own("b2b.standing.order", buyer, standing_id)
        env = request.env

        def change():
            quantities = {
                line.id: number(params.get(f"line_{line.id}"), line.product_id.display_name)
                for line in standing.line_ids
                if f"line_{line.id}" in params
            }
            standing._change_next(
                day(next_date, env._("Next date")) or standing.next_date, quantities
            )

        acts = {
            "pause": lambda: standing._pause(env._("Paused by %(name)s.", name=buyer.user.name)),
            "resume": standing._resume,
            "skip": lambda: standing._skip_next(buyer.user),
            "change": change,
            "end": lambda: standing.write({"active": False}),
        }
        if todo not in acts:
            return request.not_found()
        about_next = todo in ("skip", "change")
        if about_next and due != fields.Date.to_string(standing.due_date):
            # A second click, or another tab: the date it was about is seen to.
            return back(f"/my/b2b/standing/{standing.id}")
        try:
            with env.cr.savepoint():
                standing.try_lock_for_update()
                acts[todo]()
        except UserError as error:
            standing.invalidate_recordset()
            return self._show(buyer, standing, problem=str(error))
        return back(
            "/my/b2b/standing" if todo == "end" else f"/my/b2b/standing/{standing.id}", todo
        )

    # === FINDING === #

    def _lines_of_order(self, buyer, order_id):
        """[(product, quantity, address)] of an order of the account, to start from."""
        order = (
            request.env["sale.order"]
            .sudo()
            .search([
                ("id", "=", order_id),
                ("b2b_account_id", "=", buyer.account.id),
                ("company_id", "=", buyer.company.id),
            ])
        )  # fmt: skip
        unknown = order._b2b_unknown_item()
        lines = order.order_line.filtered(
            lambda line: (
                not line.display_type
                and line.product_id.type == "consu"
                and line.product_id.sale_ok
                and line.product_id != unknown
                and line.product_uom_qty > 0
            )
        )
        return [
            (
                line.product_id,
                line.product_uom_id._compute_quantity(line.product_uom_qty, line.product_id.uom_id),
                line.b2b_ship_to_id,
            )
            for line in lines
        ]

    # === SAVING === #

    def _try_save(self, buyer, standing, params):
        try:
            with request.env.cr.savepoint():
                vals, wanted = self._values(buyer, params)
                standing = self._write(buyer, standing, vals, wanted)
        except (UserError, ValidationError) as error:
            problem = str(error)
            return self._form(buyer, standing, self._sent_lines(), problem, params)
        return back(f"/my/b2b/standing/{standing.id}", "saved")

    def _write(self, buyer, standing, vals, wanted):
        lines = [
            (0, 0, {"product_id": product.id, "quantity": count, "ship_to_id": address})
            for product, count, address in wanted
        ]
        vals = vals | {"line_ids": [(5, 0, 0), *lines]}
        if standing:
            standing.write(vals)
            return standing
        return (
            request.env["b2b.standing.order"]
            .sudo()
            .with_company(buyer.company)
            .create(
                vals
                | {
                    "account_id": buyer.account.id,
                    "company_id": buyer.company.id,
                    "user_id": buyer.user.id,
                }
            )
        )

    def _values(self, buyer, params):
        """(values of the standing order, [(product, quantity, address's id)]) of a form.

        :raises UserError: names what is missing
        """
        env = request.env
        wanted = self._wanted(buyer)
        name = params.get("name", "").strip()[:80]
        if not name:
            raise UserError(env._("Give it a name."))
        if not wanted:
            raise UserError(env._("Enter at least one product with a quantity."))
        ship_tos = buyer.ship_tos
        ship_to = whole(params.get("ship_to"))
        dates = sorted({one for text in params.get("dates", "").replace(",", " ").split()
                        if (one := day(text, env._("Dates")))})  # fmt: skip
        return {
            "name": name,
            "ship_to_id": ship_to if ship_to in ship_tos.ids else ship_tos[:1].id,
            "customer_po": params.get("customer_po", "").strip()[:40] or False,
            "note": params.get("note", "").strip()[:2000] or False,
            "rhythm": choice(params.get("rhythm"), dict(RHYTHMS), "weekly"),
            "weekday": choice(params.get("weekday"), dict(WEEKDAYS), "0"),
            "every": min(52, max(1, whole(params.get("every")))),
            "day": min(31, max(1, whole(params.get("day")))),
            "dates": [one.isoformat() for one in dates[:MOST_DATES]],
            "start_date": day(params.get("start_date"), env._("From"))
            or fields.Date.context_today(env.user),
            "end_date": day(params.get("end_date"), env._("Until")),
            "notice_days": min(30, whole(params.get("notice_days"))),
        }, wanted

    def _wanted(self, buyer):
        """[(product, quantity, address's id)] of the rows that were sent, by SKU, own part number
        or barcode; no address, or not one of the buyer's: it goes where the order goes."""
        rows = [row for row in self._sent_rows() if row[0]]
        lines = [OrderLine(where="", quantity=None, sku=sku) for sku, *_rest in rows]
        lookup = request.env["b2b.product.lookup"].sudo()
        matches = lookup._match(lines, buyer.account, buyer.company)
        wanted = []
        for (sku, text, address), match in zip(rows, matches, strict=True):
            if not match.product or not match.product.sale_ok:
                raise UserError(match.reason or request.env._("“%s” is not sold.", sku))
            quantity = number(text, match.product.display_name)
            if quantity:
                address = whole(address)
                chosen = address if address in buyer.ship_tos.ids else False
                wanted.append((match.product, quantity, chosen))
        return wanted

    def _sent_rows(self):
        form = request.httprequest.form
        rows = zip_longest(
            *(form.getlist(name) for name in ("sku", "quantity", "line_ship_to")), fillvalue=""
        )
        return [(sku.strip()[:64], quantity[:20], address[:20]) for sku, quantity, address in rows][
            :MOST_LINES
        ]

    def _sent_lines(self):
        """What was typed, to show it again beside the problem."""
        return [row for row in self._sent_rows() if any(row[:2])]

    # === SHOWING === #

    def _show(self, buyer, standing, told="", problem=""):
        return self._render("standing_order", buyer, standing=standing, told=told, problem=problem)

    def _form(self, buyer, standing=None, lines=(), problem="", sent=None):
        values = {
            "standing": standing,
            "lines": [*self._texts(lines), *[("", "", "")] * 3],
            "rhythms": options("b2b.standing.order", "rhythm"),
            "weekdays": options("b2b.standing.order", "weekday"),
            "ship_tos": buyer.ship_tos,
            "problem": problem,
            "shown": self._shown(standing, sent or {}),
        }
        return self._render("standing_form", buyer, **values)

    def _shown(self, standing, sent):
        """{field: text in the form}: what was typed, else what is kept, else a proposal."""
        kept = {
            "rhythm": "weekly",
            "weekday": "0",
            "every": 1,
            "day": 1,
            "notice_days": 2,
            "start_date": fields.Date.context_today(request.env.user),
            "ship_to": "",
            "dates": "",
        }
        if standing:
            kept |= {name: standing[name] for name in standing._fields if name in FORM_FIELDS}
            kept |= {
                "ship_to": standing.ship_to_id.id,
                "dates": ", ".join(standing.dates or []),
                "notice_days": standing.notice_days or "0",
            }
        return {
            name: sent[name] if name in sent else str(kept.get(name) or "")
            for name in (*FORM_FIELDS, "ship_to", "dates")
        }

    def _texts(self, lines):
        for product, quantity, address in lines:
            if isinstance(product, str):
                yield product, quantity, address
            else:
                code = product.default_code or product.barcode or ""
                yield code, f"{quantity:g}", str(address.id or "")

    def _render(self, template, buyer, **values):
        common = {"buyer": buyer, "page_name": "b2b_standing"}
        return request.render(f"b2b_portal.{template}", common | values)
