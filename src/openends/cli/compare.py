"""``openends compare``: two coders on the same responses."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """Examples:

  openends compare anna.xlsx ben.xlsx

  openends compare people.csv coded.xlsx --text why --out agreement.xlsx

  openends compare anna.xlsx ben.xlsx --adjudicate decide.xlsx
"""


def compare(
    first: Annotated[
        Path,
        typer.Argument(
            metavar="FILE_A",
            help="One coder's codes: what code --out writes, or a table with id and codes.",
        ),
    ],
    second: Annotated[
        Path, typer.Argument(metavar="FILE_B", help="The other coder's, of the same responses.")
    ],
    text: Annotated[
        str | None,
        typer.Option(
            "--text",
            "-t",
            metavar="COLUMN",
            help="The coded column, where a file has several.",
            show_default="the only one",
        ),
    ] = None,
    id_column: Annotated[
        str | None,
        typer.Option(
            "--id",
            metavar="COLUMN",
            help="Column that tells responses apart, of the same name in both files.",
            show_default="one named id or the like",
        ),
    ] = None,
    codebook: Annotated[
        Path | None,
        typer.Option(
            "--codebook",
            "-c",
            metavar="FILE",
            help="The codebook, where one file gives names and the other numbers.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Every figure as .xlsx, .csv or .json."),
    ] = None,
    adjudicate: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.xlsx",
            help="Workbook of the responses on which the two differ, to be decided.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws behind the intervals.")] = 0,
) -> None:
    """Compare two coders, people or machines, on the same responses.

    What each figure means: docs/explanation/reliability.md.
    """
    from openends.cli.reliability_tables import print_comparison
    from openends.services.compare_coders import CompareOrder, compare_files

    order = CompareOrder(
        first=first,
        second=second,
        question=text,
        id_column=id_column,
        codebook=codebook,
        out=out,
        adjudicate=adjudicate,
        seed=seed,
    )
    print_comparison(compare_files(order))
