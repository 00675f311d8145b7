"""What a check of a codebook found, whoever asked for it, and as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from openends.domain.codebook import Codebook
from openends.engine.codebook_check.finding import Finding, Severity
from openends.engine.codebook_check.test_cases import TriedTest


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckReport:
    """Everything that was found in a codebook."""

    codebook: Codebook
    #: The most important first.
    findings: Sequence[Finding]
    #: Every test case that was tried; empty where the codebook has none or they could not be.
    tests: Sequence[TriedTest]
    #: Coded answers that were looked at; 0 without any.
    answers: int

    def count(self, severity: Severity) -> int:
        """Return how many findings matter that much."""
        return sum(finding.severity is severity for finding in self.findings)


def report_to_dict(report: CheckReport) -> dict[str, Any]:
    """Return the counts, every finding and every failed test."""
    failed = [test for test in report.tests if not test.passed]
    return {
        "codes": len(report.codebook),
        "answers": report.answers,
        **{f"{severity}s": report.count(severity) for severity in Severity},
        "findings": [asdict(finding) for finding in report.findings],
        "tests": {
            "tried": len(report.tests),
            "passed": len(report.tests) - len(failed),
            "failed": [
                {
                    "test": test.place,
                    "text": test.test.text,
                    "codes": test.test.codes,
                    "given": test.given,
                }
                for test in failed
            ],
        },
    }
