"""What respondents wrote."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ResponseStatus(StrEnum):
    """What became of a response in coding."""

    #: At least one code of the codebook.
    CODED = "coded"
    #: A real answer that fits no code (number 97 in tables).
    OTHER = "other"
    #: The respondent says that there is nothing, or does not know (98).
    NONE = "none"
    #: Blank: asked, but nothing was written (99).
    NO_ANSWER = "no_answer"
    #: Keyboard noise, symbols, a text without meaning (99).
    JUNK = "junk"


#: Statuses of those who answered with meaning, "don't know" included: the base of percentages.
ANSWERED = frozenset({ResponseStatus.CODED, ResponseStatus.OTHER, ResponseStatus.NONE})


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """One respondent's answer to one question; its text is the verbatim."""

    #: The caller's own respondent or response id.
    id: str
    #: The verbatim as it was written.
    text: str
    #: ISO 639-1 code when the caller knows it.
    language: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewedResponse:
    """A response whose codes a person decided: the strongest evidence there is."""

    text: str
    #: Names of the codes the person gave; empty when the person left it uncoded.
    codes: tuple[str, ...]
