"""Write down the coding of a response: codes, sentiment, evidence, review."""

from __future__ import annotations

from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.response import ResponseStatus
from openends.engine.assign.candidate import Candidate
from openends.engine.assign.set_aside_codes import NoneCodes
from openends.engine.judge import Judged
from openends.engine.prepare.prepare import Answer, Occurrence
from openends.engine.review.review import doubt_of_decision, review_reason


def write_coding(occurrence: Occurrence, answer: Answer, judged: Judged) -> Coding:
    """Return the coding of a response that gives a real answer.

    Parameters
    ----------
    occurrence:
        The response.
    answer:
        Its distinct answer.
    judged:
        What became of that.
    """
    verdict = judged.verdict
    mentions = tuple(
        Mention(
            code=candidate.code,
            sentiment=sentiment,
            confidence=candidate.confidence,
            layer=candidate.layer,
            evidence=_evidence(occurrence, candidate),
        )
        for candidate, sentiment in zip(verdict.candidates, judged.sentiments, strict=True)
    )
    one_point = len(answer.clauses) == 1 and len(mentions) == 1
    if verdict.decided:
        reason = doubt_of_decision(verdict.contradicted_by)
    else:
        reason = review_reason(verdict.status, mentions, verdict.runner_up)
    return Coding(
        response_id=occurrence.response.id,
        text=occurrence.text,
        status=verdict.status,
        mentions=mentions,
        sentiment=mentions[0].sentiment if one_point else judged.sentiment,
        language=answer.language,
        runner_up=verdict.runner_up,
        runner_up_chance=verdict.runner_up_chance,
        needs_review=bool(reason),
        review_reason=reason,
    )


def _evidence(occurrence: Occurrence, candidate: Candidate) -> Evidence:
    start = min(len(occurrence.text), candidate.start + occurrence.shift)
    end = min(len(occurrence.text), candidate.end + occurrence.shift)
    return Evidence.of(occurrence.text, start, end)


def write_set_aside(occurrence: Occurrence, language: str, none_codes: NoneCodes) -> Coding:
    """Return the coding of a response that no model saw.

    Parameters
    ----------
    occurrence:
        The response.
    language:
        The question's main language.
    none_codes:
        The codebook's own codes for "nothing" and "don't know".

    Notes
    -----
    Blanks and junk have no sentiment: nothing meaningful was written.
    """
    status = occurrence.status or ResponseStatus.NO_ANSWER
    mentions: tuple[Mention, ...] = ()
    code = none_codes.code_for(occurrence.text) if status is ResponseStatus.NONE else None
    if code is not None:
        status = ResponseStatus.CODED
        evidence = Evidence.of(occurrence.text, 0, len(occurrence.text))
        mentions = (
            Mention(
                code=code,
                sentiment=code.tone(Sentiment.NEUTRAL),
                confidence=0.95,
                layer=Layer.RULE,
                evidence=evidence,
            ),
        )
    meaningless = status in {ResponseStatus.NO_ANSWER, ResponseStatus.JUNK}
    return Coding(
        response_id=occurrence.response.id,
        text=occurrence.text,
        status=status,
        mentions=mentions,
        sentiment=None if meaningless else Sentiment.NEUTRAL,
        language=occurrence.response.language or language,
    )
