"""The frequency table of a coded question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import Response

from openends.api.envelope import answer
from openends.api.gate import caller, gated_router, scope, services
from openends.api.openapi import answers
from openends.api.v2.models.base import Envelope, Name255
from openends.api.v2.models.tabulation import QuestionTabulation
from openends.api.v2.projects import ProjectId
from openends.api.v2.questions import QuestionId
from openends.domain.coding import Sentiment
from openends.domain.organization import Scope
from openends.domain.tabulation import CategoryCount, CodeCount, Tabulation
from openends.services.tabulate_question import TabulatedQuestion, tabulate_question

router = gated_router("/v2/projects/{projectId}/questions/{questionId}", "Results")


@router.get(
    "/tabulation",
    operation_id="tabulateQuestion",
    summary="Counts of a question",
    responses=answers({200: (Envelope[QuestionTabulation], "The counts.")}, 404, 409, 422),
    openapi_extra=scope(Scope.READ),
)
def read_tabulation(
    request: Request,
    project_id: ProjectId,
    question_id: QuestionId,
    by: Annotated[
        Name255 | None,
        Query(description="A member of the responses' demographics to break the counts down by."),
    ] = None,
) -> Response:
    """Count people, not mentions, by code and category, with bases, tones and mean codes."""
    done = tabulate_question(
        services(request).database,
        caller(request),
        project_id,
        question_id,
        by,
    )
    return answer(request, _shown(done))


def _shown(done: TabulatedQuestion) -> dict[str, Any]:
    counts, question = done.tabulation, done.stored.question
    ids = done.stored.stored
    shown = {
        "project_id": question.project_id,
        "question_id": question.id,
        "codebook_version": ids.version,
        "bases": {
            "asked": counts.asked,
            "answered": counts.base,
            "coded": done.coded,
            "uncoded": done.stored.uncoded,
        },
        "mean_codes": done.mean_codes,
        "sentiment": _tones(counts.sentiment),
        "codes": [_code(item, ids.code_ids[item.code.number]) for item in counts.codes],
        "categories": [_category(net, ids.category_ids[net.name]) for net in counts.categories],
        "other": _people(counts.other, counts),
        "none": _people(counts.none, counts),
        "no_answer": counts.no_answer,
        "needs_review": counts.needs_review,
    }
    if counts.crosstabs:
        shown["table"] = asdict(counts.crosstabs[0])
    return shown


def _code(item: CodeCount, code_id: str) -> dict[str, Any]:
    return {
        "id": code_id,
        "number": item.code.number,
        "name": item.code.name,
        "category": item.code.category,
        "people": item.people,
        "share": item.share,
        "sentiment": _tones(item.sentiment),
    }


def _category(net: CategoryCount, category_id: str) -> dict[str, Any]:
    return {"id": category_id, "name": net.name, "people": net.people, "share": net.share}


def _people(people: int, counts: Tabulation) -> dict[str, Any]:
    return {"people": people, "share": people / counts.base if counts.base else 0.0}


def _tones(sentiment: Mapping[Sentiment, int]) -> dict[str, int]:
    return {tone.value: people for tone, people in sentiment.items()}
