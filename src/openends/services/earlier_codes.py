"""The codes that people gave before and that stand in columns of a data file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from openends.domain.codebook import RESERVED_NUMBERS, Code, Codebook, renumber
from openends.domain.column_role import ColumnRole
from openends.domain.errors import ColumnProblem
from openends.domain.survey import Column, Survey
from openends.files.coded_table import SEPARATOR
from openends.files.read_reviewed import CODES, COLUMN, SHEET, TEXT
from openends.files.write_sheets import Sheet
from openends.services.choose_columns import choose_id_column, choose_text_columns, find_column
from openends.services.column_signs import as_text
from openends.services.map_columns import map_columns

_MARKS = frozenset({"", "0", "1"})
#: The number of a code at the end of its column's name: "Q1_c07".
_NUMBER = re.compile(r"\d{1,5}$")


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierCodes:
    """The responses to a question that have codes, and the codebook of these."""

    column: str
    #: Id, verbatim and names of codes of each; none where nothing fitted.
    rows: Sequence[tuple[str, str, tuple[str, ...]]]
    codebook: Codebook

    def sheet(self) -> Sheet:
        """Return the table that ``code --reviewed`` learns from and ``compare`` compares with."""
        return Sheet(
            name=SHEET,
            header=("id", COLUMN, TEXT, CODES),
            rows=[
                [identity, self.column, text, SEPARATOR.join(codes)]
                for identity, text, codes in self.rows
            ],
            widths=(12, 16, 70, 40),
        )


@dataclass(slots=True)
class _Names:
    """Finds the name of what stands in a cell: as the codebook has it, or as it is written."""

    codebook: Codebook | None
    by_number: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.codebook is not None:
            self.by_number = {str(code.number): code.name for code in self.codebook}

    def find(self, written: str, column: str) -> str | None:
        """Return the name; None for a number that stands for no code."""
        number = str(int(written)) if written.isdecimal() else ""
        if number and int(number) in RESERVED_NUMBERS:
            return None
        if self.codebook is None:
            if number:
                raise ColumnProblem(
                    f"Column '{column}' holds numbers of codes, such as {number}; give the "
                    "codebook that names them with --codebook."
                )
            return written
        code = self.codebook.find(written)
        name = code.name if code else self.by_number.get(number)
        if name is None:
            raise ColumnProblem(
                f"Column '{column}' has the code '{written[:60]}', which the codebook lacks; add "
                "it there, or correct the column."
            )
        return name


def read_earlier_codes(
    survey: Survey,
    *,
    text: str | None = None,
    coded: Sequence[str] = (),
    codebook: Codebook | None = None,
) -> EarlierCodes:
    """Return the responses that people coded, out of the columns of a data file.

    A response whose cells are all empty was not coded and is left out. The numbers of other, none
    and no answer stand for no code.

    Parameters
    ----------
    survey:
        The data file.
    text:
        The column with the answers; None for the one that the codes are on.
    coded:
        The columns with the codes; empty for those that ``map_columns`` finds.
    codebook:
        Names the numbers; None takes the names in the file, the most frequent first.

    Raises
    ------
    ColumnProblem
        When there are no such columns, or a code has no name.
    """
    column, names = _columns(survey, text, coded)
    given = [survey.column(name) for name in names]
    looked_up = _Names(codebook)
    marked = len(given) > 1 and all(
        as_text(value) in _MARKS for each in given for value in each.values
    )
    heads = [_head(each, looked_up) for each in given] if marked else []
    identity = choose_id_column(survey, None)
    ids = survey.column(identity).values if identity else range(1, len(survey) + 1)
    rows = []
    for at, (who, answer) in enumerate(zip(ids, survey.column(column).values, strict=True)):
        cells = [as_text(each.values[at]) for each in given]
        if not as_text(answer) or not any(cells):
            continue
        if marked:
            found = [name for name, cell in zip(heads, cells, strict=True) if cell == "1"]
        else:
            found = list(_named(cells, names, looked_up))
        codes = tuple(dict.fromkeys(filter(None, found)))
        rows.append((as_text(who), as_text(answer), codes))
    _check_separator(codes for _, _, codes in rows)
    if not rows:
        raise ColumnProblem(
            f"No answer in '{column}' of {survey.source} has a code in {', '.join(names[:6])}; "
            "name the right columns with --coded."
        )
    return EarlierCodes(
        column=column, rows=rows, codebook=codebook or _build(codes for _, _, codes in rows)
    )


def _columns(survey: Survey, text: str | None, coded: Sequence[str]) -> tuple[str, list[str]]:
    """Return the column of answers and those of its codes."""
    if coded:
        column = choose_text_columns(survey, [text] if text else [])[0]
        return column, list(dict.fromkeys(find_column(survey, name).name for name in coded))
    found: dict[str, list[str]] = {}
    for each in map_columns(survey).of(ColumnRole.CODED):
        found.setdefault(each.belongs_to[0], []).append(each.name)
    wanted = find_column(survey, text).name if text else next(iter(found), None)
    if wanted is None or wanted not in found:
        raise ColumnProblem(
            f"No column of {survey.source} is known to hold codes on "
            f"{repr(wanted) if wanted else 'an open question'}; name those that do with --coded."
        )
    if text is None and len(found) > 1:
        raise ColumnProblem(
            f"{survey.source} has codes on several questions: {', '.join(found)}; choose one with "
            f"--text '{wanted}'."
        )
    return wanted, found[wanted]


def _head(column: Column, names: _Names) -> str | None:
    """Return the code that a column of 1 and 0 stands for: its label, or the number in its name."""
    option = column.label.rpartition(" - ")[2].strip()
    if names.codebook is None:
        return option or column.name
    if option and (code := names.codebook.find(option)):
        return code.name
    if code := names.codebook.find(column.name):
        return code.name
    number = _NUMBER.search(column.name.strip())
    return names.find(number[0] if number else column.name, column.name)


def _named(cells: Sequence[str], columns: Sequence[str], names: _Names) -> Iterable[str | None]:
    for cell, column in zip(cells, columns, strict=True):
        # The name of a code may hold a semicolon itself.
        whole = bool(names.codebook and names.codebook.find(cell))
        for part in [cell] if whole else cell.split(SEPARATOR.strip()):
            if part.strip():
                yield names.find(part.strip(), column)


def _check_separator(rows: Iterable[tuple[str, ...]]) -> None:
    for name in {name for codes in rows for name in codes}:
        if SEPARATOR.strip() in name:
            raise ColumnProblem(
                f"The code '{name[:60]}' has a semicolon in its name, which stands between the "
                "names of an answer; rename it in codebook and file."
            )


def _build(rows: Iterable[tuple[str, ...]]) -> Codebook:
    """Return the codes that were given, the most frequent first; spellings apart are one."""
    counts = Counter(name for codes in rows for name in codes)
    if not counts:
        raise ColumnProblem("The columns with codes give nobody a code; name others with --coded.")
    first: dict[str, str] = {}
    for name, _ in counts.most_common():
        first.setdefault(name.casefold(), name)
    return Codebook(codes=renumber([Code(name=name, number=0) for name in first.values()]))
