"""Check a codebook file, with its test cases and, where given, with a survey's answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from openends.domain.codebook import Codebook
from openends.domain.errors import CodebookProblem
from openends.domain.response import Response
from openends.domain.result import CodedQuestion
from openends.domain.survey import Survey
from openends.encoders import load_encoders
from openends.engine.codebook_check.check import check_codebook, ranked
from openends.engine.codebook_check.checks import RULE_TOO_SLOW
from openends.engine.codebook_check.finding import Finding
from openends.engine.codebook_check.test_cases import TriedTest, compare_tests, responses_to_try
from openends.engine.codebook_check.use import check_use
from openends.engine.pipeline import code_question
from openends.engine.progress import Progress, silent
from openends.engine.settings import Settings
from openends.files import read_codebook
from openends.services.check_report import CheckReport
from openends.services.choose_columns import choose_text_columns


def check_codebook_file(
    path: Path, survey: Survey | None = None, text: Sequence[str] = (), progress: Progress = silent
) -> CheckReport:
    """Check a codebook file.

    Parameters
    ----------
    path:
        The codebook.
    survey:
        Answers to code with it; None for none.
    text:
        The column that holds them; empty to guess.
    progress:
        Told the stage and how far it is.

    Raises
    ------
    InputError
        When the codebook, the survey or the column cannot be used.
    """
    codebook = read_codebook(path)
    answers = [] if survey is None else _answers(survey, text)
    findings = check_codebook(codebook, partial(load_encoders, "fast"), progress)
    tests: tuple[TriedTest, ...] = ()
    tried = responses_to_try(codebook)
    if answers or tried:
        try:
            coded = _code([*answers, *tried], codebook, progress)
        except CodebookProblem as error:
            # A rule was quick on all that it was tried on, and is not on one of these answers.
            findings.append(RULE_TOO_SLOW.found(error.message))
        else:
            tests = compare_tests(codebook, coded.codings[len(answers) :])
            findings += _from_answers(coded, len(answers), tests)
    return CheckReport(
        codebook=codebook, findings=ranked(findings), tests=tests, answers=len(answers)
    )


def _answers(survey: Survey, text: Sequence[str]) -> list[Response]:
    (name, *_) = choose_text_columns(survey, text)
    return [
        Response(id=str(row), text="" if cell is None else str(cell))
        for row, cell in enumerate(survey.column(name).values, start=1)
    ]


def _code(responses: Sequence[Response], codebook: Codebook, progress: Progress) -> CodedQuestion:
    """Code answers and test cases in one pass: each is coded as beside the others in a survey."""
    return code_question(
        responses,
        load_encoders=partial(load_encoders, "fast"),
        settings=Settings(coding_type=codebook.coding_type),
        codebook=codebook,
        progress=progress,
    )


def _from_answers(
    coded: CodedQuestion, answers: int, tests: Sequence[TriedTest]
) -> Iterator[Finding]:
    yield from (finding for test in tests if (finding := test.finding) is not None)
    if answers:
        yield from check_use(replace(coded, codings=coded.codings[:answers]))
