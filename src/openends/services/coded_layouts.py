"""Rows of a coded file, in whichever of the known layouts its codes stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from openends.domain.errors import ColumnProblem, FileProblem
from openends.domain.response import ResponseStatus
from openends.domain.survey import Cell, Column, Survey
from openends.files.check_file import check_file
from openends.files.coded_table import SEPARATOR
from openends.files.formula import unguard_formula
from openends.files.limits import FILE_BYTES
from openends.files.read_survey import read_survey
from openends.services.choose_columns import choose_id_column, find_column

#: The sheet of a coded workbook that has a row per respondent.
_SHEET = "Coded"
TEXT, CODES = "text", "codes"
_UNANSWERED = frozenset({ResponseStatus.NO_ANSWER, ResponseStatus.JUNK})


@dataclass(frozen=True, kw_only=True, slots=True)
class CodedRow:
    """One response as a file has it."""

    id: str
    text: str
    codes: tuple[str, ...]
    confidence: float | None = None
    #: False where nothing was answered, as far as the file tells.
    answered: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class CodedTable:
    """A coded file: its rows, and the codes of its codebook as far as it lists them."""

    rows: Sequence[CodedRow]
    codes: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def read_layout(path: Path, question: str | None, id_column: str | None) -> CodedTable:
    """Read a coded file.

    Parameters
    ----------
    path:
        What ``openends code --out`` writes (.xlsx, .csv, .json), or a table or JSON lines with the
        columns ``id`` and ``codes`` (names between semicolons, or a list) and, if known, ``text``.
    question:
        The column whose coding is wanted, where several were coded; else the column with the
        verbatims. None to guess.
    id_column:
        The column that tells responses apart; None for one with a usual name.

    Raises
    ------
    InputError
        When the file cannot be read, or has no codes or no ids.
    """
    if path.suffix.casefold() == ".json":
        return _from_json(path, question)
    survey = _unguarded(read_survey(path, _SHEET), path)
    ending = f": {CODES}"
    coded = [name.removesuffix(ending) for name in survey.names if name.endswith(ending)]
    if coded:
        return _from_coded(survey, _choose(survey.source, coded, question), id_column)
    if CODES not in map(str.casefold, survey.names):
        raise ColumnProblem(
            f"{path.name} has no codes: give what openends code --out writes, or a table with the "
            f"columns 'id' and '{CODES}', the names with semicolons between them."
        )
    return _from_plain(survey, question, id_column)


def parse_codes(cell: Cell, where: str) -> tuple[str, ...]:
    """Return the codes of a cell: a list as JSON writes it, or names between semicolons."""
    written = as_text(cell)
    if written.startswith("["):
        try:
            listed = orjson.loads(written)
        except orjson.JSONDecodeError:
            listed = None
        if isinstance(listed, list):
            if any(isinstance(item, dict | list) for item in listed):
                raise FileProblem(f"{where} has '{CODES}' that are no list of names; correct it.")
            return tuple(filter(None, map(as_text, listed)))
    return tuple(filter(None, (name.strip() for name in written.split(SEPARATOR.strip()))))


def as_text(cell: Any) -> str:
    """Return a cell as text; a number that is whole has no decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _unguarded(survey: Survey, path: Path) -> Survey:
    """Take the guards against formulas away that a .csv result was written with."""
    if path.suffix.casefold() not in {".csv", ".tsv"}:
        return survey
    columns = tuple(
        Column(name=str(unguard_formula(one.name)), values=tuple(map(unguard_formula, one.values)))
        for one in survey.columns
    )
    return Survey(columns=columns, source=survey.source, warnings=survey.warnings)


def _choose(source: str, coded: Sequence[str], question: str | None) -> str:
    if question is None:
        if len(coded) == 1:
            return coded[0]
        raise ColumnProblem(
            f"{source} has the codes of {len(coded)} questions: {', '.join(coded)}; choose one "
            f"with --text '{coded[0]}'."
        )
    for name in coded:
        if name.casefold() == question.strip().casefold():
            return name
    raise ColumnProblem(f"{source} has no coded column '{question}'; it has {', '.join(coded)}.")


