"""Options for what people read: reports and methods pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ReportOption = Annotated[
    Path | None,
    typer.Option(
        "--report", metavar="FILE.html", help="A report to work with: every code, what to review."
    ),
]
ClientReportOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--client-report",
        metavar="FILE",
        help="A page per question to give away: .html, .pdf or .pptx with charts to edit; "
        "repeatable.",
    ),
]
NoVerbatimsOption = Annotated[
    bool, typer.Option("--no-verbatims", help="Quote no answer in the client's report.")
]
MethodsOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.md",
        help="How the answers were coded, for the methods section of a report: .md or .html.",
    ),
]
