"""Projects: studies, with their questions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Row, Select, and_, insert, or_, select
from sqlalchemy import delete as delete_from

from openends.domain.codebook import CodingType
from openends.domain.project import Project, Question
from openends.store import organizations, questions
from openends.store.ids import new_id
from openends.store.tables import projects

_NEWEST_FIRST = (projects.c.created_at.desc(), projects.c.id.desc())


def create(
    connection: Connection,
    organization_id: str,
    *,
    name: str,
    language: str,
    coding_type: CodingType,
    objective: str = "",
    category: str = "",
    country: str = "XX",
    now: datetime,
) -> Project:
    """Make a project without questions."""
    project = Project(
        id=new_id(),
        name=name,
        language=language,
        coding_type=coding_type,
        created_at=now,
        objective=objective,
        category=category,
        country=country,
    )
    connection.execute(
        insert(projects).values(
            id=project.id,
            organization_id=organization_id,
            name=name,
            language=language,
            coding_type=coding_type,
            objective=objective,
            category=category,
            country=country,
            created_at=now,
        )
    )
    return project


def get(connection: Connection, organization_id: str, project_id: str) -> Project | None:
    """Return the project with its questions; None when the organization has no such project."""
    chosen = select(projects.c.id).where(
        projects.c.id == project_id, projects.c.organization_id == organization_id
    )
    return next(iter(_load(connection, chosen)), None)


def list_for(
    connection: Connection,
    organization_id: str,
    *,
    limit: int | None = None,
    after: tuple[datetime, str] | None = None,
) -> list[Project]:
    """Return the organization's projects, newest first, with their questions.

    Parameters
    ----------
    limit:
        How many at most; None for all.
    after:
        Creation time and id of the last project that the caller has already.
    """
    chosen = select(projects.c.id).where(projects.c.organization_id == organization_id)
    if after is not None:
        moment, project_id = after
        chosen = chosen.where(
            or_(
                projects.c.created_at < moment,
                and_(projects.c.created_at == moment, projects.c.id < project_id),
            )
        )
    return _load(connection, chosen.order_by(*_NEWEST_FIRST).limit(limit))


def delete(connection: Connection, organization_id: str, project_id: str) -> bool:
    """Delete the project with all its data; only the ledger stays. False when there is none."""
    # Locked, so that nobody adds to it meanwhile.
    organizations.lock(connection, organization_id)
    gone = connection.execute(
        delete_from(projects)
        .where(projects.c.id == project_id, projects.c.organization_id == organization_id)
        .returning(projects.c.id)
    )
    return gone.one_or_none() is not None


def _load(connection: Connection, chosen: Select[tuple[str]]) -> list[Project]:
    asked = questions.of_projects(connection, chosen)
    rows = connection.execute(
        select(projects).where(projects.c.id.in_(chosen)).order_by(*_NEWEST_FIRST)
    )
    return [_from_row(row, asked.get(row.id, ())) for row in rows]


def _from_row(row: Row[*tuple[object, ...]], asked: tuple[Question, ...]) -> Project:
    return Project(
        id=row.id,
        name=row.name,
        language=row.language,
        coding_type=CodingType(row.coding_type),
        created_at=row.created_at,
        objective=row.objective,
        category=row.category,
        country=row.country,
        questions=asked,
    )
