from typing import Any, NamedTuple

from odoo import api, models

from .geography import great_circle_km

# Stand-ins for a distance where coordinates are missing; they only put warehouses in an order.
SAME_ZIP_KM, SAME_STATE_KM, SAME_COUNTRY_KM, ABROAD_KM = 10, 200, 1000, 10000


class Situation(NamedTuple):
    """What a strategy may look at; all records as superuser, ``account`` in the company."""

    account: Any  # res.partner
    ship_to: Any  # res.partner
    company: Any  # res.company
    needs: list
    available: dict  # {(product.id, warehouse.id): quantity}


class Ranked(NamedTuple):
    """A warehouse with the figures it is ranked by and a sentence that says them."""

    warehouse: Any
    score: dict
    reason: str


class RoutingStrategy(models.AbstractModel):
    """Ranks the warehouses for an address and states which criteria count, in which order.

    To add one: a model in a file of its own that inherits this one, with ``_code``, a
    ``_description`` people can read, ``_criteria`` and ``_scores``. It never subtracts stock: how much
    comes from where is the allocator's arithmetic.
    """

    _name = "b2b.routing.strategy"
    _inherit = "b2b.plugin"
    _description = "Routing strategy"

    # In their order: shortfall (what waits), shipments, day, and the strategy's own scores.
    _criteria = ("shortfall", "shipments", "day")
    # The own scores by which warehouses are ranked; small is good.
    _ranked_by = ()

    # === TO OVERRIDE === #

    def _scores(self, situation, warehouses):
        """Override this: {warehouse: (figures, sentence)}, read in batch.

        The figures are not negative and hold at least those of ``_ranked_by``.
        """
        raise NotImplementedError

    # === FOR THE PLAN === #

    @api.model
    def _rank(self, situation, warehouses):
        """List of :class:`Ranked`, the best first; ties by the warehouses' own order."""
        scores = self._scores(situation, warehouses)
        ranked = [Ranked(warehouse, *scores[warehouse]) for warehouse in warehouses]
        return sorted(
            ranked,
            key=lambda r: (
                *(r.score[name] for name in self._ranked_by),
                r.warehouse.sequence,
                r.warehouse.id,
            ),
        )

    @api.model
    def _named(self, code):
        """The strategy of a code; the nearest warehouse where its addon is gone."""
        by_code = {strategy._code: strategy for strategy in self._all()}
        return by_code[code if code in by_code else "nearest"]  # a model is falsy

    @api.model
    def _selection(self):
        return [(strategy._code, strategy._description) for strategy in self._all()]

    # === SHARED BY STRATEGIES === #

    def _distance(self, ship_to, warehouse):
        """(kilometres, sentence) between an address and a warehouse."""
        there = warehouse.partner_id
        if self._has_coordinates(ship_to) and self._has_coordinates(there):
            km = round(
                great_circle_km(
                    ship_to.partner_latitude,
                    ship_to.partner_longitude,
                    there.partner_latitude,
                    there.partner_longitude,
                ),
                1,
            )
            return km, self.env._("%(km)s km away.", km=km)
        return self._distance_by_address(ship_to, there)

    def _distance_by_address(self, ship_to, there):
        same_country = bool(ship_to.country_id) and ship_to.country_id == there.country_id
        if same_country and ship_to.zip and ship_to.zip == there.zip:
            return SAME_ZIP_KM, self.env._("No coordinates; the same postal code.")
        if same_country and ship_to.state_id and ship_to.state_id == there.state_id:
            return SAME_STATE_KM, self.env._("No coordinates; the same state.")
        if same_country:
            return SAME_COUNTRY_KM, self.env._("No coordinates; the same country.")
        return ABROAD_KM, self.env._("No coordinates; not known to be in the same country.")

    def _has_coordinates(self, partner):
        return bool(partner.partner_latitude or partner.partner_longitude)
