from odoo import api, fields, models

from ..codecs.letter.template import Template


class LetterLayout(models.Model):
    """How an account lays out its letters, as learned from what a person accepted.

    A correction makes a new version; the old ones are kept, archived.
    """

    _name = "b2b.letter.layout"
    _description = "Learned layout of letters"
    _order = "account_id, fingerprint, version desc"
    _rec_name = "account_id"

    account_id = fields.Many2one(
        "res.partner", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    fingerprint = fields.Char(
        required=True, readonly=True, help="Of the row of headings by which the layout is told."
    )
    version = fields.Integer(required=True, readonly=True, default=1)
    active = fields.Boolean(default=True, help="Archived: letters are read by usual names again.")
    columns = fields.Json(readonly=True, required=True, help="Field to heading.")
    labels = fields.Json(readonly=True, help="Field to label.")
    seen = fields.Json(readonly=True, help="Labels of days; one under another is asked about.")
    meaning = fields.Char(compute="_compute_meaning", help="Which heading or label means what.")
    intake_id = fields.Many2one(
        "b2b.intake", string="Learned From", readonly=True, ondelete="set null"
    )
    learned_by_id = fields.Many2one("res.users", readonly=True)

    _one_counts = models.UniqueIndex(
        "(account_id, company_id, fingerprint) WHERE active",
        "Another version of this layout counts already.",
    )

    @api.depends("columns", "labels")
    def _compute_meaning(self):
        names = self.env["sale.order"]._b2b_read_fields() | {"sku": self.env._("item")}
        for layout in self:
            pairs = (layout.columns or {}) | (layout.labels or {})
            layout.meaning = ", ".join(
                f"{names.get(field, field)}: {place}" for field, place in pairs.items()
            )

    @api.model
    def _templates(self, account, company):
        """What is known of the account's letters, for the codec."""
        if not account:
            return ()
        layouts = self.search([("account_id", "=", account.id), ("company_id", "=", company.id)])
        return tuple(
            Template(layout.fingerprint, layout.columns, layout.labels or {}, layout.seen or ())
            for layout in layouts
        )

    @api.model
    def _keep(self, template, account, intake):
        """Count this layout from now on; nothing where it says the same as the one that counts.

        What an earlier letter taught and this one does not contradict stays known.
        """
        known = self.with_context(active_test=False).search(
            [
                ("account_id", "=", account.id),
                ("company_id", "=", intake.company_id.id),
                ("fingerprint", "=", template.fingerprint),
            ],
            order="version desc",
        )
        counts = known.filtered("active")[:1]
        columns = (counts.columns or {}) | template.columns
        labels = (counts.labels or {}) | template.labels
        seen = sorted({*(counts.seen or ()), *template.seen})
        known_so = (counts.columns, counts.labels or {}, counts.seen or [])
        if counts and known_so == (columns, labels, seen):
            return counts
        counts.active = False
        self.env.flush_all()
        return self.create(
            {
                "account_id": account.id,
                "company_id": intake.company_id.id,
                "fingerprint": template.fingerprint,
                "version": (known[:1].version or 0) + 1,
                "columns": columns,
                "labels": labels,
                "seen": seen,
                "intake_id": intake.id,
                "learned_by_id": self.env.user.id,
            }
        )
