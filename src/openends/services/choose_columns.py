"""Find the columns to code: as named by the researcher, or guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openends.domain.errors import ColumnProblem
from openends.domain.survey import Column, Survey

#: Cells that are looked at to guess what a column holds.
SAMPLE = 2_000
#: Mean number of words from which a column reads like answers.
FEWEST_WORDS = 2.2
#: Share of distinct cells from which a column is not a list of categories.
LEAST_DISTINCT = 0.3

_NO_WORDS = re.compile(r"^[\d\s.,:;/+\-%€$£]*$")
_ID_NAMES = frozenset(
    "id respondent_id respondentid respid resp_id responseid response_id uuid record caseid "
    "case_id serial".split()
)


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
        When a column is unknown, empty or holds numbers only; or when none was named and not
        exactly one column reads like answers.
    """
    if named:
        chosen = tuple(dict.fromkeys(find_column(survey, name).name for name in named))
        for name in chosen:
            _check_text(survey, survey.column(name))
        return chosen
    candidates = text_candidates(survey)
    if len(candidates) == 1:
        return (candidates[0],)
    if not candidates:
        raise ColumnProblem(
            f"No column of {_file(survey)} reads like answers in words; name one of "
            f"{_listed(survey.names)} with --text."
        )
    raise ColumnProblem(
        f"Several columns of {_file(survey)} read like answers: {_listed(candidates)}; choose "
        f"with --text '{candidates[0]}' (may be given several times)."
    )


def text_candidates(survey: Survey) -> list[str]:
    """Return the columns that read like answers, the wordiest first."""
    if len(survey.columns) == 1:
        return list(survey.names)
    scored = [(_wordiness(column), column.name) for column in survey.columns]
    return [name for score, name in sorted(scored, key=lambda item: -item[0]) if score > 0]


def choose_id_column(survey: Survey, named: str | None) -> str | None:
    """Return the column that identifies respondents; None to number the rows.

    A column with a usual name ("id", "respondent_id" ...) and distinct values is taken by itself.
    """
    if named is not None:
        return find_column(survey, named).name
    for column in survey.columns:
        if column.name.strip().casefold().replace(" ", "_") in _ID_NAMES:
            values = [value for value in column.values if value is not None]
            if len(values) == len(survey) == len(set(values)):
                return column.name
    return None


def find_column(survey: Survey, name: str) -> Column:
    """Return the column of that name, case and outer spaces apart.

    Raises
    ------
    ColumnProblem
        When there is none; says which there are and which is nearest.
    """
    for wanted in (name, name.strip().casefold()):
        for column in survey.columns:
            if wanted in {column.name, column.name.strip().casefold()}:
                return column
    from rapidfuzz.process import extractOne

    nearest = extractOne(name, survey.names, score_cutoff=60)
    hint = f" Did you mean '{nearest[0]}'?" if nearest else ""
    raise ColumnProblem(
        f"{_file(survey)} has no column '{name}'; it has {_listed(survey.names)}.{hint}"
    )


def _check_text(survey: Survey, column: Column) -> None:
    written = [str(value).strip() for value in column.values if value is not None]
    written = [value for value in written if value]
    if not written:
        raise ColumnProblem(
            f"Column '{column.name}' of {_file(survey)} is empty; choose another with --text."
        )
    if all(_NO_WORDS.match(value) for value in written) and any(
        any(map(str.isdigit, value)) for value in written
    ):
        raise ColumnProblem(
            f"Column '{column.name}' of {_file(survey)} holds numbers, not answers in words; "
            "choose another with --text."
        )


def _wordiness(column: Column) -> float:
    cells = [value.strip() for value in column.values if isinstance(value, str) and value.strip()]
    cells = cells[:SAMPLE]
    if not cells or column.name.strip().casefold() in _ID_NAMES:
        return 0.0
    words = sum(len(re.findall(r"[^\W\d_]{2,}", cell)) for cell in cells) / len(cells)
    distinct = len(set(cells)) / len(cells)
    unspaced = sum(len(re.findall(r"[\u3040-\u9fff\u0e00-\u0e7f]", cell)) for cell in cells)
    words = max(words, unspaced / len(cells) / 2)
    return words * distinct if words >= FEWEST_WORDS and distinct >= LEAST_DISTINCT else 0.0


def _file(survey: Survey) -> str:
    return survey.source or "the input"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:12])
    return shown if len(names) <= 12 else f"{shown} and {len(names) - 12} more"
