"""/openapi.json describes the interface: what routes say, and what holds for all of them.

FastAPI knows paths, parameters and shapes from the routes. Added here are the errors that every
operation can answer, the headers of answers, and, from ``openapi.yaml``, the key, the events that
webhooks are sent, and whatever else no route says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import orjson
import yaml
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from openends.api.error_catalog import CATALOG
from openends.domain.errors import InputError

TITLE = "Openends API"
VERSION = "2.0.0"

#: What the statuses of errors mean.
_REASONS = {
    401: "The key is absent, malformed, unknown, revoked, expired or without an organization.",
    402: "The balance does not allow the request; nothing was coded.",
    403: "The key lacks a scope.",
    404: "No such thing in this organization.",
    409: "The state of the thing forbids the operation.",
    413: "The body is too large.",
    422: "The request cannot be read, or there is nothing to work on.",
    429: "Over the limit of requests.",
    500: "The server failed.",
    503: "Something that the server needs is down for the moment.",
    504: "Coding took longer than a request may wait.",
}
#: What any route behind the gate may answer.
_EVERYWHERE = (429, 500, 503)
_WITH_KEY = (401, 403)
_WITH_BODY = (413, 422)
#: Of a write that may be repeated: its first request still runs, or was another one.
_REPEATABLE = (409, 422)
#: Statuses whose answers may say when to come again.
_RETRY = frozenset({202, 429, 503, 504})
#: Methods of a path; other members of it are none.
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_HEADERS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-Request-Id")
#: Shapes of the framework's own errors, which nobody is ever sent.
_FOREIGN = ("HTTPValidationError", "ValidationError")


def answers(
    successes: Mapping[int, tuple[Any, str]], *errors: int
) -> dict[int | str, dict[str, Any]]:
    """Return the ``responses`` of a route.

    Parameters
    ----------
    successes:
        Shape (None for no body) and description by status.
    errors:
        Further statuses; 401, 403, 413, 429, 500 and 503 need not be named.
    """
    found: dict[int | str, dict[str, Any]] = {}
    for status, (shape, description) in successes.items():
        found[status] = {"description": description} | ({"model": shape} if shape else {})
    return found | {status: {"description": _REASONS[status]} for status in errors}


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the description of an application, made at the first call."""
    if app.openapi_schema is None:
        parts = _parts()
        whole = get_openapi(
            title=TITLE, version=VERSION, description=parts["description"], routes=app.routes
        )
        for methods in whole["paths"].values():
            for method in methods.keys() & _METHODS:
                _complete(methods[method], method)
        _add_parts(whole, parts)
        app.openapi_schema = whole
    return app.openapi_schema


def as_bytes(app: FastAPI) -> bytes:
    """Return the description as JSON."""
    return orjson.dumps(describe(app))


def _parts() -> dict[str, Any]:
    """Return what is written by hand."""
    text = files("openends.api").joinpath("openapi.yaml").read_text("utf-8")
    parts: dict[str, Any] = yaml.safe_load(text)
    return parts


def _add_parts(whole: dict[str, Any], parts: dict[str, Any]) -> None:
    components = whole.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in _FOREIGN:
        schemas.pop(name, None)
    for schema in schemas.values():
        # Enums come with their Python name; the key says it.
        schema.pop("title", None)
    schemas["ErrorCode"] = {"type": "string", "enum": list(CATALOG)}
    for kind, named in parts["components"].items():
        components.setdefault(kind, {}).update(named)
    for path, operations in parts["paths"].items():
        for method, operation in operations.items():
            if path in whole["paths"]:
                whole["paths"][path][method] |= operation
    whole["tags"] = parts["tags"]
    whole["webhooks"] = parts["webhooks"]


def _complete(operation: dict[str, Any], method: str) -> None:
    """Add what the gate before an operation does: errors, headers and header parameters."""
    with_key = bool(operation.setdefault("security", []))
    repeatable = with_key and method == "post"
    for name in ("XRequestId", *(("IdempotencyKey",) if repeatable else ())):
        reference = {"$ref": f"#/components/parameters/{name}"}
        operation.setdefault("parameters", []).append(reference)
    given = {int(status): answer for status, answer in operation["responses"].items()}
    if _FOREIGN[0] in str(given.get(422)) and given[422]["description"] != _REASONS[422]:
        # The framework's own: it thinks that every parameter can be wrong.
        del given[422]
    statuses = {*given, *_EVERYWHERE, *(_WITH_KEY if with_key else ())}
    statuses.update(_WITH_BODY if "requestBody" in operation else ())
    statuses.update(_REPEATABLE if repeatable else ())
    operation["responses"] = {
        str(status): _response(status, given.get(status, {}), repeatable=repeatable)
        for status in sorted(statuses)
    }


def _response(status: int, given: Mapping[str, Any], *, repeatable: bool) -> dict[str, Any]:
    further = []
    if repeatable and status < 500 and status != 429:
        further.append("X-Idempotent-Replay")
    if status in _RETRY:
        further.append("Retry-After")
    if status == 202:
        further.append("Location")
    shown = dict(given) if status < 400 else _error(status)
    return shown | {"headers": _headers([*_HEADERS, *further]) | given.get("headers", {})}


def _headers(names: Sequence[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _error(status: int) -> dict[str, Any]:
    codes = [entry.code for entry in CATALOG.values() if entry.status == status]
    named = ", ".join(codes or [InputError.code])
    schema = {"$ref": "#/components/schemas/ErrorEnvelope"}
    return {
        "description": f"{_REASONS[status]} Codes: {named}.",
        "content": {"application/json": {"schema": schema}},
    }
