import logging
from typing import NamedTuple

from odoo import api, models

_logger = logging.getLogger(__name__)


class Violation(NamedTuple):
    """One record that breaks a promise. ``message`` is a sentence for a person."""

    promise: str
    model: str
    id: int
    message: str


class AuditPromise(models.AbstractModel):
    """One promise that holds at every commit, asked of the database as it is.

    To add one: a model inheriting this, with ``_code``, ``_sequence``, a ``_description`` that
    states the promise, and ``_violations``. It reads stored facts, it does not trust the code
    that wrote them.
    """

    _name = "b2b.audit.promise"
    _inherit = "b2b.plugin"
    _description = "Promise"

    def _violations(self):
        """Override this to yield a :class:`Violation` for each record that breaks the promise."""
        raise NotImplementedError

    @api.model
    def _broken(self, model, record_id, message):
        return Violation(self._code, model, record_id, message)


class Audit(models.AbstractModel):
    """Counts broken promises: behind a button, a nightly job, and the end of every test."""

    _name = "b2b.audit"
    _description = "Audit of the promises"

    @api.model
    def violations(self):
        """Every broken promise of the database, all companies.

        :return: list of dicts with promise, model, id, message; empty when all promises hold
        """
        if not self.env.su:
            self.env["b2b.audit.run"].check_access("read")
        self.env.flush_all()
        promises = self.sudo().with_context(active_test=False).env["b2b.audit.promise"]._all()
        return [v._asdict() for promise in promises for v in promise._violations()]

    @api.model
    def _cron_audit(self):
        found = self.violations()
        self.env["b2b.audit.run"].create(self.env["b2b.audit.run"]._prepare(found))
        if found:
            _logger.error("%s broken promises: %s", len(found), found[:20])
