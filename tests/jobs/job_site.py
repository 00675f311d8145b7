"""A server's database with organizations, seen from the API's side, and how tests wait for it."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from openends.domain.codebook import Code, Codebook
from openends.domain.organization import Caller, Plan, Scope
from openends.services.cancel_job import cancel_job
from openends.services.coding_request import CodingRequest
from openends.services.start_jobs import start_one_call
from openends.store import api_keys, jobs, organizations
from openends.store.ids import new_id
from openends.store.responses import NewResponse
from openends.store.tables import workers

#: Nothing that should happen takes so long, however busy the machine is.
PATIENCE = 90.0
WORDS = ("price", "staff", "queue", "parking", "quality")


def wait_until(true, about):
    """Wait for something to become true; what it was then is returned."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = true()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"never happened: {about}")


def verbatims(count):
    """Answers that differ all."""
    return [f"the {WORDS[at % len(WORDS)]} was bad, number {at}" for at in range(count)]


class Site:
    """A server's database with an organization or more, seen from the API's side."""

    def __init__(self, database, queue):
        self.database = database
        self.queue = queue

    def organization(self, plan=Plan.STARTER, credits=100_000):
        with self.database.transaction() as connection:
            owner = organizations.create(
                connection, name=new_id(), plan=plan, credits=credits, now=datetime.now(UTC)
            )
            key = api_keys.create(
                connection,
                organization_id=owner.id,
                label="",
                prefix="scp_live_abcd",
                hash=new_id(),
                scopes=[Scope.WRITE],
                rpm=None,
                test=False,
                expires_at=None,
                now=datetime.now(UTC),
            )
        return Caller(key=key, organization=owner)

    def request(self, texts):
        codes = [
            Code(number=at, name=word, definition=f"the {word} was bad")
            for at, word in enumerate(WORDS, start=1)
        ]
        responses = tuple(NewResponse(id=str(at), text=text) for at, text in enumerate(texts))
        return CodingRequest(responses=responses, codebook=Codebook(codes=tuple(codes)))

    def start(self, caller, texts, enqueue=None, codebook=None):
        request = self.request(texts)
        return start_one_call(
            self.database,
            caller,
            replace(request, codebook=codebook or request.codebook),
            enqueue or self.queue.enqueue,
            depth=1_000,
            now=datetime.now(UTC),
        ).id

    def cancel(self, caller, job_id):
        now = datetime.now(UTC)
        _, told = cancel_job(
            self.database, caller, job_id, not_before=now - timedelta(hours=24), now=now
        )
        self.queue.enqueue_deliveries(told)

    def job(self, job_id):
        with self.database.reading() as connection:
            return jobs.get_any(connection, job_id)

    def wait_for_end(self, job_id):
        return wait_until(
            lambda: (job := self.job(job_id)) and not job.status.is_active and job,
            f"end of {job_id}",
        )

    def wait_for_progress(self, job_id, processed=1):
        return wait_until(
            lambda: (job := self.job(job_id)) and job.processed >= processed and job,
            f"progress of {job_id}",
        )

    def balance(self, caller):
        with self.database.reading() as connection:
            return organizations.get(connection, caller.organization.id).credits

    def scalar(self, query):
        with self.database.reading() as connection:
            return connection.execute(query).scalar_one()

    def all(self, query):
        with self.database.reading() as connection:
            return connection.execute(query).all()

    def workers(self):
        return {row.id for row in self.all(select(workers.c.id))}
