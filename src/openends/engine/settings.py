"""What a researcher decides about a run."""

from __future__ import annotations

from dataclasses import dataclass

from openends.domain.codebook import CodingType


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How a question is to be coded."""

    #: The question as respondents saw it; "" when unknown.
    question: str = ""
    coding_type: CodingType = CodingType.QUALITATIVE
    #: "auto", or the ISO 639-1 code of the language that all answers are in.
    language: str = "auto"
    #: Codes of an induced codebook at most.
    max_codes: int = 40
    #: Percent of everyone who answered that a code needs; what falls short goes to "other". None
    #: asks nothing of a given codebook, and 1 percent of an induced one.
    min_share: float | None = None
    #: "fast" or "best", for the manifest.
    quality: str = "fast"
    seed: int = 0
