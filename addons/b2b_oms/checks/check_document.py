from odoo import models


class DocumentCheck(models.AbstractModel):
    """The document could not be read without doubt: the row is kept, a person looks at it."""

    _name = "b2b.order.check.document"
    _inherit = "b2b.order.check"
    _description = "Unclear rows of the document"
    _code = "document"
    _sequence = 10

    def _find(self, orders):
        for order in orders:
            if order.b2b_document_problem:
                yield self._finding(
                    order, order.b2b_document_problem, problem=order.b2b_document_problem
                )
            for line in order.order_line:
                if line.b2b_row_problem:
                    yield self._finding(
                        order, line.b2b_row_problem, line=line, problem=line.b2b_row_problem
                    )
