import base64
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..journals import as_csv, as_fec, as_xlsx
from ..journals.rows import Row, UnbalancedError, totals

FORMATS = [("xlsx", "Excel"), ("csv", "CSV"), ("fec", "FEC (fichier des écritures comptables)")]
WRITERS = {"xlsx": as_xlsx, "csv": as_csv, "fec": as_fec}
CHUNK = 500  # entries read at a time


class JournalExport(models.Model):
    """Posted entries for another accounting program: each entry in one export, none in two.

    An entry is marked with its export. What is posted later for an earlier day is not marked yet,
    and comes with the next export.
    """

    _name = "b2b.journal.export"
    _description = "Export of journal entries"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._default_period()[0],
        help="What was posted for earlier days since the first export comes too.",
    )
    date_to = fields.Date(
        string="To", required=True, default=lambda self: self._default_period()[1]
    )
    journal_ids = fields.Many2many(
        "account.journal", string="Journals", check_company=True, help="Empty: all."
    )
    format = fields.Selection(FORMATS, required=True, default="xlsx")
    state = fields.Selection(
        [("draft", "New"), ("done", "Exported"), ("withdrawn", "Withdrawn")],
        default="draft", required=True, readonly=True, copy=False,
    )  # fmt: skip
    move_ids = fields.One2many("account.move", "b2b_export_id", string="Entries", readonly=True)
    entry_count = fields.Integer(string="Entries Exported", readonly=True, copy=False)
    late_count = fields.Integer(
        string="Of Earlier Periods", readonly=True, copy=False,
        help="Posted after the export of their days was made.",
    )  # fmt: skip
    open_count = fields.Integer(string="Entries to Export", compute="_compute_open_count")
    debit = fields.Monetary(readonly=True, copy=False)
    credit = fields.Monetary(readonly=True, copy=False)
    exported_on = fields.Datetime(readonly=True, copy=False)
    filename = fields.Char(readonly=True, copy=False)
    content = fields.Binary(string="File", attachment=True, readonly=True, copy=False)

    _dates_ordered = models.Constraint(
        "CHECK(date_to >= date_from)", "A period cannot end before it begins."
    )

    @api.model
    def _default_period(self):
        """The month after the last export's end, else last month."""
        last = self.search(
            [("company_id", "=", self.env.company.id), ("state", "=", "done")],
            order="date_to desc", limit=1,
        )  # fmt: skip
        today = fields.Date.context_today(self)
        first = fields.Date.start_of(today, "month")
        begin = (
            fields.Date.add(last.date_to, days=1) if last else fields.Date.subtract(first, months=1)
        )
        return begin, fields.Date.end_of(begin, "month")

    @api.depends("date_from", "date_to", "company_id")
    def _compute_name(self):
        for export in self:
            export.name = f"{export.date_from} – {export.date_to}"

    @api.depends("date_from", "date_to", "journal_ids", "company_id", "state")
    def _compute_open_count(self):
        for export in self:
            ready = export.state == "draft" and export.date_from and export.date_to
            export.open_count = (
                self.env["account.move"].search_count(export._domain()) if ready else 0
            )

    def _domain(self):
        """Posted entries of the period, and of earlier ones since the first export."""
        self.ensure_one()
        first = self.search(
            [("company_id", "=", self.company_id.id), ("state", "=", "done")],
            order="date_from", limit=1,
        ).date_from  # fmt: skip
        begin = min(filter(None, (self.date_from, first)))
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "=", "posted"),
            ("date", ">=", begin),
            ("date", "<=", self.date_to),
            ("b2b_export_id", "=", False),
        ]
        journals = self.journal_ids._origin or self.journal_ids
        return domain + ([("journal_id", "in", journals.ids)] if journals else [])

    # === BUTTONS === #

    def action_export(self):
        """Write the file and mark its entries.

        Two exports at once cannot have an entry both: the second is refused by the database and
        run again, and finds it marked.

        :raises UserError: nothing to export, or an entry does not balance
        """
        self.ensure_one()
        self.check_access("write")
        self.lock_for_update()
        if self.state != "draft":
            raise UserError(self.env._("This export was made already."))
        moves = self.env["account.move"].search(self._domain(), order="date, journal_id, name, id")
        if not moves:
            raise UserError(self.env._("There is nothing to export that was not exported before."))
        rows = self._rows(moves)
        try:
            debit, credit = totals(rows)
        except UnbalancedError as error:
            raise UserError(self.env._("An entry does not balance. %(entry)s", entry=error)) from (
                error
            )
        content = WRITERS[self.format].content(rows, (self.currency_id.name,))
        moves.sudo().write({"b2b_export_id": self.id})
        self.write(
            {
                "state": "done",
                "entry_count": len(moves),
                "late_count": len(moves.filtered(lambda move: move.date < self.date_from)),
                "debit": float(debit),
                "credit": float(credit),
                "exported_on": fields.Datetime.now(),
                "filename": self._filename(),
                "content": base64.b64encode(content),
            }
        )
        return True

    def action_withdraw(self):
        """The file was not used: its entries are exported again.

        :raises UserError: a later export may rely on it
        """
        self.ensure_one()
        self.check_access("write")
        later = self.search_count(
            [("company_id", "=", self.company_id.id), ("id", ">", self.id), ("state", "=", "done")]
        )
        if self.state != "done" or later:
            raise UserError(self.env._("Only the last export can be withdrawn."))
        self.sudo().move_ids.write({"b2b_export_id": False})
        self.state = "withdrawn"
        return True

    def action_open_entries(self):
        """The entries of this export."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Exported Entries"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("b2b_export_id", "=", self.id)],
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_never_made(self):
        if self.filtered(lambda export: export.state == "done"):
            raise UserError(self.env._("Withdraw an export first: its entries are marked."))

    # === THE ROWS === #

    def _filename(self):
        day = self.date_to.strftime("%Y%m%d")
        if self.format == "fec":
            siren = "".join(filter(str.isdigit, self.company_id.company_registry or ""))[:9]
            return f"{siren or self.company_id.id}FEC{day}.txt"
        return f"entries-{day}.{self.format}"

    def _rows(self, moves):
        rows = []
        for start in range(0, len(moves), CHUNK):
            chunk = moves[start : start + CHUNK]
            lines = self.env["account.move.line"].search(
                [("move_id", "in", chunk.ids), ("account_id", "!=", False)], order="id"
            )
            of_move = lines.grouped("move_id")
            for move in chunk:
                rows += [self._row(line, move) for line in of_move.get(move, ())]
            self.env["account.move.line"].invalidate_model()
        return rows

    def _row(self, line, move):
        home, money = self.currency_id, line.currency_id
        partner = line.partner_id.commercial_partner_id
        matched = line.full_reconcile_id.create_date
        return Row(
            entry=move.name or "",
            journal=move.journal_id.code or "",
            journal_name=move.journal_id.name or "",
            date=move.date,
            posted=fields.Datetime.context_timestamp(self, move.write_date).date(),
            account=line.account_id.with_company(self.company_id).code or "",
            account_name=line.account_id.name or "",
            partner=(partner.ref or str(partner.id)) if partner else "",
            partner_name=partner.name or "",
            document=move.ref or move.name or "",
            document_date=move.invoice_date or move.date,
            label=line.name or "",
            debit=_decimal(line.debit, home),
            credit=_decimal(line.credit, home),
            currency=money.name,
            amount_currency=_decimal(line.amount_currency, money),
            due=line.date_maturity or None,
            matching=line.full_reconcile_id and line.matching_number or "",
            matched_on=matched.date() if matched else None,
        )


def _decimal(value, currency):
    """An amount in its currency's digits, to be added up without losing any."""
    return Decimal(f"{value:.{currency.decimal_places}f}")
