"""Codes for what is said in general: praise and blame that name no reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from openends.domain.codebook import Code
from openends.engine.assign.code_words import listed, spoken, word_lists

PRAISE, BLAME = "praise", "blame"

_FILE = "general_words.yaml"


@dataclass(frozen=True, slots=True)
class GeneralCode:
    """A code that stands for what is said of its subject in general."""

    #: "course" for "course general"; "" for a code about everything.
    subject: str
    #: Which of ``PRAISE`` and ``BLAME`` without a reason belong to it.
    takes: frozenset[str]


@dataclass(frozen=True, slots=True)
class CodesAsRead:
    """Codes as answers are to be compared with them."""

    #: "Course general" is read as "course": "general" is nothing that anybody says.
    codes: tuple[Code, ...]
    #: Index of a code, and how people praise or blame without a reason, which belongs to it.
    unreasoned: tuple[tuple[int, tuple[str, ...]], ...]


def read_general_codes(
    codes: Sequence[Code], closest: Callable[[Sequence[str]], int]
) -> CodesAsRead:
    """Return the codes as they are read; those that stand for nothing general as they are.

    Praise and blame without a reason ("great, thank you") belong to one general code, the one
    whose subject is closest to what all answers speak of.

    Parameters
    ----------
    codes:
        Those of a codebook.
    closest:
        Returns the index of the subject that is closest to what all answers speak of.
    """
    general = {place: found for place, code in enumerate(codes) if (found := general_code(code))}
    read = list(codes)
    for place, found in general.items():
        read[place] = replace(codes[place], name=found.subject or codes[place].name)
    unreasoned = []
    for said in (PRAISE, BLAME):
        places = [place for place, code in general.items() if said in code.takes]
        # A code for praise alone takes it from those for both.
        places = [place for place in places if len(general[place].takes) == 1] or places
        if places:
            taker = places[closest([read[place].name for place in places])]
            unreasoned.append((taker, _texts(said)))
    return CodesAsRead(tuple(read), tuple(unreasoned))


def general_code(code: Code) -> GeneralCode | None:
    """Tell by its name whether a code stands for what is said in general; None where it does not.

    Where a code has a definition, that says what is meant, and its name need not be read so.
    """
    if code.definition:
        return None
    words, first = spoken(code.name), listed(_FILE, "first")
    told = [word for word in words if word in listed(_FILE, "general") | first]
    if not told:
        return None
    judging = (listed(_FILE, kind) for kind in ("judging", "praising", "blaming"))
    plain = frozenset(told).union(*judging)
    about = [word for word in words if word not in plain]
    last = words[-1] in told and len(words) > 1 and words[-2] not in listed(_FILE, "titles")
    if about and not last and words[0] not in first:
        return None
    takes = [
        said
        for said, kind in ((PRAISE, "praising"), (BLAME, "blaming"))
        if any(word in listed(_FILE, kind) for word in words)
    ]
    return GeneralCode(" ".join(about), frozenset(takes or (PRAISE, BLAME)))


def _texts(said: str) -> tuple[str, ...]:
    return tuple(word_lists(_FILE)[said])
