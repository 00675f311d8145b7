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
#: Characters of a column name in a message; a header may be a whole question.
LONGEST_NAME = 60

#: Ids such as R0042 in a row that are no coincidence; "iPhone13" alone is an answer.
FEWEST_IDS = 10
_ID = re.compile(r"[A-Za-z]{0,5}[-_#/]?\d{2,}[A-Za-z]?")
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
        When a column is unknown, empty, holds numbers only or was coded before; or when none was
        named and not exactly one column reads like answers.
    """
    chosen = tuple(dict.fromkeys(find_column(survey, name).name for name in named))
    if not chosen:
        chosen = (_only_candidate(survey),)
    for name in chosen:
        _check_text(survey, survey.column(name))
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
    """Return the column of that name, case and white space apart where none has it exactly.

    Raises
    ------
    ColumnProblem
        When there is none; says which there are and which is nearest.
    """
    for same in (str, _key):
        for column in survey.columns:
            if same(column.name) == same(name):
                return column
    from rapidfuzz.process import extractOne

    nearest = extractOne(name, survey.names, processor=_key, score_cutoff=60)
    hint = f" (did you mean '{_shown(nearest[0])}'?)" if nearest else ""
    raise ColumnProblem(
        f"{_file(survey)} has no column '{_shown(name)}'{hint}; it has {_listed(survey.names)}."
    )


def _check_text(survey: Survey, column: Column) -> None:
    where = f"Column '{_shown(column.name)}' of {_file(survey)}"
    other = "choose another with --text" if len(survey.columns) > 1 else "give another file"
    written = [str(value).strip() for value in column.values if value is not None]
    written = [value for value in written if value]
    if not written:
        raise ColumnProblem(f"{where} is empty; {other}.")
    if all(_NO_WORDS.match(value) for value in written) and any(
        any(map(str.isdigit, value)) for value in written
    ):
        raise ColumnProblem(f"{where} holds numbers, not answers in words; {other}.")
    if len(written) >= FEWEST_IDS and all(map(_ID.fullmatch, written)):
        raise ColumnProblem(f"{where} holds ids, not answers in words; {other}.")
    if f"{column.name}: status" in survey.names:
        raise ColumnProblem(
            f"{where} was coded before; remove the columns that begin with "
            f"'{_shown(column.name)}: ' or give the original file."
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
    shown = ", ".join(map(_shown, names[:12]))
    return shown if len(names) <= 12 else f"{shown} and {len(names) - 12} more"


def _shown(name: str) -> str:
    """Return a name as it fits into a sentence."""
    line = " ".join(name.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"


def _key(name: str) -> str:
    """Return what counts of a name that a person types."""
    return " ".join(name.split()).casefold()
