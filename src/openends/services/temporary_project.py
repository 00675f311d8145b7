"""Keep a call's responses in a project of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from openends.domain.codebook import Codebook, CodingType
from openends.domain.errors import EmptyCodebook, InputError, NotFound
from openends.domain.organization import Caller
from openends.domain.project import Question
from openends.services.coding_request import CodingRequest
from openends.store import codebooks, projects, questions, responses


@dataclass(frozen=True, slots=True)
class Given:
    """A codebook that is there before coding begins."""

    codebook: Codebook
    #: True when the machine built it.
    induced: bool
    #: True when it is known not to be what the machine would build of the same responses.
    edited: bool = False


def given_codebook(
    connection: Connection, caller: Caller | None, request: CodingRequest
) -> Given | None:
    """Return the codebook that a call sends or names; None when one is to be built.

    Raises
    ------
    InputError
        When the call does both.
    NotFound
        When the organization has no question of that id.
    EmptyCodebook
        When the question has no codebook.
    """
    if request.codebook_question is None:
        return Given(request.codebook, False) if request.codebook else None
    if request.codebook is not None:
        raise InputError("Fields 'codebook' and 'codebook_ref' exclude each other; send one.")
    wanted = request.codebook_question
    if caller is None or not questions.get(connection, caller.organization.id, wanted):
        raise NotFound("Question not found")
    stored = codebooks.load(connection, caller.organization.id, wanted)
    if stored is None:
        raise EmptyCodebook(
            f"Question {wanted} has no codebook to use. Generate one first with POST "
            "/v2/codebook/generate."
        )
    return Given(stored.codebook, stored.induced)


def coding_type(request: CodingRequest, given: Given | None) -> CodingType:
    """Return what is coded: a codebook that is given knows it better than the call."""
    return given.codebook.coding_type if given else request.coding_type


def keep_request(
    connection: Connection, caller: Caller, request: CodingRequest, kind: CodingType, now: datetime
) -> Question:
    """Make a project with one question that holds the call's responses."""
    organization = caller.organization.id
    project = projects.create(
        connection,
        organization,
        name=request.name_of_project(now),
        language=request.language,
        coding_type=kind,
        category=request.category,
        country=request.country,
        now=now,
    )
    question = questions.create(
        connection,
        organization,
        project.id,
        text=request.question_text,
        coding_type=kind,
        language=request.language,
        coding_guidance=request.coding_guidance,
        now=now,
    )
    responses.add(connection, organization, question.id, request.responses, now)
    return question
