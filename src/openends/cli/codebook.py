"""``openends codebook``: check a codebook before answers are coded with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

CHECK_EXAMPLES = """Examples:

  openends codebook check codes.yaml

  openends codebook check codes.yaml --data survey.csv --text why

  openends codebook check codes.yaml --strict --json
"""
EXAMPLES = CHECK_EXAMPLES


def check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Codebook: .yaml, .json, .csv, .xlsx or .qdc.")
    ],
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="FILE",
            help="A survey (.csv, .xlsx, .sav, .jsonl): which codes nobody has, or too many.",
        ),
    ] = None,
    text: Annotated[
        str | None,
        typer.Option(
            "--text",
            "-t",
            metavar="COLUMN",
            help="Column with the answers.",
            show_default="the one column that reads like answers",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with status 1 for warnings too.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the findings as one JSON object.")
    ] = False,
) -> None:
    """Look a codebook through and try its test cases.

    Ends with status 1 when a test fails or an error is found, else with 0.
    """
    from openends.cli.codebook_findings import print_findings, print_findings_as_json
    from openends.cli.progress import shown_progress
    from openends.domain.errors import InputError
    from openends.engine.codebook_check.finding import Severity
    from openends.services.check_codebook import check_codebook_file

    if text is not None and data is None:
        raise InputError("--text names a column of --data; give the survey's file with --data.")
    with shown_progress(quiet=False) as progress:
        survey = None
        if data is not None:
            from openends.files import read_survey

            survey = read_survey(data)
        report = check_codebook_file(file, survey, [] if text is None else [text], progress)
    if as_json:
        print_findings_as_json(report)
    else:
        print_findings(report)
    if report.count(Severity.ERROR) or (strict and report.count(Severity.WARNING)):
        raise typer.Exit(1)
