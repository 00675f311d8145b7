"""Bring a data file into a project: a question for every column of answers."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from openends.domain.column_role import ColumnMapping, ColumnRole, MappedColumn
from openends.domain.errors import ColumnProblem
from openends.domain.organization import Caller
from openends.domain.project import Question
from openends.domain.survey import Cell, Survey
from openends.files.delivery.short_name import short_name
from openends.services.chosen_columns import background_columns, open_columns
from openends.services.column_signs import as_text
from openends.services.find_question import find_project
from openends.services.ports import Keep, keep_nothing
from openends.store import organizations, questions, responses
from openends.store.database import Database
from openends.store.responses import NewResponse

#: Letters of an id, an answer, a question, and of a background variable and its name: as for every
#: other upload.
MOST_ID, MOST_TEXT, MOST_QUESTION, MOST_FACT, MOST_NAME = 255, 2_000, 2_000, 2_000, 255
#: Whole numbers up to here are the same to every reader of JSON.
_SAFE = 2**53 - 1
#: No database keeps these; every other upload is refused with them, but a file has many cells.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")

Facts = Mapping[str, str | int | float]


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedQuestion:
    """A question that a column became."""

    column: str
    question: Question
    responses: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedSurvey:
    """What a data file brought into a project."""

    project_id: str
    questions: Sequence[ImportedQuestion]
    #: What was done to the file's content to read it, in sentences.
    notes: Sequence[str]


def import_survey(  # noqa: PLR0913 - who, where to, what, when, and who is told
    database: Database,
    caller: Caller,
    project_id: str,
    survey: Survey,
    mapping: ColumnMapping,
    *,
    now: datetime,
    keep: Keep[ImportedSurvey] = keep_nothing,
) -> ImportedSurvey:
    """Add the questions of a file with their responses to a project: all of them or none.

    An open question has a response for every row, also where nothing was written. What belongs to
    "Other" of a closed question has one only where something was: nobody else was asked.

    Raises
    ------
    NotFound
        When the caller has no such project.
    ColumnProblem
        When an id is missing or comes twice, or a cell is longer than can be kept.
    """
    ids = _ids(survey, mapping.id_column)
    facts = _facts(survey, background_columns(mapping))
    found = [(column, _responses(survey, column, ids, facts)) for column in open_columns(mapping)]
    organization = caller.organization.id
    with database.transaction() as connection:
        organizations.lock(connection, organization)
        project = find_project(connection, caller, project_id)
        imported = []
        names = [question.short_name for question in project.questions]
        for column, items in found:
            names.append(_short_name(column.name, names))
            question = questions.create(
                connection,
                organization,
                project.id,
                text=_question(column),
                coding_type=project.coding_type,
                language=project.language,
                short_name=names[-1],
                now=now,
            )
            added, _ = responses.add(connection, organization, question.id, items, now)
            imported.append(
                ImportedQuestion(column=column.name, question=question, responses=added)
            )
        done = ImportedSurvey(
            project_id=project.id, questions=tuple(imported), notes=survey.warnings
        )
        keep(connection, done)
    return done


def _question(column: MappedColumn) -> str:
    return _kept(column.label or column.name)[:MOST_QUESTION]


def _short_name(column: str, taken: Sequence[str]) -> str:
    """Return the column's name as variables can begin with it; "" where it has other letters."""
    name = short_name(column, taken)
    return name if name.isascii() else ""


def _kept(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", text)


def _ids(survey: Survey, column: str | None) -> list[str]:
    """Return an id per row; rows are numbered where no column has them."""
    if column is None:
        return [str(number) for number in range(1, len(survey) + 1)]
    ids = [_kept(as_text(value)) for value in survey.column(column).values]
    rows: dict[str, int] = {}
    for row, identity in enumerate(ids, start=1):
        where = f"Column '{column}', which is mapped as id, "
        if not identity:
            raise ColumnProblem(
                f"{where}is empty for respondent {row}; give everybody an id, or map no column as "
                "id to number the rows."
            )
        if len(identity) > MOST_ID:
            raise ColumnProblem(
                f"{where}has {len(identity):,} letters for respondent {row}; ids have at most "
                f"{MOST_ID}."
            )
        first = rows.setdefault(identity, row)
        if first != row:
            raise ColumnProblem(
                f"{where}has '{identity[:40]}' for the respondents {first} and {row}; give "
                "everybody an id of their own, or map another column."
            )
    return ids


def _facts(survey: Survey, names: Sequence[str]) -> list[Facts]:
    """Return what is known about each respondent; empty cells are left out."""
    facts: list[dict[str, str | int | float]] = [{} for _ in range(len(survey))]
    for name in names:
        if len(name) > MOST_NAME:
            raise ColumnProblem(
                f"Column '{name[:40]}…' has a name of {len(name):,} letters; background variables "
                f"have at most {MOST_NAME}: shorten it or map it as ignore."
            )
        for row, value in enumerate(survey.column(name).values):
            fact = _fact(value)
            if isinstance(fact, str) and len(fact) > MOST_FACT:
                raise _too_long(name, row, len(fact), MOST_FACT)
            if fact != "":
                facts[row][_kept(name)] = fact
    return list(facts)


def _fact(value: Cell) -> str | int | float:
    """Return a value as JSON can say it."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return _kept(as_text(value))
    if isinstance(value, int):
        return value if abs(value) <= _SAFE else str(value)
    return value if math.isfinite(value) else str(value)


def _responses(
    survey: Survey, column: MappedColumn, ids: Sequence[str], facts: Sequence[Facts]
) -> list[NewResponse]:
    items = []
    for row, value in enumerate(survey.column(column.name).values):
        text = _kept(as_text(value))
        if len(text) > MOST_TEXT:
            raise _too_long(column.name, row, len(text), MOST_TEXT)
        if text or column.role is ColumnRole.TEXT:
            items.append(NewResponse(id=ids[row], text=text, demographics=facts[row]))
    return items


def _too_long(name: str, row: int, letters: int, most: int) -> ColumnProblem:
    return ColumnProblem(
        f"Column '{name[:60]}' has {letters:,} letters for respondent {row + 1}; at most {most:,} "
        "are kept: shorten the cell or map the column as ignore."
    )
