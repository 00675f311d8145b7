"""Samples: responses drawn by chance, for people to code apart from each other or to check."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: The coder whose codes are those that the responses had when they were drawn.
MACHINE = "machine"


class SampleKind(StrEnum):
    """What a sample is drawn for."""

    #: Coders code the same distinct answers: how well do they agree?
    DOUBLE_CODING = "double_coding"
    #: A person checks responses, more of rare codes and of doubtful ones: how far off are the
    #: percentages?
    VERIFICATION = "verification"


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleCode:
    """A code as it was when the sample was drawn: coders use it whatever becomes of it since."""

    #: The same in every version of the codebook.
    id: str
    number: int
    name: str
    #: Responses with it among all that could be drawn.
    people: int
