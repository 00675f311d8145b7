"""Write the syntax that gives a data file its labels, missing values, levels and sets in SPSS."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from openends.domain.delivery import DeliveredTable, MultipleResponseSet
from openends.domain.errors import OutputError
from openends.files.atomic import replacing
from openends.files.spss.spss_table import SpssTable, SpssVariable, spss_table

#: Bytes of a line. SPSS reads 256 in its oldest mode and drops the rest without a word.
_LINE = 240
#: Characters of a piece of a text; each may take four bytes, and quotes are doubled.
_PIECE = 50

_Group = TypeVar("_Group", bound=Hashable)


def write_sps(table: DeliveredTable, path: Path, *, data_file: str, delimiter: str = ",") -> None:
    """Write a syntax file that makes of a data file without labels what ``write_sav`` writes.

    Parameters
    ----------
    table:
        As it is, or will be, in the data file.
    path:
        The target.
    data_file:
        The name by which SPSS finds the data: a .csv, of which the first line names the
        columns, or a .sav.
    delimiter:
        What stands between the values of a .csv.

    Raises
    ------
    OutputError
        When the file cannot be written, or has no variable.
    """
    if not table.variables:
        raise OutputError(f"Cannot write {path}: the table has no variable; choose at least one.")
    spss = spss_table(table)
    commands = ["* Encoding: UTF-8.", *_get(spss, data_file, delimiter), *_dictionary(spss)]
    with replacing(path) as temporary:
        # With its mark; without it SPSS takes the texts for those of the system's code page.
        temporary.write_text("\n\n".join(commands) + "\n", encoding="utf-8-sig", newline="\n")


def _get(table: SpssTable, data_file: str, delimiter: str) -> Iterator[str]:
    name = _literal(data_file)
    if not data_file.casefold().endswith(".csv"):
        yield _command("GET", [["FILE=", *name]])
        return
    yield "SET DECIMAL=DOT."
    yield _command(
        "GET DATA",
        [
            ["/TYPE=TXT"],
            ["/FILE=", *name],
            ["/ENCODING='UTF8'"],
            ["/ARRANGEMENT=DELIMITED"],
            ["/DELIMITERS=", *_literal(delimiter)],
            ["/QUALIFIER='\"'"],
            ["/FIRSTCASE=2"],
            ["/VARIABLES="],
            *([variable.name, variable.format] for variable in table.variables),
        ],
    )


def _dictionary(table: SpssTable) -> Iterator[str]:
    variables = table.variables
    labelled = [[each.name, *_literal(each.label)] for each in variables if each.label]
    if labelled:
        yield _command("VARIABLE LABELS", _apart(labelled))
    groups = _grouped((tuple(each.value_labels.items()), each) for each in variables)
    values = [
        [*names, *(token for pair in labels for token in (str(pair[0]), *_literal(pair[1])))]
        for labels, names in groups
        if labels
    ]
    if values:
        yield _command("VALUE LABELS", _apart(values))
    missing = [
        [*names, f"({', '.join(map(str, numbers))})"]
        for numbers, names in _grouped((each.missing, each) for each in variables)
        if numbers
    ]
    if missing:
        yield _command("MISSING VALUES", _apart(missing))
    levels = _grouped((each.measure, each) for each in variables)
    yield _command(
        "VARIABLE LEVEL", _apart([[*names, f"({level.upper()})"] for level, names in levels])
    )
    if table.sets:
        yield _command("MRSETS", [_set(each) for each in table.sets])


def _set(each: MultipleResponseSet) -> list[str]:
    kind, counted = (
        ("MCGROUP", []) if each.counted is None else ("MDGROUP", [f"VALUE={each.counted}"])
    )
    label = ["LABEL=", *_literal(each.label)] if each.label else []
    # The variables come last: one of them may be called VALUE.
    return [f"/{kind}", f"NAME={each.name}", *label, *counted, "VARIABLES=", *each.variables]


def _grouped(pairs: Iterable[tuple[_Group, SpssVariable]]) -> list[tuple[_Group, list[str]]]:
    """Return the names of the variables that have the same."""
    groups: dict[_Group, list[str]] = {}
    for group, variable in pairs:
        groups.setdefault(group, []).append(variable.name)
    return list(groups.items())


def _apart(items: Sequence[list[str]]) -> list[list[str]]:
    """Put a slash before each but the first."""
    return [items[0], *(["/", *item] for item in items[1:])]


def _literal(text: str) -> list[str]:
    """Return a text in quotes, in pieces that SPSS joins."""
    pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)] or [""]
    quoted = ["'" + piece.replace("'", "''") + "'" for piece in pieces]
    return [quoted[0], *(f"+ {piece}" for piece in quoted[1:])]


def _command(name: str, items: Iterable[list[str]]) -> str:
    """Return a command, each item on lines of its own, which begin with blanks.

    A line that begins without one begins a command where SPSS runs syntax from a file.
    """
    lines = [name]
    for item in items:
        line = " "
        for token in item:
            longer = f"{line} {token}"
            if len(longer.encode()) > _LINE:
                lines.append(line)
                longer = f"    {token}"
            line = longer
        lines.append(line)
    return "\n".join(lines) + "."
