"""Read what people decided in the sheet Trace of a back-coded workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from openends.domain.errors import FileProblem
from openends.domain.survey import Cell
from openends.files.delivery.back_coded import DECIDED, RESPONDENT, TRACE
from openends.files.formula import unguard_formula
from openends.files.read_survey import read_survey


def read_decisions(path: Path, options: Mapping[int, str], *, single: bool) -> dict[str, list[int]]:
    """Return, by respondent, the numbers that a person wrote into the column ``decided``.

    Parameters
    ----------
    path:
        The workbook, or a table with the columns ``respondent`` and ``decided``.
    options:
        The list with its new codes: names by number.
    single:
        True where a respondent has one punch.

    Raises
    ------
    FileProblem
        When a column is missing, or a decision names what is not on the list.
    """
    survey = read_survey(path, TRACE)
    lacking = {RESPONDENT, DECIDED} - set(survey.names)
    if lacking:
        raise FileProblem(
            f"{path.name} has no column '{min(lacking)}'; give the workbook that openends "
            f"back-code wrote, with its column '{DECIDED}' filled in the sheet {TRACE}."
        )
    decisions = {}
    for who, cell in zip(
        survey.column(RESPONDENT).values, survey.column(DECIDED).values, strict=True
    ):
        if who is None or cell is None or not str(cell).strip():
            continue
        respondent = str(unguard_formula(_plain(who)))
        numbers = [_number(part, options) for part in str(_plain(cell)).split(";")]
        if None in numbers or (single and len(numbers) > 1):
            raise FileProblem(
                f"{path.name} decides '{str(cell)[:40]}' for respondent {respondent}; give "
                f"{'one number' if single else 'numbers between semicolons'} of the list."
            )
        decisions[respondent] = [number for number in numbers if number is not None]
    return decisions


def _number(part: str, options: Mapping[int, str]) -> int | None:
    """Return the number of an option that is given by number or name."""
    word = part.strip().casefold()
    if re.fullmatch(r"\d{1,9}", word, re.ASCII):
        return int(word) if int(word) in options else None
    return next((number for number, name in options.items() if name.casefold() == word), None)


def _plain(cell: Cell) -> Cell:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
