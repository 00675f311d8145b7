"""Carry out what a person decided about a response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from openends.domain.codebook import Code, Codebook
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.decision import Decision, GivenCode
from openends.domain.errors import InputError
from openends.domain.response import ResponseStatus
from openends.engine.review.review import review_reason


def decide(coding: Coding, decision: Decision, codebook: Codebook, coder: str) -> Coding:
    """Return the coding as the person wants it.

    A code that it had already keeps its words, its confidence and how it came about, and is the
    coder's from now on; one that is new has the layer person.

    Raises
    ------
    InputError
        When the codebook has no such code, or evidence lies outside the verbatim.
    """
    codes = {code.number: code for code in codebook}
    mentions = {each.code.number: each for each in coding.mentions}
    if decision.codes is not None:
        wanted = [_mention(coding, given, codes, mentions) for given in decision.codes]
        mentions = {each.code.number: each for each in wanted}
    for given in decision.add:
        mention = _mention(coding, given, codes, mentions)
        mentions[mention.code.number] = mention
    for number in decision.reject:
        mentions.pop(number, None)
    decided = [
        replace(each, coder=coder if decision.approved else "") for each in mentions.values()
    ]
    ordered = tuple(sorted(decided, key=lambda each: (each.evidence.start, each.code.number)))
    runner_up = coding.runner_up
    if runner_up is not None and runner_up.number in mentions:
        runner_up = None
    changed = replace(
        coding,
        mentions=ordered,
        status=_status(coding, decision, ordered),
        runner_up=runner_up,
        approved=decision.approved,
        needs_review=False,
        review_reason="",
    )
    if decision.approved:
        return changed
    reason = review_reason(changed.status, ordered, runner_up)
    return replace(changed, needs_review=bool(reason), review_reason=reason)


def _status(coding: Coding, decision: Decision, mentions: tuple[Mention, ...]) -> ResponseStatus:
    if mentions:
        return ResponseStatus.CODED
    # Who confirms that nothing was said does not make it an answer that fits no code.
    return coding.status if not coding.mentions and decision.codes is None else decision.status


def _mention(
    coding: Coding, given: GivenCode, codes: Mapping[int, Code], had: Mapping[int, Mention]
) -> Mention:
    code = codes.get(given.number)
    if code is None:
        raise InputError(f"The codebook has no code with the number {given.number}.")
    known = had.get(given.number)
    mention = known or Mention(
        code=code,
        sentiment=code.tone(coding.sentiment or Sentiment.NEUTRAL),
        confidence=1.0,
        layer=Layer.PERSON,
        evidence=Evidence.of(coding.text, 0, len(coding.text)),
    )
    if given.sentiment is not None:
        mention = replace(mention, sentiment=given.sentiment)
    if given.evidence is None:
        return mention
    start, length = given.evidence
    if start < 0 or length < 1 or start + length > len(coding.text):
        raise InputError(
            f"Field 'evidence' of code '{code.name}' lies outside the verbatim, which has "
            f"{len(coding.text)} characters."
        )
    return replace(mention, evidence=Evidence.of(coding.text, start, start + length))
