"""Find the columns to code: as named by the researcher, or guessed."""

from __future__ import annotations

from collections.abc import Sequence

from openends.domain.column_role import ColumnRole
from openends.domain.errors import ColumnProblem
from openends.domain.survey import Column, Survey
from openends.services.column_signs import holds_ids, holds_no_words, written
from openends.services.map_columns import find_id_column, map_columns

#: Characters of a column name in a message; a header may be a whole question.
LONGEST_NAME = 60
_WITH_TEXT = "choose another with --text"


def choose_text_columns(survey: Survey, named: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the columns that hold the answers.

    Parameters
    ----------
    survey:
        The data file.
    named:
        Names that the researcher gave, case apart; empty to guess.

    Raises
    ------
    ColumnProblem
        When a column is unknown, empty, holds numbers only or was coded before; or when none was
        named and not exactly one column reads like answers.
    """
    chosen = tuple(dict.fromkeys(find_column(survey, name).name for name in named))
    if not chosen:
        chosen = (_only_candidate(survey),)
    for name in chosen:
        check_text(survey, survey.column(name))
    return chosen


def _only_candidate(survey: Survey) -> str:
    candidates = text_candidates(survey)
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        raise ColumnProblem(
            f"No column of {_file(survey)} reads like answers in words; name one of "
            f"{_listed(survey.names)} with --text."
        )
    raise ColumnProblem(
        f"Several columns of {_file(survey)} read like answers: {_listed(candidates)}; choose "
        f"with --text '{_shown(candidates[0])}' (may be given several times)."
    )


def text_candidates(survey: Survey) -> list[str]:
    """Return the columns that read like answers, the wordiest first.

    What was written beside "Other" of a closed question counts where there is nothing else.
    """
    mapping = map_columns(survey)
    found = mapping.of(ColumnRole.TEXT) or mapping.of(ColumnRole.OTHER_SPECIFY)
    return [column.name for column in sorted(found, key=lambda column: -column.confidence)]


def choose_id_column(survey: Survey, named: str | None) -> str | None:
    """Return the column that identifies respondents; None to number the rows.

    A column with a usual name ("id", "respondent_id" ...) and distinct values is taken by itself.
    """
    if named is not None:
        return find_column(survey, named).name
    return find_id_column(survey)


def find_column(survey: Survey, name: str) -> Column:
    """Return the column of that name, case and white space apart where none has it exactly.

    Raises
    ------
    ColumnProblem
        When there is none; says which there are and which is nearest.
    """
    for same in (str, column_key):
        for column in survey.columns:
            if same(column.name) == same(name):
                return column
    from rapidfuzz.process import extractOne

    nearest = extractOne(name, survey.names, processor=column_key, score_cutoff=60)
    hint = f" (did you mean '{_shown(nearest[0])}'?)" if nearest else ""
    raise ColumnProblem(
        f"{_file(survey)} has no column '{_shown(name)}'{hint}; it has {_listed(survey.names)}."
    )


def check_text(survey: Survey, column: Column, remedy: str = _WITH_TEXT) -> None:
    """Raise ``ColumnProblem`` when a column holds no answers in words, or was coded before.

    Parameters
    ----------
    survey, column:
        The data file and one of its columns.
    remedy:
        What to do about it where the file has other columns, in words.
    """
    where = f"Column '{_shown(column.name)}' of {_file(survey)}"
    other = remedy if len(survey.columns) > 1 else "give another file"
    cells = written(column)
    if not cells:
        raise ColumnProblem(f"{where} is empty; {other}.")
    if holds_no_words(cells):
        raise ColumnProblem(f"{where} holds numbers, not answers in words; {other}.")
    if holds_ids(cells):
        raise ColumnProblem(f"{where} holds ids, not answers in words; {other}.")
    if f"{column.name}: status" in survey.names:
        raise ColumnProblem(
            f"{where} was coded before; remove the columns that begin with "
            f"'{_shown(column.name)}: ' or give the original file."
        )


def _file(survey: Survey) -> str:
    return survey.source or "the input"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(map(_shown, names[:12]))
    return shown if len(names) <= 12 else f"{shown} and {len(names) - 12} more"


def _shown(name: str) -> str:
    """Return a name as it fits into a sentence."""
    line = " ".join(name.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"


def column_key(name: str) -> str:
    """Return what counts of a name that a person types."""
    return " ".join(name.split()).casefold()
