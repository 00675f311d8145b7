"""Every way a request can fail, answered in the envelope."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from openends.api.admission import count_stray
from openends.api.envelope import answer_error
from openends.api.error_catalog import CATALOG
from openends.api.log_format import note_failure
from openends.api.v1_paths import asked_path
from openends.api.validation_messages import sentence_for
from openends.domain.errors import InputError, OpenendsError

#: What a route or its reading of the request may raise and a client can understand.
Failure = OpenendsError | RequestValidationError | HTTPException
FAILURES = (OpenendsError, RequestValidationError, HTTPException)

_INTERNAL = "An unexpected error occurred. Please contact support with the request_id."


def install(app: FastAPI) -> None:
    """Have the application answer failures in the envelope."""
    app.add_exception_handler(OpenendsError, _on_failure)
    app.add_exception_handler(RequestValidationError, _on_failure)
    app.add_exception_handler(HTTPException, _on_http_exception)


def answer_failure(request: Request, failure: Failure) -> Response:
    """Answer a failure of a route with its code, status and sentence."""
    if isinstance(failure, RequestValidationError):
        failure = InputError(sentence_for(failure.errors()))
    if isinstance(failure, HTTPException):
        return _answer_http_exception(request, failure)
    if failure.code not in CATALOG:
        # An error of the command line: on a server it says nothing to the client.
        note_failure(request, failure)
        return answer_error(request, "INTERNAL_ERROR", 500, _INTERNAL)
    if failure.status >= 500:
        note_failure(request, failure)
    return answer_error(
        request, failure.code, failure.status, failure.message, headers=_retry(failure)
    )


def answer_fault(request: Request, fault: Exception) -> Response:
    """Answer what nobody foresaw: the log says what happened, the answer does not."""
    note_failure(request, fault)
    return answer_error(request, "INTERNAL_ERROR", 500, _INTERNAL)


def _answer_http_exception(request: Request, failure: HTTPException) -> Response:
    """Answer what the framework refuses: paths, methods, and bodies it cannot read."""
    asked = f"{request.method} {asked_path(request.scope)}"
    if failure.status_code == 404:
        return answer_error(request, "NOT_FOUND", 404, f"No such path: {asked}; see /docs.")
    if failure.status_code == 405:
        methods = allowed_methods(request)
        known = " and ".join(methods)
        message = f"No such operation: {asked}; this path takes {known}, see /docs."
        return answer_error(
            request, "NOT_FOUND", 405, message, headers={"Allow": ", ".join(methods)}
        )
    if failure.status_code < 500:
        message = "Invalid JSON: the body cannot be read as UTF-8 text in JSON."
        return answer_error(request, "VALIDATION_ERROR", 422, message)
    return answer_fault(request, failure)


def allowed_methods(request: Request) -> list[str]:
    """Return the methods that the request's path takes, whichever route they belong to."""
    path = request.scope["path"]
    methods: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        if route.path is not None and compile_path(route.path)[0].match(path):
            methods |= set(route.methods or ())
    return sorted(methods)


async def _on_failure(request: Request, failure: Exception) -> Response:
    if not isinstance(failure, FAILURES):
        return answer_fault(request, failure)
    return answer_failure(request, failure)


async def _on_http_exception(request: Request, failure: Exception) -> Response:
    # No route has counted this request, and it may come again and again.
    stray = isinstance(failure, HTTPException) and failure.status_code in {404, 405}
    refusal = await count_stray(request) if stray else None
    return await _on_failure(request, refusal or failure)


def _retry(failure: OpenendsError) -> Mapping[str, str]:
    if failure.retry_after is None:
        return {}
    return {"Retry-After": str(max(1, failure.retry_after))}
