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
            orders = shadow._orders()  # read once, not with each chunk
            while shadow.state == "running":
                tried = shadow._try_chunk(orders)
                left = max(0, shadow.planned - shadow.processed)
                if not self.env["ir.cron"]._commit_progress(tried, remaining=left):
                    return

    def _orders(self):
        content = base64.b64decode(self.content or b"")
        return shadow_orders.orders(files.MigrationFile(content, shadow_orders.COLUMNS))

    def _try_chunk(self, every=None):
        """Try the next orders and keep what differs. Returns how many were tried.

        :param every: the orders of the file, where they were read already
        """
        self.ensure_one()
        orders = (every or self._orders())[self.processed : self.processed + CHUNK]
        found = self._differences_of(orders)
        self.env["b2b.shadow.difference"].create(
            [
                {"shadow_id": self.id, "order": order.name, "account": order.account}
                | difference._asdict()
                for order in orders
                for difference in found[order.name]
            ]
        )
        processed = self.processed + len(orders)
        same = sum(not found[order.name] for order in orders)
        self.write(
            {
                "processed": processed,
                "same_count": self.same_count + same,
                "state": "running" if orders and processed < self.planned else "done",
            }
        )
        return len(orders)

    def _differences_of(self, orders):
        """{name of an order: its differences}; nothing of it stays.

        Orders of different accounts are tried together: none sees another.
        """
        kinds = self.env["b2b.migration.kind"].with_company(self.company_id)
        accounts = kinds._accounts([order.account for order in orders], self)
        found, batches = {}, []
        for order in orders:
            account = accounts.get(order.account)
            if reason := self._why_not(order, account):
                found[order.name] = [shadow_orders.Difference("failed", after=reason)]
                continue
            batch = next((one for one in batches if account not in one), None)
            if batch is None:
                batch = {}
                batches.append(batch)
            batch[account] = order
        for batch in batches:
            found |= self._try(batch)
        return found

    def _why_not(self, order, account):
        """Why an order cannot be tried; empty: it can."""
        if not order.problem:
            return "" if account else self.env._(
                "There is not exactly one account “%(number)s”.", number=order.account[:60]
            )  # fmt: skip
        reason = order.problem.told(self.env)
        if not order.row:
            return reason
        return self.env._("Row %(row)s: %(reason)s", row=order.row, reason=reason)

    def _try(self, batch):
        """{name: differences} of {account: order}; one that stops them all is found by itself."""
        asked = [(order.document, account) for account, order in batch.items()]
        orders = iter(batch.values())
        try:
            told = self.env["b2b.dry.run"].with_company(self.company_id)._try_beside(
                asked, self.company_id, "api",
                lambda dry: shadow_orders.differences(next(orders), dry),
            )  # fmt: skip
        except UserError as error:
            if len(batch) > 1:
                alone = [self._try({account: order}) for account, order in batch.items()]
                return {name: found for one in alone for name, found in one.items()}
            (order,) = batch.values()
            return {order.name: [shadow_orders.Difference("failed", after=str(error))]}
        return dict(zip((order.name for order in batch.values()), told, strict=True))


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
