"""Change codings: all of a change or nothing, written into the log, the former ones kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from openends.domain.coding import Coding, Mention
from openends.domain.organization import Caller
from openends.domain.run import MachineRun
from openends.services.seen_question import SeenQuestion
from openends.store import changes, coding_runs, superseded
from openends.store.changes import Author, Change
from openends.store.codebook_rows import StoredCodebook
from openends.store.coded_rows import CodedRow
from openends.store.superseded import coding_values

#: Whom the log names where nobody gave a name.
_NOBODY = "API key"


@dataclass(frozen=True, kw_only=True, slots=True)
class Deed:
    """What is done, by whom and why, as the log tells it."""

    #: As ``codebook.merge_codes``.
    action: str
    author: Author
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def author_of(caller: Caller, coder: str | None) -> Author:
    """Return who makes a change: the person that the request names, or else its key's label."""
    return Author(coder=coder or caller.key.label or _NOBODY, api_key_id=caller.key.id)


def record_change(
    connection: Connection,
    caller: Caller,
    seen: SeenQuestion,
    deed: Deed,
    after: Mapping[int, Mapping[str, Any]],
    now: datetime,
) -> Change:
    """Write a change into the log and keep the codings that it replaces; they are not written yet.

    Parameters
    ----------
    after:
        By the row of the response, what its coding will be, as from ``values_after``.
    """
    organization, question = caller.organization.id, seen.question.id
    change = changes.record(
        connection,
        organization,
        question,
        deed.author,
        action=deed.action,
        reason=deed.reason,
        details=deed.details,
        responses=len(after),
        now=now,
    )
    replaced = [row for row in seen.rows if row.pk in after]
    superseded.keep(connection, organization, question, change.id, replaced, now)
    return change


def note_run(
    connection: Connection,
    caller: Caller,
    seen: SeenQuestion,
    after: dict[int, dict[str, Any]],
    run: MachineRun | None,
) -> None:
    """Note with what the machine made the codes that responses did not have before.

    Parameters
    ----------
    after:
        By the row of the response, what its coding will be.
    run:
        None where the machine coded nothing.
    """
    had = {
        row.pk: {_made(each) for each in coding_values(row)["mentions"]}
        for row in seen.rows
        if row.pk in after
    }
    fresh = [
        pk
        for pk, values in after.items()
        if any(not each["coder"] and _made(each) not in had[pk] for each in values["mentions"])
    ]
    if run is None or not fresh:
        return
    organization, question = caller.organization.id, seen.question.id
    run_id = coding_runs.record(connection, organization, question, run)
    for pk in fresh:
        after[pk]["run"] = run_id


def _made(mention: Mapping[str, Any]) -> tuple[Any, ...]:
    return mention["layer"], mention["confidence"], mention["evidence_start"], mention["code_id"]


def changed_values(
    seen: SeenQuestion, codings: Sequence[Coding], stored: StoredCodebook, now: datetime
) -> dict[int, dict[str, Any]]:
    """Return what becomes of each coding that is another one now, by the row of the response.

    Parameters
    ----------
    seen:
        The question before.
    codings:
        What the coding says of each of ``seen.rows`` afterwards.
    stored:
        The codebook that these are in.
    """
    changed = {}
    for row, coding in zip(seen.rows, codings, strict=True):
        before, after = coding_values(row), values_after(row, coding, stored, now)
        if _told(before) != _told(after):
            changed[row.pk] = after
    return changed


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a coding says; that its codes are called otherwise now is no change of it."""
    named = ("number", "name")
    mentions = [
        {name: value for name, value in mention.items() if name not in named}
        for mention in values["mentions"]
    ]
    return {**values, "version": None, "mentions": mentions}


def values_after(
    row: CodedRow, coding: Coding, stored: StoredCodebook, now: datetime
) -> dict[str, Any]:
    """Return a changed coding as plain values; who decided on a code before is still told so."""
    runner_up = coding.runner_up
    moments = {each.coder: each.decided_at for each in row.mentions if each.coder}
    return coding_values(row) | {
        "text": coding.text,
        "status": coding.status,
        "sentiment": coding.sentiment,
        "language": coding.language,
        "confidence": coding.confidence,
        "runner_up": None if runner_up is None else stored.code_ids.get(runner_up.number),
        "runner_up_chance": coding.runner_up_chance,
        "needs_review": coding.needs_review,
        "review_reason": coding.review_reason,
        "approved": coding.approved,
        "coder": row.coder if coding.approved else None,
        "version": stored.version,
        "mentions": [_mention(each, stored, moments, now) for each in coding.mentions],
    }


def _mention(
    mention: Mention, stored: StoredCodebook, moments: Mapping[str, datetime | None], now: datetime
) -> dict[str, Any]:
    moment = (moments.get(mention.coder) or now) if mention.coder else None
    return {
        "code_id": stored.code_ids[mention.code.number],
        "number": mention.code.number,
        "name": mention.code.name,
        "sentiment": mention.sentiment,
        "confidence": mention.confidence,
        "layer": mention.layer,
        "evidence_start": mention.evidence.start,
        "evidence_length": mention.evidence.length,
        "evidence_text": mention.evidence.text,
        "coder": mention.coder or None,
        "decided_at": moment.isoformat() if moment else None,
    }
