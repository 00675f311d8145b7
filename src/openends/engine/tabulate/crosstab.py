"""Count people by code and by a background variable, and say which columns differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from string import ascii_uppercase
from typing import NamedTuple

from openends.domain.codebook import NONE_NUMBER, OTHER_NUMBER, Codebook
from openends.domain.coding import Coding
from openends.domain.crosstab import Crosstab, CrosstabCell, CrosstabColumn, CrosstabRow, RowKind
from openends.domain.errors import InputError
from openends.domain.response import ANSWERED, ResponseStatus
from openends.domain.result import CodedQuestion
from openends.engine.tabulate.significance import (
    LEVEL,
    SMALLEST_BASE,
    SMALLEST_EXPECTED,
    differ,
)

#: Values that a variable may have; each is a column, and a page has no more of them.
MOST_COLUMNS = 20
#: People by kind and name of a row.
People = Counter[tuple[RowKind, str]]
_OTHER, _NONE = "Other", "None / don't know"


def crosstab(coded: CodedQuestion, values: Sequence[str | None], variable: str) -> Crosstab:
    """Return the counts of a question by the values of a background variable.

    Parameters
    ----------
    coded:
        The coded question.
    values:
        The variable's value for each response, in their order; None or blank where unknown.
    variable:
        Its name.

    Raises
    ------
    InputError
        When the variable has no value at all, or more than fit a table.

    Notes
    -----
    Columns are compared in pairs with the two-sided z test for two proportions (pooled variance),
    at the 95 percent level, Bonferroni-corrected for all pairs of a row.
    """
    cleaned = [(value or "").strip() for value in values]
    names = check_variable(cleaned, variable)
    answered = [coding for coding in coded.codings if coding.status in ANSWERED]
    groups = [
        [coding for coding, value in zip(coded.codings, cleaned, strict=True) if value == name]
        for name in names
    ]
    columns = [
        _column(name, letter, group)
        for name, letter, group in zip(names, ascii_uppercase, groups, strict=False)
    ]
    total = _people(answered)
    people = [_people(group) for group in groups]
    rows = [
        _compared(_row(line, len(answered), total, columns, people), columns)
        for line in _lines(coded.codebook, total)
    ]
    return Crosstab(
        variable=variable,
        columns=tuple(columns),
        rows=tuple(rows),
        base=len(answered),
        unknown=sum(not value for value in cleaned),
        method=_method(sum(column.tested for column in columns)),
    )


def check_variable(values: Sequence[str], variable: str) -> list[str]:
    """Return the values that become columns; ``InputError`` where they make no table."""
    names = sorted({value.strip() for value in values if value.strip()}, key=_natural)
    if not names:
        raise InputError(f"The column '{variable}' has no values to tabulate by; name another.")
    if len(names) > MOST_COLUMNS:
        raise InputError(
            f"The column '{variable}' has {len(names):,} values; a table has {MOST_COLUMNS} "
            "columns at most. Group the values, or name another column."
        )
    return names


def _natural(value: str) -> list[tuple[int, int, str]]:
    """Sort 2 before 10, and words as words."""
    parts = re.findall(r"\d{1,18}|\D+|\d+", value.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def _column(name: str, letter: str, group: Sequence[Coding]) -> CrosstabColumn:
    base = sum(coding.status in ANSWERED for coding in group)
    codes = [len({mention.code.number for mention in coding.mentions}) for coding in group]
    given = [count for count in codes if count]
    return CrosstabColumn(
        value=name,
        letter=letter,
        asked=len(group),
        base=base,
        mean_codes=sum(given) / len(given) if given else 0.0,
        tested=base >= SMALLEST_BASE,
    )


class _Line(NamedTuple):
    """What a row is about."""

    kind: RowKind
    name: str
    number: int | None = None
    category: str = ""


def _lines(codebook: Codebook, people: People) -> Iterable[_Line]:
    """Yield the rows: categories by size with their codes by size, then what fits none."""
    categories = sorted(codebook.categories, key=lambda name: -people[RowKind.CATEGORY, name])
    for category in [*categories, ""]:
        if category:
            yield _Line(RowKind.CATEGORY, category)
        codes = [code for code in codebook if code.category == category]
        for code in sorted(codes, key=lambda code: -people[RowKind.CODE, code.name]):
            yield _Line(RowKind.CODE, code.name, code.number, category)
    yield _Line(RowKind.OTHER, _OTHER, OTHER_NUMBER)
    yield _Line(RowKind.NONE, _NONE, NONE_NUMBER)


def _people(codings: Iterable[Coding]) -> People:
    """Count people by row, each once in a row however often they mention it."""
    people: People = Counter()
    for coding in codings:
        people.update({(RowKind.CODE, mention.code.name) for mention in coding.mentions})
        people.update({(RowKind.CATEGORY, mention.code.category) for mention in coding.mentions})
        if coding.status is ResponseStatus.OTHER:
            people[RowKind.OTHER, _OTHER] += 1
        elif coding.status is ResponseStatus.NONE:
            people[RowKind.NONE, _NONE] += 1
    return people


def _row(
    line: _Line,
    base: int,
    total: People,
    columns: Sequence[CrosstabColumn],
    people: Sequence[People],
) -> CrosstabRow:
    def cell(counts: People, everyone: int) -> CrosstabCell:
        count = counts[line.kind, line.name]
        return CrosstabCell(people=count, share=count / everyone if everyone else 0.0)

    return CrosstabRow(
        kind=line.kind,
        name=line.name,
        number=line.number,
        category=line.category,
        total=cell(total, base),
        cells=tuple(
            cell(counts, column.base) for counts, column in zip(people, columns, strict=True)
        ),
    )


def _compared(row: CrosstabRow, columns: Sequence[CrosstabColumn]) -> CrosstabRow:
    """Note for each cell which columns have a lower share."""
    tested = [at for at, column in enumerate(columns) if column.tested]
    pairs = list(combinations(tested, 2))
    lower: dict[int, list[int]] = {at: [] for at in tested}
    for one, two in pairs:
        first, second = row.cells[one], row.cells[two]
        if differ(
            (first.people, columns[one].base), (second.people, columns[two].base), len(pairs)
        ):
            more, less = (one, two) if first.share > second.share else (two, one)
            lower[more].append(less)
    cells = [
        replace(cell, higher_than=tuple(columns[less].letter for less in sorted(lower.get(at, []))))
        for at, cell in enumerate(row.cells)
    ]
    return replace(row, cells=tuple(cells))


def _method(tested: int) -> str:
    if tested < 2:
        return (
            f"Columns are not compared: fewer than two have a base of {SMALLEST_BASE}. Percent of "
            "people, who may have several codes."
        )
    return (
        f"A letter in a cell: its share is higher than that of the column with the letter, at the "
        f"{LEVEL:.0%} level (two-sided z test of two proportions, Bonferroni-corrected for the "
        f"{tested * (tested - 1) // 2} pairs of columns). Columns with a base under "
        f"{SMALLEST_BASE} and shares with fewer than {SMALLEST_EXPECTED} expected people are not "
        "tested. Percent of people, who may have several codes. Sampling error only."
    )
