"""Read a closed question that has a column per option: 0 and 1, yes and no, ticks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from openends.domain.back_coding import Option
from openends.domain.codebook import Code, Codebook
from openends.domain.survey import Column
from openends.services.punch_cells import is_blank, word_of

#: What stands in a column of its own for an option, where it was punched and where not.
_YES = frozenset("1 yes y x true checked selected mentioned ja sí si oui sim".split())
_NO = frozenset(("0", "no", "n", "false", "unchecked", "not selected", "not mentioned", "nein"))
#: "Q5_c01 Price", "Q5_97": the number that a column's name ends with, and a name after it.
_NUMBERED = re.compile(r"\S*?(\d+)(?:[\s:.)-]+(.*))?", re.DOTALL)
_AFTER_QUESTION = re.compile(r".*(?:\s[-–—]\s|[:?]\s*)", re.DOTALL)


def is_option_column(column: Column, labels: Mapping[str, Mapping[int, str]]) -> bool:
    """Tell whether a column says of one option whether it was punched."""
    told = labels.get(column.name, {})
    if told and set(told) <= {0, 1, 2}:
        return True
    values = {word_of(value) for value in column.values if not is_blank(value)}
    return values <= _YES | _NO or values <= {*_NO, word_of(column.name), word_of(column.label)}


def read_option_columns(
    columns: Sequence[Column],
    labels: Mapping[str, Mapping[int, str]],
    codebook: Codebook | None,
) -> tuple[list[Option], tuple[tuple[int, ...], ...]]:
    """Return the options of columns that have one each, and their punches by row."""
    found = [_NUMBERED.fullmatch(column.name) for column in columns]
    numbers = [int(match[1]) for match in found if match]
    if len(set(numbers)) < len(columns):
        numbers = list(range(1, len(columns) + 1))
    stem = question_of([column.label for column in columns])
    known = {code.number: code for code in codebook or ()}
    options, punched = [], []
    for column, number, match in zip(columns, numbers, found, strict=True):
        name = column.label[len(stem) :].strip() or (match and match[2]) or column.name
        options.append(as_option(number, name, known))
        yes = {
            word_of(label) for value, label in labels.get(column.name, {}).items() if value == 1
        } or {*_YES, word_of(column.name), word_of(column.label)}
        punched.append([not is_blank(value) and word_of(value) in yes for value in column.values])
    rows = zip(*punched, strict=True)
    return options, tuple(
        tuple(number for number, given in zip(numbers, row, strict=True) if given) for row in rows
    )


def as_option(number: int, name: str, codes: Mapping[int, Code]) -> Option:
    """Return an option as the file names it, or as the codebook does where it has the number."""
    code = codes.get(number)
    if code is None:
        return Option(number=number, name=name.strip() or str(number))
    return Option(
        number=number,
        name=code.name,
        definition=code.definition,
        include=code.include,
        examples=code.examples,
        rules=code.rules,
    )


def question_of(labels: Sequence[str]) -> str:
    """Return what all labels begin with, up to its last mark: the question."""
    match = _AFTER_QUESTION.match(common_beginning(labels)) if all(labels) else None
    return match[0] if match and len(labels) > 1 else ""


def common_beginning(texts: Sequence[str]) -> str:
    """Return the letters that all texts begin with."""
    first, last = min(texts), max(texts)
    for at, (one, other) in enumerate(zip(first, last, strict=False)):
        if one != other:
            return first[:at]
    return first
