import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..documents.problems import Undecodable
from ..migration import rows as files
from ..migration import shadow_orders

CHUNK = 20
WHATS = [
    ("held", "Held here"),
    ("not_held", "Free here"),
    ("price", "Price"),
    ("allocation", "Warehouse"),
    ("failed", "Not tried"),
]


class Shadow(models.Model):
    """Orders of the old system, run through ours without any effect: what would be otherwise.

    Each order is tried by itself, with today's prices, credit and stock; what is made is undone
    before the next. In the background, a chunk a transaction.
    """

    _name = "b2b.shadow"
    _inherit = ["b2b.file.template"]
    _description = "Shadow run"
    _order = "id desc"

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    filename = fields.Char()
    content = fields.Binary(string="Orders of the Old System", attachment=True)
    state = fields.Selection(
        [
            ("draft", "File"),
            ("unreadable", "Unreadable"),
            ("running", "Running"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        copy=False,
    )
    problem = fields.Text(readonly=True, copy=False)
    planned = fields.Integer(string="Orders", readonly=True, copy=False)
    processed = fields.Integer(string="Tried", readonly=True, copy=False)
    same_count = fields.Integer(string="No Difference", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    difference_ids = fields.One2many("b2b.shadow.difference", "shadow_id", readonly=True)
    difference_count = fields.Integer(compute="_compute_differences", string="Differences")
    amount = fields.Monetary(
        compute="_compute_differences",
        string="Value Would Change By",
        help="By how much these orders would cost more or less.",
    )

    @api.depends("filename", "create_date")
    def _compute_name(self):
        for shadow in self:
            shadow.name = shadow.filename or self.env._("Orders of the old system")

    def _compute_template(self):
        content = base64.b64encode(files.template(shadow_orders.COLUMNS))
        for shadow in self:
            shadow.template_name, shadow.template_file = "old-orders.xlsx", content

    @api.depends("planned", "processed", "state")
    def _compute_progress(self):
        for shadow in self:
            share = 100.0 * shadow.processed / shadow.planned if shadow.planned else 0.0
            shadow.progress = 100.0 if shadow.state == "done" else share

    @api.depends("difference_ids.amount")
    def _compute_differences(self):
        rows = self.env["b2b.shadow.difference"]._read_group(
            [("shadow_id", "in", self.ids)], ["shadow_id"], ["__count", "amount:sum"]
        )
        found = {shadow: rest for shadow, *rest in rows}
        for shadow in self:
            shadow.difference_count, shadow.amount = found.get(shadow, (0, 0.0))

    # === BUTTONS === #

    def action_start(self):
        """Try the orders, in the background; what an earlier run found goes."""
        for shadow in self.filtered(lambda shadow: shadow.state != "running"):
            shadow.difference_ids.unlink()
            try:
                planned = len(shadow._orders())
            except Undecodable as error:
                shadow.write({"state": "unreadable", "problem": error.problem.text})
                continue
            shadow.write(
                {"state": "running", "problem": False, "planned": planned, "processed": 0,
                 "same_count": 0}
            )  # fmt: skip
        self.env.ref("b2b_oms.cron_shadow").sudo()._trigger()

    def action_cancel(self):
        """Stop; what was found stays."""
        self.filtered(lambda shadow: shadow.state == "running").state = "cancelled"

    def action_excel(self):
        """The differences as an Excel file."""
        self.ensure_one()
        self.check_access("read")
        labels = dict(WHATS)
        header = ("Order", "Account", "What", "Item", "Old system", "Here", "Change of value")
        rows = [
            (row.order, row.account or "", labels[row.what], row.sku or "", row.before or "",
             row.after or "", row.amount)
            for row in self.difference_ids
        ]  # fmt: skip
        report = self.env["ir.attachment"].create(
            {
                "name": "differences.xlsx",
                "raw": files.workbook(header, rows),
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{report.id}?download=true",
            "target": "download",
        }

    # === RUNNING === #

    @api.model
    def _cron_run(self):
        """Go on with the runs that were started."""
        for shadow in self.sudo().search([("state", "=", "running")], order="id"):
            while shadow.state == "running":
                tried = shadow._try_chunk()
                left = max(0, shadow.planned - shadow.processed)
                if not self.env["ir.cron"]._commit_progress(tried, remaining=left):
                    return

    def _orders(self):
        content = base64.b64decode(self.content or b"")
        return shadow_orders.orders(files.MigrationFile(content, shadow_orders.COLUMNS))

    def _try_chunk(self):
        """Try the next orders and keep what differs. Returns how many were tried."""
        self.ensure_one()
        orders = self._orders()[self.processed : self.processed + CHUNK]
        kinds = self.env["b2b.migration.kind"].with_company(self.company_id)
        accounts = kinds._accounts([order.account for order in orders], self)
        values, same = [], 0
        for order in orders:
            found = self._try(order, accounts.get(order.account))
            same += not found
            values += [
                {"shadow_id": self.id, "order": order.name, "account": order.account}
                | difference._asdict()
                for difference in found
            ]
        self.env["b2b.shadow.difference"].create(values)
        processed = self.processed + len(orders)
        self.write(
            {
                "processed": processed,
                "same_count": self.same_count + same,
                "state": "running" if orders and processed < self.planned else "done",
            }
        )
        return len(orders)

    def _try(self, order, account):
        """The differences of one order; nothing of it stays."""
        if order.problem:
            reason = order.problem.told(self.env)
            if order.row:
                reason = self.env._("Row %(row)s: %(reason)s", row=order.row, reason=reason)
            return [shadow_orders.Difference("failed", after=reason)]
        if not account:
            return [
                shadow_orders.Difference(
                    "failed",
                    after=self.env._(
                        "There is not exactly one account “%(number)s”.", number=order.account[:60]
                    ),
                )
            ]
        dry_run = self.env["b2b.dry.run"].with_company(self.company_id)
        try:
            return dry_run._try(
                order.document,
                account,
                self.company_id,
                "api",
                lambda dry: shadow_orders.differences(order, dry),
            )
        except UserError as error:
            return [shadow_orders.Difference("failed", after=str(error))]


class ShadowDifference(models.Model):
    """One thing this system would do otherwise than the old one did."""

    _name = "b2b.shadow.difference"
    _description = "Difference of a shadow run"
    _order = "shadow_id desc, id"
    _rec_name = "order"

    shadow_id = fields.Many2one("b2b.shadow", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="shadow_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    order = fields.Char(required=True, help="The order's number in the old system.")
    account = fields.Char()
    what = fields.Selection(WHATS, required=True)
    sku = fields.Char(string="Item")
    before = fields.Char(string="Old System")
    after = fields.Char(string="Here")
    amount = fields.Monetary(string="Change", help="In the company's currency.")
