from decimal import Decimal

from odoo import models

from odoo.addons.b2b_oms.documents.problems import Undecodable

from ..codecs.letter import decode
from ..codecs.letter.learn import Accepted, AcceptedLine, learn
from ..const import READING_FOR


class IntakeReview(models.TransientModel):
    """What a person accepts teaches how the sender lays out its letters."""

    _inherit = "b2b.intake.review"

    def _learn(self):
        super()._learn()
        source = self.intake_id.parent_id or self.intake_id
        content = source._bytes()
        if not (decode.is_pdf(content) or decode.is_html(content, source.filename)):
            return
        try:
            template = learn(decode.rows_of(content), self._accepted())
        except Undecodable:
            return
        if template:
            layouts = self.env["b2b.letter.layout"].sudo()
            layouts._keep(template, self.account_id, self.intake_id)

    def _accepted(self):
        place = self.ship_to_id
        Part = self.env["b2b.customer.part"]
        own = Part._of(self.account_id, self.line_ids.product_id)
        return Accepted(
            lines=tuple(line._accepted(own.get(line.product_id, Part)) for line in self.line_ids),
            number=self.number or "",
            requested_date=self.requested_date or None,
            places=frozenset(
                text.strip().lower() for text in (place.ref, place.name, place.city) if text
            ),
        )


class IntakeReviewLine(models.TransientModel):
    _inherit = "b2b.intake.review.line"

    def _mapper(self):
        return super()._mapper().with_context(**{READING_FOR: self.review_id.account_id.id})

    def _accepted(self, parts):
        product = self.product_id
        codes = (self.words, product.default_code, product.barcode, *parts.mapped("code"))
        return AcceptedLine(
            frozenset(code.strip().lower() for code in codes if code),
            Decimal(str(self.quantity)),
            Decimal(str(self.their_price)) if self.their_price else None,
        )

    def _remember(self):
        """The account's word for a unit as well."""
        result = super()._remember()
        for line in self.filtered(lambda line: line.their_unit and line.uom_id):
            understood, problem = line._mapper()._unit(line.their_unit, line.product_id.sudo())
            if problem or understood != line.uom_id:
                self.env["b2b.edi.unit"]._remember(
                    line.review_id.account_id, line.their_unit, line.product_id, line.uom_id
                )
        return result
