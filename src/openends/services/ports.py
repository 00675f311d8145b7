"""What services ask of the outside: a queue, a clock, a word whether to go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Connection

from openends.domain.job import Job

Done = TypeVar("Done")

#: Puts a job in line, in the transaction that creates it, and last in it: there is no job that
#: nobody will run.
Enqueue = Callable[[Connection, Job], None]

#: Keeps what the caller will be told was done, in the transaction that does it, and last in it. So
#: a caller who never got the answer can ask for it, and nothing is done again. What it raises
#: undoes the work.
Keep = Callable[[Connection, Done], None]

#: Raises ``InputError`` when a webhook may not be sent to that address.
TargetCheck = Callable[[str], None]

#: Called often while a job runs; whatever it raises stops the work there and passes through to the
#: worker, and the job stays as it is, to be gone on with.
Watch = Callable[[], None]

#: Tells the time, with its zone.
Clock = Callable[[], datetime]


class JobGone(Exception):
    """The job is no longer this worker's: cancelled, deleted, or taken over by another worker.

    Nothing is left to do. It is no error that a user sees, and so no ``OpenendsError``.
    """


def keep_nothing(connection: Connection, done: object) -> None:
    """Keep no answer: nobody will ask for it again."""


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def never_stop() -> None:
    """Watch that always lets the work go on."""
