"""What a researcher can change in a codebook, one step at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from openends.domain.codebook import Code, Rule


class EditType(StrEnum):
    """The kinds of change."""

    ADD_CODE = "add_code"
    CHANGE_CODE = "change_code"
    MERGE_CODES = "merge_codes"
    SPLIT_CODE = "split_code"
    RETIRE_CODE = "retire_code"
    CHANGE_CATEGORY = "change_category"


@dataclass(frozen=True, kw_only=True, slots=True)
class AddCode:
    """A code more; answers that it fits get it."""

    type: ClassVar[EditType] = EditType.ADD_CODE

    #: Its number may be 0: then it gets the next one that no code ever had.
    code: Code


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeCode:
    """A code renamed, redefined, moved or numbered anew; what is None stays.

    A new name, category or number changes no answer. What says which answers belong to the code
    (definition, include, examples, rules) can: such answers gain or lose it.
    """

    type: ClassVar[EditType] = EditType.CHANGE_CODE

    #: Number of the code as it is now.
    number: int
    name: str | None = None
    new_number: int | None = None
    definition: str | None = None
    #: "" takes the code out of its category.
    category: str | None = None
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    examples: tuple[str, ...] | None = None
    rules: tuple[Rule, ...] | None = None

    @property
    def moves_answers(self) -> bool:
        """Tell whether answers can gain or lose the code by it."""
        deciding = (self.definition, self.include, self.examples, self.rules)
        return any(part is not None for part in deciding)


@dataclass(frozen=True, kw_only=True, slots=True)
class MergeCodes:
    """Codes that become one: answers of the sources are the target's from then on."""

    type: ClassVar[EditType] = EditType.MERGE_CODES

    sources: tuple[int, ...]
    target: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SplitCode:
    """A code that becomes several: each of its answers gets those parts that fit it."""

    type: ClassVar[EditType] = EditType.SPLIT_CODE

    number: int
    #: Two or more; numbers may be 0, as for ``AddCode``.
    parts: tuple[Code, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RetireCode:
    """A code that is not used any more; answers that have no other get what fits them next."""

    type: ClassVar[EditType] = EditType.RETIRE_CODE

    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeCategory:
    """A category renamed, joined to another or, by an empty name, taken away; no answer changes."""

    type: ClassVar[EditType] = EditType.CHANGE_CATEGORY

    category: str
    name: str


Edit = AddCode | ChangeCode | MergeCodes | SplitCode | RetireCode | ChangeCategory
