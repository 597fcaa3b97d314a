"""The contract of a check, and the one place that runs them all."""

import json
from typing import Any, NamedTuple

from odoo import api, models


class Finding(NamedTuple):
    """What a check found on one order.

    ``figures`` are the numbers and names the finding rests on, JSON-ready: a person's release
    covers these figures and nothing worse. ``line`` is the ``sale.order.line`` concerned, empty
    for the order as a whole.
    """

    order: Any
    code: str
    message: str
    figures: dict
    line: Any = None

    @property
    def fingerprint(self):
        return json.dumps(self.figures, sort_keys=True, default=str)


class OrderCheck(models.AbstractModel):
    """A question asked of orders before anything is promised.

    To add one: a model that inherits this one in a file of its own, with ``_code``, ``_sequence``,
    a ``_description`` people can read, ``_find``, and a row of ``b2b.check.policy``. A check never
    raises, never writes, does not know the policies nor the other checks. ``docs/adding-a-check.md``
    walks through it.
    """

    _name = "b2b.order.check"
    _inherit = "b2b.plugin"
    _description = "Order check"

    # Before the release, or after it: then a finding stops the deliveries, not the order.
    _stage = "release"
    # Key of TEAMS: whose queue the findings are in.
    _team = "desk"
    # What the question is about; a released order is asked again when one of these changes.
    _about = ()
    # Fields of the policy that say how much is too much: days, amount, times, percent.
    _thresholds = ()
    # The cause may go away, or come, without anyone touching the order.
    _heals = False
    # {figure: 1 worse when it grows, -1 worse when it falls, 0 of no account}; others are identity.
    _measures = {}

    # === TO OVERRIDE === #

    def _find(self, orders):
        """Override this to yield a :class:`Finding` for each thing wrong with these orders.

        Runs as superuser on orders of any company and account: read in batch, never one by one.
        """
        raise NotImplementedError

    def _find_together(self, orders):
        """Yield what is wrong with these orders together, though each of them passes alone.

        :param orders: without a hold, in the order in which they shall be served
        """
        return ()

    def _reaches(self, figures, policy):
        """Whether the figures pass the thresholds of the policy; asked only of ``_thresholds``."""
        return True

    def _meaning(self):
        """A sentence for whoever sets the thresholds; empty when there are none."""
        return ""

    # === WHAT FIGURES MEAN === #

    @api.model
    def _is_same_matter(self, was, now):
        """Whether two findings of one check are about the same thing, whatever its size."""
        return self._identity(was) == self._identity(now)

    @api.model
    def _covers(self, was, now, tolerance=0.0):
        """Whether a person who said yes to ``was`` also said yes to ``now``.

        :param was, now: figures of two findings of this check on the same order or line
        :param tolerance: per cent by which a measure may have become worse
        """
        if not self._is_same_matter(was, now):
            return False
        for measure, direction in self._measures.items():
            if not direction:
                continue
            old, new = was.get(measure) or 0.0, now.get(measure) or 0.0
            if (new - old) * direction > abs(old) * tolerance / 100 + 1e-6:
                return False
        return True

    def _identity(self, figures):
        kept = {key: value for key, value in figures.items() if key not in self._measures}
        return json.dumps(kept, sort_keys=True, default=str)

    @api.model
    def _finding(self, order, message, line=None, **figures):
        return Finding(order, self._code, message, figures, line)

    # === RUNNING THEM === #

    @api.model
    def _asked(self, stage="release", about=None):
        """The checks that some policy counts.

        :param about: only those about one of these (``lines``, ``ship_to``, ``terms``)
        """
        counted = self.env["b2b.check.policy"]._codes_that_count()
        return [
            check
            for check in self._all()
            if check._stage == stage
            and check._code in counted
            and (about is None or set(check._about) & set(about))
        ]

    @api.model
    def _run(self, orders, checks=None):
        """Ask the checks. Returns a list of findings, in the order of the checks."""
        orders = orders.sudo()
        asked = self._asked() if checks is None else checks
        return [finding for check in asked for finding in check.sudo()._find(orders)]

    @api.model
    def _run_together(self, orders):
        """What several orders that pass alone have against each other."""
        orders = orders.sudo()
        return [f for check in self._asked() for f in check.sudo()._find_together(orders)]

    @api.model
    def _by_code(self):
        return {check._code: check for check in self._all()}
