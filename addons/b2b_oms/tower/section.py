"""The contract of a section of the control tower, and the sums sections have in common."""

from typing import Any, NamedTuple

from odoo import fields, models
from odoo.tools import SQL


class Tile(NamedTuple):
    """One number of the tower and the records behind it.

    ``amount`` is in the currency of the user's company, None where money says nothing. ``tone`` is
    empty, ``warning`` or ``danger``: how much it wants to be looked at. ``domain`` finds exactly
    ``count`` records of ``model`` (default: the section's).
    """

    code: str
    label: str
    count: int
    domain: list
    amount: float | None = None
    tone: str = ""
    model: str = ""
    action: str = ""


class Group(NamedTuple):
    """A group of records: how many, and their money in the currency of the user's company."""

    count: int
    amount: float


NOTHING = Group(0, 0.0)


class TowerSection(models.AbstractModel):
    """A card of the control tower.

    To add one: a model that inherits this one in a file of its own, with ``_code``, ``_title``,
    ``_model``, ``_action`` and ``_tiles``. A section whose model the user may not read is not
    shown; it runs with the user's own rights.
    """

    _name = "b2b.tower.section"
    _inherit = "b2b.plugin"
    _description = "Section of the control tower"

    _model = None  # what its numbers count
    _action = None  # external id of the action that shows them
    _reads = ("sale.order",)  # what its filters look into

    # === TO OVERRIDE === #

    def _title(self):
        """Override this to name the card."""
        raise NotImplementedError

    def _tiles(self, scope):
        """Override this to return the :class:`Tile` list, in a number of queries that is constant.

        :param scope: :class:`Scope`
        """
        raise NotImplementedError

    # === SUMS === #

    def _may_be_seen(self):
        return all(self.env[name].has_access("read") for name in (self._model, *self._reads))

    def _action_open(self, tile):
        """The window action that shows what a tile counts."""
        action = self.env["ir.actions.act_window"]._for_xml_id(tile.action or self._action)
        return {
            **action,
            "name": f"{self._title()}: {tile.label}",
            "domain": tile.domain,
            "context": {"create": False},
        }

    def _counted(self, domain, key):
        """{value of a field: number of records}"""
        rows = self.env[self._model]._read_group(domain, [key], ["__count"])
        return dict(rows)

    def _by_state(self, domain, rows):
        """A :class:`Tile` for each row of (state, label, tone when there are any), in one query."""
        states = [state for state, _label, _tone in rows]
        counts = self._counted([*domain, ("state", "in", states)], "state")
        return [
            Tile(
                state,
                label,
                counts.get(state, 0),
                [*domain, ("state", "=", state)],
                tone=tone(counts.get(state), worst),
            )
            for state, label, worst in rows
        ]

    def _counts(self, wanted):
        """How many records each (model, domain) finds, in one query."""
        found = [
            SQL("SELECT %s AS place, COUNT(*) FROM (%s) found", place, query.select())
            for place, query in enumerate(self.env[name]._search(domain) for name, domain in wanted)
        ]
        counts = dict(self.env.execute_query(SQL(" UNION ALL ").join(found))) if found else {}
        return [counts[place] for place in range(len(found))]

    def _of_orders(self, domain, key):
        """{key: :class:`Group`} of the orders behind records; an order counts once for a key.

        :param domain: on the section's model, which has an ``order_id``
        :param key: ``SQL`` of a column or an expression over the model's table
        """
        query = self.env[self._model]._search(domain)
        rows = self.env.execute_query(
            SQL(
                """SELECT key, currency_id, COUNT(*), SUM(amount_total)
                     FROM (SELECT DISTINCT %s AS key, o.id, o.currency_id, o.amount_total
                             FROM %s JOIN sale_order o ON o.id = %s.order_id
                            WHERE %s) one
                    GROUP BY key, currency_id""",
                key,
                query.from_clause,
                SQL.identifier(query.table),
                query.where_clause or SQL("TRUE"),
            )
        )
        return self._grouped(rows)

    def _grouped(self, rows):
        """Rows of (key, currency id, count, amount) as {key: :class:`Group`}."""
        rates = self._rates()
        groups = {}
        for key, currency, count, amount in rows:
            known = groups.get(key, NOTHING)
            value = (amount or 0.0) / rates.get(currency, 1.0)
            groups[key] = Group(known.count + count, known.amount + value)
        return groups

    def _rates(self):
        """{currency id: how many of it make one of the company's}, today; read once a screen."""
        known = self.env.context.get("b2b_tower_rates")
        return self._read_rates() if known is None else known

    def _read_rates(self):
        company = self.env.company
        today = fields.Date.context_today(self)
        used = company.currency_id.with_context(active_test=False).search(
            [("rate_ids", "!=", False)]
        )
        rates = used._get_rates(company, today)
        own = rates.get(company.currency_id.id) or 1.0
        return {currency: (rate or own) / own for currency, rate in rates.items()}


def tone(count, worst="danger"):
    """The tone of a number that should be zero."""
    return worst if count else ""


def total(groups: dict[Any, Group]):
    """All groups together."""
    return Group(
        sum(group.count for group in groups.values()),
        sum(group.amount for group in groups.values()),
    )
