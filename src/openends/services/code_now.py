"""Code a few responses while the caller waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from openends.domain.codebook import Codebook
from openends.domain.coding import Coding
from openends.domain.organization import Caller
from openends.domain.project import Question
from openends.engine.pipeline import EncoderChoice
from openends.engine.prepare.distinct import distinct_texts
from openends.engine.question_coder import QuestionCoder
from openends.services.advise_now import AdviceNow, AskNow
from openends.services.check_credits import check_credits
from openends.services.coding_request import CodingRequest, refuse_blanks
from openends.services.ports import Keep, keep_nothing
from openends.services.prepare_coding import no_usable_answer, prepare_coding, run_of
from openends.services.results import code_result, coding_to_dict
from openends.services.temporary_project import Given, coding_type, given_codebook, keep_request
from openends.store import codebooks, coding_runs, credits, organizations, responses, write_codings
from openends.store.codebooks import StoredCodebook
from openends.store.database import Database
from openends.store.ids import new_id


@dataclass(frozen=True, kw_only=True, slots=True)
class CodedNow:
    """What a caller gets who waited."""

    #: The coded question as the API sends it.
    data: dict[str, Any]
    credits_used: int
    #: None for a visitor.
    credits_remaining: int | None


def code_now(  # noqa: PLR0913 - who, what, with what, when, and who is told
    database: Database,
    caller: Caller | None,
    request: CodingRequest,
    load_encoders: EncoderChoice,
    *,
    now: datetime,
    quality: str = "fast",
    ask: AskNow | None = None,
    keep: Keep[CodedNow] = keep_nothing,
) -> CodedNow:
    """Code the responses, keep them in a project of their own, and charge them.

    All of it or nothing: what fails on the way leaves no project and costs nothing.

    Parameters
    ----------
    caller:
        Who pays; None for a visitor: nothing is kept and nothing charged.
    request:
        The responses, one result for each.
    load_encoders:
        Returns the encoders for the languages of the answers.
    now:
        The time of the call.
    quality:
        "fast" or "best".
    ask:
        The language model that decides what stays in doubt, and for how long it may be asked; None
        asks none. No visitor's answers are sent to one.
    keep:
        Keeps the answer with the work; not called for a visitor.

    Raises
    ------
    NothingToCode
        When no response says anything.
    NotFound, EmptyCodebook
        When the codebook is named and not there.
    CreditsShort
        When the organization cannot pay for the whole: before anything is coded, or when its
        credits were spent elsewhere in the meantime.
    CodebookGenerationFailed
        When no codebook comes of the responses.
    UpstreamTimeout
        When the language model takes longer than the caller can wait.
    """
    refuse_blanks(request.texts)
    distinct = distinct_texts(request.texts)
    cost = 0 if caller is None or caller.key.test else distinct
    with database.reading() as connection:
        given = given_codebook(connection, caller, request)
        if given is None and not distinct:
            raise no_usable_answer(len(request.responses))
        if caller is not None:
            check_credits(connection, caller, cost)
    question = _question(request, given)
    advice = AdviceNow(database, caller, ask)
    coder = prepare_coding(
        question,
        request.responses,
        given,
        load_encoders,
        quality=quality,
        # A codebook that is given has its names.
        adviser=None if given else advice.adviser,
    )
    advice.take(coder)
    made = coder.code(0, len(request.responses))
    if caller is None:
        stored = _unstored(coder.codebook, induced=coder.induced)
        return CodedNow(data=_data(question, stored, made), credits_used=0, credits_remaining=None)
    with database.transaction() as connection:
        check_credits(connection, caller, cost)
        kept, stored = _keep(connection, caller, request, coder, made, now)
        advice.keep(connection, kept.id, now)
        balance = _charge(connection, caller, kept.id, cost, now)
        data = _data(kept, stored, made) | advice.data
        coded = CodedNow(data=data, credits_used=cost, credits_remaining=balance)
        keep(connection, coded)
    return coded


def _question(request: CodingRequest, given: Given | None) -> Question:
    """Return the question before it is kept anywhere."""
    return Question(
        id=new_id(),
        project_id=new_id(),
        text=request.question_text,
        coding_type=coding_type(request, given),
        language=request.language,
        coding_guidance=request.coding_guidance,
    )


def _unstored(codebook: Codebook, *, induced: bool) -> StoredCodebook:
    """Give the codes of a visitor's codebook ids that nothing is behind."""
    return StoredCodebook(
        codebook=codebook,
        induced=induced,
        code_ids={code.number: new_id() for code in codebook},
        category_ids={name: new_id() for name in codebook.categories},
    )


def _keep(
    connection: Connection,
    caller: Caller,
    request: CodingRequest,
    coder: QuestionCoder,
    made: Sequence[Coding],
    now: datetime,
) -> tuple[Question, StoredCodebook]:
    question = keep_request(connection, caller, request, coder.codebook.coding_type, now)
    organization = caller.organization.id
    stored = codebooks.save(
        connection, organization, question.id, coder.codebook, induced=coder.induced, now=now
    )
    rows = responses.load(connection, question.id)
    pairs = [(row.pk, coding) for row, coding in zip(rows, made, strict=True)]
    run = coding_runs.record(connection, organization, question.id, run_of(coder, stored, now))
    write_codings.save(connection, organization, question.id, stored, pairs, now, run)
    return question, stored


def _charge(
    connection: Connection, caller: Caller, question_id: str, cost: int, now: datetime
) -> int:
    """Charge what the coding costs; return the credits that are left."""
    organization = caller.organization.id
    if cost:
        credits.charge(
            connection, organization, reference=question_id, batch=0, amount=cost, now=now
        )
    return organizations.lock(connection, organization).credits_remaining


def _data(question: Question, stored: StoredCodebook, made: Sequence[Coding]) -> dict[str, Any]:
    results = [coding_to_dict(coding, stored) for coding in made]
    return code_result(question.project_id, question.id, stored, results)
