"""Give answers that were set aside ("don't know", "nothing") the codebook's own code for them."""

from __future__ import annotations

import re

from openends.domain.codebook import Code, Codebook
from openends.domain.response import ResponseStatus
from openends.engine.prepare.set_aside import set_aside

_NOT_KNOWING = re.compile(
    r"know|sure|idea|s[eé]\b|sabe|sei\b|wei(?:ß|ss)|ahnung|sais|id[ée]e|\bso\b|weet|remember|dk\b",
    re.IGNORECASE,
)


class NoneCodes:
    """The codes of a codebook that mean "nothing" or "don't know".

    A codebook without such a code leaves those answers to the reserved number 98.
    """

    def __init__(self, codebook: Codebook) -> None:
        codes = [code for code in codebook if _means_none(code)]
        self._unknown = next((code for code in codes if _NOT_KNOWING.search(code.name)), None)
        self._nothing = next((code for code in codes if code is not self._unknown), None)

    def code_for(self, text: str) -> Code | None:
        """Return the code for an answer with status "none", or None."""
        if _NOT_KNOWING.search(text):
            return self._unknown or self._nothing
        return self._nothing or self._unknown


def _means_none(code: Code) -> bool:
    parts = re.split(r"[/,;()|]|\bor\b", code.name)
    said = [part.strip() for part in parts if part.strip()]
    return bool(said) and all(set_aside(part) is ResponseStatus.NONE for part in said)
