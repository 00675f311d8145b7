"""Check the roles that a researcher gives the columns of a data file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from openends.domain.column_role import ColumnMapping, ColumnRole, MappedColumn
from openends.domain.errors import ColumnProblem
from openends.domain.survey import Survey
from openends.services.choose_columns import check_text, column_key, find_column

#: Open questions that a file brings at a time.
MOST_QUESTIONS = 20
#: Background variables of a respondent, as for other uploads.
MOST_BACKGROUND = 200

_OPEN = frozenset({ColumnRole.TEXT, ColumnRole.OTHER_SPECIFY})


def check_mapping(survey: Survey, given: Sequence[MappedColumn]) -> ColumnMapping:
    """Return the given roles with the file's own names; columns that are not named are ignored.

    Raises
    ------
    ColumnProblem
        When a column is not in the file, comes twice or cannot have its role; when two are ids,
        none holds answers, or there are too many.
    """
    find = _finder(survey)
    labels = {column.name: column.label for column in survey.columns}
    chosen: dict[str, MappedColumn] = {}
    for column in given:
        name = find(column.name)
        if name in chosen:
            raise ColumnProblem(f"The mapping names column '{name}' twice; give it one role.")
        belongs_to = tuple(map(find, column.belongs_to))
        label = column.label or labels[name]
        chosen[name] = replace(column, name=name, label=label, belongs_to=belongs_to)
    ordered = (
        chosen.get(name) or MappedColumn(name=name, role=ColumnRole.IGNORE) for name in survey.names
    )
    mapping = ColumnMapping(columns=tuple(ordered))
    _check_roles(survey, mapping)
    return mapping


def _finder(survey: Survey) -> Callable[[str], str]:
    """Return how to look up the file's own name of a column, quickly where there are thousands."""
    names = {column_key(name): name for name in reversed(survey.names)}
    exact = frozenset(survey.names)

    def find(name: str) -> str:
        if name in exact:
            return name
        return names.get(column_key(name)) or find_column(survey, name).name

    return find


def open_columns(mapping: ColumnMapping) -> list[MappedColumn]:
    """Return the columns that become questions: open answers, and what was written beside Other."""
    return [column for column in mapping.columns if column.role in _OPEN]


def background_columns(mapping: ColumnMapping) -> list[str]:
    """Return the columns that are kept with each response; closed questions with their Other."""
    closed = {name for each in mapping.of(ColumnRole.OTHER_SPECIFY) for name in each.belongs_to}
    return [
        column.name
        for column in mapping.columns
        if column.role is ColumnRole.BACKGROUND or column.name in closed
    ]


def _check_roles(survey: Survey, mapping: ColumnMapping) -> None:
    ids = mapping.named(ColumnRole.ID)
    if len(ids) > 1:
        raise ColumnProblem(
            f"The mapping has the columns '{ids[0]}' and '{ids[1]}' as id; give one of them "
            "another role, such as background."
        )
    found = open_columns(mapping)
    if not found:
        raise ColumnProblem(
            "The mapping has no column with answers; give one the role text or other_specify."
        )
    if len(found) > MOST_QUESTIONS:
        raise ColumnProblem(
            f"The mapping has {len(found):,} columns with answers; at most {MOST_QUESTIONS} "
            "become questions at a time: give the others the role ignore, and send the file again."
        )
    if len(background_columns(mapping)) > MOST_BACKGROUND:
        raise ColumnProblem(
            f"The mapping has {len(background_columns(mapping)):,} columns of background; at most "
            f"{MOST_BACKGROUND} are kept: give the others the role ignore."
        )
    for column in found:
        check_text(survey, survey.column(column.name), "give it the role ignore")
