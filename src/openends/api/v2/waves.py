"""What changed from an earlier wave, and whether people or the coding changed it."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import AfterValidator

from openends.api.envelope import answer
from openends.api.gate import caller, gated_router, scope, services
from openends.api.inline import run_inline
from openends.api.openapi import answers
from openends.api.v2.codebook_edits import engine
from openends.api.v2.models.base import Envelope, known_id
from openends.api.v2.models.waves import WaveChangeAnswer
from openends.api.v2.projects import ProjectId
from openends.api.v2.questions import QuestionId
from openends.domain.codebook import Code
from openends.domain.organization import Scope
from openends.domain.wave_change import Change
from openends.engine.reference import FIT_ANSWERS
from openends.services.compare_question_waves import QuestionWaves, compare_question_waves
from openends.services.stored_question import StoredQuestion

router = gated_router("/v2/projects/{projectId}/questions/{questionId}", "Results")

#: Responses of the bridge unless the client says otherwise: as many as are read to code any.
USUAL = FIT_ANSWERS
MOST = 10_000


@router.get(
    "/wave-change",
    operation_id="compareWaves",
    summary="Real change or coding change",
    responses=answers({200: (Envelope[WaveChangeAnswer], "The changes.")}, 404, 409, 422, 504),
    openapi_extra=scope(Scope.READ),
)
async def read_changes(  # noqa: PLR0913 - two questions, and a sample
    request: Request,
    project_id: ProjectId,
    question_id: QuestionId,
    *,
    first_question_id: Annotated[
        str,
        Query(description="The earlier wave.", json_schema_extra={"format": "uuid"}),
        AfterValidator(partial(known_id, thing="Question")),
    ],
    first_project_id: Annotated[
        Annotated[str, AfterValidator(partial(known_id, thing="Project"))] | None,
        Query(
            description="Its project; this one if not sent.", json_schema_extra={"format": "uuid"}
        ),
    ] = None,
    sample: Annotated[
        int, Query(ge=1, le=MOST, description="Responses that are coded both ways.")
    ] = USUAL,
    seed: Annotated[int, Query(ge=0, le=2**31 - 1, description="Of their draw.")] = 0,
) -> Response:
    """Part every change since an earlier wave into what people and what the coding changed.

    The machine codes drawn responses of this question by the earlier one's codebook. Saves nothing.
    """
    work = partial(
        compare_question_waves,
        services(request).database,
        caller(request),
        (first_project_id or project_id, first_question_id),
        (project_id, question_id),
        sample=sample,
        seed=seed,
        engine=engine(request),
    )
    return answer(request, _shown(await run_inline(request, work), seed))


def _shown(found: QuestionWaves, seed: int) -> dict[str, Any]:
    compared = found.compared
    return {
        "first": _wave(found.first, compared.first_base),
        "second": _wave(found.second, compared.second_base),
        "bridge": {
            "responses": compared.bridge,
            "differing": compared.differing,
            "seed": seed,
        },
        "coded_alike": compared.coded_alike,
        "statement": compared.statement,
        "method": compared.method,
        "codes": [
            {
                "name": change.code,
                "first_number": _number(found.first_codes.get(change.code)),
                "second_number": _number(found.second_codes.get(change.code)),
                "first": round(change.first, 4),
                "second": round(change.second, 4),
                "change": _points(change.whole),
                "coding": _points(change.coding),
                "real": _points(change.real),
                "verdict": change.verdict,
                "statement": change.statement,
            }
            for change in compared.changes
        ],
        "themes": [
            {
                "name": theme.name,
                "definition": theme.definition,
                "people": len(theme.response_ids),
                "confidence": round(theme.confidence, 4),
                "rationale": theme.rationale,
                "response_ids": theme.response_ids,
            }
            for theme in found.themes
        ],
        "notes": found.notes,
    }


def _wave(wave: StoredQuestion, base: int) -> dict[str, Any]:
    return {
        "project_id": wave.question.project_id,
        "question_id": wave.question.id,
        "codebook_version": wave.stored.version,
        "asked": len(wave.coded.codings),
        "base": base,
    }


def _number(code: Code | None) -> int | None:
    return None if code is None else code.number


def _points(change: Change) -> dict[str, float]:
    return {
        "points": round(change.points, 4),
        "low": round(change.low, 4),
        "high": round(change.high, 4),
    }
