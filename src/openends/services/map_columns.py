"""Propose what every column of a data file is for, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openends.domain.column_role import ColumnMapping, ColumnRole, MappedColumn
from openends.domain.survey import Column, Survey
from openends.services.coded_columns import find_coded
from openends.services.column_signs import (
    SAMPLE,
    is_named_as_id,
    why_needless,
    wordiness,
    written,
)
from openends.services.other_columns import OtherColumn, OtherColumns

#: Values that are shown of a column, and letters of each.
EXAMPLES, EXAMPLE_LETTERS = 3, 60
#: Distinct texts from which a column may be short answers, such as brands, and their share.
_MANY, _MOSTLY = 20, 0.3


def map_columns(survey: Survey) -> ColumnMapping:
    """Propose the role of every column.

    Nothing is decided: what a researcher names goes before what is proposed here.
    """
    columns = survey.columns
    if len(columns) == 1:
        alone = _column(columns[0], ColumnRole.TEXT, "It is the only column.", 0.9)
        return ColumnMapping(columns=(alone,))
    identity = find_id_column(survey)
    needless = _needless(survey, identity)
    aside = {*needless, *filter(None, [identity])}
    others = _others(columns, aside)
    scores = {
        column.name: wordiness(column)
        for column in columns
        if column.name not in aside and column.name not in others
    }
    texts = [name for name, score in scores.items() if score > 0]
    coded = find_coded([each for each in columns if each.name not in aside], texts)

    def mapped(column: Column) -> MappedColumn:
        name = column.name
        if name == identity:
            return _id(column)
        if name in needless:
            return _column(column, ColumnRole.IGNORE, needless[name], 0.9)
        if name in others:
            return _other(column, others[name])
        if name in coded:
            return _coded(column, coded[name])
        return _text(column, scores[name]) if scores[name] > 0 else _background(column)

    return ColumnMapping(columns=tuple(map(mapped, columns)))


def _needless(survey: Survey, identity: str | None) -> dict[str, str]:
    """Return the columns that no coding needs, with the reason."""
    names = set(survey.names)
    before = tuple(f"{name}: " for name in survey.names if f"{name}: status" in names)
    found = {}
    for column in survey.columns:
        if before and column.name.startswith(before) and not column.name.endswith(": codes"):
            found[column.name] = "An earlier coding wrote it."
        elif column.name != identity and (reason := why_needless(column)):
            found[column.name] = reason
    return found


def find_id_column(survey: Survey) -> str | None:
    """Return the column with a usual name and a value of its own in every row."""
    for column in survey.columns:
        if is_named_as_id(column):
            values = [value for value in column.values if value is not None]
            if len(values) == len(survey) == len(set(values)):
                return column.name
    return None


def _others(columns: Sequence[Column], aside: set[str]) -> Mapping[str, OtherColumn]:
    found = OtherColumns(columns, aside)
    return {
        column.name: other
        for at, column in enumerate(columns)
        if column.name not in aside and (other := found.find(at))
    }


def _id(column: Column) -> MappedColumn:
    reason = "It is called as ids are, and everybody has a value of their own."
    return _column(column, ColumnRole.ID, reason, 0.95)


def _other(column: Column, other: OtherColumn) -> MappedColumn:
    role = ColumnRole.OTHER_SPECIFY
    return _column(column, role, other.reason, other.confidence, other.closed)


def _coded(column: Column, text: str) -> MappedColumn:
    reason = f"It is called as codes on '{_short(text)}' are, and its values come back."
    return _column(column, ColumnRole.CODED, reason, 0.8, (text,))


def _text(column: Column, score: float) -> MappedColumn:
    reason = "It reads like answers: several words a cell, most of them different."
    # Grows with the score, so that the wordiest column is the surest.
    return _column(column, ColumnRole.TEXT, reason, score / (score + 1))


def _background(column: Column) -> MappedColumn:
    texts = [value for value in column.values if isinstance(value, str)][:SAMPLE]
    distinct = len(set(texts))
    if distinct > _MANY and distinct > _MOSTLY * len(texts):
        reason = (
            "It holds short texts, most of them different; name it as text if they are answers."
        )
        return _column(column, ColumnRole.BACKGROUND, reason, 0.4)
    if not texts:
        return _column(column, ColumnRole.BACKGROUND, "It holds numbers.", 0.7)
    values = "one value" if distinct == 1 else f"{distinct:,} values that come back"
    return _column(column, ColumnRole.BACKGROUND, f"It holds {values}.", 0.8)


def _column(
    column: Column,
    role: ColumnRole,
    reason: str,
    confidence: float,
    belongs_to: tuple[str, ...] = (),
) -> MappedColumn:
    return MappedColumn(
        name=column.name,
        role=role,
        label=column.label,
        reason=reason,
        confidence=confidence,
        belongs_to=belongs_to,
        examples=_examples(column),
    )


def _examples(column: Column) -> tuple[str, ...]:
    return tuple(map(_short, list(dict.fromkeys(written(column)[:SAMPLE]))[:EXAMPLES]))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXAMPLE_LETTERS else line[: EXAMPLE_LETTERS - 1].rstrip() + "…"
