"""The coded questions of a project, put together by respondent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from openends.domain.delivery import DeliveredQuestion, Delivery
from openends.domain.errors import NothingCoded
from openends.domain.organization import Caller
from openends.domain.project import Question
from openends.domain.survey import Cell, Column
from openends.files.delivery.short_name import short_name
from openends.services.find_question import find_project, find_question
from openends.services.stored_question import StoredQuestion, load_coded_question

#: The variable that says who answered.
RESPONDENT = "respondent_id"


def load_delivery(
    connection: Connection, caller: Caller, project_id: str, question_ids: Sequence[str] | None
) -> Delivery:
    """Return coded questions with a row per respondent, as ``delivery_of`` does.

    Raises
    ------
    NotFound, NothingCoded
        As for ``load_coded_questions``.
    """
    return delivery_of(load_coded_questions(connection, caller, project_id, question_ids))


def delivery_of(stored: Sequence[StoredQuestion]) -> Delivery:
    """Return questions of a project, at least one, with a row per respondent.

    Who has the same id is the same person, whatever questions they were asked.
    """
    order = tuple(dict.fromkeys(row.response_id for each in stored for row in each.rows))
    return Delivery(
        name=stored[0].project.name,
        respondents=Column(name=RESPONDENT, values=order),
        background=list(_background(stored, order)),
        questions=list(_questions(stored, order)),
    )


def load_coded_questions(
    connection: Connection, caller: Caller, project_id: str, question_ids: Sequence[str] | None
) -> list[StoredQuestion]:
    """Return the questions that are to be exported, at least one.

    Parameters
    ----------
    question_ids:
        None for every question of the project that is coded, if only in part.

    Raises
    ------
    NotFound
        When the caller has no such project or question.
    NothingCoded
        When the project has no coded question, or a question that is named is not coded.
    """
    project = find_project(connection, caller, project_id)
    wanted = (
        [question for question in project.questions if question.coded_count]
        if question_ids is None
        else [_named(connection, caller, project_id, each) for each in question_ids]
    )
    if not wanted:
        raise NothingCoded(
            f"Project {project_id} has no coded question to export; code one with POST "
            "/v2/coding/auto."
        )
    return [load_coded_question(connection, caller, project_id, each.id) for each in wanted]


def _named(connection: Connection, caller: Caller, project_id: str, question_id: str) -> Question:
    question = find_question(connection, caller, project_id, question_id)
    if not question.coded_count:
        raise NothingCoded(
            f"Question {question_id} has nothing coded to export; code it with POST "
            "/v2/coding/auto."
        )
    return question


def _questions(
    stored: Sequence[StoredQuestion], order: Sequence[str]
) -> Iterator[DeliveredQuestion]:
    names: list[str] = []
    for number, each in enumerate(stored, start=1):
        wanted = each.question.short_name or each.question.text or f"Q{number}"
        names.append(short_name(wanted, names))
        codings = {coding.response_id: coding for coding in each.coded.codings}
        yield DeliveredQuestion(
            short_name=names[-1],
            coded=each.coded,
            codings=[codings.get(respondent) for respondent in order],
        )


def _background(stored: Sequence[StoredQuestion], order: Sequence[str]) -> Iterator[Column]:
    """Yield the facts about respondents; where questions differ, the first says what is right."""
    known: dict[str, dict[str, Cell]] = {}
    for each in stored:
        for row in each.rows:
            for name, value in row.demographics.items():
                known.setdefault(name, {}).setdefault(row.response_id, value)
    for name, values in known.items():
        yield Column(name=name, values=tuple(values.get(respondent) for respondent in order))
