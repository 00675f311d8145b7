"""The worker processes of a server: started, started again when they die, stopped with it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence

import structlog

#: Seconds before a worker that died is replaced: doubled each time, up to a limit.
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
#: A worker that lived so long was well: the next one need not wait.
_WELL_SECONDS = 60.0
#: Seconds that workers have to hand their jobs back before they are killed.
STOP_SECONDS = 15.0
#: Seconds between two looks at the processes.
_LOOK_SECONDS = 0.2

_log = structlog.get_logger()


class Workers:
    """Keeps a number of workers alive, as child processes.

    Parameters
    ----------
    count:
        How many.
    database_url:
        The database that they work on. It reaches them through the environment, since everyone on
        the machine can read the command lines of others.
    environment:
        Further variables; those of this process are passed on.
    command:
        What starts a worker.
    """

    def __init__(
        self,
        count: int,
        database_url: str,
        *,
        environment: Mapping[str, str] | None = None,
        command: Sequence[str] = (sys.executable, "-m", "openends", "worker"),
    ) -> None:
        self._environment = {
            **os.environ,
            **(environment or {}),
            "OPENENDS_DATABASE_URL": database_url,
        }
        self._command = [*command, "--parent", str(os.getpid())]
        self._stop = threading.Event()
        self._seats = [_Seat() for _ in range(count)]
        self._thread = threading.Thread(target=self._look_after, name="workers", daemon=True)

    def start(self) -> None:
        """Start the workers, and begin to look after them."""
        for seat in self._seats:
            seat.fill(self._command, self._environment)
        self._thread.start()

    def stop(self) -> None:
        """Let the workers hand their jobs back and leave; kill those that do not."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()
        processes = [seat.process for seat in self._seats if seat.process is not None]
        for process in processes:
            process.terminate()
        end = time.monotonic() + STOP_SECONDS
        for process in processes:
            try:
                process.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                _log.warning("worker killed", pid=process.pid)
                process.kill()
                process.wait()

    @property
    def pids(self) -> list[int]:
        """Process ids of the workers that live."""
        return [
            seat.process.pid
            for seat in self._seats
            if seat.process is not None and seat.process.poll() is None
        ]

    def _look_after(self) -> None:
        while not self._stop.wait(_LOOK_SECONDS):
            for seat in self._seats:
                if seat.is_due():
                    seat.fill(self._command, self._environment)


class _Seat:
    """The place of one worker: the process that has it, or when the next one gets it."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = _FIRST_PAUSE
        self._next = 0.0

    def fill(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start a process."""
        # In a session of its own, Ctrl-C reaches only the server, which ends its workers in order.
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            command, env=dict(environment), stdin=subprocess.DEVNULL, start_new_session=True
        )
        self._started = time.monotonic()

    def is_due(self) -> bool:
        """Return whether the place is to be filled now; notices when its process has died."""
        now = time.monotonic()
        if self.process is not None:
            status = self.process.poll()
            if status is None:
                return False
            if now - self._started >= _WELL_SECONDS:
                self._pause = _FIRST_PAUSE
            _log.error("worker died", status=status, pid=self.process.pid, pause=self._pause)
            self.process, self._next = None, now + self._pause
            self._pause = min(_LONGEST_PAUSE, 2 * self._pause)
        return now >= self._next
