"""A delivered table as SPSS can hold it: names, types, widths and texts within its limits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from openends.domain.delivery import DeliveredTable, Measure, MultipleResponseSet, Variable
from openends.domain.survey import Cell
from openends.files.spss.spss_names import set_names, variable_names

#: Bytes, in UTF-8, of a value, of the label of a variable or a set, and of the label of a value.
LONGEST_TEXT = 32_767
LONGEST_LABEL = 255
LONGEST_VALUE_LABEL = 120
#: SPSS's numbers have 53 bits; a longer whole number would become another one.
_LARGEST_WHOLE = 2**53
#: The largest numbers of all stand for a missing value and for the ends of a range.
_TOO_LARGE = 1e308
#: Characters and digits after the point that SPSS shows of a number at most, and by itself.
_WIDEST, _MOST_DECIMALS, _USUAL_WIDTH = 40, 16, 8
#: Widest column that a text is shown in.
_WIDEST_COLUMN = 40
_TRUTH = {0: "false", 1: "true"}


@dataclass(frozen=True, kw_only=True, slots=True)
class SpssVariable:
    """A variable of a file of SPSS: numbers, or texts of a fixed width."""

    name: str
    label: str
    values: Sequence[Cell]
    measure: Measure
    #: Bytes of the longest text; 0 for numbers.
    width: int = 0
    #: Characters and digits after the point of a number as it is shown.
    shown: int = 0
    decimals: int = 0
    value_labels: Mapping[int, str]
    missing: tuple[int, ...] = ()

    @property
    def format(self) -> str:
        """How values are written, in SPSS's words: F8.2, A20."""
        return f"A{self.width}" if self.width else f"F{self.shown}.{self.decimals}"

    @property
    def column_width(self) -> int:
        """Characters of the column in which SPSS shows the variable."""
        return min(max(self.width, self.shown, _USUAL_WIDTH), _WIDEST_COLUMN)

    def texts(self) -> Iterator[str | None]:
        """Yield a text per row, within what SPSS holds."""
        return (None if _is_empty(value) else _text(value) for value in self.values)

    def numbers(self) -> Iterator[float | None]:
        """Yield a number per row."""
        return (None if _is_empty(value) else float(value or 0) for value in self.values)


@dataclass(frozen=True, kw_only=True, slots=True)
class SpssTable:
    """Variables and sets under names that SPSS takes."""

    variables: Sequence[SpssVariable]
    sets: Sequence[MultipleResponseSet]


def spss_table(table: DeliveredTable) -> SpssTable:
    """Return the table as SPSS can hold it.

    A column of numbers and texts becomes texts, and so does one with a number that SPSS would
    change. Truth becomes 0 and 1 with labels. What is too long ends with an ellipsis.
    """
    given = [variable.name for variable in table.variables]
    names = dict(zip(given, variable_names(given), strict=True))
    variables = [_variable(variable, names[variable.name]) for variable in table.variables]
    numeric = {variable.name for variable in variables if not variable.width}
    sets = []
    for name, each in zip(set_names([each.name for each in table.sets]), table.sets, strict=True):
        members = tuple(names[member] for member in each.variables)
        # SPSS knows sets of two or more, and ours hold numbers of codes.
        if len(members) > 1 and numeric.issuperset(members):
            label = one_line(each.label, LONGEST_LABEL)
            sets.append(replace(each, name=name, label=label, variables=members))
    return SpssTable(variables=variables, sets=sets)


def one_line(text: str, longest: int) -> str:
    """Return the text on one line and within so many bytes."""
    return _cut(" ".join(_clean(text).split()), longest)


def _variable(variable: Variable, name: str) -> SpssVariable:
    label = variable.label or (variable.name if name != variable.name else "")
    # Each value once, which is quick; by type, as True and 1 are the same to a set.
    pairs = set(zip(map(type, variable.values), variable.values, strict=True))
    values = [value for _, value in pairs if not _is_empty(value)]
    common = SpssVariable(
        name=name,
        label=one_line(label, LONGEST_LABEL),
        values=variable.values,
        measure=variable.measure,
        value_labels={},
    )
    if not _are_numbers(values, variable):
        # SPSS reckons with no text, and has no scale of texts.
        measure = Measure.NOMINAL if variable.measure is Measure.SCALE else variable.measure
        width = max((len(_text(value).encode()) for value in values), default=1)
        return replace(common, measure=measure, width=max(1, width))
    truth = bool(values) and all(isinstance(value, bool) for value in values)
    labels = {
        number: one_line(text, LONGEST_VALUE_LABEL)
        for number, text in (variable.value_labels or (_TRUTH if truth else {})).items()
    }
    numbers = [float(value) for value in values if value is not None]
    shown, decimals = _width_and_decimals(numbers, variable.decimals)
    return replace(
        common,
        shown=shown,
        decimals=decimals,
        value_labels={number: text for number, text in labels.items() if text},
        missing=variable.missing,
    )


def _are_numbers(values: Sequence[Cell], variable: Variable) -> bool:
    if not values:
        return variable.measure is Measure.SCALE or bool(variable.value_labels)
    return all(map(_is_held, values))


def _is_held(value: Cell) -> bool:
    """Tell whether SPSS has the number as it is."""
    if isinstance(value, int):
        return abs(value) <= _LARGEST_WHOLE
    return isinstance(value, float) and abs(value) < _TOO_LARGE


def _is_empty(value: Cell) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _width_and_decimals(numbers: Sequence[float], decimals: int | None) -> tuple[int, int]:
    """Return the characters that show all numbers, and how many of them come after the point."""
    if decimals is None:
        decimals = max(map(_decimals, numbers), default=0)
    ends = (min(numbers), max(numbers)) if numbers else (0.0,)
    before = max(len(f"{number:.0f}") for number in ends)
    decimals = max(0, min(decimals, _MOST_DECIMALS, _WIDEST - before - 1))
    width = before + (decimals + 1 if decimals else 0)
    return min(_WIDEST, max(_USUAL_WIDTH, width)), decimals


def _decimals(number: float) -> int:
    exponent = 0 if number.is_integer() else Decimal(repr(number)).as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _text(value: Cell) -> str:
    # SPSS fills texts with blanks, so blanks at the end are none.
    return _cut(_clean(str(value)), LONGEST_TEXT).rstrip(" ")


def _clean(text: str) -> str:
    """Return the text without what ends a text in C, and without halves of characters."""
    return text.replace("\0", "").encode(errors="replace").decode()


def _cut(text: str, longest: int) -> str:
    content = text.encode()
    if len(content) <= longest:
        return text
    return content[: longest - 3].decode(errors="ignore").rstrip() + "…"
