"""``openends columns``: tell what the columns of a data file hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """Examples:

  openends columns survey.xlsx

  openends columns export.csv --json

  openends columns coded.sav --coded-out earlier.xlsx --codebook-out codes.yaml
"""


def columns(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=".csv, .xlsx, .sav, .sss or .jsonl.")
    ],
    coded_out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write codes that people gave before (.xlsx), for code --reviewed and compare.",
        ),
    ] = None,
    text: Annotated[
        str | None,
        typer.Option(
            "--text",
            "-t",
            metavar="COLUMN",
            help="Column with the answers that were coded.",
            show_default="the one that has codes",
        ),
    ] = None,
    coded: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="Column with their codes; repeatable.",
            show_default="those that are found",
        ),
    ] = None,
    codebook: Annotated[
        Path | None,
        typer.Option("--codebook", "-c", metavar="FILE", help="Codebook that names the numbers."),
    ] = None,
    codebook_out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Codebook of the codes: .yaml, .json, .csv, .xlsx, .qdc."
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the columns as one JSON object.")
    ] = False,
) -> None:
    """Say what every column is taken for, and why; bring earlier codes along."""
    from openends.cli.column_table import print_columns, print_columns_as_json, print_earlier
    from openends.domain.errors import InputError
    from openends.files import read_survey
    from openends.services.map_columns import map_columns

    if coded_out is None and (text or coded or codebook or codebook_out):
        raise InputError(
            "--text, --coded, --codebook and --codebook-out are about codes that people gave; "
            "say with --coded-out where to write these."
        )
    survey = read_survey(file)
    if coded_out is not None:
        from openends.services.bring_codes import CodesOrder, bring_codes

        order = CodesOrder(
            data=file,
            out=coded_out,
            text=text,
            coded=coded or (),
            codebook=codebook,
            codebook_out=codebook_out,
        )
        earlier = bring_codes(survey, order)
    mapping = map_columns(survey)
    if as_json:
        print_columns_as_json(survey, mapping)
    elif coded_out is None:
        print_columns(survey, mapping)
    else:
        print_earlier(earlier, order)
