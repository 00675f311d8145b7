"""Lists on a terminal or in a pipe: a header, a line each, columns under one another."""

from __future__ import annotations

from collections.abc import Sequence

import typer

#: Stands where there is nothing to say, so that every line has as many columns.
NOTHING = "-"


def print_listing(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a header; nothing is cut, whatever the width of the terminal."""
    from rich.cells import cell_len

    lines = [header, *([cell or NOTHING for cell in row] for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = (
            cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True)
        )
        typer.echo("  ".join(padded).rstrip())
