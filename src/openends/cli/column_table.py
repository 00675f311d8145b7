"""The columns of a data file, on a terminal or for a program."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from openends.cli.console import open_console
from openends.domain.column_role import ColumnMapping, ColumnRole
from openends.domain.survey import Survey
from openends.services.bring_codes import CodesOrder
from openends.services.earlier_codes import EarlierCodes

#: What a role is called on a terminal.
_WORDS = {ColumnRole.OTHER_SPECIFY: "other, specify", ColumnRole.IGNORE: "not needed"}
_STYLES = {ColumnRole.TEXT: "bold", ColumnRole.OTHER_SPECIFY: "bold", ColumnRole.IGNORE: "dim"}
#: Letters of the examples of a column together.
_LETTERS = 60


def print_columns(survey: Survey, mapping: ColumnMapping) -> None:
    """Print a row per column, then what was done to the file's content to read it."""
    console = open_console()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("column", ratio=3, overflow="fold")
    table.add_column("taken for", no_wrap=True)
    table.add_column("examples", ratio=4, overflow="fold")
    table.add_column("why", ratio=5, overflow="fold")
    for column in mapping.columns:
        role = Text(_WORDS.get(column.role, str(column.role)), style=_STYLES.get(column.role, ""))
        table.add_row(
            Text(" ".join(column.name.split())),
            role,
            Text(_shown(column.examples), style="dim"),
            Text(column.reason),
        )
    console.print(table)
    people = "1 respondent" if len(survey) == 1 else f"{len(survey):,} respondents"
    console.print(Text(f"{people} in {survey.source}."), soft_wrap=True)
    for note in survey.warnings:
        console.print(Text(note), soft_wrap=True)


def print_columns_as_json(survey: Survey, mapping: ColumnMapping) -> None:
    """Print one object with every column, as the API answers it."""
    import sys

    import orjson

    shown = {
        "file": survey.source,
        "rows": len(survey),
        "columns": mapping.as_list(),
        "notes": survey.warnings,
    }
    sys.stdout.buffer.write(orjson.dumps(shown) + b"\n")
    sys.stdout.buffer.flush()


def print_earlier(earlier: EarlierCodes, order: CodesOrder) -> None:
    """Say how many codes were brought along, and where they are."""
    rows, codes = len(earlier.rows), len(earlier.codebook)
    where = [str(order.out), *([str(order.codebook_out)] if order.codebook_out else [])]
    line = (
        f"{rows:,} coded answers in '{' '.join(earlier.column.split())}', {codes:,} codes: "
        f"{' and '.join(where)}."
    )
    open_console().print(Text(line), soft_wrap=True)


def _shown(examples: tuple[str, ...]) -> str:
    joined = "; ".join(examples)
    return joined if len(joined) <= _LETTERS else joined[: _LETTERS - 1].rstrip() + "…"
