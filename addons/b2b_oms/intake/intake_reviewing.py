from odoo import api, fields, models
from odoo.tools import html_sanitize

from ..documents.shown import as_html

# Holds that a look at the document settles.
ABOUT_READING = ("confidence", "document", "unknown_product")


class IntakeReviewing(models.AbstractModel):
    """A person beside the document. Adopted by ``b2b.intake``."""

    _name = "b2b.intake.reviewing"
    _description = "Review of a received document"

    order_id = fields.Many2one("sale.order", compute="_compute_order_id")
    order_line_ids = fields.Many2many(
        "sale.order.line", compute="_compute_order_id", string="Order Lines"
    )
    is_pdf = fields.Boolean(compute="_compute_letter")
    letter = fields.Html(compute="_compute_letter", help="The document, to be compared.")
    to_review = fields.Boolean(compute="_compute_to_review", search="_search_to_review")
    reading = fields.Json(
        readonly=True,
        copy=False,
        help="The order as a person read it off the document; goes before what rules read.",
    )

    @api.depends("order_ids")
    def _compute_order_id(self):
        for intake in self:
            intake.order_id = intake.order_ids[:1]
            intake.order_line_ids = intake.order_id.order_line

    @api.depends("filename")
    def _compute_letter(self):
        """What a form can show of the document; ``fields.Html`` takes away what could do harm."""
        for intake in self:
            source = intake.parent_id or intake
            name = source.filename or ""
            intake.is_pdf = name.lower().endswith(".pdf")
            text = "" if intake.is_pdf else as_html(source._bytes(), name)
            intake.letter = html_sanitize(text) if text else False

    # === THE QUEUE === #

    def _compute_to_review(self):
        waiting = self.search([("id", "in", self.ids), *self._review_domain()])
        for intake in self:
            intake.to_review = intake in waiting

    def _search_to_review(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._review_domain()
        if set(value) >= {True, False}:
            return []
        return domain if True in value else ["!", *domain]

    @api.model
    def _review_domain(self):
        """Documents a person must look at: those that wait, and orders held for how they were read."""
        holds = [
            ("state", "=", "open"),
            ("code", "in", ABOUT_READING),
            ("order_id.b2b_state", "=", "held"),
        ]
        return [
            "|",
            ("state", "=", "waiting"),
            ("order_ids.b2b_hold_ids", "any", holds),
        ]

    def _next_to_review(self):
        """The next document of the queue after this one, oldest first; from the start at its end."""
        queue = [*self._review_domain(), ("id", "!=", self.id)]
        later = self.search([*queue, ("id", ">", self.id)], order="id", limit=1)
        return later or self.search(queue, order="id", limit=1)

    # === BUTTONS === #

    def action_compare(self):
        """The document and the order made of it, side by side."""
        self.ensure_one()
        view = self.env.ref("b2b_oms.b2b_intake_view_form_compare")
        return self._get_records_action(views=[(view.id, "form")], name=self.env._("Compare"))

    @api.model
    def action_review_first(self):
        """Open the oldest document that waits; the empty list when there is none."""
        first = self.search(self._review_domain(), order="id", limit=1)
        if first:
            return first.action_review()
        return self.env["ir.actions.act_window"]._for_xml_id("b2b_oms.b2b_intake_action_review")

    def action_review(self):
        """Open the document beside its lines, to be put right and accepted."""
        self.ensure_one()
        return self.env["b2b.intake.review"]._for(self)._open()
