"""What a person decides about a response."""

from __future__ import annotations

from dataclasses import dataclass

from openends.domain.coding import Sentiment
from openends.domain.response import ResponseStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenCode:
    """A code that a person gives a response."""

    number: int
    #: None for the tone that the response, or its mention of the code, has.
    sentiment: Sentiment | None = None
    #: Where in the verbatim the words stand that carry it, and how many characters they have; None
    #: for the words that were found already or, where none were, the whole verbatim.
    evidence: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What is to become of a response's codes; what is absent stays."""

    #: All codes that it is to have; None to go on from those that it has.
    codes: tuple[GivenCode, ...] | None = None
    add: tuple[GivenCode, ...] = ()
    #: Numbers of codes that it is not to have.
    reject: tuple[int, ...] = ()
    #: What became of a response that is left without codes.
    status: ResponseStatus = ResponseStatus.OTHER
    #: True settles it: no machine changes it any more. False gives it back to the machine.
    approved: bool = True
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CountedChanges:
    """How often somebody did the same kind of thing to a question."""

    #: As the log calls it: ``review.confirm``.
    action: str
    coder: str
    times: int
    #: Of these, taken back since.
    undone: int
