"""``openends demo``: code the sample survey."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """Examples:

  openends demo

  openends demo --out results
"""


def demo(
    folder: Annotated[
        Path, typer.Option("--out", "-o", metavar="FOLDER", help="Where the results go.")
    ] = Path("demo"),
) -> None:
    """Code the sample survey that ships with Openends, and show what comes out."""
    from openends.cli.console import open_console
    from openends.cli.progress import shown_progress
    from openends.cli.summary import print_summary
    from openends.files import read_survey
    from openends.files.atomic import make_folder
    from openends.sample import QUESTIONS, survey_path
    from openends.services.code_file import CodingOrder, code_file
    from openends.services.file_outputs import Outputs

    make_folder(folder)
    outputs = Outputs(coded=(folder / "coded.xlsx",), report=folder / "report.html")
    order = CodingOrder(text=tuple(QUESTIONS), questions=QUESTIONS, outputs=outputs)
    with shown_progress(quiet=False) as progress:
        coded = code_file(read_survey(survey_path()), order, progress)
    print_summary(coded, outputs)
    console = open_console()
    console.print("\nTry next:")
    console.print("  openends code YOUR_FILE.xlsx --out coded.xlsx --report report.html")
    console.print(
        f"  openends code {survey_path()} --text brand --coding-type entity", soft_wrap=True
    )
    console.print("  openends code --help")
