"""The server as one application: its routes, what stands around them, and what they share."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import anyio
from fastapi import FastAPI, Request
from fastapi.responses import Response
from sqlalchemy import inspect
from starlette.concurrency import run_in_threadpool

from openends.api import error_pages, health, metrics, openapi, pages, reference, v1
from openends.api.admission import Door
from openends.api.auth import Authenticator
from openends.api.envelope import JsonResponse
from openends.api.error_handlers import install
from openends.api.gate import Services
from openends.api.limits import RateLimiter
from openends.api.request_log import RequestLog
from openends.api.v1_paths import V1Paths
from openends.api.v2 import (
    code,
    codebook,
    codebook_check,
    codebook_edits,
    codebook_history,
    coding,
    export,
    export_merge,
    export_report,
    files,
    free,
    jobs,
    manifest,
    methods,
    projects,
    questions,
    refinement,
    review,
    review_queue,
    sample_results,
    samples,
    tabulation,
    usage,
    waves,
    webhooks,
)
from openends.encoders import load_encoders as load_real_encoders
from openends.jobs.language_model import open_advisers
from openends.jobs.queue import JobQueue
from openends.jobs.targets import check_target
from openends.services.recent_reads import RecentReads
from openends.store.database import Database
from openends.store.restart import free_idempotency_keys
from openends.store.short_queries import ShortQueries
from openends.store.tables import organizations

if TYPE_CHECKING:
    from openends.engine.pipeline import EncoderChoice
    from openends.settings import ServerSettings

#: In the order in which the reference shows them.
_ROUTES = (
    *(code, free, jobs, projects, files, questions, coding),
    *(codebook, codebook_edits, codebook_history, codebook_check),
    *(refinement, review, review_queue, samples, sample_results),
    *(tabulation, waves, manifest, methods, export, export_merge, export_report),
    *(usage, webhooks),
    *(health, v1, pages, error_pages, reference),
)


def create_app(
    settings: ServerSettings,
    *,
    database: Database | None = None,
    queue: JobQueue | None = None,
    load_encoders: EncoderChoice | None = None,
) -> FastAPI:
    """Return the server; it opens what it is not given when it starts, and closes that at its end.

    Parameters
    ----------
    settings:
        How the server is set up.
    database:
        Where everything is kept; None opens the one that the settings name.
    queue:
        Where jobs wait; None makes one on the database.
    load_encoders:
        Chooses encoders by language; None takes those that ship.
    """
    app = FastAPI(
        title=openapi.TITLE,
        version=openapi.VERSION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=_lifespan(database, queue, load_encoders),
    )
    app.state.settings = settings
    app.state.metrics = metrics.Metrics() if settings.metrics else None
    app.state.models_loaded = False
    app.openapi = partial(openapi.describe, app)  # type: ignore[method-assign]
    for module in _ROUTES:
        app.include_router(module.router)
    if settings.metrics:
        app.include_router(metrics.router)
    app.add_api_route("/openapi.json", _read_openapi, include_in_schema=False)
    install(app)
    app.add_middleware(RequestLog, metrics=app.state.metrics)
    app.add_middleware(V1Paths)
    return app


async def _read_openapi(request: Request) -> Response:
    return JsonResponse(openapi.as_bytes(request.app))


def _lifespan(
    database: Database | None, queue: JobQueue | None, load_encoders: EncoderChoice | None
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        settings: ServerSettings = app.state.settings
        encoders = load_encoders or partial(load_real_encoders, settings.quality)
        with ExitStack() as opened:
            services = await run_in_threadpool(
                _open, opened, settings, database=database, queue=queue, load_encoders=encoders
            )
            app.state.services = services
            app.state.door = Door(
                authenticator=Authenticator(services.short),
                limiter=RateLimiter(services.database, services.short),
                rpm=settings.rpm,
            )
            # Before the first request, which would otherwise wait for the models.
            await run_in_threadpool(_warm_up, encoders)
            app.state.models_loaded = True
            app.state.started = time.monotonic()
            yield
            await services.short.close()

    return lifespan


def _open(
    opened: ExitStack,
    settings: ServerSettings,
    *,
    database: Database | None,
    queue: JobQueue | None,
    load_encoders: EncoderChoice,
) -> Services:
    if database is None:
        database = Database(settings.database_url)
        opened.callback(database.close)
    prepare(database)
    if not database.is_postgresql:
        # A file has one server, and whatever was under way when it ended is not under way any more.
        with database.transaction() as connection:
            free_idempotency_keys(connection)
    if queue is None:
        queue = JobQueue(database)
        opened.callback(queue.close)
    return Services(
        settings=settings,
        database=database,
        short=ShortQueries(database),
        queue=queue,
        load_encoders=load_encoders,
        read=RecentReads(),
        check_target=partial(check_target, allow=settings.webhook_allow, offline=settings.offline),
        coder_slots=anyio.Semaphore(settings.inline_coders),
        advisers=open_advisers(settings),
    )


def prepare(database: Database) -> None:
    """Give an empty database its tables; refuse one whose tables are of another version.

    Tables that hold something are only changed when a person says so, who has a copy of them.
    """
    with database.reading() as connection:
        empty = not inspect(connection).has_table(organizations.name)
    if empty:
        database.upgrade()
    database.check_schema()


def _warm_up(load_encoders: EncoderChoice) -> None:
    for encoder in load_encoders(["en"]):
        encoder.encode(["The staff were friendly."])
