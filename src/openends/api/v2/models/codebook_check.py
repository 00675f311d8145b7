"""What a check of a codebook finds."""

from __future__ import annotations

from pydantic import Field

from openends.api.v2.models.base import Answer, Count, Uuid
from openends.engine.codebook_check.finding import Severity


class FindingShown(Answer):
    """Something in a codebook to put right or to know of."""

    check: str = Field(description="Name of the check, the same in every version.")
    severity: Severity
    codes: list[str] = Field(description="Names; empty where it is about the whole codebook.")
    where: str
    what: str
    why: str
    do: str
    figure: float | None = Field(description="What was compared with the check's threshold.")


class FailedTest(Answer):
    """A test case that does not get its codes."""

    test: int = Field(ge=1, description="Place in the codebook's list.")
    text: str
    codes: list[str]
    given: list[str]


class TestsTried(Answer):
    """What became of the test cases."""

    tried: Count
    passed: Count
    failed: list[FailedTest]


class CodebookCheck(Answer):
    """What was looked at in a codebook, and what was found."""

    project_id: Uuid
    question_id: Uuid
    codes: Count
    answers: Count = Field(description="Coded responses that were looked at.")
    errors: Count
    warnings: Count
    notes: Count
    findings: list[FindingShown] = Field(description="The most important first.")
    tests: TestsTried
