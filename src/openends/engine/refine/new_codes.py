"""Suggest codes for what people say and no code covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from openends.domain.codebook import Code
from openends.domain.suggestion import Suggestion, SuggestionType
from openends.engine.assign.prototypes import prototypes
from openends.engine.embed import Index
from openends.engine.encoder import Matrix
from openends.engine.induce.by_theme import BACKGROUND, LEAST_GAIN
from openends.engine.induce.candidates import OWN, Candidates, gather, members
from openends.engine.induce.induce import PHRASE_SHARE
from openends.engine.induce.merge import merge_alike
from openends.engine.induce.naming import name_codes
from openends.engine.induce.phrases import find_phrases
from openends.engine.induce.select import select
from openends.engine.induce.steer import steer
from openends.engine.induce.wanted import least_people
from openends.engine.refine.coded_answers import CodedAnswers
from openends.engine.refine.likelihood import likelihood
from openends.engine.refine.wording import in_people, people_of

#: Codes that are suggested at a time at most.
MOST = 12
#: Share of the people that a new code needs.
LEAST_SHARE = 0.01
#: How open a clause is that no mention's evidence touches, of an answer that has codes.
UNTOUCHED = 0.3
#: Confidence that a new code needs.
LEAST = 0.15
#: How open a clause must be to be looked at.
OPEN = 0.25
#: Confidence of a mention from which its clause shows how people speak of the code.
SURE = 0.5
#: Closeness of a new code to one of the codebook from which they are the same, by meaning.
SAME = 0.7


@dataclass(frozen=True, slots=True)
class _Open:
    """The clauses that no code covers for certain."""

    #: Their places among all clauses.
    places: Index
    #: How open each is, 0 to 1.
    openness: Matrix
    texts: list[str]
    languages: list[str]
    people: Index


def new_codes(coded: CodedAnswers, language: str) -> Iterator[Suggestion]:
    """Yield a suggestion for each theme that no code covers.

    Parameters
    ----------
    coded:
        The answers with their codes.
    language:
        ISO 639-1 code that names and definitions are written in.

    Notes
    -----
    The codes of the codebook stand among the candidates from the beginning, moved towards the
    clauses that surely have them; so a candidate is chosen for what it covers beyond them only. A
    clause counts as much as its coding is in doubt: one that a person coded counts nothing, one
    of an answer that fits no code counts in full.
    """
    free = _open_clauses(coded)
    least = least_people(coded.base, LEAST_SHARE)
    if free.people.sum() < least:
        return
    candidates = _candidates(coded, free, least, language)
    codes = coded.clause_rows[free.places] @ _code_rows(coded).T
    closeness = np.concatenate([candidates.closeness, codes], axis=1)
    known = list(range(candidates.closeness.shape[1], closeness.shape[1]))
    chosen = select(
        closeness,
        free.people * free.openness,
        background=BACKGROUND,
        least_gain=least * LEAST_GAIN,
        most=MOST + len(known),
        first=known,
    )
    groups = merge_alike(candidates, [at for at in chosen if at < known[0]])
    if not groups:
        return
    held = members(closeness, [*groups, *((at,) for at in known)], BACKGROUND)[: len(groups)]
    named = name_codes(candidates, groups, held, language)
    taken = _taken(coded, named)
    for code, group, clauses, same in zip(named, groups, held, taken, strict=True):
        if same or not len(clauses):
            continue
        gap = closeness[:, list(group)].max(axis=1) - codes.max(axis=1)
        found = _suggestion(coded, free, code, clauses, gap)
        if found.people >= least and found.confidence >= LEAST:
            yield found


def _open_clauses(coded: CodedAnswers) -> _Open:
    covered = coded.mention_of_clause.max(axis=1, initial=0.0)
    answer = coded.clause_answer
    openness = np.where(covered > 0, 1 - covered, UNTOUCHED)
    openness[coded.uncoded[answer]] = 1.0
    coded_by_person = coded.settled & ~coded.uncoded
    # "None" and "no answer" by a person's word: nothing is open there.
    silent = ~coded.uncoded & ~(coded.given > 0).any(axis=1)
    openness[(coded_by_person | silent)[answer]] = 0.0
    places = np.flatnonzero(openness >= OPEN)
    return _Open(
        places=places,
        openness=np.asarray(openness[places], np.float32),
        texts=[coded.clauses[at].text for at in places],
        languages=[coded.answers[answer[at]].language for at in places],
        people=coded.people[answer[places]],
    )


def _candidates(coded: CodedAnswers, free: _Open, least: float, language: str) -> Candidates:
    settings, encoder = coded.question.settings, coded.question.encoders[0]
    spoken = [
        text if its == language or language not in free.languages else ""
        for text, its in zip(free.texts, free.languages, strict=True)
    ]
    phrases = find_phrases(
        spoken,
        free.people,
        language=language,
        least=least * PHRASE_SHARE,
        question=settings.question,
    )
    steering = steer([settings.question, settings.objective], settings.guidance, encoder)
    rows = coded.clause_rows[free.places]
    return gather(rows, coded.clause_mean, phrases, encoder, steering)


def _code_rows(coded: CodedAnswers) -> Matrix:
    """Return a vector per code, moved towards the clauses that surely speak of it."""
    raw = prototypes(coded.codebook.codes, coded.question.encoders[0])
    own = _unit(raw - raw.mean(axis=0) if len(raw) > 3 else raw)
    for code in range(len(own)):
        sure = coded.mention_of_clause[:, code] >= SURE
        if sure.any():
            held = _unit(coded.clause_rows[sure].mean(axis=0, keepdims=True))[0]
            own[code] = OWN * own[code] + (1 - OWN) * held
    return _unit(own)


def _taken(coded: CodedAnswers, named: Sequence[Code]) -> list[bool]:
    """Tell of each new code whether the codebook has it already, by name or by meaning."""
    encoder = coded.question.encoders[0]
    near = prototypes(named, encoder) @ prototypes(coded.codebook.codes, encoder).T
    return [
        coded.codebook.find(code.name) is not None or close >= SAME
        for code, close in zip(named, near.max(axis=1), strict=True)
    ]


def _suggestion(
    coded: CodedAnswers, free: _Open, code: Code, clauses: Index, gap: Matrix
) -> Suggestion:
    """Return the suggestion of a code.

    Parameters
    ----------
    clauses:
        Those that speak of it, by their places among the open ones.
    gap:
        How much closer each open clause is to the new code than to any other.
    """
    weights = free.people[clauses]
    openness = float(np.average(free.openness[clauses], weights=weights))
    beyond = float(np.average(gap[clauses], weights=weights))
    answers = np.unique(coded.clause_answer[free.places[clauses]])
    ids = coded.ids(answers)
    without = int(coded.people[answers[coded.uncoded[answers]]].sum())
    return Suggestion(
        type=SuggestionType.NEW_CODE,
        confidence=likelihood(
            SuggestionType.NEW_CODE,
            openness=openness,
            beyond=beyond,
            people=log(len(ids)),
        ),
        rationale=_why(code.name, people_of(len(ids), coded.base), without, len(ids)),
        response_ids=ids,
        name=code.name,
        definition=code.definition,
        category=code.category,
    )


def _why(name: str, who: str, without: int, people: int) -> str:
    told = f"'{name}' comes up with {who}, and no code covers it"
    if without == people:
        return f"{told}: none of their answers has a code."
    doubtful = "these words carry no code or a doubtful one"
    if not without:
        return f"{told}: {doubtful}."
    return f"{told}: {in_people(without)} have no code, and with the others {doubtful}."


def _unit(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), np.float32)
