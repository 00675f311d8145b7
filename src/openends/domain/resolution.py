"""What a person decides about a suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from openends.domain.sentiment import Sentiment


class SuggestionAction(StrEnum):
    """What is done with a suggestion."""

    #: As it says: the one way for a new definition or a split.
    APPLY = "apply"
    CREATE_NEW = "create_new"
    ASSIGN_EXISTING = "assign_existing"
    MERGE = "merge"
    DISMISS = "dismiss"


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution:
    """What is done with a suggestion, and what the person wants otherwise than it says."""

    action: SuggestionAction
    #: None for what the suggestion says; so are all the others.
    name: str | None = None
    definition: str | None = None
    #: Of a new code: the tone of all its mentions.
    sentiment: Sentiment | None = None
    category_id: str | None = None
    target_code_id: str | None = None
    source_code_id: str | None = None
    dismiss_reason: str = ""
