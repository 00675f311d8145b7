"""Calls to language models: what was replied, so that nothing is paid for twice.

A call belongs to the question that it was made for, and goes with it. Other questions of the same
organization find it too, and take a copy; other organizations never do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, null, select, update

from openends.domain.job import JobStatus
from openends.store import questions
from openends.store.tables import jobs, model_calls
from openends.store.upsert import insert_into

#: What the column can count up to; no reply has so many tokens.
_MOST_TOKENS = 2**63 - 1


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredCall:
    """A call as it is kept."""

    #: SHA-256 over all that the reply depends on.
    key: str
    question_id: str
    #: The job that paid for it; None for a call within a request, or one that was paid before.
    job_id: str | None
    prompt: str
    model: str
    parameters: Mapping[str, Any]
    reply: str
    input_tokens: int
    output_tokens: int
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Spent:
    """What a job has paid for so far."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    #: Names and versions of the prompts.
    prompts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Used:
    """A language model that was asked about a question, with a prompt."""

    #: Provider and name, e.g. "openai:gpt-5-mini".
    model: str
    #: Name and version, e.g. "decide-1".
    prompt: str
    calls: int


def find(
    connection: Connection, organization_id: str, question_id: str, key: str
) -> StoredCall | None:
    """Return the call, the question's own before that of another one; None when nobody made it."""
    own = model_calls.c.question_id == question_id
    query = (
        select(model_calls)
        .where(model_calls.c.organization_id == organization_id, model_calls.c.key == key)
        .order_by(own.desc(), model_calls.c.created_at)
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else _from_row(row)


def latest(connection: Connection, organization_id: str, question_id: str) -> StoredCall | None:
    """Return the last call that was made for the question, or None."""
    query = (
        select(model_calls)
        .where(
            model_calls.c.organization_id == organization_id,
            model_calls.c.question_id == question_id,
        )
        .order_by(model_calls.c.created_at.desc(), model_calls.c.key)
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else _from_row(row)


def used(connection: Connection, organization_id: str, question_id: str) -> tuple[Used, ...]:
    """Return which models were asked about the question, by which prompts, and how often."""
    columns = model_calls.c
    query = (
        select(columns.model, columns.prompt, func.count().label("calls"))
        .where(columns.organization_id == organization_id, columns.question_id == question_id)
        .group_by(columns.model, columns.prompt)
        .order_by(columns.model, columns.prompt)
    )
    return tuple(
        Used(model=row.model, prompt=row.prompt, calls=row.calls)
        for row in connection.execute(query)
    )


def spent(connection: Connection, organization_id: str, job_id: str) -> Spent:
    """Return what the job has paid for so far."""
    columns = model_calls.c
    question = select(jobs.c.question_id).where(jobs.c.id == job_id)
    query = (
        select(
            columns.prompt,
            func.count().label("calls"),
            func.sum(columns.input_tokens).label("read"),
            func.sum(columns.output_tokens).label("written"),
        )
        .where(
            columns.organization_id == organization_id,
            # Said besides, because that is what is found quickly.
            columns.question_id == question.scalar_subquery(),
            columns.job_id == job_id,
        )
        .group_by(columns.prompt)
        .order_by(columns.prompt)
    )
    rows = connection.execute(query).all()
    return Spent(
        calls=sum(row.calls for row in rows),
        input_tokens=sum(int(row.read) for row in rows),
        output_tokens=sum(int(row.written) for row in rows),
        prompts=tuple(row.prompt for row in rows),
    )


def keep(connection: Connection, organization_id: str, call: StoredCall, now: datetime) -> bool:
    """Keep a call; False when the question has it already, and then that one stays.

    Raises
    ------
    NotFound
        When the organization has no such question.
    """
    questions.lock(connection, organization_id, call.question_id)
    added = connection.execute(
        insert_into(connection, model_calls)
        .values(
            question_id=call.question_id,
            key=call.key,
            organization_id=organization_id,
            job_id=call.job_id,
            prompt=call.prompt,
            model=call.model,
            parameters=dict(call.parameters),
            reply=call.reply.encode("utf-8", "surrogatepass"),
            input_tokens=min(call.input_tokens, _MOST_TOKENS),
            output_tokens=min(call.output_tokens, _MOST_TOKENS),
            seconds=call.seconds,
            created_at=now,
        )
        .on_conflict_do_nothing()
        .returning(model_calls.c.key)
    )
    return added.one_or_none() is not None


def note_advice(connection: Connection, job_id: str, advice: Mapping[str, Any]) -> bool:
    """Note for a job that runs what its calls came to, once; False when another worker has."""
    noted = connection.execute(
        update(jobs)
        .where(
            jobs.c.id == job_id,
            jobs.c.status == JobStatus.PROCESSING,
            jobs.c.advice.is_(null()),
        )
        .values(advice=dict(advice))
        .returning(jobs.c.id)
    )
    return noted.one_or_none() is not None


def _from_row(row: Row[*tuple[object, ...]]) -> StoredCall:
    return StoredCall(
        key=row.key,
        question_id=row.question_id,
        job_id=row.job_id,
        prompt=row.prompt,
        model=row.model,
        parameters=row.parameters,
        reply=row.reply.decode("utf-8", "surrogatepass"),
        input_tokens=row.input_tokens,
        output_tokens=row.output_tokens,
        seconds=row.seconds,
    )
