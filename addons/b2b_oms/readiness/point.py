"""The contract of a point of the go-live check, and what points have in common."""

from typing import Any, NamedTuple

from odoo import models

# In the order in which a new installation is set up.
CHAPTERS = [
    ("company", "Company"),
    ("tiers", "Tiers"),
    ("accounts", "Accounts"),
    ("rules", "Policies"),
    ("warehouses", "Warehouses"),
    ("golive", "Go Live"),
]
NAMED = 3  # so many of what is missing are named, the rest is a number


class Answer(NamedTuple):
    """What a point found: whether it is settled, in words, and the action that opens what is not."""

    good: bool
    words: str
    action: Any = None


class ReadinessPoint(models.AbstractModel):
    """One question of the go-live check.

    To add one: a model that inherits this in a file of its own, with ``_code``, ``_sequence``,
    ``_chapter``, ``_title`` and ``_answer``. It reads with the rights of who asks.
    """

    _name = "b2b.readiness.point"
    _inherit = "b2b.plugin"
    _description = "Point of the go-live check"

    _chapter = None  # a key of CHAPTERS
    _is_must = True  # False: going live without it is a choice

    # === TO OVERRIDE === #

    def _title(self):
        """Override this to name the point."""
        raise NotImplementedError

    def _answer(self, company):
        """Override this to return an :class:`Answer`, in a number of queries that is constant.

        :param company: ``res.company``
        """
        raise NotImplementedError

    # === FOR POINTS === #

    def _lacking(self, records, good, action):
        """Settled when there are no such records; else some of their names and a way to them.

        :param records: recordset, those that lack something
        :param good: sentence when there are none
        :param action: external id of a window action
        """
        if not records:
            return Answer(True, good)
        names = ", ".join(records[:NAMED].mapped("display_name"))
        if more := len(records) - NAMED if len(records) > NAMED else 0:
            words = self.env._("%(names)s and %(more)s more", names=names, more=more)
        else:
            words = names
        return Answer(False, words, self._opening(action, [("id", "in", records.ids)]))

    def _opening(self, action, domain=None):
        """A window action on what ``domain`` finds (default: its own)."""
        found = self.env["ir.actions.act_window"]._for_xml_id(action)
        if domain is not None:
            found |= {"domain": domain, "context": {}}
        return found | {"name": self._title()}