def _from_coded(survey: Survey, question: str, id_column: str | None) -> CodedTable:
    ids = _ids(survey, id_column)
    pattern = re.compile(rf"{re.escape(question)}: (.*) \((\d+)\)", re.DOTALL)
    given = {
        match[1]: survey.column(name).values
        for name in survey.names
        if (match := pattern.fullmatch(name))
    }
    cell = _cells(survey, question)
    rows = []
    for at, identity in enumerate(ids):
        where = f"Response {identity} of {survey.source}"
        named = parse_codes(cell("codes", at), where)
        marked = tuple(name for name, values in given.items() if values[at] == 1)
        if given and _pieces(named) != _pieces(marked):
            raise FileProblem(
                f"{where} has other names in '{question}: {CODES}' than its columns of 1 and 0 "
                "give; correct one of them, or remove the columns of 1 and 0."
            )
        confidence = cell("confidence", at)
        rows.append(
            CodedRow(
                id=identity,
                text=as_text(cell("", at)),
                codes=marked if given else named,
                confidence=float(confidence) if isinstance(confidence, int | float) else None,
                answered=as_text(cell("status", at)) not in _UNANSWERED,
            )
        )
    return CodedTable(rows=rows, codes=tuple(given))


def _cells(survey: Survey, question: str) -> Callable[[str, int], Cell]:
    """Return how to look up a field of the question's coding; "" is the verbatim."""

    def cell(name: str, at: int) -> Cell:
        column = f"{question}: {name}" if name else question
        return survey.column(column).values[at] if column in survey.names else None

    return cell


def _pieces(names: Sequence[str]) -> frozenset[str]:
    """Return what stands between semicolons; the name of a code may hold some itself."""
    return frozenset(part.strip() for name in names for part in name.split(SEPARATOR.strip()))


def _from_plain(survey: Survey, question: str | None, id_column: str | None) -> CodedTable:
    ids = _ids(survey, id_column)
    codes = find_column(survey, CODES).values
    texts = _texts(survey, question)
    rows = [
        CodedRow(
            id=identity,
            text=as_text(texts[at]) if texts else "",
            codes=parse_codes(codes[at], f"Response {identity} of {survey.source}"),
            answered=not texts or bool(as_text(texts[at])),
        )
        for at, identity in enumerate(ids)
    ]
    return CodedTable(rows=rows, codes=(), warnings=survey.warnings)


def _texts(survey: Survey, question: str | None) -> Sequence[Cell] | None:
    if question is not None and question in survey.names:
        return survey.column(question).values
    return survey.column(TEXT).values if TEXT in survey.names else None


def _ids(survey: Survey, named: str | None) -> Iterator[str]:
    name = choose_id_column(survey, named) or _named_as_ids_are(survey)
    if name is None:
        raise ColumnProblem(
            f"{survey.source} has no column with ids, by which the responses of two files are "
            "matched; name it with --id, or add a column 'id'."
        )
    return map(as_text, survey.column(name).values)


def _named_as_ids_are(survey: Survey) -> str | None:
    """Return the column with a usual name for ids, though its values are not distinct."""
    for column in survey.columns:
        alone = Column(name=column.name, values=tuple(range(len(survey))))
        if choose_id_column(Survey(columns=(alone,)), None):
            return column.name
    return None


def _from_json(path: Path, question: str | None) -> CodedTable:
    check_file(path, "file", FILE_BYTES)
    try:
        coded = {item["column"]: item for item in orjson.loads(path.read_bytes())["questions"]}
        found = coded[_choose(path.name, list(coded), question)]
        rows = [
            CodedRow(
                id=as_text(item["id"]),
                text=as_text(item["text"]),
                codes=tuple(str(mention["code"]) for mention in item["mentions"]),
                confidence=item["confidence"],
                answered=item["status"] not in _UNANSWERED,
            )
            for item in found["responses"]
        ]
        codes = tuple(str(entry["name"]) for entry in found["codebook"]["codes"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileProblem(
            f"{path.name} is no result of openends code --out; give that, or a table with the "
            f"columns 'id' and '{CODES}'."
        ) from error
    return CodedTable(rows=rows, codes=codes)
