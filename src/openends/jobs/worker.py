"""A worker: a process that takes jobs and deliveries out of the lines and does them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING

import structlog
from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer
from sqlalchemy import Engine

from openends.domain.errors import OpenendsError
from openends.domain.response import Response
from openends.encoders import Quality
from openends.encoders import load_encoders as load_real_encoders
from openends.engine.prepare_question import prepare_question
from openends.engine.settings import Settings
from openends.jobs.deliver import SCHEDULE, Deliverer
from openends.jobs.heart import Heart
from openends.jobs.language_model import open_advisers
from openends.jobs.line import Line
from openends.jobs.purge import Purge
from openends.jobs.queue import (
    APPLICATION,
    SCHEMA,
    VERSION,
    JobQueue,
    open_client,
    open_engine,
)
from openends.jobs.run_job import JobRunner
from openends.jobs.send import Sender
from openends.jobs.sweeper import Sweeper
from openends.jobs.watch import Running
from openends.jobs.workflows import register_workflows
from openends.store.database import Database
from openends.store.ids import new_id

if TYPE_CHECKING:
    from openends.engine.pipeline import EncoderChoice
    from openends.settings import ServerSettings

#: Seconds that a worker which leaves waits for jobs to hand themselves back. A step of the engine
#: is shorter; what is not done by then is taken up by others all the same.
LEAVE_SECONDS = 7.0
#: Threads of DBOS: for jobs, and for short writes.
_THREADS = 64

_WARM_UP = ("The staff were friendly", "Friendly staff", "Too expensive", "It was expensive")

_log = structlog.get_logger()


def run_worker(
    settings: ServerSettings,
    stop: threading.Event,
    *,
    concurrency: int | None = None,
    load_encoders: EncoderChoice | None = None,
    sender: Sender | None = None,
    schedule: Sequence[float] = SCHEDULE,
) -> None:
    """Work until the event is set; then hand the jobs that are under way back to others.

    Parameters
    ----------
    settings:
        How the server is set up.
    stop:
        Set when the worker is to leave.
    concurrency:
        Jobs of one organization at once, for all workers of the database; None leaves it as it is.
    load_encoders:
        Chooses encoders by language; None takes those that ship.
    sender:
        Sends events; None takes one with the settings' allowances.
    schedule:
        Seconds before each attempt to deliver an event.

    Raises
    ------
    ConfigProblem
        When the database has not the tables of this version, or the language model cannot be used.
    """
    encoders = load_encoders or partial(load_real_encoders, settings.quality)
    advisers = open_advisers(settings)
    with ExitStack() as opened:
        database = Database(settings.database_url)
        opened.callback(database.close)
        database.check_schema()
        queue, engine, line = _open_line(opened, database)
        running = Running(stop)
        heart = Heart(database, new_id(), running)
        runner = JobRunner(
            database, queue, running, encoders, quality=settings.quality, advisers=advisers
        )
        sender = sender or Sender(settings.webhook_allow, offline=settings.offline)
        deliverer = Deliverer(database, running, sender, schedule=schedule)
        purge = Purge(database, line, job_hours=settings.job_hours)
        sweeper = Sweeper(database, queue, line, heart=heart, purge=purge, concurrency=concurrency)
        _warm_up(encoders, settings.quality)
        heart.start()
        opened.callback(_quietly, heart.stop)
        # From here on, work can be out of the line in this worker's hands.
        opened.callback(_quietly, lambda: line.put_back(line.out_of_line(heart.worker_id)))
        _launch(engine, heart.worker_id, lambda: register_workflows(runner, deliverer, line))
        opened.callback(DBOS.destroy, destroy_registry=True)
        sweeper.start()
        opened.callback(sweeper.stop)
        _log.info("worker ready", worker=heart.worker_id)
        stop.wait()
        _log.info("worker leaves", worker=heart.worker_id)
        _wait_until_idle(runner, deliverer)
    _log.info("worker left", worker=heart.worker_id)


def _open_line(opened: ExitStack, database: Database) -> tuple[JobQueue, Engine, Line]:
    queue = JobQueue(database)
    opened.callback(queue.close)
    engine = open_engine(database)
    opened.callback(engine.dispose)
    client = open_client(engine)
    opened.callback(client.destroy)
    return queue, engine, Line(client)


def _warm_up(load_encoders: EncoderChoice, quality: Quality) -> None:
    """Code a little, so that the first job need not wait for models and libraries to load."""
    answers = [Response(id=text, text=text) for text in _WARM_UP]
    # What comes of it does not matter, and so few answers may make no codebook.
    with suppress(OpenendsError):
        coder = prepare_question(
            answers, load_encoders=load_encoders, settings=Settings(quality=quality)
        )
        coder.code(0, len(answers))


def _launch(engine: Engine, worker_id: str, register: Callable[[], None]) -> None:
    # With a handler of somebody's, DBOS writes to the program's own log.
    logging.getLogger("dbos").addHandler(logging.NullHandler())
    config = DBOSConfig(
        name=APPLICATION,
        system_database_engine=engine,
        dbos_system_schema=SCHEMA,
        serializer=DBOSPortableJSONSerializer(),
        application_version=VERSION,
        executor_id=worker_id,
        # They are run before any worker starts.
        run_migrations=False,
        use_listen_notify=False,
        max_executor_threads=_THREADS,
        # It warns of what is in order here: work that is left open, a line that is full.
        log_level="ERROR",
    )
    DBOS(config=config)
    register()
    DBOS.launch()


def _wait_until_idle(runner: JobRunner, deliverer: Deliverer) -> None:
    """Let jobs hand themselves back and events that are being sent arrive."""
    end = time.monotonic() + LEAVE_SECONDS
    while (runner.is_at_work or deliverer.sending) and time.monotonic() < end:
        time.sleep(0.02)


def _quietly(step: Callable[[], None]) -> None:
    """Take a step of leaving; what fails for want of a database, others make up for."""
    try:
        step()
    except Exception as error:
        _log.warning("left without notice", reason=type(error).__name__)
