"""``openends worker``: a process that does the jobs of a server."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from contextlib import suppress
from typing import Annotated

import typer

from openends.cli.db import DatabaseOption

EXAMPLES = """Examples:

  openends worker

  openends worker --database postgresql://openends@localhost/openends --concurrency 4
"""

#: Seconds after the wish to stop at which the process ends whatever it is doing.
_LAST_SECONDS = 10.0
#: Seconds between two looks whether the server that started this worker is still there.
_PARENT_SECONDS = 1.0


def worker(
    database: DatabaseOption = None,
    concurrency: Annotated[
        int | None,
        typer.Option(
            "--concurrency",
            min=1,
            max=32,
            metavar="N",
            help="Jobs of one organization that a worker does at once, with one place more kept "
            "free for others; counts for all workers of the database.",
            show_default="2, or what was said last",
        ),
    ] = None,
    parent: Annotated[int | None, typer.Option("--parent", hidden=True)] = None,
) -> None:
    """Do the jobs that a server has taken on; as many workers as you like, on any machine.

    Ctrl-C or SIGTERM hands jobs that are under way to other workers, or to the next one that is
    started. A worker that dies without that costs nothing but some seconds.
    """
    from openends.api.log_format import configure_logging
    from openends.jobs.worker import run_worker
    from openends.settings import ServerSettings

    settings = ServerSettings() if database is None else ServerSettings(database_url=database)
    configure_logging(settings)
    stop = threading.Event()
    stop_on_signals(stop)
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent, stop), daemon=True).start()
    run_worker(settings, stop, concurrency=concurrency)
    # A thread in the middle of a computation would keep the process alive; its work is in other
    # hands by now.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def stop_on_signals(stop: threading.Event) -> None:
    """Leave in order at the first signal, at once at the second, or when that takes too long.

    Parameters
    ----------
    stop:
        Set at the first signal, SIGTERM or SIGINT.
    """
    # Whichever thread a signal meets, it is written down there and then. A handler would wait for
    # the main thread, which waits itself.
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    signal.set_wakeup_fd(writer.detach())

    def leave() -> None:
        reader.recv(1)
        stop.set()
        reader.settimeout(_LAST_SECONDS)
        with suppress(TimeoutError):
            reader.recv(1)
        os._exit(1)

    threading.Thread(target=leave, daemon=True).start()
    for wish in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wish, lambda *_: None)


def _leave_with(parent: int, stop: threading.Event) -> None:
    """Leave when the server is gone: nobody would end this process otherwise."""
    while not stop.wait(_PARENT_SECONDS):
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return
