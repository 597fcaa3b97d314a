"""OpenAPI 3.1, made of the same declarations that route and check the requests. No Odoo in here."""

from .problem import CONTENT_TYPE, TITLES
from .schema import Choice, Fields, ListOf, Maybe, Text, Told, Whole

BASE = "/b2b/v1"
PROBLEM = Told(
    {
        "type": Text(most=200),
        "title": Text(most=200),
        "status": Whole(),
        "code": Text("Stable, for programs.", most=60),
        "detail": Text("A sentence for people.", most=10_000, lines=True),
    }
)
WRONG = ListOf(
    Told({"field": Text("JSON pointer, or query:name.", most=1000), "detail": Text(most=1000)})
)
ALWAYS = (401, 403, 429, 500, 503)
HEADERS = {
    "idempotency": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "A name of your own for this request, kept for a week: repeated with the "
        "same body it gets the first answer again and is not done twice.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"},
    },
    "match": {
        "name": "If-Match",
        "in": "header",
        "description": "The ETag you read: refused with 412 when the record changed since.",
        "schema": {"type": "string"},
    },
    "none_match": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The ETag you have: answered with 304 when it is still the current one.",
        "schema": {"type": "string"},
    },
}


def document(operations, scopes, version="1.0.0"):
    """The description as a dict.

    :param scopes: {code: what it allows}
    """
    paths = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    problem = PROBLEM.schema()
    problem["properties"]["errors"] = WRONG.schema()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "B2B orders",
            "version": version,
            "description": "Orders take the same path as from every other channel: the same prices, "
            "checks, holds and promises. Amounts are in the currency named beside them, moments in "
            "UTC. A key may do what its scopes say:\n\n"
            + "\n".join(f"* `{code}`: {about}" for code, about in scopes.items()),
        },
        "servers": [{"url": BASE}],
        "security": [{"key": []}],
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Problem": problem},
        },
        "paths": paths,
    }


def _operation(operation):
    told = {
        "operationId": operation.name,
        "summary": operation.about,
        "description": f"Scope: `{operation.scope}`.",
        "parameters": [
            *(_parameter(name, kind, "path") for name, kind in operation.parts.items()),
            *(_parameter(name, kind, "query") for name, kind in operation.query.items()),
            *(HEADERS[name] for name in _header_names(operation)),
        ],
        "responses": _responses(operation),
    }
    if operation.body:
        content = {"application/json": {"schema": operation.body.schema()}}
        told["requestBody"] = {"required": True, "content": content}
    return told


def _header_names(operation):
    if operation.repeatable:
        yield "idempotency"
    if operation.versioned:
        yield "none_match" if operation.method == "GET" else "match"


def _parameter(name, kind, where):
    return {
        "name": name,
        "in": where,
        "required": where == "path",
        "schema": kind.schema(),
    }


def _responses(operation):
    told = {}
    for status, kind in operation.answers.items():
        told[str(status)] = {"description": _says(status)}
        if kind:
            told[str(status)]["content"] = {operation.media: {"schema": kind.schema()}}
        elif status == 200:
            told[str(status)]["content"] = {operation.media: {}}
    if operation.versioned and operation.method == "GET":
        told["304"] = {"description": "What you have is current"}
    for status in sorted(set(statuses(operation))):
        told[str(status)] = {
            "description": TITLES[status],
            "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return told


def statuses(operation):
    """The statuses of the problems an operation may end in."""
    yield from ALWAYS
    yield from operation.problems
    if operation.parts:
        yield 404
    if operation.query:
        yield 422
    if operation.body:
        yield from (400, 413, 415, 422)
    if operation.repeatable:
        yield from (409, 422)
    if operation.versioned and operation.method != "GET":
        yield 412


def _says(status):
    return {200: "Done", 201: "Released", 202: "Taken in, not released yet"}[status]


def rows(kind, name="", depth=0):
    """The fields of a kind as (depth, name, type, about), for the page people read."""
    kind = kind.kind if isinstance(kind, Maybe) else kind
    if isinstance(kind, ListOf):
        yield from rows(kind.kind, f"{name}[]", depth)
    elif isinstance(kind, Fields):
        if name:
            yield depth, name, "object", kind.about
        for inner, field in kind.fields.items():
            yield from rows(field, inner, depth + bool(name))
    else:
        about = kind.about
        if isinstance(kind, Choice):
            about = f"{about} {', '.join(kind.values)}".strip()
        yield depth, name, kind.schema()["type"], about
