import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..documents.problems import Undecodable
from ..intake.dry_run import Undone
from ..migration import rows as files

SHOWN = 50
# So many at once while somebody waits at the screen; more go in the background, in chunks.
AT_ONCE = 200
CHUNK = 100


class Migration(models.Model):
    """One file of the old system: looked at first, then taken, and taken again as often as needed.

    Good rows are taken, the others come back as a file with the reason beside each.
    """

    _name = "b2b.migration"
    _description = "Migration"
    _order = "id desc"
    _inherit = ["mail.thread", "b2b.file.template"]
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        selection="_selection_kind", string="What", required=True, default="accounts"
    )
    filename = fields.Char()
    content = fields.Binary(string="File", attachment=True)
    opening_account_id = fields.Many2one(
        "account.account",
        string="Account for Opening Balances",
        check_company=True,
        help="Where the other side of open invoices is booked: what they were sold for is in the "
        "books of the old system.",
    )
    state = fields.Selection(
        [
            ("draft", "File"),
            ("unreadable", "Unreadable"),
            ("checked", "Tried"),
            ("running", "Being Taken"),
            ("done", "Taken"),
        ],
        default="draft",
        required=True,
        readonly=True,
        tracking=True,
        copy=False,
    )
    problem = fields.Text(readonly=True, copy=False)
    planned = fields.Integer(string="To Take", readonly=True, copy=False)
    processed = fields.Integer(string="Looked At", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    taken_by = fields.Many2one("res.users", readonly=True, copy=False)
    outcome = fields.Json(readonly=True, copy=False, help="What became of each row so far.")
    created_count = fields.Integer(string="New", readonly=True, copy=False)
    changed_count = fields.Integer(string="Changed", readonly=True, copy=False)
    same_count = fields.Integer(string="As They Are", readonly=True, copy=False)
    refused_count = fields.Integer(string="Refused", readonly=True, copy=False)
    refused_name = fields.Char(compute="_compute_refused_name")
    refused_file = fields.Binary(
        string="Refused Rows",
        attachment=True,
        readonly=True,
        copy=False,
        help="The rows that are not taken, each with its reason. Corrected, upload it as it is.",
    )

    @api.model
    def _selection_kind(self):
        return [(kind._code, kind._label) for kind in self.env["b2b.migration.kind"]._all()]

    def _plugin(self):
        """The kind of this file, seeing and writing for its company."""
        kinds = self.env["b2b.migration.kind"].with_company(self.company_id)._all()
        return next(kind for kind in kinds if kind._code == self.kind)

    @api.depends("filename", "kind")
    def _compute_name(self):
        labels = dict(self._selection_kind())
        for one in self:
            one.name = " · ".join(filter(None, (labels.get(one.kind), one.filename)))

    @api.depends("kind")
    def _compute_refused_name(self):
        for one in self:
            one.refused_name = f"refused-{one.kind}.xlsx"

    @api.depends("kind")
    def _compute_template(self):
        for one in self:
            one.template_name = one.kind and f"{one.kind}.xlsx"
            content = one.kind and files.template(one._plugin()._sheet_columns)
            one.template_file = content and base64.b64encode(content)

    def write(self, vals):
        """Another file, or the same as something else, has not been tried yet."""
        if vals.keys() & {"content", "kind", "company_id", "opening_account_id"}:
            if {"done", "running"} & set(self.mapped("state")):
                raise UserError(self.env._("This file is taken. Upload the next as a new one."))
            vals = {"state": "draft", "problem": False, "refused_file": False} | vals
        return super().write(vals)

    def action_check(self):
        """Try the file: everything is done and undone, and what would happen is shown."""
        self.ensure_one()
        if self.state in ("done", "running"):
            raise UserError(self.env._("This file is taken already."))
        self._run(keep=False)
        return True

    def action_import(self):
        """Take the rows that can be taken; a long file in the background.

        Two files with the same row at once cannot make a record twice: external ids are unique in
        the database, and the second row is refused.
        """
        self.ensure_one()
        self.lock_for_update()  # a double click
        if self.state != "checked":
            raise UserError(self.env._("Try the file first, to see what it would do."))
        rows = self._rows()[1]
        units = self._plugin()._units(rows)
        if len(units) <= AT_ONCE:
            self._run(keep=True)
            return True
        self.write(
            {"state": "running", "planned": len(units), "processed": 0, "outcome": {},
             "taken_by": self.env.uid}
        )  # fmt: skip
        self.env.ref("b2b_oms.cron_migration").sudo()._trigger()
        return True

    @api.depends("planned", "processed", "state")
    def _compute_progress(self):
        for one in self:
            share = 100.0 * one.processed / one.planned if one.planned else 0.0
            one.progress = 100.0 if one.state == "done" else share

    def _rows(self):
        """(file, {row number: row}, {row number: why it cannot be read}).

        :raises Undecodable: it is no table with the needed columns
        """
        content = base64.b64decode(self.with_context(bin_size=False).content or b"")
        file = files.MigrationFile(content, self._plugin()._sheet_columns)
        rows, refused = {}, {}
        for number, cells in file.rows:
            try:
                rows[number] = file.row(cells)
            except files.RefusedRow as error:
                refused[number] = error.told(self.env)
        return file, rows, refused

    def _run(self, keep):
        try:
            file, rows, refused = self._rows()
        except Undecodable as error:
            self.write({"state": "unreadable", "problem": error.problem.text})
            return
        done, failed = self._take(self._plugin(), rows, keep)
        self._tell(file, done, refused | failed, "done" if keep else "checked")

    # === IN THE BACKGROUND === #

    @api.model
    def _cron_run(self):
        """Go on with the files that are being taken, with the rights of who pressed the button."""
        for one in self.sudo().search([("state", "=", "running")], order="id"):
            acting = one.with_user(one.taken_by).with_context(lang=one.taken_by.lang)
            while one.state == "running":
                taken = acting._take_chunk()
                left = max(0, one.planned - one.processed)
                if not self.env["ir.cron"]._commit_progress(taken, remaining=left):
                    return

    def _take_chunk(self):
        """Take the next rows of the file. Returns how many records they were."""
        self.ensure_one()
        file, rows, refused = self._rows()
        plugin = self._plugin()
        units = plugin._units(rows)
        chunk = units[self.processed : self.processed + CHUNK]
        earlier = {n: rows[n] for unit in units[: self.processed] for n in unit}
        done, failed = self._take(
            plugin, {n: rows[n] for unit in chunk for n in unit}, keep=True, before=earlier
        )
        known = self.outcome or {}
        outcome = {
            "done": known.get("done", {}) | {str(n): what for n, what in done.items()},
            "refused": known.get("refused", {}) | {str(n): why for n, why in failed.items()},
        }
        self.write({"processed": self.processed + len(chunk), "outcome": outcome})
        if self.processed >= len(units):
            failed = {int(n): why for n, why in outcome["refused"].items()}
            self._tell(file, outcome["done"], refused | failed, "done")
        return len(chunk)

    def _take(self, plugin, rows, keep, before=()):
        quiet = plugin.with_context(tracking_disable=True, mail_create_nolog=True)
        if keep:
            return quiet._take(rows, self, keep, before)
        result = None
        try:
            with self.env.cr.savepoint():
                result = quiet._take(rows, self, keep)
                raise Undone
        except Undone:
            return result

    def _tell(self, file, done, refused, state):
        outcomes = list(done.values())
        reasons = [
            self.env._("Row %(row)s: %(reason)s", row=number, reason=refused[number])
            for number in sorted(refused)
        ]
        if len(reasons) > SHOWN:
            rest = len(reasons) - SHOWN
            reasons[SHOWN:] = [self.env._("… and %(count)s more, see the file.", count=rest)]
        content = files.refused_rows(
            file.header,
            [(cells, refused[number]) for number, cells in file.rows if number in refused],
        )
        self.write(
            {
                "state": state,
                "problem": "\n".join(reasons) or False,
                "created_count": outcomes.count("created"),
                "changed_count": outcomes.count("changed"),
                "same_count": outcomes.count("same"),
                "refused_count": len(refused),
                "refused_file": base64.b64encode(content) if refused else False,
            }
        )
