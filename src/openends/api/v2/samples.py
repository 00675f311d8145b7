"""Samples: draw responses, and let people code them apart from each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

from fastapi import Path, Query, Request
from fastapi.responses import Response
from pydantic import AfterValidator

from openends.api.envelope import answer
from openends.api.gate import caller, gated_router, scope, services
from openends.api.openapi import answers
from openends.api.reply import Reply
from openends.api.v2.models.base import Envelope, ListEnvelope, Name200, known_id
from openends.api.v2.models.samples import (
    CoderAnswer,
    CodesRequest,
    DrawRequest,
    GivenResponse,
    SampleAnswer,
    SampleDetail,
)
from openends.api.v2.projects import ProjectId
from openends.api.v2.questions import QuestionId
from openends.api.v2.sample_shapes import sample_in_full, sample_to_dict
from openends.domain.errors import InputError
from openends.domain.organization import Scope
from openends.services.change_codings import author_of
from openends.services.code_sample import code_sample
from openends.services.draw_sample import DrawnSample, SampleOrder, draw_sample
from openends.services.find_question import find_question
from openends.services.find_sample import SamplePlace, find_sample
from openends.store import samples

router = gated_router("/v2/projects/{projectId}/questions/{questionId}/samples", "Review")

SampleId = Annotated[
    str,
    Path(alias="sampleId", json_schema_extra={"format": "uuid"}),
    AfterValidator(partial(known_id, thing="Sample")),
]


@router.post(
    "",
    operation_id="drawSample",
    summary="Draw a sample",
    status_code=201,
    responses=answers({201: (Envelope[SampleDetail], "The new sample.")}, 404, 409, 422),
    openapi_extra=scope(Scope.WRITE),
)
def draw(
    request: Request, project_id: ProjectId, question_id: QuestionId, body: DrawRequest
) -> Response:
    """Draw responses by chance, to be coded by several people or checked by one; without codes."""
    who, reply = caller(request), Reply(request, _answer_drawn)
    done = draw_sample(
        services(request).database,
        who,
        project_id,
        question_id,
        SampleOrder(
            kind=body.kind,
            size=body.size,
            seed=body.seed,
            made_by=author_of(who, body.coder).coder,
        ),
        now=datetime.now(UTC),
        keep=reply.keep,
    )
    return reply.to(done)


def _answer_drawn(request: Request, done: DrawnSample) -> Response:
    return answer(request, sample_in_full(done.sample, {}, done.responses, {}), status=201)


@router.get(
    "",
    operation_id="listSamples",
    summary="Samples of a question",
    responses=answers({200: (ListEnvelope[SampleAnswer], "Samples.")}, 404),
    openapi_extra=scope(Scope.READ),
)
def list_samples(request: Request, project_id: ProjectId, question_id: QuestionId) -> Response:
    """List what was drawn, the newest first, and how far each coder is."""
    who = caller(request)
    with services(request).database.reading() as connection:
        find_question(connection, who, project_id, question_id)
        found = samples.list_all(connection, who.organization.id, question_id)
        coded = samples.count_coded(connection, who.organization.id, question_id)
    shown = [sample_to_dict(sample, coded.get(sample.id, {})) for sample in found]
    return answer(request, shown, count=len(shown))


@router.get(
    "/{sampleId}",
    operation_id="getSample",
    summary="A sample to code",
    responses=answers({200: (Envelope[SampleDetail], "The sample.")}, 404, 422),
    openapi_extra=scope(Scope.READ),
)
def read_sample(
    request: Request,
    project_id: ProjectId,
    question_id: QuestionId,
    sample_id: SampleId,
    coder: Annotated[
        Name200 | None, Query(description="Whose own codes are shown beside the responses.")
    ] = None,
) -> Response:
    """Return the responses of a sample: without the machine's codes, and those of other coders."""
    who = caller(request)
    with services(request).database.reading() as connection:
        sample = find_sample(connection, who, SamplePlace(project_id, question_id, sample_id))
        responses = samples.load_responses(connection, who.organization.id, sample)
        given = samples.load_codes(connection, who.organization.id, sample_id)
    coded = {name: len(codes) for name, codes in given.items()}
    own = given.get(coder, {}) if coder else {}
    return answer(request, sample_in_full(sample, coded, responses, own))


@router.put(
    "/{sampleId}/codes",
    operation_id="codeSample",
    summary="Code a sample",
    responses=answers({200: (Envelope[CoderAnswer], "How far the coder is.")}, 404, 409, 422),
    openapi_extra=scope(Scope.WRITE),
)
def give_codes(
    request: Request,
    project_id: ProjectId,
    question_id: QuestionId,
    sample_id: SampleId,
    body: CodesRequest,
) -> Response:
    """Keep a coder's codes for some of the responses, all or nothing; no coding changes by it.

    What the coder gave a response before is replaced.
    """
    who = caller(request)
    done = code_sample(
        services(request).database,
        who,
        SamplePlace(project_id, question_id, sample_id),
        author_of(who, body.coder).coder,
        given_codes(body.responses),
        now=datetime.now(UTC),
    )
    return answer(
        request,
        {
            "sample_id": sample_id,
            "coder": done.coder,
            "coded": done.coded,
            "size": done.size,
        },
    )


def given_codes(responses: Sequence[GivenResponse]) -> dict[str, list[int]]:
    """Return the numbers of codes by the ids of the responses.

    Raises
    ------
    InputError
        When a response is named twice.
    """
    given = {each.id: each.codes for each in responses}
    if len(given) < len(responses):
        ids = [each.id for each in responses]
        twice = next(each for each in ids if ids.count(each) > 1)
        raise InputError(f"Response '{twice}' is named twice; give each its codes once.")
    return given
