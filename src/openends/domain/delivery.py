"""Coded questions on their way into a data file: variables that any format can hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from openends.domain.coding import Coding
from openends.domain.result import CodedQuestion
from openends.domain.survey import Cell, Column


class Layout(StrEnum):
    """How the codes of a question stand in a table; the API's words."""

    #: A row per respondent, all codes of a question in one cell.
    WIDE_BY_QUESTION = "wide_by_question"
    #: A row per respondent, a column per mention.
    COLUMNS_BY_MENTION = "columns_by_mention"
    #: A row per respondent, a column of 0 and 1 per code.
    BINARY_DUMMY = "binary_dummy"
    #: A row per response and code.
    ONE_ROW_PER_CODE = "one_row_per_code"


class Measure(StrEnum):
    """What may be reckoned with the values of a variable; the words of statistics programs."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    SCALE = "scale"


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliveryChoice:
    """What a researcher wants beside the codes themselves."""

    layout: Layout = Layout.WIDE_BY_QUESTION
    categories: bool = True
    sentiment: bool = False
    confidence: bool = True
    #: Background variables of the respondents.
    background: bool = True
    #: Names of codes instead of their numbers, where a column holds one code.
    names: bool = False


@dataclass(frozen=True, kw_only=True)
class DeliveredQuestion:
    """A coded question, its codings put in the order of the respondents."""

    #: Begins the names of its variables: "Q1".
    short_name: str
    coded: CodedQuestion
    #: One per respondent; None where the question was not asked or is not coded yet.
    codings: Sequence[Coding | None]


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Respondents with what is known of them, and their coded questions."""

    #: Of the project or the file.
    name: str
    #: Who answered: the caller's own ids, none twice.
    respondents: Column
    #: One value per respondent in each.
    background: Sequence[Column]
    questions: Sequence[DeliveredQuestion]


@dataclass(frozen=True, kw_only=True, slots=True)
class Variable:
    """A column of a delivered file, with all that a statistics program wants to know of it."""

    #: Not used twice, case apart.
    name: str
    #: What it holds, in words; "" where the name says it.
    label: str
    #: What stands above it in a table that people read; "" for the name.
    heading: str = ""
    #: One per row; None for nothing.
    values: Sequence[Cell]
    measure: Measure = Measure.NOMINAL
    #: What the numbers in it stand for.
    value_labels: Mapping[int, str] = field(default_factory=dict)
    #: Numbers that stand for no answer in substance.
    missing: tuple[int, ...] = ()
    #: Digits after the point that are worth showing; None for texts and whole numbers.
    decimals: int | None = None
    #: The code whose mention it tells, where it is a variable per code.
    code: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MultipleResponseSet:
    """Variables that hold the answers to one question together."""

    name: str
    label: str
    #: Names of the variables, two or more.
    variables: tuple[str, ...]
    #: The value that means "mentioned", for a variable per code; None for a variable per mention.
    counted: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliveredTable:
    """A table as it will stand in the file."""

    variables: Sequence[Variable]
    sets: Sequence[MultipleResponseSet] = ()

    def __len__(self) -> int:
        return len(self.variables[0].values) if self.variables else 0
