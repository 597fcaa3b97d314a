"""Which rule prices a product: plain look-ups over rules that were read once for a whole basket."""

from typing import Any, NamedTuple

SPECIFICITY = ("0_product_variant", "1_product", "2_product_category", "3_global")


class Candidate(NamedTuple):
    """A rule that is about the product. ``source`` is agreement, tier or company."""

    source: str
    rule: Any


class Basket:
    """How much of each product an order asks for, in the products' own units."""

    def __init__(self, quantities):
        self.quantities = quantities  # {product: quantity}
        self._mixed = {}

    def of(self, product, rule):
        """The quantity that counts for a break of the rule: of the product, or of all it mixes."""
        if not rule.b2b_mix_and_match:
            return self.quantities.get(product, 0.0)
        if rule.id not in self._mixed:
            self._mixed[rule.id] = sum(
                quantity for other, quantity in self.quantities.items() if rule._b2b_is_about(other)
            )
        return self._mixed[rule.id]


class PriceBook:
    """The rules of one account at one date: its agreements, its list, the company's list.

    Levels are asked in order, the first that answers wins. Inside a level the rule that is about
    less wins (variant, product, category, all), then the highest break reached, as in Odoo.
    """

    def __init__(self, levels):
        """:param levels: list of (source, rules in Odoo's order)"""
        self._levels = [(source, _indexed(rules)) for source, rules in levels]

    def candidates(self, product):
        """Every rule about the product, in the order they are asked."""
        keys = [
            ("0_product_variant", product.id),
            ("1_product", product.product_tmpl_id.id),
            ("2_product_category", None),
            ("3_global", None),
        ]
        for source, index in self._levels:
            for key in keys:
                for rule in index.get(key, ()):
                    if rule._b2b_is_about(product):
                        yield Candidate(source, rule)

    def winner(self, product, basket):
        """The first candidate whose break is reached and that still has quantity left; or None."""
        for candidate in self.candidates(product):
            if candidate.rule._b2b_serves(product, basket.of(product, candidate.rule)):
                return candidate
        return None

    def next_break(self, product, basket):
        """The nearest break not reached yet that would win; a candidate, or None."""
        best = None
        for candidate in self.candidates(product):
            quantity = basket.of(product, candidate.rule)
            needed = candidate.rule._b2b_min_quantity(product)
            if quantity >= needed:
                if candidate.rule._b2b_serves(product, quantity):
                    break  # what comes after the winner can never win
                continue
            if best is None or needed < best.rule._b2b_min_quantity(product):
                best = candidate
        return best


def _indexed(rules):
    """{(specificity, what it is about): rules}; categories are few and looked through."""
    index = {}
    for rule in rules:
        about = {
            "0_product_variant": rule.product_id.id,
            "1_product": rule.product_tmpl_id.id,
        }.get(rule.applied_on)
        index.setdefault((rule.applied_on, about), []).append(rule)
    return index
