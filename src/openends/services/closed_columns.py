"""Read a closed question out of a data file's columns: its list, and who punched what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openends.domain.back_coding import ClosedQuestion, Option
from openends.domain.codebook import OTHER_NUMBER, RESERVED_NUMBERS, Codebook
from openends.domain.errors import ColumnProblem, InputError
from openends.domain.survey import Column
from openends.files.delivery.short_name import short_name
from openends.services.option_columns import (
    as_option,
    common_beginning,
    is_option_column,
    question_of,
    read_option_columns,
)
from openends.services.punch_cells import is_blank, whole_number, word_of


@dataclass(frozen=True, slots=True)
class ClosedColumns:
    """A closed question as a file has it."""

    question: ClosedQuestion
    #: One per row: numbers of the options, each once.
    punches: tuple[tuple[int, ...], ...]
    #: One per row: whether anything at all stands in the columns.
    filled: tuple[bool, ...]


def read_closed(
    columns: Sequence[Column],
    other: str,
    *,
    labels: Mapping[str, Mapping[int, str]],
    codebook: Codebook | None,
    text: str = "",
    known: Sequence[Option] = (),
) -> ClosedColumns:
    """Read the columns of a closed question.

    Parameters
    ----------
    columns:
        One, with the number or name of an option; or several: one per option, with 0 and 1 or the
        like, or one per mention.
    other:
        Number or name of "Other, specify".
    labels:
        By column, what its numbers stand for, where the file says it.
    codebook:
        Names of the options by number, and what else is known of them.
    text:
        The question; "" takes it from the columns.
    known:
        Options of an earlier run, whose numbers stay where the file has names only.

    Raises
    ------
    InputError
        When the list or Other cannot be told.
    """
    names = [column.name for column in columns]
    if len(columns) > 1 and all(is_option_column(column, labels) for column in columns):
        options, punches = read_option_columns(columns, labels, codebook)
        number = _other(options, columns, other)
        label = question_of([column.label for column in columns]).rstrip(" -–—:")
    else:
        options = _listed(columns, labels, codebook, known, other)
        number = _other(options, (), other)
        punches = _mentions(columns, options, labels)
        label = columns[0].label
    beginning = names[0] if len(names) == 1 else common_beginning(names).rstrip("_ -.c")
    question = ClosedQuestion(
        name=short_name(beginning or names[0], ()),
        options=tuple(options),
        other=number,
        multiple=len(columns) > 1,
        text=text or label,
    )
    rows = zip(*(column.values for column in columns), strict=True)
    return ClosedColumns(question, punches, tuple(not all(map(is_blank, row)) for row in rows))


def _listed(
    columns: Sequence[Column],
    labels: Mapping[str, Mapping[int, str]],
    codebook: Codebook | None,
    known: Sequence[Option],
    other: str,
) -> list[Option]:
    """Return the options of columns that hold them: as the file or a codebook names them."""
    told = {number: name for column in columns for number, name in _labels(column, labels)}
    codes = {code.number: code for code in codebook or ()}
    if told or codes:
        numbers = dict.fromkeys((*told, *codes))
        options = [as_option(number, told.get(number, ""), codes) for number in numbers]
    else:
        options = _from_cells(columns, known, other)
    # Other stands in no codebook, which keeps its number for what fits no code.
    number = whole_number(other)
    cells = (cell for column in columns for cell in column.values if not is_blank(cell))
    taken = {option.number for option in options}
    if any(word_of(cell) == word_of(other) for cell in cells):
        if number is not None and number not in taken:
            options.append(Option(number=number, name="Other"))
        elif number is None and OTHER_NUMBER not in taken:
            options.append(Option(number=OTHER_NUMBER, name=other.strip()))
    return options


def _labels(column: Column, labels: Mapping[str, Mapping[int, str]]) -> Iterator[tuple[int, str]]:
    yield from labels.get(column.name, {}).items()


def _from_cells(columns: Sequence[Column], known: Sequence[Option], other: str) -> list[Option]:
    """Return the options that the cells name, numbered in their order; Other has 97."""
    cells = [value for column in columns for value in column.values if not is_blank(value)]
    if any(whole_number(value) is not None for value in cells):
        raise InputError(
            f"Column '{columns[0].name}' holds numbers; say what they stand for with --codebook, a "
            "table with the columns 'number' and 'name'."
        )
    names = dict.fromkeys([*(option.name for option in known), *map(str, cells)])
    numbers = {option.name: option.number for option in known}
    taken = {*numbers.values(), *RESERVED_NUMBERS}
    free = (number for number in range(1, 10**9) if number not in taken)
    return [
        Option(
            number=numbers[name]
            if name in numbers
            else OTHER_NUMBER
            if word_of(name) == word_of(other)
            else next(free),
            name=name.strip(),
        )
        for name in names
    ]


def _mentions(
    columns: Sequence[Column],
    options: Sequence[Option],
    labels: Mapping[str, Mapping[int, str]],
) -> tuple[tuple[int, ...], ...]:
    """Read the options that stand in one column, or in one column per mention."""
    by_word = {word_of(option.name): option.number for option in options}
    by_word |= {
        word_of(name): number for column in columns for number, name in _labels(column, labels)
    }
    numbers = {option.number for option in options}
    punches = []
    for row, cells in enumerate(zip(*(column.values for column in columns), strict=True), start=1):
        given: dict[int, None] = {}
        for column, cell in zip(columns, cells, strict=True):
            if is_blank(cell):
                continue
            number = by_word.get(word_of(cell), whole_number(cell))
            if number is None or number not in numbers:
                raise ColumnProblem(
                    f"Row {row} of column '{column.name}' holds an option that the list lacks; add "
                    "it to --codebook, with its number and name."
                )
            given[number] = None
        punches.append(tuple(given))
    return tuple(punches)


def _other(options: Sequence[Option], columns: Sequence[Column], other: str) -> int:
    """Return the number of Other, given as number, name, or column of its own."""
    number = whole_number(other)
    for option in options:
        if option.number == number or word_of(option.name) == word_of(other):
            return option.number
    for column, option in zip(columns, options, strict=False):
        if word_of(column.name) == word_of(other):
            return option.number
    shown = ", ".join(f"{option.number} {option.name}" for option in options[:12])
    raise InputError(
        f"The list has no option '{other}'; name Other with --other by its number or name. The "
        f"list: {shown}."
    )
