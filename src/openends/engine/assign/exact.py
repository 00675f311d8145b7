"""Layer "exact": what a person decided for the same words holds again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

from openends.domain.codebook import Codebook
from openends.domain.coding import Layer
from openends.domain.response import ReviewedResponse
from openends.engine.assign.candidate import Candidate

#: A person wrote or confirmed the pair; the rest is for slips.
CONFIDENCE = 0.98

#: Vowel signs that stand above or below their letter (Hindi, Thai) are part of the word.
_WORD = regex.compile(r"[\p{Alphabetic}\p{N}_][\w\p{N}]*")
#: What makes no other answer of one without words: marks around an emoji, its style and skin tone.
_BESIDE = regex.compile(r"[\p{P}\s\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]+")


def known_texts(
    codebook: Codebook, reviewed: Sequence[ReviewedResponse], *, examples: bool
) -> Mapping[str, tuple[str, ...]]:
    """Return, by normalised text, the names of the codes that people gave it.

    Where ``examples`` holds, the examples in the codebook count as reviewed for their own code; a
    reviewed response with the same text overrides them, and the last review wins.
    """
    known: dict[str, tuple[str, ...]] = {}
    for code in codebook if examples else ():
        for example in code.examples:
            key = normalised(example)
            known[key] = (*known.get(key, ()), code.name)
    known.update({normalised(item.text): item.codes for item in reviewed})
    known.pop("", None)
    return known


def exact_candidates(
    text: str, codebook: Codebook, names: Sequence[str] | None
) -> tuple[Candidate, ...] | None:
    """Return the codes a person gave to this very text, each once, or None when nobody saw it.

    An empty tuple means that a person left the text uncoded.
    """
    if names is None:
        return None
    codes = {code.name: code for name in names if (code := codebook.find(name)) is not None}
    if names and not codes:
        return None
    return tuple(Candidate(code, Layer.EXACT, CONFIDENCE, 0, len(text)) for code in codes.values())


def normalised(text: str) -> str:
    """Return what makes two texts the same: the words without case and marks.

    A text without words is its emoji, or else its marks.
    """
    words = " ".join(_WORD.findall(text.casefold()))
    return words or _BESIDE.sub("", text) or text.strip()
