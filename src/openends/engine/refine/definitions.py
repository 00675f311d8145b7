"""Suggest what a definition should name as in and as out, where codes are taken for one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from openends.domain.codebook import Codebook
from openends.domain.suggestion import MeasuredEffect, Suggestion, SuggestionType
from openends.engine.assign.similarity import fit_similarity
from openends.engine.encoder import Matrix
from openends.engine.induce.phrases import find_phrases, stem
from openends.engine.refine.coded_answers import CodedAnswers
from openends.engine.refine.confusion import Pair
from openends.engine.refine.likelihood import likelihood
from openends.engine.refine.wording import listed

#: Confidence from which a mention that no person gave counts as a decision.
SURE = 0.8
#: Pairs that are tried, those with the most wrong decisions first: each takes a second fit.
MOST_TRIED = 6
#: Phrases that are proposed for each sentence.
PHRASES = 3
#: Decisions more that a new include must put right than wrong.
LEAST_GAIN = 2
#: Part of a phrase's people that must be on its side of the pair.
MOSTLY = 0.75


def update_definitions(
    coded: CodedAnswers, pairs: Sequence[Pair], language: str
) -> Iterator[Suggestion]:
    """Yield new include and exclude sentences where they put more decisions right than wrong.

    Parameters
    ----------
    coded:
        The answers with their codes. Decisions are what a person settled or what was coded with
        confidence.
    pairs:
        From ``code_pairs``.
    language:
        ISO 639-1 code of the codebook.

    Notes
    -----
    A decision is right when the code that comes closest by meaning is one that the answer has. The
    effect is counted over all decisions, those of other codes among them. Nothing is compared with
    an exclude, so all of the effect is the include's.
    """
    decided = (coded.settled | (coded.given >= SURE).any(axis=1)) & (coded.given > 0).any(axis=1)
    people = coded.people * decided
    before = _right(coded, coded.scores)
    tried: set[int] = set()
    for target, other in _in_order(coded, pairs, decided & ~before):
        if target in tried or len(tried) == MOST_TRIED:
            continue
        include = _phrases(coded, target, other, decided, language)
        if not include:
            continue
        tried.add(target)
        codebook = _with_include(coded.codebook, target, include)
        _, scores, _ = fit_similarity(coded.embedded, codebook.codes, coded.question.encoders)
        after = _right(coded, scores)
        gained, lost = int(people[after & ~before].sum()), int(people[before & ~after].sum())
        if gained - lost < LEAST_GAIN:
            continue
        effect = MeasuredEffect(
            decisions=int(people.sum()),
            right_before=int(people[before].sum()),
            right_after=int(people[after].sum()),
        )
        confidence = likelihood(
            SuggestionType.UPDATE_DEFINITION, clear=(gained - lost) / sqrt(gained + lost)
        )
        exclude = _phrases(coded, other, target, decided, language)
        yield _suggestion(coded, (target, other), (include, exclude), effect, confidence)


def _with_include(codebook: Codebook, target: int, include: tuple[str, ...]) -> Codebook:
    codes = list(codebook.codes)
    codes[target] = replace(codes[target], include=(*codes[target].include, *include))
    return replace(codebook, codes=tuple(codes))


def _right(coded: CodedAnswers, scores: Matrix) -> NDArray[np.bool_]:
    """Tell of each answer whether the code that comes closest is one that it has."""
    best = scores.argmax(axis=1)
    return np.asarray(coded.given[np.arange(len(best)), best] > 0)


def _in_order(
    coded: CodedAnswers, pairs: Sequence[Pair], wrong: NDArray[np.bool_]
) -> list[tuple[int, int]]:
    """Return target and other of the pairs in which decisions for the target are taken for other.

    Those with the most such people first.
    """
    best = coded.scores.argmax(axis=1)
    has = coded.given > 0
    rated = []
    for pair in pairs:
        for target, other in ((pair.first, pair.second), (pair.second, pair.first)):
            taken = wrong & has[:, target] & ~has[:, other] & (best == other)
            if people := int(coded.people[taken].sum()):
                rated.append((-people, target, other))
    return [(target, other) for _, target, other in sorted(rated)]


def _phrases(
    coded: CodedAnswers, code: int, other: int, decided: NDArray[np.bool_], language: str
) -> tuple[str, ...]:
    """Return what those who were decided for the one code say, and those for the other do not."""
    has = coded.given > 0
    one = decided & has[:, code] & ~has[:, other]
    either = one | (decided & has[:, other] & ~has[:, code])
    clauses = np.flatnonzero(either[coded.clause_answer])
    answers = coded.clause_answer[clauses]
    found = find_phrases(
        [coded.clauses[at].text for at in clauses],
        coded.people[answers],
        language=language,
        least=2,
    )
    known = coded.codebook.codes[code]
    taken = _words(" ".join([known.name, *known.include, *known.exclude]))
    rated = []
    for phrase in found:
        holders = np.unique(answers[phrase.clauses])
        people, on_side = coded.people[holders].sum(), coded.people[holders[one[holders]]].sum()
        if on_side >= MOSTLY * people and on_side >= 2:
            rated.append((-int(2 * on_side - people), phrase.text))
    chosen: list[str] = []
    for _, text in sorted(rated):
        if len(chosen) < PHRASES and not _words(text) <= taken:
            chosen.append(text)
            taken |= _words(text)
    return tuple(chosen)


def _words(text: str) -> set[str]:
    return {stem(word) for word in text.lower().split()}


def _suggestion(
    coded: CodedAnswers,
    pair: tuple[int, int],
    phrases: tuple[tuple[str, ...], tuple[str, ...]],
    effect: MeasuredEffect,
    confidence: float,
) -> Suggestion:
    target, other = pair
    include, exclude = phrases
    one, two = coded.codebook.codes[target], coded.codebook.codes[other]
    has = coded.given > 0
    return Suggestion(
        type=SuggestionType.UPDATE_DEFINITION,
        confidence=confidence,
        rationale=(
            f"'{one.name}' is taken for '{two.name}'. With {listed(include)} among what it "
            f"includes, {effect.right_after:,} of {effect.decisions:,} past decisions come out "
            f"right by meaning alone; as it is, {effect.right_before:,} do."
        ),
        response_ids=coded.ids(np.flatnonzero(has[:, target] | has[:, other])),
        name=one.name,
        definition=one.definition,
        target_code=coded.number(target),
        source_code=coded.number(other),
        include=include,
        exclude=tuple(f"{text} (see {two.name})" for text in exclude),
        effect=effect,
    )
