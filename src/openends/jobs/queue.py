"""The line in which jobs and deliveries wait: DBOS workflows in the server's own database.

This is the only module that knows how DBOS is set up. A job's workflow has the job's id and no
arguments but that: everything else is in the tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import structlog
from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from openends.domain.errors import OpenendsError, QueueUnavailable, ServerProblem
from openends.domain.job import Job
from openends.domain.organization import Plan
from openends.store import organizations
from openends.store.postgresql import bound_idleness
from openends.store.sqlite import BUSY_SECONDS

if TYPE_CHECKING:
    from openends.store.database import Database

#: Who owns the rows of DBOS; other programs may use DBOS in the same database.
APPLICATION = "openends"
#: Where DBOS keeps its tables on PostgreSQL; SQLite knows no schemas.
SCHEMA = "dbos"
#: DBOS gives work only to workers of the same version, which it would otherwise tell from the
#: source. Ours go on from the tables, so that any version can go on with any job: it never changes.
VERSION = "1"
#: Names of the workflows.
JOB, DELIVERY = "job", "delivery"
#: The line of deliveries.
DELIVERIES = "deliveries"
#: Seconds between two looks into a line, which cost about a millisecond of a core each.
POLL_SECONDS = 0.2

_POOL_SIZE = 10
_DOWN = "Job queue is temporarily unavailable. Retry async requests in 60 seconds."

_log = structlog.get_logger()


class JobQueue:
    """Puts jobs and deliveries in line; runs none.

    Parameters
    ----------
    database:
        Has its tables; those of the queue are made here when they are missing.
    """

    def __init__(self, database: Database) -> None:
        upgrade_queue(database)
        self._database = database
        self._client = open_client(database.engine)

    def enqueue(self, connection: Connection, job: Job) -> None:
        """Put a job in line, in the transaction that creates it; once, however often it is asked.

        Raises
        ------
        QueueUnavailable
            When the line cannot be written to.
        """
        owner = organizations.get(connection, job.organization_id)
        self._put(
            connection,
            {
                "workflow_name": JOB,
                "queue_name": queue_of(owner.plan if owner else Plan.STARTER),
                "workflow_id": job.id,
                "queue_partition_key": job.organization_id,
                "app_version": VERSION,
            },
        )

    def enqueue_deliveries(self, delivery_ids: Iterable[str]) -> None:
        """Put deliveries in line; those that cannot be put there now are left to the sweeper.

        They are noted down, and what they tell of has happened: an outage must not make it look as
        if it had failed.
        """
        try:
            for delivery_id in delivery_ids:
                with self._database.transaction() as connection:
                    self._put(
                        connection,
                        {
                            "workflow_name": DELIVERY,
                            "queue_name": DELIVERIES,
                            "workflow_id": delivery_id,
                            "app_version": VERSION,
                        },
                    )
        except ServerProblem as problem:
            _log.warning("deliveries left to the sweeper", reason=type(problem).__name__)

    def is_reachable(self) -> bool:
        """Return whether jobs can be put in line now."""
        try:
            self._client.list_workflows(workflow_ids=[""], load_input=False, load_output=False)
        except (SQLAlchemyError, OpenendsError):
            return False
        return True

    def close(self) -> None:
        """Let go of the line; the database stays open."""
        self._client.destroy()

    def _put(self, connection: Connection, options: EnqueueOptions) -> None:
        try:
            self._client.enqueue_in_transaction(connection, options, options["workflow_id"])
        except SQLAlchemyError as error:
            raise QueueUnavailable(_DOWN) from error


def queue_of(plan: Plan) -> str:
    """Return the line that an organization's jobs wait in: one per plan.

    DBOS limits how many of an organization's jobs run at once by one number per line.
    """
    return f"jobs-{plan}"


def upgrade_queue(database: Database) -> None:
    """Bring the tables of the queue to this program's form; several processes may do it at once.

    The database has its own tables by then.
    """
    DBOS.migrate(database.url, schema=SCHEMA)


def open_client(engine: Engine) -> DBOSClient:
    """Return what reads and changes the line without running anything.

    It does not wait for a database that is away: whoever asks decides.
    """
    return DBOSClient(
        system_database_engine=engine,
        dbos_system_schema=SCHEMA,
        serializer=DBOSPortableJSONSerializer(),
        application_name=APPLICATION,
        lazy=True,
        retry_connection_errors=False,
    )


def open_engine(database: Database) -> Engine:
    """Return connections for a worker's DBOS, which looks into the lines many times a second.

    The database's own would take SQLite's write lock for every look: others then wait 20 times as
    long for theirs (99th percentile 79 instead of 4 ms).
    """
    engine = create_engine(
        database.url,
        pool_size=_POOL_SIZE,
        max_overflow=0,
        pool_pre_ping=database.is_postgresql,
        hide_parameters=True,
    )
    event.listen(engine, "connect", bound_idleness if database.is_postgresql else _write_at_once)
    return engine


def _write_at_once(connection: Any, record: Any) -> None:
    del record
    # Takes the write lock with the first change instead of failing at it.
    connection.isolation_level = "IMMEDIATE"
    connection.execute(f"PRAGMA busy_timeout = {1000 * BUSY_SECONDS}")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
