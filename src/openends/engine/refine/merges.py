"""Suggest to merge codes that are one thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log

from openends.domain.suggestion import Suggestion, SuggestionType
from openends.engine.refine.coded_answers import CodedAnswers
from openends.engine.refine.confusion import Pair
from openends.engine.refine.likelihood import likelihood
from openends.engine.refine.wording import in_people, people_of

#: Confidence that a merge needs: what it joins is hard to part again.
LEAST = 0.15
#: Codes that a codebook needs: of fewer, what they share is what they are about.
FEWEST_CODES = 4
#: Merges that are suggested at a time at most.
MOST = 10


def merge_codes(coded: CodedAnswers, pairs: Sequence[Pair]) -> Iterator[Suggestion]:
    """Yield the pairs of codes that are one thing, the likeliest first; each code is in one only.

    Parameters
    ----------
    coded:
        The answers with their codes.
    pairs:
        From ``code_pairs``. The code with fewer people is merged into the other.
    """
    if len(coded.codebook) < FEWEST_CODES:
        return
    rated = [(_likelihood(pair, len(coded.codebook)), pair) for pair in pairs]
    rated.sort(key=lambda item: (-item[0], item[1].first, item[1].second))
    used: set[int] = set()
    for confidence, pair in rated:
        if confidence < LEAST or len(used) == 2 * MOST:
            return
        if not used & {pair.first, pair.second}:
            used |= {pair.first, pair.second}
            yield _suggestion(coded, pair, confidence)


def _likelihood(pair: Pair, codes: int) -> float:
    return likelihood(
        SuggestionType.MERGE_CODES,
        confused=pair.confused,
        closeness=pair.closeness,
        codes=log(codes),
    )


def _suggestion(coded: CodedAnswers, pair: Pair, confidence: float) -> Suggestion:
    both = (pair.first, pair.second)
    people = {code: int(coded.people[coded.holders(code)].sum()) for code in both}
    source, target = sorted(both, key=lambda code: (people[code], -code))
    names = [coded.codebook.codes[code].name for code in (source, target)]
    return Suggestion(
        type=SuggestionType.MERGE_CODES,
        confidence=confidence,
        rationale=(
            f"'{names[0]}', with {people_of(people[source], coded.base)}, and '{names[1]}', with "
            f"{people_of(people[target], coded.base)}, are hard to tell apart: their descriptions "
            f"come as close as {pair.closeness:.2f} of 1, of the {in_people(pair.either)} with "
            f"either {pair.both:,} have both, and {pair.torn:,} could as well have the other."
        ),
        response_ids=coded.ids(coded.holders(source)),
        name=names[1],
        source_code=coded.number(source),
        target_code=coded.number(target),
    )
