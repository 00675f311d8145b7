"""Servers to compare with: an answer out of nothing, and FastAPI with a database driver alone.

python benchmarks/api_bare.py bare|sqlite|postgresql PORT DATABASE

The driver servers do what polling a job needs at the least: look up a key, read the job's row, and
answer with it.
"""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import orjson
import psycopg
import uvicorn
from fastapi import FastAPI, Request, Response
from sqlalchemy import make_url

KEY = "SELECT organization_id FROM api_keys WHERE hash = {}"
JOB = "SELECT id, type, status, processed, total FROM jobs WHERE id = {} AND organization_id = {}"
#: Connections to PostgreSQL.
POOL = 8

Send = Callable[[dict[str, Any]], Awaitable[None]]


async def bare(scope: dict[str, Any], receive: Any, send: Send) -> None:
    """Answer every request with the same job."""
    del receive
    if scope["type"] != "http":
        return
    body = _answer(("job_000000000000000000000000", "one_call", "processing", 120, 500))
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def sqlite_app(database: str) -> FastAPI:
    """Return FastAPI with sqlite3."""
    app = FastAPI()
    connection = sqlite3.connect(make_url(database).database or "", check_same_thread=False)

    @app.get("/v2/jobs/{job_id}")
    async def job(job_id: str, request: Request) -> Response:
        key = _hash(request)
        (organization,) = connection.execute(KEY.format("?"), (key,)).fetchone()
        row = connection.execute(JOB.format("?", "?"), (job_id, organization)).fetchone()
        return Response(_answer(row), media_type="application/json")

    return app


def postgresql_app(database: str) -> FastAPI:
    """Return FastAPI with psycopg."""
    url = make_url(database).set(drivername="postgresql").render_as_string(hide_password=False)
    pool: asyncio.Queue[psycopg.AsyncConnection[Any]] = asyncio.Queue()

    @asynccontextmanager
    async def connected(app: FastAPI) -> AsyncIterator[None]:
        del app
        for _ in range(POOL):
            pool.put_nowait(await psycopg.AsyncConnection.connect(url, autocommit=True))
        yield

    app = FastAPI(lifespan=connected)

    @app.get("/v2/jobs/{job_id}")
    async def job(job_id: str, request: Request) -> Response:
        connection = await pool.get()
        try:
            found = await connection.execute(KEY.format("%s"), (_hash(request),))
            (organization,) = await found.fetchone() or ("",)
            found = await connection.execute(JOB.format("%s", "%s"), (job_id, organization))
            row = await found.fetchone() or ()
        finally:
            pool.put_nowait(connection)
        return Response(_answer(row), media_type="application/json")

    return app


def _hash(request: Request) -> str:
    return hashlib.sha256(request.headers["x-api-key"].encode()).hexdigest()


def _answer(row: tuple[Any, ...]) -> bytes:
    identity, kind, status, processed, total = row
    progress = {"processed": processed, "total": total, "percentage": 100 * processed // total}
    data = {"id": identity, "type": kind, "status": status, "progress": progress}
    return orjson.dumps({"success": True, "data": data})


def main() -> None:
    """Serve until killed."""
    kind, port, database = sys.argv[1:4]
    makers = {"sqlite": sqlite_app, "postgresql": postgresql_app}
    app: Any = makers[kind](database) if kind in makers else bare
    uvicorn.run(app, port=int(port), log_level="error", access_log=False)


if __name__ == "__main__":
    main()
