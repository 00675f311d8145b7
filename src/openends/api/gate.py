"""The gate that every route of the API stands behind, and what routes find behind it.

A request passes, in this order: key, rate limit, scope, size of the body, idempotency; then its
route runs. A route is declared so::

    router = gated_router("/v2/projects", "Projects")

    @router.get("", responses=answers({200: (Shape, "Projects.")}), openapi_extra=scope(Scope.READ))
    def list_projects(request: Request) -> Response:
        who, services_ = caller(request), services(request)
        ...
        return answer(request, data, credits_remaining=...)

Routes raise the errors of the domain; they are answered in the envelope. ``api.openapi.answers``
describes what they may answer. One that changes something answers through ``api.reply.Reply``, and
one that starts a job through ``api.v2.accepted.answer_started``. A route that codes while its
caller waits is ``async`` and calls ``api.inline.run_inline``; one that needs no more than a row is
``async`` and asks ``services(request).short`` for it.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

from openends.api.admission import admit
from openends.api.body_limit import read_body
from openends.api.idempotency import IDEMPOTENCY_KEY, answer_once
from openends.domain.organization import Caller, Scope

if TYPE_CHECKING:
    import anyio

    from openends.engine.pipeline import EncoderChoice
    from openends.jobs.queue import JobQueue
    from openends.services.advisers import Advisers
    from openends.services.ports import TargetCheck
    from openends.services.recent_reads import RecentReads
    from openends.settings import ServerSettings
    from openends.store.database import Database
    from openends.store.short_queries import ShortQueries

#: Where a route's scopes stand in its description.
REQUIRED_SCOPES = "x-required-scope"
#: Methods whose body, if there is one, nobody reads.
_BODILESS = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """What routes work with; one for the whole server, made before the first request."""

    settings: ServerSettings
    database: Database
    #: The same database, for what takes no longer than a thread's start.
    short: ShortQueries
    queue: JobQueue
    load_encoders: EncoderChoice
    #: Reads questions whose codebook is edited, and remembers the last ones.
    read: RecentReads
    #: Refuses addresses that webhooks may not go to.
    check_target: TargetCheck
    #: As many codings inside a request at a time; taken by ``api.inline.run_inline`` alone.
    coder_slots: anyio.Semaphore
    #: Hires the language model; None where the server has none.
    advisers: Advisers | None


class Gate(APIRoute):
    """A route that only lets in who may enter, and answers a repeated request as before."""

    def get_route_handler(self) -> Handler:
        """Put the gate before the route."""
        handler = super().get_route_handler()
        scopes = tuple(Scope(name) for name in (self.openapi_extra or {}).get(REQUIRED_SCOPES, ()))

        async def guarded(request: Request) -> Response:
            await admit(request, scopes)
            if request.method not in _BODILESS:
                request = await read_body(request, request.app.state.settings.body_limit)
            # Without a key nobody is known whose answer could be kept.
            if scopes and request.method == "POST" and request.headers.get(IDEMPOTENCY_KEY):
                return await answer_once(request, handler)
            return await handler(request)

        return guarded


def gated_router(prefix: str, tag: str) -> APIRouter:
    """Return a router whose routes stand behind the gate."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=Gate)


def scope(*scopes: Scope) -> dict[str, Any]:
    """Return the ``openapi_extra`` of a route that needs a key with one of these scopes.

    A route without it is open to everybody, and still counted against the rate limit.
    """
    return {"security": [{"ApiKeyAuth": []}], REQUIRED_SCOPES: [str(name) for name in scopes]}


def caller(request: Request) -> Caller:
    """Return who makes the request; only routes with a scope know it."""
    known: Caller = request.state.caller
    return known


def services(request: Request) -> Services:
    """Return what the server works with."""
    ready: Services = request.app.state.services
    return ready
