"""GET /health: whether the server and what it needs are well. Asked without a key, by machines."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from openends.api.envelope import answer
from openends.api.gate import Services
from openends.domain.errors import OpenendsError
from openends.store import workers
from openends.version import __version__

#: A worker that gave no sign of life for so long is not counted.
_SILENCE = timedelta(seconds=15)
_OK, _ERROR, _UNAVAILABLE = "ok", "error", "unavailable"

router = APIRouter(tags=["System"])


@router.get("/health", operation_id="healthCheck", summary="Service health")
def check_health(request: Request) -> Response:
    """Report the state of everything the server needs; 503 when something that it needs is down."""
    services: Services = request.app.state.services
    dependencies = {
        "database": _check_database(services),
        "queue": _check_queue(services),
        "models": {"status": _OK if request.app.state.models_loaded else _ERROR},
    }
    healthy = all(state["status"] != _ERROR for state in dependencies.values())
    data = {
        "status": "healthy" if healthy else "degraded",
        "timestamp": datetime.now(UTC),
        "version": __version__,
        "uptime_seconds": int(time.monotonic() - request.app.state.started),
        "environment": services.settings.environment,
        "dependencies": dependencies,
    }
    commit = _commit()
    if commit:
        data["commit"] = commit
    return answer(request, data, status=200 if healthy else 503)


def _check_database(services: Services) -> dict[str, Any]:
    try:
        return {"status": _OK, "latency_ms": round(services.database.ping())}
    except OpenendsError:
        return {"status": _ERROR}


def _check_queue(services: Services) -> dict[str, Any]:
    """Look for workers: without one jobs wait, which is an error unless nobody wants any."""
    start = time.perf_counter()
    try:
        with services.database.reading() as connection:
            alive = workers.alive(connection, datetime.now(UTC) - _SILENCE)
    except OpenendsError:
        return {"status": _ERROR}
    if not services.queue.is_reachable():
        return {"status": _ERROR}
    if not alive:
        return {"status": _ERROR if services.settings.workers else _UNAVAILABLE}
    return {"status": _OK, "latency_ms": round(1000 * (time.perf_counter() - start))}


@cache
def _commit() -> str | None:
    """Return the short hash of the commit the program was built from, when it is known."""
    import os

    return os.environ.get("OPENENDS_COMMIT") or None
