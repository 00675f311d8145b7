"""Say how well two coders of a sample agree, and list what is to be adjudicated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import Connection

from openends.domain.codebook import RESERVED_NUMBERS
from openends.domain.errors import InputError, InvalidState
from openends.domain.organization import Caller
from openends.domain.sample import MACHINE, SampleKind
from openends.engine.reliability.agreement import CodeSet
from openends.engine.reliability.two_coders import TwoCoders, compare_coders
from openends.services.find_sample import SamplePlace, find_sample, most_diligent
from openends.services.reliability_words import agreement_told, verification_told
from openends.services.sample_percentages import measure_sample
from openends.store import samples
from openends.store.database import Database
from openends.store.samples import GivenCodes, SampleResponse, StoredSample

#: Pairs of coders that a methods page tells of.
_TOLD = 6
_BY_STRATUM = (
    "The sample was drawn for verification: rare codes and doubtful answers have more than their "
    "part in it, so agreement on all answers is another, and likely higher."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Disagreement:
    """A response to which two coders gave different codes."""

    response: SampleResponse
    #: Numbers of codes.
    first: tuple[int, ...]
    second: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleReliability:
    """How well two coders agree on the responses of a sample that both have coded."""

    sample: StoredSample
    first: str
    second: str
    agreement: TwoCoders
    disagreements: tuple[Disagreement, ...]
    #: What should be known about the figures, in sentences.
    notes: tuple[str, ...]


def sample_reliability(
    database: Database,
    caller: Caller,
    place: SamplePlace,
    first: str | None = None,
    second: str | None = None,
) -> SampleReliability:
    """Compare two coders of a sample.

    Parameters
    ----------
    first:
        A coder; None for whoever coded most of it.
    second:
        Another one; None for the machine, as it coded when the sample was drawn.

    Raises
    ------
    NotFound
        When the caller has no such sample.
    InputError
        When both are the same.
    InvalidState
        When one of the two has coded nothing of it, or nothing that the other has.
    """
    organization = caller.organization.id
    with database.reading() as connection:
        sample = find_sample(connection, caller, place)
        responses = samples.load_responses(connection, organization, sample)
        given = samples.load_codes(connection, organization, place.sample_id)
    second = second or MACHINE
    first = first or most_diligent(given, but=second)
    ours, theirs = (codes_of(name, sample, given) for name in (first, second))
    if first == second:
        raise InputError(f"Parameters 'first' and 'second' both name {first}; compare two coders.")
    shared = [each for each in responses if each.pk in ours and each.pk in theirs]
    if not shared:
        raise InvalidState(
            f"No response of the sample was coded by both {first} and {second}; responses that a "
            "person had settled before the drawing are none of the machine's."
        )
    return SampleReliability(
        sample=sample,
        first=first,
        second=second,
        agreement=_compare(sample, [each.pk for each in shared], ours, theirs),
        disagreements=tuple(
            Disagreement(response=each, first=ours[each.pk], second=theirs[each.pk])
            for each in shared
            if _codes(ours[each.pk]) != _codes(theirs[each.pk])
        ),
        notes=tuple(_notes(sample, (first, second), len(shared))),
    )


def codes_of(name: str, sample: StoredSample, given: Mapping[str, GivenCodes]) -> GivenCodes:
    """Return what a coder, or the machine, gave the responses of a sample.

    Raises
    ------
    InvalidState
        When the coder has coded nothing of it.
    """
    if name == MACHINE:
        return {each.pk: each.codes for each in sample.drawn if not each.settled}
    if name not in given:
        raise InvalidState(
            f"{name} has coded nothing of this sample; its coders are "
            f"{', '.join([*sorted(given), MACHINE])}."
        )
    return given[name]


def agreement_in_words(
    connection: Connection, organization_id: str, question_id: str
) -> tuple[str, ...]:
    """Tell of a question's reliability in sentences for its methods page; empty without samples.

    It tells of the newest sample of each kind that was coded to its end: by two coders or one and
    the machine, and by one who checked.
    """
    told: dict[SampleKind, tuple[str, ...]] = {}
    for sample in samples.list_all(connection, organization_id, question_id):
        if sample.kind in told:
            continue
        given = samples.load_codes(connection, organization_id, sample.id)
        done = [name for name in sorted(given) if len(given[name]) == len(sample.drawn)]
        if not done:
            continue
        if sample.kind is SampleKind.VERIFICATION:
            checker = done[0]
            codes = measure_sample(sample, given[checker])
            told[sample.kind] = tuple(verification_told(sample, checker, codes))
        else:
            told[sample.kind] = tuple(_pairs_told(sample, done, given))
    return tuple(sentence for kind in SampleKind for sentence in told.get(kind, ()))


def _pairs_told(
    sample: StoredSample, done: Sequence[str], given: Mapping[str, GivenCodes]
) -> Iterator[str]:
    """Yield how each two of the coders agree who coded the sample to its end."""
    pairs = list(combinations([*done, MACHINE], 2))
    for first, second in pairs[:_TOLD]:
        ours, theirs = (codes_of(name, sample, given) for name in (first, second))
        shared = [each.pk for each in sample.drawn if each.pk in ours and each.pk in theirs]
        if shared:
            agreement = _compare(sample, shared, ours, theirs)
            yield from agreement_told(sample, (first, second), agreement)
    if len(pairs) > _TOLD:
        yield f"Further pairs of coders that are not told of here: {len(pairs) - _TOLD:,}."


def _compare(
    sample: StoredSample, rows: Sequence[int], ours: GivenCodes, theirs: GivenCodes
) -> TwoCoders:
    names = {code.number: code.name for code in sample.codes}

    def named(codes: GivenCodes) -> list[CodeSet]:
        return [frozenset(names[number] for number in _codes(codes[row])) for row in rows]

    return compare_coders(named(ours), named(theirs))


def _codes(given: Sequence[int]) -> frozenset[int]:
    """Return the codes without those that say that none fits: who gives none agrees on that."""
    return frozenset(given) - RESERVED_NUMBERS


def _notes(sample: StoredSample, coders: Sequence[str], shared: int) -> Iterator[str]:
    if sample.kind is SampleKind.VERIFICATION:
        yield _BY_STRATUM
    settled = sum(each.settled for each in sample.drawn)
    if MACHINE in coders and settled:
        yield (
            f"A person had settled {settled:,} of the responses before they were drawn; they are "
            "left out, as their codes are not the machine's."
        )
    if shared < len(sample.drawn):
        yield f"The figures are of {shared:,} of the sample's {len(sample.drawn):,} responses."
