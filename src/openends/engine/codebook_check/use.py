"""How a codebook does on answers: codes that nobody has, that too many have, that come together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from openends.domain.result import CodedQuestion
from openends.engine.codebook_check.checks import (
    DEAD_CODE,
    FEW_ANSWERS,
    FITS_NO_CODE,
    FREQUENT_CODE,
    TOGETHER,
)
from openends.engine.codebook_check.finding import Finding
from openends.engine.tabulate.tabulate import tabulate

#: People who answered from which shares are looked at.
FEWEST = 30
#: Share of them above which a code is too broad.
MOST_SHARE = 0.4
#: Share of them whose answers fit no code, above which codes are missing.
MOST_OTHER = 0.15
#: People with both of two codes among the people with any of them, from which they are one.
SAME_PEOPLE = 0.8
#: People that each of the two needs; of fewer it may be chance.
FEWEST_TOGETHER = 5


def check_use(coded: CodedQuestion) -> Iterator[Finding]:
    """Yield what the codes of a survey's answers say about the codebook."""
    counts = tabulate(coded)
    if counts.base < FEWEST:
        what = f"Only {counts.base:,} people answered; shares are looked at from {FEWEST}."
        yield FEW_ANSWERS.found(what, where="the data", figure=counts.base)
        return
    for item in sorted(counts.codes, key=lambda item: item.code.number):
        if not item.people:
            what = f"None of the {counts.base:,} who answered has the code."
            yield DEAD_CODE.found(what, [item.code], figure=0)
        elif item.share > MOST_SHARE:
            what = (
                f"{item.share:.0%} of those who answered have the code, more than {MOST_SHARE:.0%}."
            )
            yield FREQUENT_CODE.found(what, [item.code], figure=round(item.share, 3))
    if (other := counts.other / counts.base) > MOST_OTHER:
        what = f"{other:.0%} of those who answered fit no code, more than {MOST_OTHER:.0%}."
        yield FITS_NO_CODE.found(what, where="the data", figure=round(other, 3))
    yield from _together(coded)


def _together(coded: CodedQuestion) -> Iterator[Finding]:
    people: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for coding in coded.codings:
        names = sorted({mention.code.name for mention in coding.mentions})
        people.update(names)
        both.update(combinations(names, 2))
    for (first, second), count in sorted(both.items()):
        share = count / (people[first] + people[second] - count)
        enough = min(people[first], people[second]) >= FEWEST_TOGETHER
        if enough and share >= SAME_PEOPLE:
            what = f"Of the people with either code {share:.0%} have both."
            codes = [code for code in coded.codebook if code.name in {first, second}]
            yield TOGETHER.found(what, codes, figure=round(share, 3))
