"""A request from its bytes to its answer: who, may they, what, is it right, do it."""

import logging

from odoo import api, models
from odoo.exceptions import AccessError, MissingError, UserError

from . import body, operation
from .answer import Answer, is_listed, of_problem
from .openapi import document, rows
from .problem import ApiProblem
from .resource import Call
from .schema import Fields

_logger = logging.getLogger(__name__)


class ApiService(models.AbstractModel):
    """Lets requests in and answers them. Knows no resource: they are found by inheritance."""

    _name = "b2b.api.service"
    _description = "API"

    @api.model
    def _operations(self):
        """Every operation of every resource."""
        return [
            operation._replace(handler=(resource._name, operation.handler))
            for resource in self.env["b2b.api.resource"]._all()
            for operation in resource._operations()
        ]

    @api.model
    def _document(self):
        """The description of the API."""
        scopes = self.env["b2b.api.scope"].sudo().search([])  # pylint: disable=no-search-all
        return document(self._operations(), {scope.code: scope.about for scope in scopes})

    @api.model
    def _read_by_people(self):
        """[(resource's name, [(operation, {title: rows of fields})])]."""
        return [
            (
                resource._description,
                [(operation, self._fields_of(operation)) for operation in resource._operations()],
            )
            for resource in self.env["b2b.api.resource"]._all()
        ]

    def _fields_of(self, operation):
        first = next(iter(operation.answers.values()))
        kinds = {"Query": Fields(operation.query), "Body": operation.body, "Answer": first}
        return {title: list(rows(kind)) for title, kind in kinds.items() if kind}

    @api.model
    def _serve(self, incoming):
        """Answer a request.

        A problem undoes what was written since the last commit. Serialization failures pass, so
        that Odoo runs the request again; other errors are ours, and pass too.

        :param incoming: ``Incoming``
        :return: ``Answer``
        """
        try:
            return self._answer(incoming)
        except ApiProblem as problem:
            self.env.cr.rollback()
            return of_problem(problem)
        except MissingError:
            self.env.cr.rollback()
            return of_problem(ApiProblem(404, "not_found", self.env._("This is gone.")))
        except (AccessError, UserError) as error:
            self.env.cr.rollback()
            return of_problem(ApiProblem(409, "refused", str(error)))

    def _answer(self, incoming):
        key = self.env["b2b.api.key"]._authenticate(incoming.headers.get("authorization", ""))
        limits = key._count_use()
        found, texts = operation.find(self._operations(), incoming.method, incoming.path)
        key._check_scope(found.scope)
        call = self._read(incoming, found, texts, key)
        acting = self._acting(key)
        answer = acting._do(call, key, incoming)
        return answer.headed(*limits)

    def _acting(self, key):
        """Ourselves as the key's user, in the key's company."""
        acting = self.with_user(key.user_id).with_context(
            allowed_company_ids=key.company_id.ids, lang=key.user_id.lang, tz=key.user_id.tz
        )
        acting.env.transaction.default_env = acting.env  # what is computed at the commit, too
        return acting

    def _read(self, incoming, found, texts, key):
        parts = found.read_parts(texts)
        query = found.read_query(incoming.query)
        value = None
        if found.body:
            value = found.read_body(self._json(incoming))
        return Call(
            key.company_id,
            key.account_id,
            found,
            parts,
            query,
            value,
            incoming.content,
            key._reference(incoming.headers.get("idempotency-key")),
            incoming.headers.get("if-match"),
            frozenset(key.scope_ids.mapped("code")),
        )

    def _json(self, incoming):
        """The body as a value.

        :raises ApiProblem: 415, 413 or 400
        """
        media = incoming.headers.get("content-type", "").split(";")[0].strip().lower()
        if media != "application/json":
            raise ApiProblem(415, "not_json", "Send the body as application/json.")
        if len(incoming.content) > body.MOST_BYTES:
            raise too_large()
        return body.parse(incoming.content)

    # === DOING IT === #

    def _do(self, call, key, incoming):
        name = incoming.headers.get("idempotency-key")
        if name is None or not call.operation.repeatable:
            answer = self._handle(call)
        else:
            claim = self.env["b2b.api.request"]._claim(key, name, incoming)
            answer = claim._answer() if claim.status else claim._keep(self._handle(call))
        return self._versioned(answer, call, incoming)

    def _handle(self, call):
        resource, method = call.operation.handler
        handler = self.env[resource].with_company(call.company)
        return getattr(handler, method)(
            call._replace(
                company=call.company.with_env(handler.env).sudo(),
                account=call.account.with_env(handler.env).sudo(),
            )
        )

    def _versioned(self, answer, call, incoming):
        """A representation with its ETag; nothing when the client has it already."""
        if not call.operation.versioned or answer.status != 200 or not answer.body:
            return answer
        tag = answer.etag()
        answer = answer.headed(("ETag", tag))
        known = incoming.headers.get("if-none-match")
        if incoming.method in operation.SAFE and known and is_listed(tag, known):
            return Answer(304, None, answer.headers)
        return answer


def too_large():
    """The problem of a body beyond the limit."""
    most = body.MOST_BYTES // 1024 // 1024
    return ApiProblem(413, "too_large", f"The body is larger than {most} MB.")
