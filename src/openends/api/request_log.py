"""Around every request: its id, the headers of its answer, a line in the log, a last resort."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import structlog
from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openends.api.error_handlers import answer_fault
from openends.api.limits import Allowance
from openends.api.log_format import configure_logging, note_failure
from openends.api.security import protect

if TYPE_CHECKING:
    from openends.api.metrics import Metrics

__all__ = ["RequestLog", "configure_logging"]

REQUEST_ID = "X-Request-Id"
#: A client's own id is taken as it is if it can stand in a header and in a log line.
_USABLE_ID = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,126}[\x21-\x7e])?")
#: Paths that probes and browsers ask all the time; logged for who wants to know everything.
_QUIET = frozenset({"/health", "/metrics"})
#: What stands in place of a route's path when none was found.
NO_ROUTE = "(none)"

_log = structlog.get_logger()


class RequestLog:
    """Gives every request an id, and every answer its headers and its line in the log.

    Parameters
    ----------
    app:
        What answers requests.
    metrics:
        Counts requests too, when figures are wanted.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics | None = None) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, whatever happens."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state: dict[str, Any] = scope.setdefault("state", {})
        state["request_id"] = _request_id(Headers(scope=scope))
        started = time.perf_counter()
        status = 0

        async def send_dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _dress(MutableHeaders(scope=message), state)
            await send(message)

        try:
            await self.app(scope, receive, send_dressed)
        except Exception as fault:
            request = Request(scope, receive)
            if status:
                # The answer had begun and breaks off; the server closes the connection.
                note_failure(request, fault)
            else:
                await answer_fault(request, fault)(scope, receive, send_dressed)
        finally:
            self._note(scope, status, time.perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", NO_ROUTE)
        if self.metrics is not None:
            self.metrics.count_request(route, scope["method"], status, seconds)
        level = _log.debug if route in _QUIET else _log.info
        level("request", **_describe(scope, route, status, seconds))


def _describe(scope: Scope, route: str, status: int, seconds: float) -> Mapping[str, Any]:
    """Return what a log line says: who asked for what and how it ended, never what was in it."""
    state = scope["state"]
    line = {
        "method": scope["method"],
        "route": route,
        "status": status,
        "ms": round(1000 * seconds, 1),
        "request_id": state["request_id"],
    }
    caller = state.get("caller")
    if caller is not None:
        line |= {"organization": caller.organization.id, "key": caller.key.prefix}
    for name, noted in (("job_id", "job_id"), ("error", "error_code")):
        if noted in state:
            line[name] = state[noted]
    return line


def _request_id(headers: Headers) -> str:
    given = headers.get(REQUEST_ID, "")
    return given if _USABLE_ID.fullmatch(given) else str(uuid4())


def _dress(headers: MutableHeaders, state: Mapping[str, Any]) -> None:
    headers[REQUEST_ID] = state["request_id"]
    allowance: Allowance | None = state.get("allowance")
    if allowance is not None:
        headers.update(allowance.headers)
    protect(headers)
