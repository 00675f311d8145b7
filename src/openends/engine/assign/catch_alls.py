"""Codes for what fits no other code: "Other", "Price (other)"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex
import yaml

from openends.domain.codebook import Code
from openends.domain.response import ResponseStatus
from openends.engine.assign.confidence import confidences
from openends.engine.assign.decide import choose_codes
from openends.engine.assign.prototypes import readable
from openends.engine.embed import Embedded
from openends.engine.encoder import Matrix
from openends.engine.prepare.set_aside import set_aside

#: Confidence below which a code gives way to the catch-all of its topic; of the very topic that
#: the question asks about, where it might have asked about another; and of everything, since an
#: answer fits some code more often than none.
UNSURE, UNSURE_ASKED, UNSURE_OF_ALL = 0.25, 0.4, 0.1
#: How close behind a code a catch-all must come whose topic no name tells: standard deviations.
CLOSE_BEHIND = 0.6
#: What codes lose of a topic that the question might have asked about, standard deviations: what
#: clearly speaks of it keeps its code.
ELSEWHERE = 2.0
#: A catch-all is right about half the time, however far the answer lies from all codes. Low enough
#: for a person to see it.
LEAST_SURE = 0.39
#: Names that categories share which ask the same of something else.
ALIKE = 2

_WORD = regex.compile(r"[\p{L}\p{M}]+")
_PART = regex.compile(r"[()\[\]{}/|,;:–—-]+")


@dataclass(frozen=True, slots=True)
class Takers:
    """Catch-alls of one topic, of which the closest to an answer takes over."""

    places: tuple[int, ...]
    #: Confidence below which a code gives way.
    below: float
    #: Whether a name or a category says that the code belongs to the topic.
    told: bool = True


@dataclass(frozen=True, slots=True)
class CatchAlls:
    """Which catch-all takes the place of a code that fits an answer badly."""

    #: By index of a code, the narrowest topic first; none for catch-alls themselves.
    takers: tuple[tuple[Takers, ...], ...]
    #: Codes of brands, people and the like that the question does not ask about.
    elsewhere: tuple[int, ...]
    #: The catch-alls themselves.
    places: frozenset[int]
    #: By the words of a topic and no others, its catch-all: "price" tells no more.
    bare: Mapping[frozenset[str], int]

    def take_over(
        self, embedded: Embedded, scores: Matrix, clause_scores: Matrix
    ) -> tuple[Matrix, Matrix]:
        """Let catch-alls and the codes that give way to them change places.

        Parameters
        ----------
        embedded:
            The answers.
        scores, clause_scores:
            As in ``ModelScores``; they stay as they are.
        """
        scores, clause_scores = scores.copy(), clause_scores.copy()
        scores[:, list(self.elsewhere)] -= ELSEWHERE
        for answer, row, first in zip(embedded.answers, scores, embedded.first_clause, strict=True):
            own = clause_scores[first : first + len(answer.clauses)]
            bare = [self.bare.get(_words(clause.text)) for clause in answer.clauses]
            chosen = choose_codes(row, own)
            for code, sure in zip(chosen, confidences(row, own, chosen), strict=True):
                taker = self._taker(row, code, sure, bare[int(own[:, code].argmax())])
                if taker is not None and row[taker] < row[code]:
                    row[[code, taker]] = row[[taker, code]]
                    own[:, [code, taker]] = own[:, [taker, code]]
        return scores, clause_scores

    def _taker(self, row: Matrix, code: int, sure: float, bare: int | None) -> int | None:
        if bare is not None:
            return bare
        for takers in self.takers[code]:
            closest = max(takers.places, key=lambda place: float(row[place]))
            if takers.told or row[code] - row[closest] <= CLOSE_BEHIND:
                return closest if sure < takers.below else None
        return None


def read_catch_alls(codes: Sequence[Code], question: str) -> CatchAlls | None:
    """Tell by their names which codes take what fits no other one; None where none does.

    The topic of "Price (other)" are the codes with "price" in their names; that of "Other" in the
    category "Price", or of "Price (other)" there, are the codes of that category; that of "Other"
    alone are all codes. Where categories ask the same of several brands or people, and the question
    names one of them, the catch-all of that one comes first.

    Parameters
    ----------
    codes:
        Those of a codebook.
    question:
        The question as it was asked; "" when unknown.
    """
    subjects = {
        place: subject
        for place, code in enumerate(codes)
        if (subject := _subject(code.name)) is not None
    }
    if len(subjects) in {0, len(codes)}:
        return None
    whole = _whole_categories(codes, subjects)
    for_all = tuple(place for place in subjects if not subjects[place] and place not in whole)
    asked, elsewhere = _asked(codes, whole, question)
    alike = {codes[place].category for place in (*asked, *elsewhere)}
    takers = [
        ()
        if place in subjects
        else (Takers(asked, UNSURE_ASKED),)
        if code.category in alike
        else _takers(code, codes, subjects, whole, for_all)
        for place, code in enumerate(codes)
    ]
    named = {_words(code.name) for place, code in enumerate(codes) if place not in subjects}
    bare = {words: place for place, words in subjects.items() if words and words not in named}
    return CatchAlls(tuple(takers), elsewhere, frozenset(subjects), bare)


def _asked(
    codes: Sequence[Code], whole: Mapping[int, str], question: str
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the catch-alls of what the question asks about, and the codes of what is like it.

    Categories are alike, as brands are of which the same is asked, where they share the names of
    two codes besides their own; else an answer may well speak of another topic than the question.
    """
    named = {category for category in whole.values() if _words(category) <= _words(question)}
    if len(named) != 1:
        return (), ()
    names = {
        category: {
            _words(code.name) - _words(category) for code in codes if code.category == category
        }
        for category in whole.values()
    }
    (own,) = named
    like = {
        category
        for category in names
        if category != own and len((names[own] & names[category]) - {frozenset()}) >= ALIKE
    }
    asked = tuple(place for place, category in whole.items() if like and category == own)
    return asked, tuple(place for place, code in enumerate(codes) if code.category in like)


