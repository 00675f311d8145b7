"""The record of calls to a language model in the server's database, of one organization."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from openends.domain.errors import NotFound
from openends.domain.job import Job
from openends.llm.ask import Reply
from openends.llm.calls import Call
from openends.services.ports import Clock, JobGone
from openends.store import model_calls
from openends.store.database import Database
from openends.store.model_calls import StoredCall


class JobCalls:
    """Keeps the calls of a job with its question, each in a transaction of its own.

    Parameters
    ----------
    database:
        Where they are kept.
    job:
        Which job, of which question and organization.
    clock:
        Tells the time.
    """

    def __init__(self, database: Database, job: Job, clock: Clock) -> None:
        self._database = database
        self._job = job
        self._clock = clock

    def find(self, key: str) -> Reply | None:
        """Return the reply to the same call; one of another question is kept with this one too.

        So what this question's coding rests on stays when the other one is deleted.
        """
        owner, question_id = self._job.organization_id, self._job.question_id
        with self._database.reading() as connection:
            found = model_calls.find(connection, owner, question_id, key)
        if found is None:
            return None
        if found.question_id != question_id:
            self._keep(replace(found, question_id=question_id, job_id=None))
        return _reply(found)

    def keep(self, call: Call) -> None:
        """Keep a call that was paid for; it is in the database when this returns.

        Raises
        ------
        JobGone
            When the question is gone, or another worker that thinks the job its own has made the
            call: then its reply counts.
        """
        if not self._keep(_stored(call, self._job.question_id, self._job.id)):
            raise JobGone(self._job.id)

    def _keep(self, call: StoredCall) -> bool:
        try:
            with self._database.transaction() as connection:
                return model_calls.keep(connection, self._job.organization_id, call, self._clock())
        except NotFound:
            raise JobGone(self._job.id) from None


class HeldCalls:
    """Holds the calls of a request until its question is kept, and goes with it if it fails.

    Parameters
    ----------
    database:
        Where calls from before are found.
    organization_id:
        Whose calls.
    """

    def __init__(self, database: Database, organization_id: str) -> None:
        self._database = database
        self._organization_id = organization_id
        self._held: dict[str, StoredCall] = {}

    def find(self, key: str) -> Reply | None:
        """Return the reply to the same call, from this request or from before."""
        found = self._held.get(key)
        if found is None:
            with self._database.reading() as connection:
                found = model_calls.find(connection, self._organization_id, "", key)
        if found is None:
            return None
        self._held[key] = found
        return _reply(found)

    def keep(self, call: Call) -> None:
        """Hold a call that was paid for."""
        self._held[call.key] = _stored(call, "", None)

    def write(self, connection: Connection, question_id: str, now: datetime) -> None:
        """Keep all calls with the question, in the transaction that makes it."""
        for call in self._held.values():
            mine = replace(call, question_id=question_id, job_id=None)
            model_calls.keep(connection, self._organization_id, mine, now)


def _stored(call: Call, question_id: str, job_id: str | None) -> StoredCall:
    return StoredCall(
        key=call.key,
        question_id=question_id,
        job_id=job_id,
        prompt=call.prompt,
        model=call.model,
        parameters=call.parameters,
        reply=call.reply.text,
        input_tokens=call.reply.input_tokens,
        output_tokens=call.reply.output_tokens,
        seconds=call.reply.seconds,
    )


def _reply(call: StoredCall) -> Reply:
    return Reply(
        text=call.reply,
        input_tokens=call.input_tokens,
        output_tokens=call.output_tokens,
        seconds=call.seconds,
    )
