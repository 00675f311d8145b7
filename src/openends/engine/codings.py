"""Write down the coding of every response: codes, sentiment, evidence, review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openends.domain.codebook import Codebook
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.response import ResponseStatus
from openends.engine.assign.arbiter import Verdict
from openends.engine.assign.candidate import Candidate
from openends.engine.assign.set_aside_codes import NoneCodes
from openends.engine.embed import Embedded
from openends.engine.encoder import Matrix
from openends.engine.prepare.clauses import Clause
from openends.engine.prepare.prepare import Occurrence, Prepared
from openends.engine.review.review import review_reason
from openends.engine.sentiment.tone import tones
from openends.engine.sentiment.verdict import mention_sentiment, response_sentiment


@dataclass(frozen=True, slots=True)
class _Tones:
    """Tones of all answers and of all clauses."""

    answers: Matrix
    clauses: Matrix


def make_codings(
    prepared: Prepared, embedded: Embedded, codebook: Codebook, verdicts: Sequence[Verdict]
) -> tuple[tuple[Coding, ...], dict[str, str]]:
    """Return one coding per response, and which response repeats which earlier one.

    Parameters
    ----------
    prepared:
        The responses and their distinct answers.
    embedded:
        Vectors of the answers, which the tone is told from.
    codebook:
        The codes that were given.
    verdicts:
        One per distinct answer.
    """
    told = _tell_tones(embedded)
    none_codes = NoneCodes(codebook)
    first: dict[int, str] = {}
    duplicates: dict[str, str] = {}
    codings = []
    for occurrence in prepared.occurrences:
        if occurrence.status is not None:
            codings.append(_set_aside(occurrence, prepared.languages[0], none_codes))
            continue
        position = occurrence.answer
        coding = _coded(occurrence, embedded, verdicts[position], told)
        codings.append(coding)
        earlier = first.setdefault(position, coding.response_id)
        if earlier != coding.response_id:
            duplicates[coding.response_id] = earlier
    return tuple(codings), duplicates


def _tell_tones(embedded: Embedded) -> _Tones:
    texts = [answer.text for answer in embedded.answers]
    languages = [answer.language for answer in embedded.answers]
    clause_texts = [clause.text for answer in embedded.answers for clause in answer.clauses]
    clause_languages = [answer.language for answer in embedded.answers for _ in answer.clauses]
    whole = {name: embedded.whole(name) for name in embedded.rows}
    return _Tones(
        answers=tones(texts, whole, languages),
        clauses=tones(clause_texts, {embedded.main: embedded.clauses()}, clause_languages),
    )


def _coded(occurrence: Occurrence, embedded: Embedded, verdict: Verdict, told: _Tones) -> Coding:
    position = occurrence.answer
    answer = embedded.answers[position]
    first = embedded.first_clause[position]
    clauses = told.clauses[first : first + len(answer.clauses)]
    whole = told.answers[position]
    mentions = tuple(
        Mention(
            code=candidate.code,
            sentiment=mention_sentiment(_clause_tone(candidate, answer.clauses, clauses), whole),
            confidence=candidate.confidence,
            layer=candidate.layer,
            evidence=_evidence(occurrence, candidate),
        )
        for candidate in verdict.candidates
    )
    sentiment = (
        mentions[0].sentiment
        if len(answer.clauses) == 1 and len(mentions) == 1
        else response_sentiment(clauses, whole)
    )
    reason = review_reason(verdict.status, mentions, verdict.runner_up)
    return Coding(
        response_id=occurrence.response.id,
        text=occurrence.text,
        status=verdict.status,
        mentions=mentions,
        sentiment=sentiment,
        language=answer.language,
        runner_up=verdict.runner_up,
        needs_review=bool(reason),
        review_reason=reason,
    )


def _clause_tone(candidate: Candidate, clauses: Sequence[Clause], tone: Matrix) -> Matrix:
    """Return the mean tone of the clauses that the evidence touches."""
    touched = [
        position
        for position, clause in enumerate(clauses)
        if clause.start < candidate.end and candidate.start < clause.end
    ]
    return np.asarray(tone[touched].mean(axis=0) if touched else tone.mean(axis=0))


def _evidence(occurrence: Occurrence, candidate: Candidate) -> Evidence:
    start = min(len(occurrence.text), candidate.start + occurrence.shift)
    end = min(len(occurrence.text), candidate.end + occurrence.shift)
    return Evidence.of(occurrence.text, start, end)


def _set_aside(occurrence: Occurrence, language: str, none_codes: NoneCodes) -> Coding:
    """Code an answer that no model saw; "nothing" gets the codebook's own code if it has one.

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
                sentiment=Sentiment.NEUTRAL,
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
