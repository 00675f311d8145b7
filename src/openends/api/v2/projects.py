"""Projects: studies, each with its questions."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Annotated

from fastapi import Path, Request
from fastapi.responses import Response
from pydantic import AfterValidator

from openends.api.envelope import answer
from openends.api.gate import caller, gated_router, scope, services
from openends.api.openapi import answers
from openends.api.reply import Reply
from openends.api.v2.models.base import Envelope, ListEnvelope, known_id
from openends.api.v2.models.projects import Project, ProjectCreate
from openends.api.v2.paging import (
    USUAL,
    Cursor,
    OptionalLimit,
    after_newest,
    answer_page,
    newest_key,
)
from openends.api.v2.render import project_to_dict
from openends.domain import project as domain
from openends.domain.organization import Scope
from openends.services.delete_project import delete_project
from openends.services.find_question import find_project
from openends.store import projects

router = gated_router("/v2/projects", "Projects")

ProjectId = Annotated[
    str,
    Path(alias="projectId", json_schema_extra={"format": "uuid"}),
    AfterValidator(partial(known_id, thing="Project")),
]


@router.get(
    "",
    operation_id="listProjects",
    summary="All projects",
    responses=answers({200: (ListEnvelope[Project], "Projects.")}, 422),
    openapi_extra=scope(Scope.READ),
)
def list_projects(request: Request, limit: OptionalLimit = None, cursor: Cursor = None) -> Response:
    """List the organization's projects with their questions, newest first.

    All of them, unless a limit or a cursor asks for a page.
    """
    if limit is None and cursor is not None:
        limit = USUAL
    with services(request).database.reading() as connection:
        found = projects.list_for(
            connection,
            caller(request).organization.id,
            limit=None if limit is None else limit + 1,
            after=after_newest(cursor),
        )
    return answer_page(
        request,
        found,
        limit,
        show=project_to_dict,
        key=lambda project: newest_key(project.created_at, project.id),
    )


@router.post(
    "",
    operation_id="createProject",
    summary="Create a project",
    status_code=201,
    responses=answers({201: (Envelope[Project], "The new project.")}, 422),
    openapi_extra=scope(Scope.WRITE),
)
def create_project(request: Request, body: ProjectCreate) -> Response:
    """Make a project without questions."""
    reply = Reply(request, _answer_created)
    with services(request).database.transaction() as connection:
        project = projects.create(
            connection,
            caller(request).organization.id,
            name=body.name,
            language=body.language,
            coding_type=body.coding_type,
            objective=body.objective,
            now=datetime.now(UTC),
        )
        reply.keep(connection, project)
    return reply.to(project)


def _answer_created(request: Request, project: domain.Project) -> Response:
    return answer(request, project_to_dict(project), status=201)


@router.get(
    "/{projectId}",
    operation_id="getProject",
    summary="One project",
    responses=answers({200: (Envelope[Project], "The project.")}, 404),
    openapi_extra=scope(Scope.READ),
)
def get_project(request: Request, project_id: ProjectId) -> Response:
    """Return a project with its questions."""
    with services(request).database.reading() as connection:
        project = find_project(connection, caller(request), project_id)
    return answer(request, project_to_dict(project))


@router.delete(
    "/{projectId}",
    operation_id="deleteProject",
    summary="Delete a project",
    status_code=204,
    responses=answers({204: (None, "Deleted.")}, 404, 409),
    openapi_extra=scope(Scope.WRITE),
)
def remove_project(request: Request, project_id: ProjectId) -> Response:
    """Delete a project with everything in it; what was charged stays charged.

    Refused while a job runs on one of its questions.
    """
    delete_project(services(request).database, caller(request), project_id)
    return Response(status_code=204)
