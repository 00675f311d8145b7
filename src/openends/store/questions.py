"""Questions: what was asked in a project, and how far its coding is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Row, Select, exists, func, insert, select, update

from openends.domain.codebook import CodingType
from openends.domain.errors import NotFound
from openends.domain.job import JobType
from openends.domain.project import Question
from openends.store import organizations
from openends.store.ids import new_id
from openends.store.jobs import is_active
from openends.store.tables import codebooks, codings, jobs, projects, questions, responses


def create(
    connection: Connection,
    organization_id: str,
    project_id: str,
    *,
    text: str,
    coding_type: CodingType,
    language: str,
    coding_guidance: str = "",
    short_name: str = "",
    now: datetime,
) -> Question:
    """Add a question to a project, after those that it has.

    Raises
    ------
    NotFound
        When the organization has no such project.
    """
    # Locked, so that two new questions get different places.
    organizations.lock(connection, organization_id)
    project = select(projects.c.objective).where(
        projects.c.id == project_id, projects.c.organization_id == organization_id
    )
    objective = connection.execute(project).scalar_one_or_none()
    if objective is None:
        raise NotFound("Project not found")
    last = select(func.max(questions.c.position)).where(questions.c.project_id == project_id)
    position = connection.execute(last).scalar()
    question = Question(
        id=new_id(),
        project_id=project_id,
        text=text,
        coding_type=coding_type,
        language=language,
        short_name=short_name,
        coding_guidance=coding_guidance,
        objective=objective,
    )
    connection.execute(
        insert(questions).values(
            id=question.id,
            organization_id=organization_id,
            project_id=project_id,
            position=0 if position is None else position + 1,
            text=text,
            coding_type=coding_type,
            language=language,
            coding_guidance=coding_guidance,
            short_name=short_name,
            created_at=now,
        )
    )
    return question


def get(
    connection: Connection,
    organization_id: str,
    question_id: str,
    project_id: str | None = None,
) -> Question | None:
    """Return the question with its counts; None when the organization (or project) has none."""
    query = _with_state().where(
        questions.c.id == question_id, questions.c.organization_id == organization_id
    )
    if project_id is not None:
        query = query.where(questions.c.project_id == project_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else _from_row(row)


def of_projects(
    connection: Connection, project_ids: Select[tuple[str]]
) -> dict[str, tuple[Question, ...]]:
    """Return the questions of each project, in their order; projects without any are left out.

    Parameters
    ----------
    project_ids:
        The query for the projects: their ids could be more than a statement takes.
    """
    query = _with_state().where(questions.c.project_id.in_(project_ids))
    found: dict[str, tuple[Question, ...]] = {}
    for row in connection.execute(query.order_by(questions.c.position)):
        question = _from_row(row)
        found[question.project_id] = (*found.get(question.project_id, ()), question)
    return found


def lock(connection: Connection, organization_id: str, question_id: str) -> None:
    """Keep others from changing what the organization has, and make sure of the question.

    Raises
    ------
    NotFound
        When the organization has no such question.

    Notes
    -----
    All who change questions, responses, codebooks or codings come here first. As there is no
    second lock, none of them can wait for each other in a circle.
    """
    organizations.lock(connection, organization_id)
    question = select(questions.c.id).where(
        questions.c.id == question_id, questions.c.organization_id == organization_id
    )
    if connection.execute(question).one_or_none() is None:
        raise NotFound("Question not found")


def set_guidance(connection: Connection, question_id: str, coding_guidance: str) -> None:
    """Change what the coding of the question is to mind."""
    connection.execute(
        update(questions)
        .where(questions.c.id == question_id)
        .values(coding_guidance=coding_guidance)
    )


def _with_state() -> Select[*tuple[object, ...]]:
    asked = select(func.count()).where(responses.c.question_id == questions.c.id)
    coded = select(func.count()).where(codings.c.question_id == questions.c.id)
    objective = select(projects.c.objective).where(projects.c.id == questions.c.project_id)
    coding_jobs = is_active() & jobs.c.type.in_([JobType.AUTO_CODING, JobType.ONE_CALL])
    return select(
        questions,
        objective.scalar_subquery().label("objective"),
        asked.scalar_subquery().label("response_count"),
        coded.scalar_subquery().label("coded_count"),
        exists().where(codebooks.c.question_id == questions.c.id).label("has_codebook"),
        exists().where(jobs.c.question_id == questions.c.id, coding_jobs).label("is_coding"),
    )


def _from_row(row: Row[*tuple[object, ...]]) -> Question:
    return Question(
        id=row.id,
        project_id=row.project_id,
        text=row.text,
        coding_type=CodingType(row.coding_type),
        language=row.language,
        short_name=row.short_name,
        coding_guidance=row.coding_guidance,
        objective=row.objective,
        response_count=row.response_count,
        coded_count=row.coded_count,
        has_codebook=bool(row.has_codebook),
        is_coding=bool(row.is_coding),
    )
