"""``openends waves``: what changed from wave to wave, and whether it is real."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

EXAMPLES = """Examples:

  openends waves spring.xlsx autumn.xlsx --codebook spring.yaml

  openends waves spring.xlsx autumn.xlsx --codebook spring.yaml --second-codebook autumn.yaml

  openends waves spring.csv autumn.csv --bridge autumn_coded_as_in_spring.csv --out changes.xlsx
"""


def waves(
    first: Annotated[
        Path,
        typer.Argument(
            metavar="FIRST",
            help="The earlier wave: what code --out writes, or a table with id and codes.",
        ),
    ],
    second: Annotated[Path, typer.Argument(metavar="SECOND", help="The later wave.")],
    codebook: Annotated[
        Path | None,
        typer.Option(
            "--codebook",
            "-c",
            metavar="FILE",
            help="Codebook of the first wave; the machine codes responses of the second by it.",
        ),
    ] = None,
    second_codebook: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Codebook of the second wave: its numbers tell what was renamed."
        ),
    ] = None,
    bridge: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Responses of the second wave, drawn by chance, that people coded as in the "
            "first.",
        ),
    ] = None,
    reviewed: Annotated[
        Path | None,
        typer.Option(
            "--reviewed",
            "-r",
            metavar="FILE",
            help="What people decided in the first wave, as code --reviewed takes it.",
        ),
    ] = None,
    sample: Annotated[
        int,
        typer.Option(min=1, metavar="N", help="Responses that the machine codes both ways."),
    ] = 2000,
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
            help="Column that tells responses apart, of the same name in all files.",
            show_default="one named id or the like",
        ),
    ] = None,
    quality: Annotated[
        Literal["fast", "best"], typer.Option(help="As the first wave was coded with.")
    ] = "fast",
    seed: Annotated[int, typer.Option(min=0, help="The same seed draws the same.")] = 0,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Every figure as .xlsx, .csv or .json."),
    ] = None,
) -> None:
    """Compare two waves: is a change real, or does the new coding make it?

    The method: docs/explanation/real-change.md.
    """
    from openends.cli.progress import shown_progress
    from openends.cli.wave_tables import print_waves
    from openends.services.compare_waves import WavesOrder, compare_wave_files

    order = WavesOrder(
        first=first,
        second=second,
        bridge=bridge,
        codebook=codebook,
        second_codebook=second_codebook,
        reviewed=reviewed,
        question=text,
        id_column=id_column,
        sample=sample,
        quality=quality,
        seed=seed,
        out=out,
    )
    with shown_progress(quiet=False) as progress:
        found = compare_wave_files(order, progress)
    print_waves(found)