def _whole_categories(
    codes: Sequence[Code], subjects: Mapping[int, frozenset[str]]
) -> dict[int, str]:
    """Return the categories of the catch-alls that stand for a whole one, by their places."""
    if len({code.category for code in codes}) < 2:
        return {}
    return {
        place: codes[place].category
        for place, subject in subjects.items()
        if _words(codes[place].category) and subject <= _words(codes[place].category)
    }


def _takers(
    code: Code,
    codes: Sequence[Code],
    subjects: Mapping[int, frozenset[str]],
    whole: Mapping[int, str],
    for_all: tuple[int, ...],
) -> tuple[Takers, ...]:
    near = tuple(
        place
        for place in subjects
        if place not in {*whole, *for_all} and codes[place].category in {"", code.category}
    )
    named = tuple(place for place in near if subjects[place] <= _words(code.name))
    own = tuple(place for place, category in whole.items() if category == code.category)
    levels = (
        Takers(named, UNSURE),
        Takers(near, UNSURE, told=False),
        Takers(own, UNSURE),
        Takers(for_all, UNSURE_OF_ALL),
    )
    return tuple(level for level in levels if level.places)


def _subject(name: str) -> frozenset[str] | None:
    """Return what a catch-all is about, nothing for "Other"; None for any other code."""
    texts = _PART.split(readable(name))
    # "Other / don't know" is about nothing narrower.
    parts = [_spoken(text) for text in texts if set_aside(text) is not ResponseStatus.NONE]
    said = [word for part in parts for word in part]
    telling, alone = _listed("before"), _listed("before") | _listed("alone")
    plain = alone | _listed("beside")
    rest = [part for part in parts if not (alone & set(part) and plain.issuperset(part))]
    first = next((word for word in said if word not in _listed("beside")), "")
    in_data_file = readable(name) != name and said[-1:] and said[-1] in telling
    if len(rest) == len(parts) and first not in telling and not in_data_file:
        return None
    return frozenset(word for part in rest for word in part) - plain


def _words(text: str) -> frozenset[str]:
    return frozenset(_spoken(readable(text))) - _listed("beside")


def _spoken(text: str) -> list[str]:
    return [match.group() for match in _WORD.finditer(text.casefold())]


@cache
def _listed(kind: str) -> frozenset[str]:
    lists: dict[str, str] = yaml.load(
        (files(__package__) / "other_words.yaml").read_bytes(), Loader=yaml.CSafeLoader
    )
    return frozenset(lists[kind].split())
