"""``openends verify``: percentages with their coding error."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """Examples:

  openends verify draw coded.xlsx --out sample.xlsx

  openends verify report sample.xlsx
"""
DRAW_EXAMPLES = """Examples:

  openends verify draw coded.xlsx --out sample.xlsx

  openends verify draw coded.csv --text why --size 400 --seed 7 --out sample.xlsx
"""
REPORT_EXAMPLES = """Examples:

  openends verify report sample.xlsx

  openends verify report sample.xlsx --out corrected.csv
"""


def draw(
    coded: Annotated[
        Path,
        typer.Argument(
            metavar="CODED", help="What code --out writes, or a table with id, text and codes."
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="FILE.xlsx", help="Workbook in which to check."),
    ],
    size: Annotated[int, typer.Option(min=1, metavar="N", help="Responses to check.")] = 200,
    text: Annotated[
        str | None,
        typer.Option(
            "--text",
            "-t",
            metavar="COLUMN",
            help="The coded column, where the file has several.",
            show_default="the only one",
        ),
    ] = None,
    id_column: Annotated[
        str | None,
        typer.Option(
            "--id",
            metavar="COLUMN",
            help="Column that tells responses apart.",
            show_default="one named id or the like",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed draws the same.")] = 0,
) -> None:
    """Draw responses whose codes a person checks: rare codes and doubtful ones get their part."""
    from openends.cli.reliability_tables import print_drawn
    from openends.services.verify_coding import DrawOrder, draw_verification

    order = DrawOrder(
        coded=coded, out=out, question=text, id_column=id_column, size=size, seed=seed
    )
    print_drawn(draw_verification(order), str(out))


def report(
    sample: Annotated[
        Path,
        typer.Argument(metavar="SAMPLE.xlsx", help="What verify draw wrote, filled in."),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Every figure as .xlsx, .csv or .json."),
    ] = None,
) -> None:
    """Correct each code's percentage by the checked sample, with a margin for both errors.

    What each figure means: docs/explanation/reliability.md.
    """
    from openends.cli.reliability_tables import print_verification
    from openends.services.verify_coding import report_verification

    print_verification(report_verification(sample, out))
