"""The data file of a Triple-S survey: where it lies, and the field of each variable in its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from openends.domain.errors import FileProblem
from openends.files.check_file import check_file
from openends.files.delimited import read_rows
from openends.files.limits import FILE_BYTES
from openends.files.table import check_size, empty_rows_note
from openends.files.text_encoding import decode_text
from openends.files.triple_s.triple_s_description import DescribedVariable, Description

#: Endings that data files have in practice, the standard's first.
_FIXED, _CSV = (".asc", ".dat", ".txt"), (".csv",)
#: What a file name has that leads out of its folder, or to another part of a file.
_ELSEWHERE = re.compile(r"[/\\:\x00]")
_LINE = re.compile(r"\r\n|\r|\n")

#: Letters with accents from which the code page of a file can be told.
_ENOUGH = 200
#: How often a character or field of a row may belong to a variable, on average.
_SHARED = 10

#: Of each row, the field of each variable.
Fields = list[list[str]]
_FieldOf = Callable[[Sequence[str], DescribedVariable], str]


def find_data(path: Path, described: Description) -> Path:
    """Return the data file beside the XML: the one that it names, or the one of the same name.

    Raises
    ------
    FileProblem
        When it names one elsewhere, or there is none.
    """
    href, endings = described.href, _CSV if described.is_csv else _FIXED
    if href:
        if _ELSEWHERE.search(href) or href in {".", ".."}:
            raise FileProblem(
                f"{path.name} names a data file elsewhere ('{href[:80]}'); put it beside the XML "
                "and write its mere name, or take the href out."
            )
        if path.with_name(href).is_file():
            return path.with_name(href)
    beside = {
        other.suffix.casefold(): other
        for other in sorted(path.parent.iterdir())
        if other.stem == path.stem and other != path and other.is_file()
    }
    for ending in endings:
        if ending in beside:
            return beside[ending]
    raise FileProblem(
        f"The data of {path.name} are missing: put {href or path.stem + endings[0]} beside it."
    )


def read_fields(data: Path, described: Description) -> tuple[Fields, list[str]]:
    """Return of every row the field of every variable, and what had to be done to read them.

    Raises
    ------
    FileProblem
        When it is no text, holds no row, or is not the file that is described.
    """
    check_file(data, "data file", FILE_BYTES)
    text, notes = _decoded(data, described.encoding)
    rows: Sequence[Sequence[str]]
    at: _FieldOf = _csv_field
    if described.is_csv:
        read, opened = read_rows(text, ",")
        every: Sequence[Sequence[str]] = read[described.skip :]
        rows = [row for row in every if any(row)]
        notes += [f"{opened:,} quotation marks of {data.name} were never closed."] * bool(opened)
    else:
        every = _LINE.split(text)[described.skip :]
        rows, at, counted = _columns([line for line in every if line.strip()], described)
        notes += [f"Columns of {data.name} were counted in bytes, as its lines are."] * counted
    if not rows:
        raise FileProblem(f"{data.name} holds no rows; give a file with at least one answer.")
    check_size(data, len(rows), len(described.variables))
    notes += empty_rows_note(sum(map(bool, every)) - len(rows))
    notes += _check_width(data, described, max(map(len, rows)))
    return [[at(row, variable) for variable in described.variables] for row in rows], notes


def _columns(lines: list[str], described: Description) -> tuple[list[str], _FieldOf, bool]:
    """Return lines in which columns are counted, and whether that is in bytes."""
    if described.encoding or not _counts_bytes(lines):
        return lines, _fixed_field, False
    return [line.encode().decode("latin1") for line in lines], _byte_field, True


def _decoded(data: Path, encoding: str) -> tuple[str, list[str]]:
    """Return the text of a data file; one that does not tell its encoding is Windows-1252.

    So says the standard. Files of other code pages go by its name as well, and are told from it
    where they hold enough letters with accents; those in UTF-8 are told at once.
    """
    content = data.read_bytes()
    text, notes = decode_text(content, data)
    is_utf8 = _is_utf8(content)
    named = encoding.strip().casefold()
    if named == "utf-8" and not is_utf8:
        return text, [f"{data.name} is not in UTF-8, as its description says.", *notes]
    accents = len(content.translate(None, bytes(range(128))))
    if named == "windows-1252" or (notes and not is_utf8 and accents < _ENOUGH):
        return content.decode("cp1252", "replace").replace("\x00", ""), []
    return text, list(notes)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _check_width(data: Path, described: Description, widest: int) -> list[str]:
    """Say which variables no row reaches; a CSV has all its fields in every row."""
    what = "field" if described.is_csv else "column"
    taken = sum(
        max(0, min(variable.finish, widest) - variable.start + 1)
        for variable in described.variables
    )
    if taken > _SHARED * widest:
        raise FileProblem(
            f"The variables of {data.name} overlap so that a {what} belongs to more than {_SHARED} "
            "of them; export the survey anew."
        )
    beyond = [variable for variable in described.variables if variable.start > widest]
    if not beyond:
        return []
    if described.is_csv or len(beyond) == len(described.variables):
        raise FileProblem(
            f"'{beyond[0].name}' is said to stand at {what} {beyond[0].start:,} of {data.name}, "
            f"whose longest row has {widest:,}; give the data file that the XML describes."
        )
    return [
        f"No row of {data.name} reaches to '{beyond[0].name}' at {beyond[0].start:,}: it is empty, "
        "or the file is not the one that the XML describes."
    ]


def _counts_bytes(lines: Sequence[str]) -> bool:
    """Tell lines that are equally long in bytes of UTF-8, and not in characters."""
    if all(map(str.isascii, lines)):
        return False
    return len(set(map(len, lines))) > 1 and len({len(line.encode()) for line in lines}) == 1


def _fixed_field(row: Sequence[str], variable: DescribedVariable) -> str:
    return "".join(row[variable.start - 1 : variable.finish])


def _byte_field(row: Sequence[str], variable: DescribedVariable) -> str:
    return _fixed_field(row, variable).encode("latin1").decode("utf-8", "replace")


def _csv_field(row: Sequence[str], variable: DescribedVariable) -> str:
    """Return a field; several stand for the subfields of a multiple, each as wide as the others."""
    fields = row[variable.start - 1 : variable.finish]
    width = variable.spread[1] if variable.spread else 1
    if len(fields) > 1:
        return "".join(part.strip().rjust(width) for part in fields)
    return fields[0] if fields else ""
