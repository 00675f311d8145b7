"""``openends back-code``: put "Other, specify" back onto the list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

EXAMPLES = """Examples:

  openends back-code survey.sav --closed Q5 --other-text Q5_other --other 97 --out Q5.xlsx

  openends back-code survey.csv --closed Q5_1 --closed Q5_2 --closed Q5_97 --other-text Q5_other
  --other 97 --codebook list.csv --out Q5.xlsx --out Q5.json

  openends back-code week2.csv --closed Q5 --other-text Q5_other --other Other --before Q5.json
  --out Q5_week2.xlsx
"""


def back_code(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help=".csv, .xlsx, .sav, .sss or .jsonl."),
    ],
    closed: Annotated[
        list[str],
        typer.Option(
            "--closed",
            metavar="COLUMN",
            help="Column of the closed question; repeat it where it has one per option or mention.",
        ),
    ],
    other_text: Annotated[
        str,
        typer.Option(metavar="COLUMN", help="Column with what was written beside Other."),
    ],
    other: Annotated[
        str, typer.Option(metavar="NUMBER|NAME", help="The option that is Other, specify.")
    ],
    id_column: Annotated[
        str | None,
        typer.Option(
            "--id",
            metavar="COLUMN",
            help="Column that tells respondents apart.",
            show_default="one named id or the like, else row numbers",
        ),
    ] = None,
    threshold: Annotated[
        float,
        typer.Option(
            min=0,
            max=100,
            metavar="PERCENT",
            help="Percent of everyone asked that a new code needs.",
        ),
    ] = 2,
    codebook: Annotated[
        Path | None,
        typer.Option(
            "--codebook",
            "-c",
            metavar="FILE",
            help="Names of the options by number, and definitions, examples, rules if you have "
            "them.",
        ),
    ] = None,
    before: Annotated[
        Path | None,
        typer.Option(
            metavar="EARLIER.json",
            help="What an earlier run wrote: its new codes keep their numbers, and what it left "
            "in Other is looked at again.",
        ),
    ] = None,
    reviewed: Annotated[
        Path | None,
        typer.Option(
            "--reviewed",
            "-r",
            metavar="FILE",
            help="A workbook of an earlier run in whose sheet Trace you filled the column decided.",
        ),
    ] = None,
    question: Annotated[
        str,
        typer.Option(
            metavar="TEXT",
            help="The question as it was asked.",
            show_default="the variable's label",
        ),
    ] = "",
    language: Annotated[
        str, typer.Option(metavar="auto|CODE", help="Language of the texts, as 'en'.")
    ] = "auto",
    coding_type: Annotated[
        Literal["qualitative", "entity"],
        typer.Option(help="Whether the list holds themes, or brands, products and people."),
    ] = "qualitative",
    max_codes: Annotated[
        int, typer.Option(min=1, max=500, help="New codes at most that are drafted.")
    ] = 40,
    seed: Annotated[int, typer.Option(help="The same seed gives the same codes.")] = 0,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out", "-o", metavar="FILE", help="Result: .xlsx, .csv, .sav or .json; repeatable."
        ),
    ] = None,
) -> None:
    """Put Other answers back onto the list of a closed question, or make new codes of them.

    The question is written before and after, side by side, with what moved and why.
    """
    from openends.cli.back_code_tables import print_back_coding
    from openends.cli.progress import shown_progress
    from openends.domain.codebook import CodingType
    from openends.engine.settings import Settings
    from openends.services.back_code_file import BackCodingOrder, back_code_file

    order = BackCodingOrder(
        data=file,
        closed=closed,
        other_text=other_text,
        other=other,
        id_column=id_column,
        threshold=threshold,
        codebook=codebook,
        before=before,
        reviewed=reviewed,
        settings=Settings(
            question=question.encode("utf-8", "replace").decode(),
            coding_type=CodingType(coding_type),
            language=language.strip().casefold(),
            max_codes=max_codes,
            seed=seed,
        ),
        out=out or (),
    )
    with shown_progress(quiet=False) as progress:
        found = back_code_file(order, progress)
    print_back_coding(found, order.out)
