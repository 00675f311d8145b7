"""Tell by their names which codes are catch-alls, and which topic each of them is the rest of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

from openends.domain.codebook import Code
from openends.domain.response import ResponseStatus
from openends.engine.assign.catch_alls import CatchAlls, Takers
from openends.engine.assign.code_words import listed, spoken, topic_words
from openends.engine.assign.prototypes import readable
from openends.engine.prepare.set_aside import set_aside

#: Confidence below which a code gives way to the catch-all of its topic; of the very topic that
#: the question asks about, where it might have asked about another; and of everything, since an
#: answer fits some code more often than none.
UNSURE, UNSURE_ASKED, UNSURE_OF_ALL = 0.25, 0.5, 0.1
#: How close behind a code a catch-all must come whose topic no name tells: standard deviations.
CLOSE_BEHIND = 0.6
#: Names that categories share which ask the same of something else.
ALIKE = 2
#: Share of the codes whose texts have a word that tells them apart no longer; and of those that
#: must be defined before a clause far from all of them can be said to fit none.
SHARED, DEFINED = 0.5, 0.5

_FILE = "other_words.yaml"
_PART = regex.compile(r"[()\[\]{}/|,;:–—-]+")


@dataclass(frozen=True, slots=True)
class _Rests:
    """The catch-alls of a codebook."""

    #: By place: the words of the topic that it is the rest of.
    subjects: Mapping[int, frozenset[str]]
    #: By place: the category that it is the rest of.
    whole: Mapping[int, str]
    #: Those that take what fits no code at all.
    for_all: tuple[int, ...]


def read_catch_alls(codes: Sequence[Code], question: str) -> CatchAlls | None:
    """Tell by their names which codes take what fits no other one; None where none does.

    The topic of "Price (other)" are the codes with "price" in their names; that of "Other" in the
    category "Price", or of "Price (other)" there, are the codes of that category; that of "Other"
    alone, and of "Candidate (other)" where the codes are all about the candidate, are all codes.
    Where categories ask the same of several brands or people, and the question names one of them,
    the catch-all of that one comes first.

    Parameters
    ----------
    codes:
        Those of a codebook.
    question:
        The question as it was asked; "" when unknown.
    """
    rests = _read_rests(codes)
    if len(rests.subjects) in {0, len(codes)}:
        return None
    asked, elsewhere = _asked(codes, rests.whole, question)
    alike = {codes[place].category for place in (*asked, *elsewhere)}
    takers = [
        ()
        if place in rests.subjects
        else (Takers(asked, UNSURE_ASKED),)
        if code.category in alike
        else _takers(code, codes, rests)
        for place, code in enumerate(codes)
    ]
    defined = sum(bool(code.definition) for code in codes) >= DEFINED * len(codes)
    return CatchAlls(
        tuple(takers),
        elsewhere,
        frozenset(rests.subjects),
        _bare(codes, rests),
        rests.for_all if defined else (),
    )


def _read_rests(codes: Sequence[Code]) -> _Rests:
    subjects = {
        place: subject
        for place, code in enumerate(codes)
        if (subject := _subject(code.name)) is not None
    }
    whole = _whole_categories(codes, subjects)
    shared = _shared_words([code for place, code in enumerate(codes) if place not in subjects])
    for_all = tuple(place for place in subjects if subjects[place] <= shared and place not in whole)
    return _Rests(subjects, whole, for_all)


def _shared_words(codes: Sequence[Code]) -> frozenset[str]:
    """Return the words that tell no code from the others, since most of them are about that."""
    texts = [topic_words(f"{code.name} {code.definition or ''}") for code in codes]
    return frozenset(
        word
        for word in frozenset().union(*texts)
        if sum(word in text for text in texts) >= SHARED * len(texts)
    )


def _bare(codes: Sequence[Code], rests: _Rests) -> dict[frozenset[str], int]:
    named = {topic_words(code.name) for at, code in enumerate(codes) if at not in rests.subjects}
    return {words: at for at, words in rests.subjects.items() if words and words not in named}


def _asked(
    codes: Sequence[Code], whole: Mapping[int, str], question: str
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the catch-alls of what the question asks about, and the codes of what is like it.

    Categories are alike, as brands are of which the same is asked, where they share the names of
    two codes besides their own; else an answer may well speak of another topic than the question.
    """
    named = {cat for cat in whole.values() if topic_words(cat) <= topic_words(question)}
    if len(named) != 1:
        return (), ()
    names = {
        category: {
            topic_words(code.name) - topic_words(category)
            for code in codes
            if code.category == category
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
        if topic_words(codes[place].category) and subject <= topic_words(codes[place].category)
    }


def _takers(code: Code, codes: Sequence[Code], rests: _Rests) -> tuple[Takers, ...]:
    subjects = rests.subjects
    here = [at for at in subjects if codes[at].category in {"", code.category}]
    narrow = [at for at in here if at not in rests.whole and subjects[at]]
    named = tuple(at for at in narrow if subjects[at] <= topic_words(code.name))
    near = tuple(at for at in narrow if at not in rests.for_all)
    own = tuple(at for at, category in rests.whole.items() if category == code.category)
    levels = (
        Takers(named, UNSURE),
        Takers(near, UNSURE, CLOSE_BEHIND),
        Takers(own, UNSURE),
        Takers(rests.for_all, UNSURE_OF_ALL),
    )
    return tuple(level for level in levels if level.places)


def _subject(name: str) -> frozenset[str] | None:
    """Return what a catch-all is about, nothing for "Other"; None for any other code."""
    texts = _PART.split(readable(name))
    # "Other / don't know" is about nothing narrower.
    parts = [spoken(text) for text in texts if set_aside(text) is not ResponseStatus.NONE]
    said = [word for part in parts for word in part]
    telling, beside = listed(_FILE, "before"), listed(_FILE, "beside")
    alone = telling | listed(_FILE, "alone")
    plain = alone | beside
    rest = [part for part in parts if not (alone & set(part) and plain.issuperset(part))]
    first = next((word for word in said if word not in beside), "")
    in_data_file = readable(name) != name and said[-1:] and said[-1] in telling
    if len(rest) == len(parts) and first not in telling and not in_data_file:
        return None
    return frozenset(word for part in rest for word in part) - plain
