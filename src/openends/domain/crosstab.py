"""A question's counts by a background variable, with what differs from column to column."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RowKind(StrEnum):
    """What a row of a crosstab counts."""

    #: People with at least one code of a category: a net.
    CATEGORY = "category"
    CODE = "code"
    #: People whose answer fits no code (97), and who said none or don't know (98).
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class CrosstabColumn:
    """A value of the background variable, and the people who have it."""

    value: str
    #: What the column is called where others are compared with it: A, B, C ...
    letter: str
    asked: int
    #: Everyone with the value who answered with meaning.
    base: int
    #: Mean number of codes of the people in the base who have any.
    mean_codes: float
    #: False where the base is too small to compare.
    tested: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CrosstabCell:
    """The people of a row in a column."""

    people: int
    #: Part of the column's base, 0 to 1.
    share: float
    #: Letters of the columns whose share is lower by more than chance explains.
    higher_than: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CrosstabRow:
    """A category, a code, or what fits none, over all columns."""

    kind: RowKind
    name: str
    #: In data files; None for a category, which has none.
    number: int | None
    #: Of a code; "" where it has none, and for all other rows.
    category: str
    #: All people together, whatever their value.
    total: CrosstabCell
    #: One per column.
    cells: tuple[CrosstabCell, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Crosstab:
    """A question's counts by the values of a background variable."""

    variable: str
    columns: tuple[CrosstabColumn, ...]
    #: Each category before its codes, the largest first; codes without a category after them.
    rows: tuple[CrosstabRow, ...]
    #: Everyone who answered, with or without a value.
    base: int
    #: People without a value; they count in the total only.
    unknown: int
    #: How columns were compared, in a sentence that belongs under the table.
    method: str
