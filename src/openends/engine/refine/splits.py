"""Suggest to split codes that hold two themes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log

import numpy as np

from openends.domain.codebook import Code
from openends.domain.suggestion import SuggestedPart, Suggestion, SuggestionType
from openends.engine.codebook_check.names import means_none
from openends.engine.embed import Index
from openends.engine.induce.candidates import gather
from openends.engine.induce.naming import name_codes
from openends.engine.induce.phrases import find_phrases
from openends.engine.induce.steer import steer
from openends.engine.refine.coded_answers import CodedAnswers
from openends.engine.refine.likelihood import likelihood
from openends.engine.refine.two_themes import TwoThemes, two_themes
from openends.engine.refine.wording import people_of

#: People that a code needs to be looked at: so many, and this share of all.
FEWEST, LEAST_SHARE = 12, 0.04
#: Share of a code's clauses that the smaller theme needs.
SMALLER = 0.2
#: Confidence that a split needs.
LEAST = 0.2
#: Splits that are suggested at a time at most.
MOST = 10


def split_codes(coded: CodedAnswers, language: str) -> Iterator[Suggestion]:
    """Yield the codes that hold two themes, the likeliest first.

    Parameters
    ----------
    coded:
        The answers with their codes. What a code's answers say is the words that carry it.
    language:
        ISO 639-1 code that names and definitions are written in.
    """
    least = max(FEWEST, LEAST_SHARE * coded.base)
    rated = []
    for code, known in enumerate(coded.codebook):
        people = int(coded.people[coded.holders(code)].sum())
        if people < least or means_none(known):
            continue
        clauses = np.flatnonzero(coded.mention_of_clause[:, code] > 0)
        weights = coded.people[coded.clause_answer[clauses]]
        found = two_themes(coded.clause_rows[clauses], weights)
        if found is None or found.smaller < SMALLER:
            continue
        confidence = likelihood(
            SuggestionType.SPLIT_CODE,
            between=found.between,
            centres=found.centres,
            people=log(people),
        )
        if confidence >= LEAST:
            rated.append((-confidence, code, clauses, found))
    for negative, code, clauses, found in sorted(rated, key=lambda one: one[:2])[:MOST]:
        groups = _larger_first(coded, [clauses[~found.second], clauses[found.second]])
        parts = _named(coded, groups, language)
        if parts is not None:
            yield _suggestion(coded, code, groups, parts, found, -negative)


def _larger_first(coded: CodedAnswers, groups: Sequence[Index]) -> list[Index]:
    people = [int(coded.people[coded.clause_answer[group]].sum()) for group in groups]
    texts = [min(coded.clauses[at].text for at in group) for group in groups]
    return [groups[at] for at in sorted((0, 1), key=lambda at: (-people[at], texts[at]))]


def _named(coded: CodedAnswers, groups: Sequence[Index], language: str) -> list[Code] | None:
    """Return a code for each group of clauses; None where their words do not tell them apart."""
    settings, encoder = coded.question.settings, coded.question.encoders[0]
    clauses = np.concatenate(groups)
    people = coded.people[coded.clause_answer[clauses]]
    phrases = find_phrases(
        [coded.clauses[at].text for at in clauses], people, language=language, least=2
    )
    steering = steer([settings.question, settings.objective], "", encoder)
    candidates = gather(coded.clause_rows[clauses], coded.clause_mean, phrases, encoder, steering)
    first = np.arange(len(clauses)) < len(groups[0])
    heads = []
    for inside in (first, ~first):
        within = np.average(candidates.closeness[inside], axis=0, weights=people[inside])
        beside = np.average(candidates.closeness[~inside], axis=0, weights=people[~inside])
        heads.append(int((2 * within - beside - 9 * candidates.barred).argmax()))
    if heads[0] == heads[1]:
        return None
    held = [np.flatnonzero(first), np.flatnonzero(~first)]
    named = name_codes(candidates, [(head,) for head in heads], held, language)
    alike = named[0].name.casefold() == named[1].name.casefold()
    return None if alike or any(coded.codebook.find(code.name) for code in named) else named


def _suggestion(
    coded: CodedAnswers,
    code: int,
    groups: Sequence[Index],
    named: Sequence[Code],
    found: TwoThemes,
    confidence: float,
) -> Suggestion:
    ids = coded.ids(coded.holders(code))
    parts = tuple(
        SuggestedPart(
            name=part.name,
            definition=part.definition,
            response_ids=coded.ids(np.unique(coded.clause_answer[clauses])),
        )
        for part, clauses in zip(named, groups, strict=True)
    )
    name = coded.codebook.codes[code].name
    told = " and ".join(f"'{part.name}' ({len(part.response_ids):,})" for part in parts)
    return Suggestion(
        type=SuggestionType.SPLIT_CODE,
        confidence=confidence,
        rationale=(
            f"What the {people_of(len(ids), coded.base)} with '{name}' say falls into two themes, "
            f"{told}: {found.between:.0%} of the difference between their words is the difference "
            "between the two."
        ),
        response_ids=ids,
        name=name,
        target_code=coded.number(code),
        parts=parts,
    )
