"""``openends serve``: the v2 API, and workers for its jobs."""

from __future__ import annotations

import os
import signal
import socket
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from openends.cli.db import DatabaseOption

if TYPE_CHECKING:
    from fastapi import FastAPI

    from openends.settings import ServerSettings
    from openends.store.database import Database

EXAMPLES = """Examples:

  openends serve

  openends serve --port 9000 --workers 2

  openends serve --host 0.0.0.0 --database postgresql://openends@localhost/openends
"""

#: Connections that wait while the server starts or is busy.
_BACKLOG = 2048
#: Seconds that requests under way have to end when the server stops.
_GRACE = 20
#: Addresses that stand for all of a machine's; a client on it uses another one.
_ALL_ADDRESSES = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - a name, nothing listens here


def serve(
    host: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Address to listen on; 0.0.0.0 listens to other machines too.",
            show_default="OPENENDS_HOST, or 127.0.0.1",
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65_535,
            metavar="N",
            help="Port to listen on; 0 takes a free one.",
            show_default="OPENENDS_PORT, or 8000",
        ),
    ] = None,
    database: DatabaseOption = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=64,
            metavar="N",
            help="Worker processes to start; 0 leaves jobs to others.",
            show_default="OPENENDS_WORKERS, or 1",
        ),
    ] = None,
) -> None:
    """Serve the v2 API, and do its jobs.

    The first start on an empty database makes an organization and prints its key. Ctrl-C or SIGTERM
    lets short requests end and hands jobs back.
    """
    given = {"host": host, "port": port, "database_url": database, "workers": workers}
    settings = _settings({name: value for name, value in given.items() if value is not None})
    _try_language_model(settings)
    # Before anything slow: whoever took the port must hear of it at once.
    with closing(_listen(settings.host, settings.port)) as listener:
        from openends.api.log_format import configure_logging
        from openends.store.database import Database

        configure_logging(settings)
        with closing(Database(settings.database_url)) as store:
            key = _first_start(store, settings)
            address = _address(settings.host, listener.getsockname()[1])
            typer.echo(_welcome(address, settings, key))
            _run(settings, store, listener)
    typer.echo("Stopped.")


def _settings(given: dict[str, object]) -> ServerSettings:
    """Return the settings; what is wrong with an option is said of the option."""
    from openends.domain.errors import ConfigProblem, InputError
    from openends.settings import ServerSettings

    ServerSettings()
    try:
        return ServerSettings(**given)
    except ConfigProblem as error:
        sentence = error.message.replace("The setting OPENENDS_DATABASE_URL", "--database")
        raise InputError(sentence.replace("The setting OPENENDS_", "--")) from None


def _try_language_model(settings: ServerSettings) -> None:
    """Refuse a language model that cannot be used, rather than let every job find out."""
    from openends.jobs.language_model import open_advisers

    open_advisers(settings)


def _listen(host: str, port: int) -> socket.socket:
    from openends.domain.errors import InputError

    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server((place[0], port), family=family, backlog=_BACKLOG)
    except socket.gaierror:
        reason = f"The host '{host}' is not known; name another one with --host."
    except OSError as error:
        told = os.strerror(error.errno) if error.errno else str(error)
        reason = (
            f"Port {port} on {host} cannot be listened on ({told}); choose another one with --port."
        )
    else:
        # Connections inherit it. Without, an answer's body waits 40 ms for the client to confirm
        # its head; asyncio sets it by itself only on sockets that it has made.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    raise InputError(reason)


def _first_start(store: Database, settings: ServerSettings) -> str | None:
    """Make the database ready; return the key of the organization that a first start makes."""
    from openends.api.app import prepare
    from openends.domain.errors import ConfigProblem, DatabaseProblem
    from openends.services.first_start import first_start

    try:
        prepare(store)
    except DatabaseProblem as error:
        raise ConfigProblem(
            f"The database {settings.shown_database_url} cannot be read; name another one with "
            "--database."
        ) from error
    return first_start(store, datetime.now(UTC))


def _address(host: str, port: int) -> str:
    host = _ALL_ADDRESSES.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _welcome(address: str, settings: ServerSettings, key: str | None) -> str:
    """Return what whoever started the server needs to know, ready to paste."""
    lines = [
        f"Openends listens on {address}",
        f"  reference  {address}/docs",
        f"  database   {settings.shown_database_url}",
    ]
    if key is not None:
        from openends.services.first_start import FIRST_ORGANIZATION

        lines += [
            "",
            f"This is its first start. The organization '{FIRST_ORGANIZATION}' has this API key, "
            "which is shown only now:",
            "",
            f"  {key}",
            "",
            "Try it:",
            "",
            f"  curl {address}/v2/code -H 'x-api-key: {key}' \\",
            "    -H 'Content-Type: application/json' \\",
            '    -d \'{"responses": [{"id": "1", "text": "Friendly staff, but too expensive"}]}\'',
        ]
    return "\n".join([*lines, ""])


def _run(settings: ServerSettings, store: Database, listener: socket.socket) -> None:
    """Serve until a signal comes, then stop in order: requests first, workers after."""
    from openends.api.app import create_app
    from openends.jobs.supervise import Workers

    workers = Workers(settings.workers, store.url)
    workers.start()
    try:
        _answer(create_app(settings, database=store), listener)
    finally:
        workers.stop()


def _answer(app: FastAPI, listener: socket.socket) -> None:
    import uvicorn

    from openends.domain.errors import ServerProblem

    server = uvicorn.Server(
        uvicorn.Config(
            app,
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
            ws="none",
        )
    )
    # It sends itself the signal once more when it has stopped, which must not end the process
    # before its workers have.
    for wish in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wish, lambda *_: None)
    server.run(sockets=[listener])
    if not server.started:
        raise ServerProblem("The server did not start; its log above says where it stopped.")
