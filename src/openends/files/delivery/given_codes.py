"""The codes that a response has in a delivered file, the reserved ones too."""

from __future__ import annotations

from openends.domain.codebook import (
    NO_ANSWER_NUMBER,
    NONE_NUMBER,
    OTHER_NUMBER,
    Code,
    Codebook,
)
from openends.domain.coding import Coding, Mention
from openends.domain.response import ResponseStatus

#: Codes that every question has beside those of its codebook.
RESERVED = (
    Code(name="Other", number=OTHER_NUMBER),
    Code(name="None / don't know", number=NONE_NUMBER),
    Code(name="No answer", number=NO_ANSWER_NUMBER),
)
_RESERVED_OF = {
    ResponseStatus.OTHER: RESERVED[0],
    ResponseStatus.NONE: RESERVED[1],
    ResponseStatus.NO_ANSWER: RESERVED[2],
    ResponseStatus.JUNK: RESERVED[2],
}


def mentions_of(coding: Coding | None) -> list[Mention]:
    """Return the mentions of a response in their order, the first one of each code."""
    if coding is None:
        return []
    first: dict[int, Mention] = {}
    for mention in coding.mentions:
        first.setdefault(mention.code.number, mention)
    return list(first.values())


def given_codes(coding: Coding | None) -> list[Code]:
    """Return the codes of a response in the order of its mentions; a reserved one without any."""
    if coding is None:
        return []
    if coding.mentions:
        return [mention.code for mention in mentions_of(coding)]
    reserved = _RESERVED_OF.get(coding.status)
    return [reserved] if reserved is not None else []


def all_codes(codebook: Codebook) -> tuple[Code, ...]:
    """Return the codes of a codebook, then other, none and no answer."""
    return (*codebook.codes, *RESERVED)
