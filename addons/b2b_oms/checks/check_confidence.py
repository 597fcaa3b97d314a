from odoo import models


class ConfidenceCheck(models.AbstractModel):
    """Nothing that was read from text without enough confidence is confirmed without a person."""

    _name = "b2b.order.check.confidence"
    _inherit = "b2b.order.check"
    _description = "Read with too little confidence"
    _code = "confidence"
    _sequence = 12
    _measures = {"least": -1, "fields": 1, "limit": 0}

    def _find(self, orders):
        for order in orders:
            limit = order.company_id.b2b_confidence_limit
            doubts = [doubt for doubt in order._b2b_doubts() if doubt.percent < limit]
            if doubts:
                yield self._finding(
                    order,
                    self.env._(
                        "Read from text, to be compared: %(what)s.",
                        what=order._b2b_doubts_in_words(doubts),
                    ),
                    least=min(doubt.percent for doubt in doubts),
                    fields=len(doubts),
                    limit=limit,
                )
