"""Review: what people decide about responses, what it changes, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

from fastapi import Path, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from openends.api.envelope import answer
from openends.api.gate import caller, gated_router, scope, services
from openends.api.inline import run_inline
from openends.api.openapi import answers
from openends.api.reply import Reply
from openends.api.v2.codebook_edits import engine
from openends.api.v2.edit_shapes import SHOWN, changed_to_list, figures_to_list
from openends.api.v2.models.base import Envelope, ListEnvelope, known_id
from openends.api.v2.models.edits import UNSIGNED, Signed
from openends.api.v2.models.review import (
    CONFIRMED,
    BulkReviewRequest,
    DecisionBody,
    FormerCoding,
    ReviewAnswer,
    ReviewRequest,
    UndoAnswer,
)
from openends.api.v2.projects import ProjectId
from openends.api.v2.questions import QuestionId
from openends.api.v2.review_shapes import action_of, decision_from, former_to_dict
from openends.domain.errors import NotFound
from openends.domain.organization import Scope
from openends.services.change_codings import Deed, author_of
from openends.services.find_question import find_question
from openends.services.review_responses import Reviewed, review_responses
from openends.services.undo_change import Undone, undo_change
from openends.store import codebooks, responses, superseded

router = gated_router("/v2/projects/{projectId}/questions/{questionId}", "Review")

ResponseId = Annotated[str, Path(alias="responseId", max_length=255)]
ChangeId = Annotated[str, Path(alias="changeId", json_schema_extra={"format": "uuid"})]
_ERRORS = (404, 409, 422)


@router.patch(
    "/responses/{responseId}",
    operation_id="reviewResponse",
    summary="Decide about a response",
    responses=answers({200: (Envelope[ReviewAnswer], "What changed.")}, *_ERRORS, 504),
    openapi_extra=scope(Scope.WRITE),
)
async def review(
    request: Request,
    project_id: ProjectId,
    question_id: QuestionId,
    response_id: ResponseId,
    body: ReviewRequest = CONFIRMED,
) -> Response:
    """Confirm, correct, reject or add codes, or note something; the engine learns from it at once.

    An empty body confirms what is there. What is approved is frozen against the machine.
    """
    return await _decide(request, (project_id, question_id), [response_id], body, body, body.teach)


@router.post(
    "/responses/bulk",
    operation_id="reviewResponses",
    summary="Decide about many responses",
    responses=answers({200: (Envelope[ReviewAnswer], "What changed.")}, *_ERRORS, 504),
    openapi_extra=scope(Scope.WRITE),
)
async def review_many(
    request: Request, project_id: ProjectId, question_id: QuestionId, body: BulkReviewRequest
) -> Response:
    """Make the same decision about many responses: all of them or none."""
    ids = list(dict.fromkeys(body.response_ids))
    return await _decide(request, (project_id, question_id), ids, body.decision, body, body.teach)


@router.get(
    "/responses/{responseId}/history",
    operation_id="responseHistory",
    summary="How a response was coded before",
    responses=answers({200: (ListEnvelope[FormerCoding], "Former codings.")}, 404),
    openapi_extra=scope(Scope.READ),
)
def history(
    request: Request, project_id: ProjectId, question_id: QuestionId, response_id: ResponseId
) -> Response:
    """List the codings that stood there before, the newest first."""
    who = caller(request)
    with services(request).database.reading() as connection:
        question = find_question(connection, who, project_id, question_id)
        row = responses.find(connection, question.id, response_id)
        if row is None:
            raise NotFound(f"Response '{response_id}' not found")
        former = superseded.of_response(connection, who.organization.id, row)
    return answer(request, [former_to_dict(each) for each in former], count=len(former))


@router.post(
    "/changes/{changeId}/undo",
    operation_id="undoChange",
    summary="Take a change back",
    responses=answers({200: (Envelope[UndoAnswer], "What was restored.")}, *_ERRORS),
    openapi_extra=scope(Scope.WRITE),
)
async def undo(
    request: Request,
    project_id: ProjectId,
    question_id: QuestionId,
    change_id: ChangeId,
    body: Signed = UNSIGNED,
) -> Response:
    """Give responses the codes that a review replaced, unless they were changed again since."""
    reply = Reply(request, _answer_undone)
    who = caller(request)
    wanted = known_id(change_id, "Change")
    work = partial(
        undo_change,
        services(request).database,
        who,
        project_id,
        question_id,
        wanted,
        Deed(
            action="review.undo",
            author=author_of(who, body.coder),
            reason=body.reason,
            details={"change_id": wanted},
        ),
        now=datetime.now(UTC),
        keep=reply.keep,
    )
    return reply.to(await run_in_threadpool(work))


async def _decide(
    request: Request,
    place: tuple[str, str],
    ids: Sequence[str],
    body: DecisionBody,
    signed: Signed,
    teach: bool,
) -> Response:
    who, ready, reply = caller(request), services(request), Reply(request, answer_reviewed)
    project_id, question_id = place
    details = body.model_dump(mode="json", exclude_unset=True) | {"responses": len(ids)}
    deed = Deed(
        action=action_of(body),
        author=author_of(who, signed.coder),
        reason=signed.reason,
        details=details,
    )

    def work() -> Reviewed:
        with ready.database.reading() as connection:
            find_question(connection, who, project_id, question_id)
            stored = codebooks.load(connection, who.organization.id, question_id)
        ids_of_codes = {} if stored is None else stored.code_ids
        numbers = {code_id: number for number, code_id in ids_of_codes.items()}
        decision = decision_from(body, numbers)
        return review_responses(
            ready.database,
            who,
            project_id,
            question_id,
            dict.fromkeys(ids, decision),
            deed,
            engine=engine(request) if teach else None,
            as_tests=isinstance(signed, ReviewRequest) and signed.add_test,
            now=datetime.now(UTC),
            keep=reply.keep,
        )

    done = await (run_inline(request, work) if teach else run_in_threadpool(work))
    return reply.to(done)


def answer_reviewed(request: Request, done: Reviewed) -> Response:
    """Answer with what decisions changed."""
    named = set(done.decided)
    return answer(
        request,
        {
            "change_id": done.change_id,
            "decided": len(done.decided),
            "also_changed": sum(each.response_id not in named for each in done.what.changed),
            "base": done.what.base,
            "figures": figures_to_list(done.what),
            "responses": changed_to_list(done.what, SHOWN),
        },
    )


def _answer_undone(request: Request, done: Undone) -> Response:
    return answer(
        request, {"change_id": done.change_id, "restored": done.restored, "left": done.left}
    )
