"""Codings by the machine beside what people said about the same responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from openends.domain.coding import Coding, Sentiment
from openends.domain.result import AdviceReport
from openends.engine.reliability.agreement import (
    Agreement,
    CodeSet,
    mean_set_f1,
    measure_agreement,
    whole_set_right,
)
from openends.engine.reliability.calibration import Calibration, measure_calibration
from openends.engine.reliability.clustering import (
    CodeCoverage,
    Grouping,
    covered_share,
    measure_coverage,
    measure_grouping,
)
from openends.engine.reliability.tones import THREE, TWO, ToneAgreement, measure_tones

#: Group of the responses that got no code.
UNCODED = ""
#: Part of the responses that a person is assumed to read again, the most doubtful ones.
READ_AGAIN = 0.25


@dataclass(frozen=True, kw_only=True, slots=True)
class PileAgreement:
    """How well the codes of some of the responses match people's; shares 0 to 1."""

    responses: int
    whole_set_right: float
    sample_f1: float


@dataclass(frozen=True, kw_only=True, slots=True)
class AssignReport:
    """How well the machine gives the codes of people's codebook."""

    agreement: Agreement
    #: None when the machine gave no code at all.
    calibration: Calibration | None
    #: Part of the responses that a person should look at, 0 to 1.
    needs_review: float
    #: The responses that a person should look at, and the others; None where there are none.
    inside_review: PileAgreement | None
    outside_review: PileAgreement | None
    #: Part of the responses with no right code at all that are in the most doubtful quarter, 0 to
    #: 1; None where every response has a right one.
    wrong_in_quarter: float | None
    #: What a language model was asked about each question; empty where none was.
    advice: tuple[AdviceReport, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class InduceReport:
    """How near the machine's own codebook comes to people's."""

    responses: int
    #: Responses to which people gave exactly one code, sorted by that code and by the machine's
    #: most certain one; None when there are none.
    grouping: Grouping | None
    #: Part of people's frequent codes that a code of the machine matches, 0 to 1.
    coverage: float | None
    nearest: tuple[CodeCoverage, ...]
    #: Number of codes given.
    codes_people: int
    codes_machine: int
    #: Part of the responses that the machine left without a code, 0 to 1.
    left_uncoded: float


@dataclass(frozen=True, kw_only=True, slots=True)
class SentimentReport:
    """How often the machine tells the tone that people tell; None where people told none."""

    #: Tone of whole responses: positive, neutral or negative with people.
    response_three: ToneAgreement | None
    #: Tone of whole responses: positive or negative with people.
    response_two: ToneAgreement | None
    #: Tone of the mentions that both gave.
    mention_three: ToneAgreement | None
    mention_two: ToneAgreement | None


def compare_assigned(
    people: Sequence[CodeSet], codings: Sequence[Coding], groups: Sequence[str] | None = None
) -> AssignReport:
    """Compare codings by people's codebook with people's codes.

    Parameters
    ----------
    people, codings:
        The codes that people gave and the machine's coding of each response, in the same order.
    groups:
        The question of each response where several were coded; None for one.
    """
    mentions = [
        (mention.confidence, mention.code.name in given)
        for given, coding in zip(people, codings, strict=True)
        for mention in coding.mentions
    ]
    return AssignReport(
        agreement=measure_agreement(people, [given_codes(coding) for coding in codings], groups),
        calibration=measure_calibration(
            [confidence for confidence, _ in mentions], [agreed for _, agreed in mentions]
        ),
        needs_review=sum(coding.needs_review for coding in codings) / len(codings),
        inside_review=_pile(people, codings, needs_review=True),
        outside_review=_pile(people, codings, needs_review=False),
        wrong_in_quarter=_wrong_in_quarter(people, codings),
    )


def _wrong_in_quarter(people: Sequence[CodeSet], codings: Sequence[Coding]) -> float | None:
    wrong = [
        bool(given | given_codes(coding)) and not given & given_codes(coding)
        for given, coding in zip(people, codings, strict=True)
    ]
    if not any(wrong):
        return None
    order = sorted(range(len(codings)), key=lambda place: -codings[place].doubt)
    read = order[: round(READ_AGAIN * len(order))]
    return sum(wrong[place] for place in read) / sum(wrong)


def _pile(
    people: Sequence[CodeSet], codings: Sequence[Coding], *, needs_review: bool
) -> PileAgreement | None:
    pairs = [
        (given, given_codes(coding))
        for given, coding in zip(people, codings, strict=True)
        if coding.needs_review is needs_review
    ]
    if not pairs:
        return None
    theirs, ours = [first for first, _ in pairs], [second for _, second in pairs]
    return PileAgreement(
        responses=len(pairs),
        whole_set_right=whole_set_right(theirs, ours),
        sample_f1=mean_set_f1(theirs, ours),
    )


def compare_codebooks(
    people: Sequence[CodeSet], machine: Sequence[CodeSet], main: Sequence[str]
) -> InduceReport:
    """Compare codings by two codebooks whose names need not match.

    Parameters
    ----------
    people, machine:
        The codes of each response, in the same order.
    main:
        The machine's most certain code of each response; ``UNCODED`` where it gave none.
    """
    single = [place for place, given in enumerate(people) if len(given) == 1]
    nearest = measure_coverage(people, machine)
    return InduceReport(
        responses=len(people),
        grouping=measure_grouping(
            [next(iter(people[place])) for place in single], [main[place] for place in single]
        )
        if single
        else None,
        coverage=covered_share(nearest),
        nearest=nearest,
        codes_people=len(frozenset[str]().union(*people)),
        codes_machine=len(frozenset[str]().union(*machine)),
        left_uncoded=sum(not given for given in machine) / len(machine),
    )


def compare_tones(
    responses: Sequence[Sentiment | None],
    mentions: Sequence[Mapping[str, Sentiment]],
    codings: Sequence[Coding],
) -> SentimentReport:
    """Compare the tone of responses and mentions with the tone that people told.

    Parameters
    ----------
    responses:
        Tone of each response with people; None where they told none.
    mentions:
        Tone of each code of a response with people, by name of the code.
    codings:
        The machine's, in the same order.
    """
    whole = [
        (tone, coding.sentiment or Sentiment.NEUTRAL)
        for tone, coding in zip(responses, codings, strict=True)
        if tone is not None
    ]
    parts = [
        (tones[mention.code.name], mention.sentiment)
        for tones, coding in zip(mentions, codings, strict=True)
        for mention in coding.mentions
        if mention.code.name in tones
    ]
    return SentimentReport(
        response_three=measure_tones(whole, THREE),
        response_two=measure_tones(whole, TWO),
        mention_three=measure_tones(parts, THREE),
        mention_two=measure_tones(parts, TWO),
    )


def given_codes(coding: Coding) -> AbstractSet[str]:
    """Return the names of the codes that the machine gave."""
    return frozenset(mention.code.name for mention in coding.mentions)


def main_code(coding: Coding) -> str:
    """Return the name of the machine's most certain code, ``UNCODED`` without one."""
    if not coding.mentions:
        return UNCODED
    return max(coding.mentions, key=lambda mention: mention.confidence).code.name
