"""Layer "exact": what a person decided for the same words holds again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from openends.domain.codebook import Codebook
from openends.domain.coding import Layer
from openends.domain.response import ReviewedResponse
from openends.engine.assign.candidate import Candidate

#: A person wrote or confirmed the pair; the rest is for slips.
CONFIDENCE = 0.98


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
    text: str, codebook: Codebook, known: Mapping[str, tuple[str, ...]]
) -> tuple[Candidate, ...] | None:
    """Return the codes a person gave to this very text, or None when nobody saw it.

    An empty tuple means that a person left the text uncoded.
    """
    names = known.get(normalised(text))
    if names is None:
        return None
    codes = [code for name in names if (code := codebook.find(name)) is not None]
    if names and not codes:
        return None
    return tuple(Candidate(code, Layer.EXACT, CONFIDENCE, 0, len(text)) for code in codes)


def normalised(text: str) -> str:
    """Return the text's letters and digits without case: what makes two texts the same."""
    return " ".join(re.findall(r"\w+", text.casefold()))
