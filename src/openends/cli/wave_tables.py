"""Two compared waves as a table on a terminal, or as plain lines."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.console import Console
from rich.table import Table

from openends.cli.console import open_console
from openends.domain.wave_change import Change, ChangeVerdict, WaveChange
from openends.services.compare_waves import WaveFiles

#: Codes in a table; --out has them all.
MOST_CODES = 30
#: Columns that fit beside the names of codes from this width on; fewer on a narrow terminal.
_WIDE = 104
_COLUMNS = (
    "first", "second", "change", "verdict", "coding", "95% interval", "real", "95% interval",
)  # fmt: skip
_NARROW = 4


def print_waves(found: WaveFiles) -> None:
    """Print what changed between two waves to standard output."""
    console = open_console()
    compared = found.compared
    console.print(
        f"First wave: {found.first}, {compared.first_base:,} people who answered. "
        f"Second wave: {found.second}, {compared.second_base:,}."
    )
    if found.bridged_by:
        console.print(
            f"Bridge: {compared.bridge:,} responses of the second wave, coded as in the first by "
            f"{found.bridged_by}; the second coding gives {compared.differing:,} of them other "
            "codes."
        )
    console.print()
    console.print(_table(console, compared.changes))
    console.print()
    console.print(compared.statement)
    for statement in _statements(compared.changes):
        console.print(statement)
    if found.themes:
        console.print()
        console.print("What people say in the second wave, and no code of the first covers:")
        for theme in found.themes:
            console.print(f"- {theme.rationale}")
    if found.notes:
        console.print()
    for note in found.notes:
        console.print(f"Note: {note}")


def _table(console: Console, changes: tuple[WaveChange, ...]) -> Table:
    more = f": the {MOST_CODES} most frequent of {len(changes):,} codes"
    table = Table(
        title="Percent of people" + (more if len(changes) > MOST_CODES else ""),
        title_justify="left",
        box=box.SIMPLE_HEAD if console.is_terminal else None,
    )
    shown = len(_COLUMNS) if console.width >= _WIDE else _NARROW
    table.add_column("code", overflow="fold")
    for name in _COLUMNS[:shown]:
        table.add_column(name, justify="right", no_wrap=True)
    for change in changes[:MOST_CODES]:
        cells = (
            *(f"{change.first:.1f}", f"{change.second:.1f}", _signed(change.whole.points)),
            *(str(change.verdict), _signed(change.coding.points), _interval(change.coding)),
            *(_signed(change.real.points), _interval(change.real)),
        )
        table.add_row(change.code, *cells[:shown])
    return table


def _statements(changes: tuple[WaveChange, ...]) -> Iterator[str]:
    """Yield the sentences on the codes that moved beyond chance, by people or by coding."""
    told = [change for change in changes if change.verdict is not ChangeVerdict.NONE]
    yield from (f"- {change.statement}" for change in told[:MOST_CODES])


def _signed(points: float) -> str:
    rounded = round(points, 1)
    return f"{rounded:+.1f}" if rounded else "0.0"


def _interval(change: Change) -> str:
    """Return the interval in points; what every response of the wave tells is known."""
    if change.low == change.high:
        return "exact"
    return f"{_signed(change.low)} to {_signed(change.high)}"
