"""Suggest codes for answers that were coded otherwise than others that say the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from openends.domain.suggestion import Suggestion, SuggestionType
from openends.engine.assign.exact import normalised
from openends.engine.assign.near import NearTexts
from openends.engine.refine.coded_answers import CodedAnswers
from openends.engine.refine.likelihood import likelihood
from openends.engine.refine.wording import in_people, people_of

#: Cosine of two answers, less what all share, from which they say the same.
SAME = 0.85
#: Answers compared at a time.
BLOCK = 500
#: What an answer that a person settled counts beside one that a machine coded.
PERSON = 5.0


@dataclass(frozen=True, slots=True)
class _Contradiction:
    """Responses that lack the code which those that say the same have."""

    #: Places of the responses.
    places: tuple[int, ...]
    #: The code that they lack, by its place in the codebook.
    code: int
    #: Part that has it of all that say the same, people's decisions counting more.
    share: float
    #: How much closer the answer is to it than to the codes that it has.
    margin: float
    #: People who say the same and have the code.
    witnesses: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """Responses with the same answer and the same codes."""

    answer: int
    codes: frozenset[int]
    settled: bool
    places: tuple[int, ...]

    @property
    def weight(self) -> float:
        return len(self.places) * (PERSON if self.settled else 1.0)


def assign_existing(coded: CodedAnswers) -> Iterator[Suggestion]:
    """Yield by code the responses that lack it while most of those that say the same have it.

    Parameters
    ----------
    coded:
        The answers with their codes. What a person settled speaks for others and is not touched.

    Notes
    -----
    Two answers say the same when they have the same words, in any order and slips of the pen apart,
    or when their vectors are very close.
    """
    by_code: dict[int, list[_Contradiction]] = defaultdict(list)
    for found in _contradictions(coded):
        by_code[found.code].append(found)
    for code in sorted(by_code):
        yield _suggestion(coded, code, by_code[code])


def _suggestion(coded: CodedAnswers, code: int, found: Sequence[_Contradiction]) -> Suggestion:
    places = sorted(place for one in found for place in one.places)
    weights = [len(one.places) for one in found]
    share = float(np.average([one.share for one in found], weights=weights))
    margin = float(np.average([one.margin for one in found], weights=weights))
    witnesses = max(one.witnesses for one in found)
    name = coded.codebook.codes[code].name
    return Suggestion(
        type=SuggestionType.ASSIGN_EXISTING,
        confidence=likelihood(
            SuggestionType.ASSIGN_EXISTING,
            share=share,
            margin=margin,
        ),
        rationale=(
            f"'{name}' is missing with {people_of(len(places), coded.base)}, while {share:.0%} of "
            f"the answers that say the same have it, those of up to {in_people(witnesses)}."
        ),
        response_ids=tuple(coded.codings[place].response_id for place in places),
        name=name,
        target_code=coded.number(code),
    )


def _contradictions(coded: CodedAnswers) -> Iterator[_Contradiction]:
    by_answer: dict[int, list[_Unit]] = defaultdict(list)
    for unit in _units(coded):
        by_answer[unit.answer].append(unit)
    for answer, same in enumerate(_same_answers(coded)):
        beside = [unit for other in same for unit in by_answer[other]]
        for unit in by_answer[answer]:
            if not unit.settled and len(beside) > 1:
                found = _against(unit, beside, coded)
                if found is not None:
                    yield found


def _against(unit: _Unit, beside: Sequence[_Unit], coded: CodedAnswers) -> _Contradiction | None:
    votes: dict[int, float] = defaultdict(float)
    for other in beside:
        for code in other.codes:
            votes[code] += other.weight
    total = sum(other.weight for other in beside)
    lacking = [(-weight, code) for code, weight in votes.items() if code not in unit.codes]
    weight, code = min(lacking, default=(0.0, -1))
    if -weight <= total / 2:
        return None
    scores = coded.scores[unit.answer]
    own = max((float(scores[its]) for its in unit.codes), default=float(scores.max()))
    return _Contradiction(
        places=unit.places,
        code=code,
        share=-weight / total,
        margin=float(scores[code]) - own,
        witnesses=sum(len(other.places) for other in beside if code in other.codes),
    )


def _units(coded: CodedAnswers) -> list[_Unit]:
    column = {code.number: at for at, code in enumerate(coded.codebook)}
    grouped: dict[tuple[int, frozenset[int], bool], list[int]] = defaultdict(list)
    for answer, places in enumerate(coded.places):
        for place in places:
            coding = coded.codings[place]
            numbers = {mention.code.number for mention in coding.mentions}
            codes = frozenset(column[number] for number in numbers if number in column)
            grouped[answer, codes, coding.approved].append(place)
    return [
        _Unit(answer, codes, settled, tuple(places))
        for (answer, codes, settled), places in grouped.items()
    ]


def _same_answers(coded: CodedAnswers) -> Iterator[list[int]]:
    """Yield of each answer those that say the same, itself among them."""
    keys = _word_keys(coded)
    by_key: dict[str, list[int]] = defaultdict(list)
    for answer, key in enumerate(keys):
        by_key[key].append(answer)
    for start in range(0, len(keys), BLOCK):
        close = coded.rows[start : start + BLOCK] @ coded.rows.T >= SAME
        for answer, row in enumerate(close, start=start):
            yield sorted({answer, *np.flatnonzero(row).tolist(), *by_key[keys[answer]]})


def _word_keys(coded: CodedAnswers) -> list[str]:
    """Return of each answer its words in the order of the alphabet, misspelt ones put right."""
    keys = [" ".join(sorted(normalised(answer.text).split())) for answer in coded.answers]
    people: dict[str, int] = defaultdict(int)
    for key, count in zip(keys, coded.people, strict=True):
        people[key] += int(count)
    common = {key for key, count in people.items() if count > 1}
    near = NearTexts(common)
    near.read(keys)
    return [near.known(key) for key in keys]
