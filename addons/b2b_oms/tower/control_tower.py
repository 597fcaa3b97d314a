from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .scope import Scope

FILTERS = ("warehouse", "team", "tier", "channel", "days")
PERIODS = (7, 30, 90, 365)


class ControlTower(models.AbstractModel):
    """One screen: where every order is, what stops it, and what wants a person now."""

    _name = "b2b.control.tower"
    _description = "Control tower"

    @api.model
    def figures(self, filters=None):
        """Every section the user may see, with its numbers.

        Runs with the user's rights. The number of queries does not depend on how much there is.

        :param filters: dict of ``warehouse``, ``team``, ``tier`` (ids), ``channel`` (a word of
            ``sale.order._b2b_channels()``), ``days`` (orders received in the last so many days);
            none of them is needed
        :return: dict with ``currency`` (id), ``at`` (UTC text) and ``sections``, each with
            ``code``, ``title`` and ``tiles`` of ``code``, ``label``, ``count``, ``amount`` (in
            that currency, or None) and ``tone``
        :raises UserError: for a filter that does not exist
        """
        self._check_access()
        scope = self._scope(filters or {})
        return {
            "currency": self.env.company.currency_id.id,
            "at": fields.Datetime.to_string(fields.Datetime.now()),
            "sections": [self._section(section, scope) for section in self._sections()],
        }

    @api.model
    def action_open(self, section, tile, filters=None):
        """The records behind a number.

        :param section, tile: codes, as ``figures`` gave them
        :param filters: the same dict the number was asked with
        :return: window action
        """
        self._check_access()
        scope = self._scope(filters or {})
        behind = next((one for one in self._sections() if one._code == section), None)
        tiles = () if behind is None else behind._tiles(scope)
        for found in tiles:
            if found.code == tile:
                return behind._action_open(found)
        raise UserError(self.env._("There is nothing behind this number any more."))

    @api.model
    def choices(self):
        """What the screen can be filtered by.

        :return: {filter: [[value, label], …]}
        """
        self._check_access()
        own = [("company_id", "in", [*self.env.companies.ids, False])]
        names = {
            "warehouse": self.env["stock.warehouse"].sudo().search(own[:1]),
            "team": self.env["crm.team"].search(own),
            "tier": self.env["b2b.account.tier"].search(own),
        }
        return {
            **{key: [[one.id, one.display_name] for one in found] for key, found in names.items()},
            "channel": self.env["sale.order"]._b2b_channels(),
            "days": [[days, self.env._("Last %s days", days)] for days in PERIODS],
        }

    def _check_access(self):
        if not self.env.user.has_group("b2b_oms.group_user"):
            raise AccessError(self.env._("The control tower is for people of the house."))

    def _sections(self):
        rates = self.env["b2b.tower.section"]._read_rates()
        known = self.with_context(b2b_tower_rates=rates).env["b2b.tower.section"]._all()
        return [section for section in known if section._may_be_seen()]

    def _section(self, section, scope):
        tiles = [tile._asdict() for tile in section._tiles(scope)]
        shown = ("code", "label", "count", "amount", "tone")
        return {
            "code": section._code,
            "title": section._title(),
            "tiles": [{key: tile[key] for key in shown} for tile in tiles],
        }

    def _scope(self, filters):
        """The filters of a browser as a :class:`Scope`; what is no filter is refused."""
        filters = {key: value for key, value in filters.items() if value}
        ids = [filters.get(key) for key in ("warehouse", "team", "tier", "days")]
        known = set(filters) <= set(FILTERS) and all(type(one) in (int, type(None)) for one in ids)
        channel = filters.get("channel")
        if not known or (channel and channel not in dict(self.env["sale.order"]._b2b_channels())):
            raise UserError(self.env._("The control tower does not know this filter."))
        today = fields.Date.context_today(self)
        return Scope(
            self.env,
            today,
            warehouse=filters.get("warehouse"),
            team=filters.get("team"),
            tier=filters.get("tier"),
            channel=channel,
            since=today - timedelta(days=filters["days"]) if filters.get("days") else None,
        )
