"""Give answers that were set aside ("don't know", "nothing") the codebook's own code for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openends.domain.codebook import Code, Codebook
from openends.domain.coding import Layer
from openends.domain.response import ResponseStatus
from openends.engine.assign.candidate import Candidate
from openends.engine.prepare.clauses import Clause
from openends.engine.prepare.set_aside import set_aside

#: A word list decides; people seldom disagree with it.
CONFIDENCE = 0.95

_NOT_KNOWING = re.compile(
    r"know|sure|idea|clue|undecided|remember|recall|(?:can|could)\W?n?\W?t (?:say|tell)"
    r"|\bd[./ ]?k\b|s[eé]\b|sabe|sei\b|wei(?:ß|ss)|ahnung|nicht sagen|sais|id[ée]e|\bso\b|weet",
    re.IGNORECASE,
)


class NoneCodes:
    """The codes of a codebook that mean "nothing" or "don't know".

    A codebook without such a code leaves those answers to the reserved number 98. Where several
    mean the same the last one counts: codes for the rest stand at the end of a codebook.
    """

    def __init__(self, codebook: Codebook) -> None:
        codes = [code for code in reversed(codebook.codes) if _means_none(code)]
        self._unknown = next((code for code in codes if _NOT_KNOWING.search(code.name)), None)
        self._nothing = next((code for code in codes if code is not self._unknown), None)

    def code_for(self, text: str) -> Code | None:
        """Return the code for an answer with status "none", or None."""
        if _NOT_KNOWING.search(text):
            return self._unknown or self._nothing
        return self._nothing or self._unknown

    def candidates(self, nothing: Sequence[Clause]) -> tuple[Candidate, ...]:
        """Return the codes for the parts of an answer that say nothing, each once."""
        found: dict[str, Candidate] = {}
        for clause in nothing:
            if (code := self.code_for(clause.text)) is not None:
                found.setdefault(
                    code.name, Candidate(code, Layer.RULE, CONFIDENCE, clause.start, clause.end)
                )
        return tuple(found.values())


def _means_none(code: Code) -> bool:
    parts = re.split(r"[/,;()|]|\bor\b", code.name)
    said = [part.strip() for part in parts if part.strip()]
    return bool(said) and all(set_aside(part) is ResponseStatus.NONE for part in said)
