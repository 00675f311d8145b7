"""Two compared waves as tables to write."""

from __future__ import annotations

from collections.abc import Sequence

from openends.domain.survey import Cell
from openends.domain.wave_change import WaveChange
from openends.engine.refine.uncovered import UncoveredTheme
from openends.files.write_sheets import Sheet


def wave_sheets(changes: Sequence[WaveChange], themes: Sequence[UncoveredTheme]) -> list[Sheet]:
    """Return a sheet with a row per code, and one with a row per theme that no code covers."""
    header = ["code", "first wave", "second wave"]
    for name in ("change", "coding", "real"):
        header += [name, f"{name}, low", f"{name}, high"]
    rows = [_row(change) for change in changes]
    return [
        Sheet(name="Waves", header=(*header, "verdict", "in a sentence"), rows=rows, widths=(34,)),
        Sheet(
            name="Themes without a code",
            header=("theme", "definition", "people", "confidence", "why"),
            rows=[
                [one.name, one.definition, len(one.response_ids), one.confidence, one.rationale]
                for one in themes
            ],
            widths=(34, 40, 9, 11, 70),
        ),
    ]


def _row(change: WaveChange) -> list[Cell]:
    row: list[Cell] = [change.code, change.first, change.second]
    for part in (change.whole, change.coding, change.real):
        row += [part.points, part.low, part.high]
    return [*row, str(change.verdict), change.statement]
