"""The contract of a check, and the one place that runs them all."""

import json
from typing import Any, NamedTuple

from odoo import api, models


class Finding(NamedTuple):
    """What a check found on one order.

    ``figures`` are the numbers and names the finding rests on, JSON-ready. They are its identity:
    a person's release covers exactly these figures, and a change of them is a new finding.
    ``line`` is the ``sale.order.line`` concerned, empty for the order as a whole.
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
    raises, never writes, does not know the policies nor the other checks.
    """

    _name = "b2b.order.check"
    _inherit = "b2b.plugin"
    _description = "Order check"

    def _find(self, orders):
        """Override this to yield a :class:`Finding` for each thing wrong with these orders.

        Runs as superuser on orders of any company and account: read in batch, never one by one.
        """
        raise NotImplementedError

    @api.model
    def _finding(self, order, message, line=None, **figures):
        return Finding(order, self._code, message, figures, line)

    @api.model
    def _run(self, orders):
        """Ask every check. Returns a list of findings, in the order of the checks."""
        orders = orders.sudo()
        return [finding for check in self._all() for finding in check.sudo()._find(orders)]
