"""A coded question as it stands, for who wants to change something in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection

from openends.domain.coding import Coding
from openends.domain.errors import InvalidState
from openends.domain.organization import Caller
from openends.domain.project import Question
from openends.domain.response import ReviewedResponse
from openends.engine.question_coder import QuestionCoder
from openends.services.find_question import find_question
from openends.services.running_jobs import refuse_edit
from openends.services.stored_codings import codings_from
from openends.store import changes, codebooks, codings, questions
from openends.store.codebook_rows import StoredCodebook
from openends.store.coded_rows import CodedRow


@dataclass(frozen=True)
class SeenQuestion:
    """A question with its codebook and codings, and how far its log was when they were read."""

    question: Question
    stored: StoredCodebook
    #: All responses in their order, coded or not.
    responses: list[CodedRow]
    #: Place of the last line of the question's log.
    position: int

    @cached_property
    def rows(self) -> list[CodedRow]:
        """The responses that are coded."""
        return [row for row in self.responses if row.coded]

    @cached_property
    def places(self) -> list[int]:
        """Where each of ``rows`` stands among all responses."""
        return [place for place, row in enumerate(self.responses) if row.coded]

    @cached_property
    def codings(self) -> tuple[Coding, ...]:
        """What the coding says about each of ``rows``."""
        return codings_from(self.rows, self.stored)

    def code_by(self, coder: QuestionCoder, place: int) -> Coding:
        """Return how a coder of all responses codes one of ``rows``, by its place in them."""
        at = self.places[place]
        return coder.code(at, at + 1)[0]


def see_question(
    connection: Connection, caller: Caller, project_id: str, question_id: str, edit: str
) -> SeenQuestion:
    """Return a question that may be changed now.

    Parameters
    ----------
    edit:
        What is to be done to it, such as "its codebook is edited".

    Raises
    ------
    NotFound
        When the caller has no such project or question.
    InvalidState
        While a job works on it, or when it has no codebook yet.
    """
    question = find_question(connection, caller, project_id, question_id)
    refuse_edit(connection, question_id, edit)
    stored = codebooks.load(connection, caller.organization.id, question_id)
    if stored is None:
        raise InvalidState(
            f"Question {question_id} has no codebook. Generate one first with POST "
            f"/v2/codebook/generate, or import one, before {edit}."
        )
    return SeenQuestion(
        question=question,
        stored=stored,
        responses=codings.load_all(connection, caller.organization.id, question_id),
        position=changes.last_position(connection, question_id),
    )


def lock_as_seen(connection: Connection, caller: Caller, seen: SeenQuestion, edit: str) -> None:
    """Lock a question that was seen, and make sure that it is still as it was then.

    Raises
    ------
    InvalidState
        When somebody has changed it since, or a job works on it now.
    """
    organization, question_id = caller.organization.id, seen.question.id
    questions.lock(connection, organization, question_id)
    now = find_question(connection, caller, seen.question.project_id, question_id)
    refuse_edit(connection, question_id, edit)
    stored = codebooks.load(connection, organization, question_id)
    if (
        changes.last_position(connection, question_id) != seen.position
        or stored != seen.stored
        or (now.response_count, now.coded_count) != (len(seen.responses), len(seen.rows))
    ):
        raise InvalidState(
            f"Question {question_id} was changed by somebody else meanwhile; nothing was done. "
            "Look at it again, and repeat the request."
        )


def decided(codings_: tuple[Coding, ...]) -> list[ReviewedResponse]:
    """Return the responses whose codes people decided, as the engine learns from them."""
    return [
        ReviewedResponse(
            text=coding.text,
            codes=tuple(dict.fromkeys(mention.code.name for mention in coding.mentions)),
        )
        for coding in codings_
        if coding.approved
    ]
