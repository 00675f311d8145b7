"""Look up what a caller names; what belongs to others is not found."""

from __future__ import annotations

from sqlalchemy import Connection

from openends.domain.errors import NotFound
from openends.domain.organization import Caller
from openends.domain.project import Project, Question
from openends.store import projects, questions


def find_project(connection: Connection, caller: Caller, project_id: str) -> Project:
    """Return a project of the caller's organization.

    Raises
    ------
    NotFound
        When the organization has no such project.
    """
    project = projects.get(connection, caller.organization.id, project_id)
    if project is None:
        raise NotFound("Project not found")
    return project


def find_question(
    connection: Connection, caller: Caller, project_id: str, question_id: str
) -> Question:
    """Return a question of a project of the caller's organization.

    Raises
    ------
    NotFound
        When the organization has no such project, or the project no such question.
    """
    question = questions.get(connection, caller.organization.id, question_id, project_id)
    if question is None:
        find_project(connection, caller, project_id)
        raise NotFound("Question not found")
    return question
