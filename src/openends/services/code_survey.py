"""Code the open questions of a data file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from openends.domain.codebook import Codebook, CodingType
from openends.domain.response import Response, ReviewedResponse
from openends.domain.result import CodedQuestion
from openends.domain.survey import Cell, CodedSurvey, Survey
from openends.domain.tabulation import Tabulation
from openends.encoders import Quality, load_encoders
from openends.engine.advice.adviser import Adviser
from openends.engine.encoder import EncoderChoice
from openends.engine.pipeline import Settings, code_question
from openends.engine.progress import Progress, silent
from openends.engine.tabulate.crosstab import check_variable, crosstab
from openends.engine.tabulate.tabulate import tabulate


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionPlan:
    """Which column to code, and how."""

    column: str
    settings: Settings
    #: The codes to give; None builds a codebook.
    codebook: Codebook | None = None
    #: What people decided on answers to it.
    reviewed: Sequence[ReviewedResponse] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CodedFile:
    """A coded data file with the counts of its questions."""

    coded: CodedSurvey
    #: By text column.
    tabulations: dict[str, Tabulation]
    #: How it compares with the earlier run that it repeats, and what is wrong with the files that
    #: were written, in sentences. They stand in no file: a repeated run writes the same ones.
    notes: tuple[str, ...] = ()


def code_survey(  # noqa: PLR0913 - as for coding
    survey: Survey,
    plans: Sequence[QuestionPlan],
    *,
    id_column: str | None = None,
    by: Sequence[str] = (),
    adviser: Adviser | None = None,
    remote: EncoderChoice | None = None,
    progress: Progress = silent,
) -> CodedFile:
    """Code every planned question of a data file, each with its own codebook.

    Parameters
    ----------
    survey:
        The data file.
    plans:
        The questions, in the order of the output.
    id_column:
        Column that identifies respondents; None numbers the rows from 1.
    by:
        Columns with background variables that the counts are broken down by.
    adviser:
        A language model that decides what stays in doubt; None asks nobody.
    remote:
        Returns an encoder elsewhere that reads along; None for none. It is not sent the answers to
        a question on entities, which are told by their spelling.
    progress:
        Told the stage, with the question's column before it where there are several.
    """
    for name in by:
        # Found out before the coding begins.
        check_variable([_text(cell) for cell in survey.column(name).values], name)
    questions: dict[str, CodedQuestion] = {}
    for plan in plans:
        column = survey.column(plan.column)
        settings = plan.settings
        if not settings.question and column.label:
            settings = replace(settings, question=column.label)
        also = None if settings.coding_type is CodingType.ENTITY else remote
        watch = progress if len(plans) == 1 else _prefixed(progress, plan.column)
        questions[plan.column] = code_question(
            responses_of(survey, plan.column, id_column),
            load_encoders=partial(load_encoders, _quality(settings), also=also),
            settings=settings,
            codebook=plan.codebook,
            reviewed=plan.reviewed,
            adviser=adviser,
            progress=watch,
        )
    coded = CodedSurvey(survey=survey, questions=questions, id_column=id_column)
    return CodedFile(
        coded=coded,
        tabulations={
            column: _tabulation(question, survey, by) for column, question in questions.items()
        },
    )


def _tabulation(question: CodedQuestion, survey: Survey, by: Sequence[str]) -> Tabulation:
    tables = [
        crosstab(question, [_text(cell) for cell in survey.column(name).values], name)
        for name in by
    ]
    return replace(tabulate(question), crosstabs=tuple(tables))


def _quality(settings: Settings) -> Quality:
    return "best" if settings.quality == "best" else "fast"


def responses_of(survey: Survey, column: str, id_column: str | None) -> list[Response]:
    """Return the answers in a column; rows are numbered where no column identifies respondents."""
    texts = survey.column(column).values
    ids: Sequence[Cell] = (
        survey.column(id_column).values if id_column else tuple(range(1, len(texts) + 1))
    )
    return [
        Response(id=_text(respondent), text=_text(text))
        for respondent, text in zip(ids, texts, strict=True)
    ]


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _prefixed(progress: Progress, column: str) -> Progress:
    def watch(stage: str, done: int, total: int) -> None:
        progress(f"{column}: {stage}", done, total)

    return watch
