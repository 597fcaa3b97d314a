import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_compare

from ..photo import PhotoError, draw

STATES = [("requested", "Requested"), ("approved", "Approved"), ("refused", "Refused")]
MOST_PHOTOS = 3


class ReturnRequest(models.Model):
    """The buyer wants to send delivered goods back; the seller says yes or no.

    A yes makes Odoo's return deliveries; receiving and crediting them is Odoo's and billing's.
    """

    _name = "b2b.return.request"
    _description = "Return"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    name = fields.Char(required=True, readonly=True, default="/", copy=False)
    order_id = fields.Many2one(
        "sale.order", required=True, ondelete="restrict", index=True, readonly=True
    )
    account_id = fields.Many2one(related="order_id.b2b_account_id", store=True, index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", string="Asked By", readonly=True)
    state = fields.Selection(
        STATES, required=True, default="requested", index=True, readonly=True, tracking=True
    )
    note = fields.Text(readonly=True)
    answer = fields.Char(string="Our Answer", help="Needed to refuse; the buyer reads it.")
    answered_on = fields.Datetime(readonly=True)
    line_ids = fields.One2many("b2b.return.line", "request_id", readonly=True)
    picking_ids = fields.Many2many(
        "stock.picking", "b2b_return_picking_rel", "request_id", "picking_id",
        string="Return Deliveries", readonly=True,
    )  # fmt: skip
    photo_ids = fields.Many2many(
        "ir.attachment", "b2b_return_photo_rel", "request_id", "attachment_id",
        string="Photos", readonly=True,
    )  # fmt: skip
    credit_ids = fields.Many2many(
        "account.move", string="Credit Notes", compute="_compute_credit_ids", compute_sudo=True
    )
    progress = fields.Char(compute="_compute_progress", compute_sudo=True)

    @api.depends("line_ids.sale_line_id.invoice_lines.move_id.state", "answered_on")
    def _compute_credit_ids(self):
        for request in self:
            credits = request.line_ids.sale_line_id.invoice_lines.move_id.filtered(
                lambda move, since=request.answered_on: (
                    move.move_type == "out_refund"
                    and move.state == "posted"
                    and since
                    and move.create_date >= since
                )
            )
            request.credit_ids = credits if request.state == "approved" else False

    @api.depends("state", "picking_ids.state", "credit_ids")
    def _compute_progress(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for request in self:
            pickings = request.picking_ids.filtered(lambda picking: picking.state != "cancel")
            if request.credit_ids:
                request.progress = self.env._("Credited")
            elif (
                request.state == "approved"
                and pickings
                and set(pickings.mapped("state")) == {"done"}
            ):
                request.progress = self.env._("Received")
            else:
                request.progress = labels[request.state]

    # === ASKING === #

    @api.model
    def _returnable_orders(self, buyer):
        """Orders of a buyer's account with goods that may go back, newest first: sudo."""
        orders = (
            self.env["sale.order"]
            .sudo()
            .search(
                [
                    ("b2b_account_id", "=", buyer.account.id),
                    ("company_id", "=", buyer.company.id),
                    ("state", "=", "sale"),
                    ("order_line.qty_delivered", ">", 0),
                ],
                order="id desc",
                limit=80,
            )
        )
        open_lines = self.env["b2b.return.line"]._returnable(orders.order_line)
        return orders.filtered(lambda o: any(open_lines.get(line) for line in o.order_line))

    @api.model
    def _portal_domain(self, buyer):
        """Those of a buyer's account, in the company of the login."""
        return [("account_id", "=", buyer.account.id), ("company_id", "=", buyer.company.id)]

    @api.model
    def _request(self, buyer, order, rows, note="", photos=()):
        """Ask to send goods of an order back.

        :param buyer: :class:`Buyer`
        :param order: ``sale.order`` of the buyer's account, sudo
        :param rows: {order line: (quantity, reason code, note)}
        :param photos: list of (file name, bytes)
        :return: the request, sudo
        :raises UserError: nothing, more than was delivered, or a photo that is none
        """
        self.env["b2b.account.turn"]._take({(buyer.account, buyer.company)})
        if not rows:
            raise UserError(self.env._("Enter how many you want to return."))
        open_lines = self.env["b2b.return.line"]._returnable(order.order_line)
        for line, (quantity, _reason, _note) in rows.items():
            most = open_lines.get(line, 0.0)
            digits = line.product_uom_id.rounding
            if quantity <= 0 or float_compare(quantity, most, precision_rounding=digits) > 0:
                raise UserError(
                    self.env._(
                        "%(product)s: up to %(most)s can be returned.",
                        product=line.product_id.display_name,
                        most=f"{most:g}",
                    )
                )
        request = self.sudo().create(
            {
                "name": self.env["ir.sequence"].sudo().next_by_code("b2b.return.request") or "/",
                "order_id": order.id,
                "user_id": buyer.user.id,
                "note": (note or "")[:2000],
                "line_ids": [
                    Command.create(
                        {"sale_line_id": line.id, "quantity": quantity, "reason": reason,
                         "note": (words or "")[:200]}
                    )
                    for line, (quantity, reason, words) in rows.items()
                ],
            }
        )  # fmt: skip
        request._keep_photos(photos)
        request._tell_seller()
        return request

    def _keep_photos(self, photos):
        """Photos are drawn anew: what a file brought beside its picture does not get in."""
        if len(photos) > MOST_PHOTOS:
            raise UserError(self.env._("Up to %(count)s photos.", count=MOST_PHOTOS))
        for number, (name, content) in enumerate(photos, start=1):
            try:
                drawn = draw(content)
            except PhotoError as error:
                said = f"“{name[:80]}”: {error.told(self.env)}"
                raise UserError(said) from error
            self.photo_ids += self.env["ir.attachment"].create(
                {
                    "name": f"{self.name.replace('/', '-')}-{number}.jpg",
                    "datas": base64.b64encode(drawn),
                    "mimetype": "image/jpeg",
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )

    def _tell_seller(self):
        seller = self.order_id._b2b_who_hears()
        if seller:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Answer this return"),
                user_id=seller.id,
            )

    # === ANSWERING === #

    def action_approve(self):
        """Yes: the goods may come back; Odoo's return deliveries are made.

        :raises UserError: answered already, or the goods are on their way back otherwise
        """
        self._check_may_answer()
        for request in self.sudo():
            moves = {line: line._shares() for line in request.line_ids}
            for line, shares in moves.items():
                back = sum(line._in_line_unit(move, share) for move, share in shares.items())
                if line.uom_id.compare(back, line.quantity) < 0:
                    raise UserError(
                        self.env._(
                            "Only %(count)s of %(product)s can still come back.",
                            count=f"{back:g}",
                            product=line.product_id.display_name,
                        )
                    )
            request._make_deliveries(moves)
            request._end("approved")

    def action_refuse(self):
        """No; the buyer reads why.

        :raises UserError: nothing is said why, or answered already
        """
        self._check_may_answer()
        for request in self.sudo():
            if not (request.answer or "").strip():
                raise UserError(self.env._("Write in “Our Answer” why you refuse."))
            request._end("refused")

    def _check_may_answer(self):
        self.check_access("write")
        if self.filtered(lambda request: request.state != "requested"):
            raise UserError(self.env._("This return was answered already."))

    def _make_deliveries(self, moves):
        """:param moves: {line: {delivery move: quantity}}"""
        wanted = {}
        for line, shares in moves.items():
            for move, share in shares.items():
                wanted.setdefault(move.picking_id, {})[move] = (line, share)
        for picking, of_picking in wanted.items():
            wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
            for row in wizard.product_return_moves:
                row.quantity = of_picking.get(row.move_id, (None, 0.0))[1]
            back = wizard._create_return()
            back.origin = f"{self.name} ({picking.name})"
            self.picking_ids += back
            for move in back.move_ids:
                line, _share = of_picking[move.origin_returned_move_id]
                line.move_ids += move

    def _end(self, state):
        # As records are dated: by the transaction. A credit note made right away is not older.
        now = self.env.cr.now().replace(microsecond=0)
        self.write({"state": state, "answered_on": now})
        self.activity_ids.unlink()
        subject = {
            "approved": self.env._("Return %(name)s is approved", name=self.name),
            "refused": self.env._("Return %(name)s is refused", name=self.name),
        }[state]
        self.env["b2b.buyer.notice"]._tell(
            self.user_id,
            "return",
            subject,
            self.answer or "",
            f"{self.get_base_url()}/my/b2b/returns/{self.id}",
        )

    def action_open_deliveries(self):
        """The deliveries that bring the goods back."""
        return self.picking_ids._get_records_action(name=self.env._("Return Deliveries"))
