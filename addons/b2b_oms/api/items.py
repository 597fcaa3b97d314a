from odoo import api, models

from ..documents.purchase_order import OrderLine
from .problem import Wrong, invalid


class ApiItems(models.AbstractModel):
    """Items a request names, found as those of an order are."""

    _name = "b2b.api.items"
    _description = "Items of a request"

    @api.model
    def _products(self, skus, account, company, field):
        """Products, one a SKU, in their order.

        :param field: pointer of the list, for what is wrong
        :raises ApiProblem: 422, naming each item that is unknown
        """
        lines = [OrderLine(where="", quantity=None, sku=sku) for sku in skus]
        lookup = self.env["b2b.product.lookup"].sudo()
        matches = lookup._match(lines, account, company)
        wrong = [
            Wrong(f"{field}/{place}", match.reason)
            for place, match in enumerate(matches)
            if not match.product
        ]
        if wrong:
            raise invalid(wrong[:100])
        products = lookup.env["product.product"].union(*(match.product for match in matches))
        return [match.product.with_prefetch(products._ids) for match in matches]
