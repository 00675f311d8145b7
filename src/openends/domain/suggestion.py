"""A suggestion: a change of the codebook or of codes that the answers speak for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

#: Characters of a key: enough that no two findings of a question share one.
_KEY_LENGTH = 24


class SuggestionType(StrEnum):
    """What a suggestion would change."""

    #: A theme that no code covers.
    NEW_CODE = "new_code"
    #: Include and exclude that part a code from one that it is taken for.
    UPDATE_DEFINITION = "update_definition"
    #: Two codes that are one thing.
    MERGE_CODES = "merge_codes"
    #: A code that holds two themes.
    SPLIT_CODE = "split_code"
    #: Answers that were coded otherwise than others that say the same.
    ASSIGN_EXISTING = "assign_existing"


class SuggestionStatus(StrEnum):
    """What became of a suggestion."""

    PENDING = "pending"
    APPLIED = "applied"
    DISMISSED = "dismissed"


@dataclass(frozen=True, kw_only=True, slots=True)
class SuggestedPart:
    """One of the codes that a code would be split into."""

    name: str
    definition: str
    #: Responses that would get it.
    response_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasuredEffect:
    """How many decisions a new definition would get right, beside the old one."""

    #: Responses of the two codes that a person settled, or that were coded with confidence.
    decisions: int
    right_before: int
    right_after: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """A change that the answers speak for; a person applies or dismisses it."""

    type: SuggestionType
    #: Estimated probability, 0 to 1, that a person would agree.
    confidence: float
    #: Why, in words, with the figures.
    rationale: str
    #: Responses that it is about, in their order.
    response_ids: tuple[str, ...]
    #: Of a new code.
    name: str = ""
    definition: str = ""
    category: str = ""
    #: Number of the code that changes, is split, is given, or takes another one in.
    target_code: int | None = None
    #: Number of the code that is merged into the target, or that it is taken for.
    source_code: int | None = None
    #: What the target's definition would name as belonging to it, and as not belonging to it.
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    effect: MeasuredEffect | None = None
    #: Two or more, of a split.
    parts: tuple[SuggestedPart, ...] = ()

    @property
    def people(self) -> int:
        """Return how many responses it is about."""
        return len(self.response_ids)

    @property
    def key(self) -> str:
        """Return what the same finding has whenever it is looked for.

        Words of the rationale, figures and confidence do not count, nor does the order of the
        responses.
        """
        told = [
            self.type.value,
            str(self.target_code),
            str(self.source_code),
            self.name.casefold(),
            *sorted(part.name.casefold() for part in self.parts),
            *sorted(self.response_ids),
        ]
        digest = hashlib.sha256("\x1f".join(told).encode())
        return digest.hexdigest()[:_KEY_LENGTH]
