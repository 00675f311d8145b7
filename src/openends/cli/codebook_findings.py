"""What was found in a codebook, on a terminal or for a program."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from openends.cli.console import open_console
from openends.engine.codebook_check.finding import Finding, Severity
from openends.services.check_report import CheckReport, report_to_dict

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}


def print_findings(report: CheckReport) -> None:
    """Print a table with a row per finding, then what was looked at and how much was found."""
    console = open_console()
    if report.findings:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0), header_style="dim")
        # The word that says how much a finding matters is never broken over two lines.
        table.add_column("", no_wrap=True, width=max(map(len, Severity)))
        table.add_column("where", ratio=2, overflow="fold")
        table.add_column("what, why it matters, and what to do", ratio=5, overflow="fold")
        for finding in report.findings:
            mark = Text(str(finding.severity), style=_STYLES[finding.severity])
            table.add_row(mark, Text(finding.where), _told(finding))
        console.print(table)
    for line in _summary(report):
        console.print(Text(line), soft_wrap=True)


def print_findings_as_json(report: CheckReport) -> None:
    """Print one object with the counts, every finding and every failed test."""
    import sys

    import orjson

    sys.stdout.buffer.write(orjson.dumps(report_to_dict(report)) + b"\n")
    sys.stdout.buffer.flush()


def _told(finding: Finding) -> Text:
    told = Text(finding.what)
    told.append(f" {finding.why}", style="dim")
    told.append(f"\n{finding.do}")
    return told


def _summary(report: CheckReport) -> Iterator[str]:
    looked = [_counted(len(report.codebook), "code")]
    if report.answers:
        looked.append(_counted(report.answers, "answer"))
    if report.codebook.tests:
        passed = sum(test.passed for test in report.tests)
        looked.append(f"{passed:,} of {_counted(len(report.codebook.tests), 'test')} passed")
    found = ", ".join(_counted(report.count(severity), str(severity)) for severity in Severity)
    yield f"{', '.join(looked)}: {found}."


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
