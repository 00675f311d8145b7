"""Check the codebook of a stored question, with its test cases and its coded responses."""

from __future__ import annotations

from collections.abc import Sequence

from openends.domain.coding import Coding
from openends.domain.errors import CodebookProblem, InvalidState
from openends.domain.organization import Caller
from openends.domain.project import Question
from openends.engine.codebook_check.check import check_codebook, ranked
from openends.engine.codebook_check.checks import RULE_TOO_SLOW
from openends.engine.codebook_check.test_cases import TriedTest, compare_tests, responses_to_try
from openends.engine.codebook_check.use import check_use
from openends.services.check_report import CheckReport
from openends.services.coding_engine import Engine
from openends.services.find_question import find_question
from openends.services.prepare_coding import prepare_coding
from openends.services.stored_question import load_coded_question
from openends.services.temporary_project import Given
from openends.store import codebooks, codings
from openends.store.codebook_rows import StoredCodebook
from openends.store.coded_rows import CodedRow
from openends.store.database import Database
from openends.store.responses import NewResponse


def check_stored_codebook(
    database: Database, caller: Caller, project_id: str, question_id: str, engine: Engine
) -> CheckReport:
    """Check a question's codebook: its wording, its test cases, and how its codes are used.

    The use is that of the codings as they stand, with what people decided; only the test cases are
    coded, each as beside the question's responses.

    Raises
    ------
    NotFound
        When the caller has no such project or question.
    InvalidState
        When it has no codebook yet.
    """
    with database.reading() as connection:
        question = find_question(connection, caller, project_id, question_id)
        stored = codebooks.load(connection, caller.organization.id, question_id)
        if stored is None:
            raise InvalidState(
                f"Question {question_id} has no codebook to check. Generate one first with POST "
                "/v2/codebook/generate, or import one."
            )
        used, rows = None, []
        if question.coded_count:
            used = load_coded_question(connection, caller, project_id, question_id)
        elif stored.codebook.tests:
            rows = codings.load_all(connection, caller.organization.id, question_id)
    findings = check_codebook(stored.codebook, engine.load_encoders)
    tests: tuple[TriedTest, ...] = ()
    try:
        tests = _tried(question, stored, used.rows if used else rows, engine)
    except CodebookProblem as error:
        # A rule was quick on all that it was tried on, and is not on one of these answers.
        findings.append(RULE_TOO_SLOW.found(error.message))
    findings += (finding for test in tests if (finding := test.finding) is not None)
    if used is not None:
        findings += check_use(used.coded)
    return CheckReport(
        codebook=stored.codebook,
        findings=ranked(findings),
        tests=tests,
        answers=len(used.coded.codings) if used else 0,
    )


def _tried(
    question: Question, stored: StoredCodebook, rows: Sequence[CodedRow], engine: Engine
) -> tuple[TriedTest, ...]:
    """Try the test cases by the codebook alone: what people decided would pass by itself."""
    tried = responses_to_try(stored.codebook)
    if not tried:
        return ()
    beside = [NewResponse(id=row.response_id, text=row.text, language=row.language) for row in rows]
    coder = prepare_coding(
        question,
        [*beside, *(NewResponse(id=each.id, text=each.text) for each in tried)],
        Given(stored.codebook, stored.induced, edited=True),
        engine.load_encoders,
        quality=engine.quality,
        read=engine.read,
    )
    made: Sequence[Coding] = coder.code(len(beside), len(beside) + len(tried))
    return compare_tests(stored.codebook, made)
