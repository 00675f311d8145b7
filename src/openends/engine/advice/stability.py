"""How well a language model's codes hold when the same is asked otherwise."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from openends.domain.codebook import Code
from openends.domain.result import CodeStability
from openends.engine.advice.adviser import Advice, Adviser, Asked
from openends.engine.progress import Progress, silent

#: Answers that are asked about again.
MOST = 60


def code_stability(
    asked: Sequence[Asked],
    told: Sequence[Advice | None],
    adviser: Adviser,
    question: str,
    seed: int = 0,
    progress: Progress = silent,
) -> tuple[CodeStability, ...]:
    """Ask again in another order of answers, then of codes, then with other words for definitions.

    Parameters
    ----------
    asked, told:
        Answers, and what the model said of each.
    adviser:
        The language model.
    question:
        As respondents saw it; "" when unknown.
    seed:
        Of the draw of answers.

    Returns
    -------
    tuple of CodeStability
        One per code that was given at least once, the least stable first.

    Notes
    -----
    The score is the positive specific agreement of Cicchetti and Feinstein (1990), the mean of all
    ways of asking. In another order answers share their calls with others.
    """
    usable = [at for at, advice in enumerate(told) if advice is not None]
    chance = random.Random(seed)  # noqa: S311 - a draw that can be repeated
    drawn = sorted(chance.sample(usable, min(MOST, len(usable))))
    first = [_names(told[at]) for at in drawn]
    some = [asked[at] for at in drawn]
    scores: dict[str, list[float]] = {}
    turned = adviser.advise(some[::-1], question, progress)[::-1]
    for told_again in (turned, *_otherwise(some, adviser, question, progress)):
        again = [None if advice is None else _names(advice) for advice in told_again]
        pairs = [(one, two) for one, two in zip(first, again, strict=True) if two is not None]
        for name in sorted({name for pair in pairs for names in pair for name in names}):
            scores.setdefault(name, []).append(_agreement(name, pairs))
    given = [
        CodeStability(
            code=name,
            score=round(sum(values) / len(values), 3),
            answers=sum(name in names for names in first),
        )
        for name, values in scores.items()
    ]
    return tuple(sorted(given, key=lambda each: (each.score, each.code)))


def _otherwise(
    asked: Sequence[Asked], adviser: Adviser, question: str, progress: Progress
) -> Iterator[list[Advice | None]]:
    """Yield what is said with the codes in reverse order, and with reworded definitions."""
    codes = {code.name: code for each in asked for code in each.choices}
    numbers = sorted(code.number for code in codes.values())
    turned = dict(zip(numbers, reversed(numbers), strict=True))
    reversed_codes = {
        name: replace(code, number=turned[code.number]) for name, code in codes.items()
    }
    yield adviser.advise(_with_codes(asked, reversed_codes), question, progress)
    reworded = adviser.reword(tuple(codes.values()))
    if reworded:
        others = {
            name: replace(code, definition=reworded.get(name, code.definition))
            for name, code in codes.items()
        }
        yield adviser.advise(_with_codes(asked, others), question, progress)


def _with_codes(asked: Sequence[Asked], codes: Mapping[str, Code]) -> list[Asked]:
    return [
        replace(each, choices=tuple(codes[code.name] for code in each.choices)) for each in asked
    ]


def _names(advice: Advice | None) -> frozenset[str]:
    return frozenset(item.code.name for item in advice.codes) if advice else frozenset()


def _agreement(name: str, pairs: Sequence[tuple[frozenset[str], frozenset[str]]]) -> float:
    both = sum(name in one and name in two for one, two in pairs)
    either = sum((name in one) + (name in two) for one, two in pairs)
    return 2 * both / either
