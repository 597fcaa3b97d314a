import hashlib
import json
import re
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from ..api.answer import Answer
from ..api.problem import ApiProblem, Wrong, invalid

KEPT = timedelta(days=7)


class ApiRequest(models.Model):
    """A request that carries an Idempotency-Key: done once, whatever the network does.

    Written before the work is begun, with the answer once it is known. The row of a request that
    ended in a problem is undone with it: it may be tried again.
    """

    _name = "b2b.api.request"
    _description = "API request that is done once"
    _order = "id desc"
    _rec_name = "name"

    key_id = fields.Many2one("b2b.api.key", required=True, ondelete="cascade", index=True)
    name = fields.Char(required=True, readonly=True)
    digest = fields.Char(required=True, readonly=True, help="Of method, address and body.")
    status = fields.Integer(readonly=True)
    answer = fields.Text(readonly=True)
    location = fields.Char(readonly=True)

    _name_uniq = models.UniqueIndex("(key_id, name)")

    @api.model
    def _claim(self, key, name, incoming):
        """The row of a request, new or as it was left.

        :raises ApiProblem: 422 for a bad name or another request, 409 while the first is at work
        """
        if not re.fullmatch(r"[!-~]{1,100}", name):
            raise invalid([Wrong("header:Idempotency-Key", "must be 1 to 100 visible characters")])
        digest = _digest(incoming)
        known = self.sudo().search([("key_id", "=", key.id), ("name", "=", name)])
        if not known:
            return self._begin(key, name, digest)
        if known.digest != digest:
            raise ApiProblem(
                422,
                "key_reused",
                self.env._("This Idempotency-Key was used for another request."),
                [Wrong("header:Idempotency-Key", "was used for another request")],
            )
        if not known.status and not known._resume():
            raise ApiProblem(
                409,
                "in_progress",
                self.env._("The first request with this Idempotency-Key is still at work."),
                headers={"Retry-After": "1"},
            )
        return known

    def _begin(self, key, name, digest):
        """A new row.

        :raises ConcurrencyError: the same request came at the same moment; look again, later
        """
        try:
            self.env.cr.execute(
                SQL(
                    """INSERT INTO b2b_api_request (key_id, name, digest, create_uid, create_date)
                       VALUES (%s, %s, %s, %s, %s) RETURNING id""",
                    key.id,
                    name,
                    digest,
                    self.env.uid,
                    fields.Datetime.now(),
                ),
                log_exceptions=False,  # a repeated request is no error
            )
        except IntegrityError as error:
            raise ConcurrencyError("The same request came at the same moment") from error
        return self.sudo().browse(self.env.cr.fetchone()[0])

    def _resume(self):
        """Whether the work of a request that never answered can be told by what it left behind."""
        self.ensure_one()
        intake = self.env["b2b.intake"].sudo().search(
            [("channel", "=", "api"), ("reference", "=", self.key_id._reference(self.name))],
            limit=1,
        )  # fmt: skip
        if not intake or intake.state == "received":
            return False
        self._keep(self.env["b2b.api.resource.orders"]._submitted(intake, self.key_id.account_id))
        return True

    def _keep(self, answer):
        """Remember the answer, and give it."""
        self.sudo().write(
            {
                "status": answer.status,
                "answer": answer.content().decode(),
                "location": answer.named("Location") or False,
            }
        )
        return answer

    def _answer(self):
        """The first answer again."""
        headers = [("Idempotent-Replayed", "true")]
        if self.location:
            headers.append(("Location", self.location))
        return Answer(self.status, json.loads(self.answer), tuple(headers))

    @api.autovacuum
    def _gc_old(self):
        self.sudo().search([("create_date", "<", fields.Datetime.now() - KEPT)]).unlink()


def _digest(incoming):
    head = f"{incoming.method} {incoming.path}\n".encode()
    return hashlib.sha256(head + incoming.content).hexdigest()
