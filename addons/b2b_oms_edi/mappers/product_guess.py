"""Items of letters that name no number of ours: what they are nearly called like."""

import re

from odoo import api, models

try:
    from rapidfuzz import fuzz, process, utils
except ImportError:  # nothing is guessed then
    fuzz = process = utils = None

# Never as sure as a number; under every sensible limit, so that a person decides.
MOST_SURE = 0.8
LEAST_ALIKE = 65  # of 100; less alike is no guess
WORD = re.compile(r"[^\W_]{3,}")
MOST_CANDIDATES = 2000


class ProductGuess(models.AbstractModel):
    """Guesses for documents read from text; a guess is held by its confidence until a person says yes."""

    _name = "b2b.product.guess"
    _description = "Products by their names"

    @api.model
    def _guess(self, lines, matches, account, company):
        """The matches, those without a product replaced by the most alike one where there is one."""
        unknown = [
            line
            for line, match in zip(lines, matches, strict=True)
            if not match.product and line.confidence
        ]
        if process is None or not unknown:
            return matches
        names = self._names(unknown, account, company)
        return [
            match if match.product or not line.confidence else self._best(line, match, names)
            for line, match in zip(lines, matches, strict=True)
        ]

    def _best(self, line, match, names):
        text = line.description or line.item_text
        found = process.extractOne(
            text,
            names,
            scorer=fuzz.token_set_ratio,
            processor=utils.default_process,
            score_cutoff=LEAST_ALIKE,
        )
        if not found:
            return match
        _name, score, product_id = found
        product = self.env["product.product"].browse(product_id)
        return match._replace(product=product, confidence=round(score / 100 * MOST_SURE, 2))

    def _names(self, lines, account, company):
        """{product id: name} of what the account bought, and of what shares a long word with these lines."""
        words = {
            max(found, key=len)
            for line in lines
            if (found := WORD.findall(line.description or line.item_text))
        }
        Product = self.env["product.product"]
        scope = [("sale_ok", "=", True), ("company_id", "in", (False, company.id))]
        named = Product.browse()
        if words:
            by_word = [("name", "ilike", word) for word in sorted(words)]
            named = Product.search(
                [*scope, *["|"] * (len(by_word) - 1), *by_word], limit=MOST_CANDIDATES
            )
        bought = self.env["sale.order.line"].search(
            [("order_id.b2b_account_id", "=", account.id), ("state", "=", "sale")],
            order="id desc",
            limit=MOST_CANDIDATES,
        )
        unknown = self.env["sale.order"]._b2b_unknown_item()
        products = (named | bought.product_id.filtered_domain(scope)) - unknown
        return {product.id: product.name for product in products}
