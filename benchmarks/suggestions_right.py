"""Tell by people's codes whether a suggestion is right, for ``suggestions.py``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from openends.domain.codebook import Codebook
from openends.domain.suggestion import Suggestion, SuggestionType
from openends.engine.assign.assign import fit

if TYPE_CHECKING:
    from suggestions import Draw

#: Part of a suggestion's responses whose codes by people must agree with it.
MOST = 0.5


def is_right(one: Suggestion, draw: Draw) -> bool:
    """Return whether people's codes agree with a suggestion.

    New code: half of its responses have one of the codes that were taken out. Merge: both codes
    stand for the same one of people. Split: half of each part have a code of their own, which no
    other code of the damaged codebook stands for. Assign: half have the code. New definition: the
    rows that nobody settled come nearer to people's codes when they are coded with it.
    """
    damaged, people = draw.damaged, _people(draw)
    match one.type:
        case SuggestionType.NEW_CODE:
            return _removed(one, draw) is not None
        case SuggestionType.MERGE_CODES:
            return bool(_stands_for(draw, one.source_code) & _stands_for(draw, one.target_code))
        case SuggestionType.SPLIT_CODE:
            free = _stands_for(draw, one.target_code) | damaged.removed
            mains = [_main(part.response_ids, people, free) for part in one.parts]
            return None not in mains and len(set(mains)) == len(mains)
        case SuggestionType.ASSIGN_EXISTING:
            wanted = _stands_for(draw, one.target_code)
            agree = sum(bool(people[response] & wanted) for response in one.response_ids)
            return agree >= MOST * one.people
        case SuggestionType.UPDATE_DEFINITION:
            return _helps(one, draw)


def found_damages(draw: Draw, suggestions: Sequence[Suggestion]) -> Counter[str]:
    """Count the damages, and those that a right suggestion brings to light."""
    damaged, count = draw.damaged, Counter[str]()
    right = [
        one
        for one in suggestions
        if one.type is not SuggestionType.UPDATE_DEFINITION and is_right(one, draw)
    ]
    back = {_removed(one, draw) for one in right if one.type is SuggestionType.NEW_CODE}
    count["codes taken out"] += len(damaged.removed)
    count["codes taken out found"] += len(back & damaged.removed)
    sources = Counter(name for names in damaged.stands_for.values() for name in names)
    count["codes doubled"] += sum(times > 1 for times in sources.values())
    count["codes doubled found"] += sum(one.type is SuggestionType.MERGE_CODES for one in right)
    parted = {one.name for one in right if one.type is SuggestionType.SPLIT_CODE}
    count["codes joined"] += len(damaged.joined)
    count["codes joined found"] += len(parted & damaged.joined)
    told = {
        response
        for one in suggestions
        if one.type is SuggestionType.ASSIGN_EXISTING
        for response in one.response_ids
    }
    count["wrong codes given"] += len(draw.wrong)
    count["wrong codes given found"] += sum(damaged.rows[at].id in told for at in draw.wrong)
    return count


def _people(draw: Draw) -> dict[str, set[str]]:
    return {row.id: set(row.codes) for row in draw.damaged.rows}


def _stands_for(draw: Draw, number: int | None) -> frozenset[str]:
    name = next(code.name for code in draw.damaged.codebook if code.number == number)
    return draw.damaged.stands_for[name]


def _removed(one: Suggestion, draw: Draw) -> str | None:
    return _main(one.response_ids, _people(draw), draw.damaged.removed)


def _main(
    responses: Sequence[str], people: Mapping[str, set[str]], among: frozenset[str]
) -> str | None:
    """Return the code that half of the responses have, if it is one of these."""
    counts = Counter(code for response in responses for code in people[response] & among)
    best = max(sorted(counts), key=lambda code: counts[code], default=None)
    return best if best is not None and counts[best] >= MOST * len(responses) else None


def _helps(one: Suggestion, draw: Draw) -> bool:
    codes = tuple(
        replace(code, include=(*code.include, *one.include))
        if code.number == one.target_code
        else code
        for code in draw.damaged.codebook
    )
    concerned = {one.target_code, one.source_code}
    before = _agreement(draw, draw.damaged.codebook, concerned)
    return _agreement(draw, replace(draw.damaged.codebook, codes=codes), concerned) > before


def _agreement(draw: Draw, codebook: Codebook, concerned: set[int | None]) -> float:
    """Return the sum of the F1 of the rows that people gave one of two codes and nobody settled."""
    question, damaged = draw.question, draw.damaged
    _, verdicts = fit(question.embedded, codebook, question.encoders, reviewed=draw.reviewed)
    given = dict(zip(question.reference.positions, verdicts, strict=True))
    total = 0.0
    for at, occurrence in enumerate(question.prepared.occurrences):
        if occurrence.status is not None or at in draw.settled:
            continue
        names = damaged.translated(damaged.rows[at].codes)
        wanted = {code.number for code in damaged.codebook if code.name in names}
        got = {candidate.code.number for candidate in given[occurrence.answer].candidates}
        if wanted & concerned:
            total += 2 * len(got & wanted) / max(1, len(got) + len(wanted))
    return total
