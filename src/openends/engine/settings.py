"""What a researcher decides about a run."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openends.domain.codebook import CodingType
from openends.domain.errors import InputError

QUALITIES = ("fast", "best")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How a question is to be coded.

    Raises
    ------
    InputError
        When a setting is not one that the engine knows.
    """

    #: The question as respondents saw it; "" when unknown.
    question: str = ""
    #: What a built codebook is to mind, in sentences: topics to look for, to keep apart or to leave
    #: out; "" for nothing.
    guidance: str = ""
    #: What the study is for; tells the domain of a built codebook as the question does.
    objective: str = ""
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
    #: True to try how well a language model's codes hold when the same is asked otherwise.
    stability: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        if not re.fullmatch(r"auto|[a-z]{2}", self.language):
            raise InputError(
                f"The language is '{self.language}'; use auto or a code of two letters such as "
                "'en'."
            )
        if self.quality not in QUALITIES:
            raise InputError(f"The quality is '{self.quality}'; use {' or '.join(QUALITIES)}.")
        if self.max_codes < 1:
            raise InputError(f"At most {self.max_codes} codes were asked for; allow 1 or more.")
        if self.min_share is not None and not 0 <= self.min_share <= 100:
            raise InputError(f"The least share is {self.min_share:g} percent; use 0 to 100.")
