"""Write the figures of the quality benchmark: a table to read and every figure as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from machine import in_words, machine

RESULTS = Path(__file__).resolve().parent / "results"
#: Figures by name; None where a set has nothing to compute one from.
Figures = dict[str, float | None]


@dataclass
class SetResult:
    """Figures of one data set: by mode, then by who coded (machine or yardstick)."""

    name: str
    responses: int
    figures: dict[str, dict[str, Figures]] = field(default_factory=dict)
    #: Seconds that each mode took.
    seconds: dict[str, float] = field(default_factory=dict)
    #: Full reports of the machine by mode, for the JSON file.
    reports: dict[str, Any] = field(default_factory=dict)
    #: Modes that ended with an error, in its words.
    failures: dict[str, str] = field(default_factory=dict)


def write_results(results: Sequence[SetResult], options: dict[str, Any]) -> Path:
    """Write ``quality-<quality>.md`` and ``.json`` into the results folder; return the table."""
    facts, today = machine(), datetime.now(UTC).date().isoformat()
    RESULTS.mkdir(exist_ok=True)
    table = RESULTS / f"quality-{options['quality']}.md"
    lines = [
        f"# Quality against people, --quality {options['quality']}",
        "",
        f"{today}; {in_words(facts)}. Test rows only, at most {options['limit']:,} a set, "
        f"seed {options['seed']}. *commonest* gives everyone people's commonest code (or tone), "
        "*random* deals people's own out at random. "
        "What the figures mean: docs/explanation/measuring.md.",
        "",
    ]
    for mode in ("assign", "induce", "sentiment"):
        lines += [f"## {mode}", "", *_mode_table(results, mode), ""]
    table.write_text("\n".join(lines), encoding="utf-8")
    content = {
        "date": today,
        "machine": facts,
        "options": options,
        "sets": [
            {
                "name": result.name,
                "responses": result.responses,
                "seconds": {mode: round(took, 1) for mode, took in result.seconds.items()},
                "figures": result.figures,
                "failures": result.failures,
            }
            for result in results
        ],
    }
    table.with_suffix(".json").write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2))
    return table


def _mode_table(results: Sequence[SetResult], mode: str) -> Iterable[str]:
    rows = [result for result in results if mode in result.figures]
    if not rows:
        return ["No set has what this mode needs."]
    names = list(rows[0].figures[mode]["machine"])
    lines = [
        f"| set | coder | responses | {' | '.join(names)} | seconds |",
        "|---|---|--:|" + "--:|" * (len(names) + 1),
    ]
    for result in rows:
        for coder, figures in result.figures[mode].items():
            cells = " | ".join(_figure(figures.get(name)) for name in names)
            took = f"{result.seconds[mode]:.1f}" if coder == "machine" else ""
            shown = result.name if coder == "machine" else ""
            lines.append(f"| {shown} | {coder} | {result.responses:,} | {cells} | {took} |")
    machine_rows = [result.figures[mode]["machine"] for result in rows]
    means = " | ".join(_mean(machine_rows, name) for name in names)
    lines.append(f"| **mean of sets** | machine | | {means} | |")
    return lines


def _mean(rows: Sequence[Figures], name: str) -> str:
    values = [value for row in rows if (value := row.get(name)) is not None]
    return _figure(sum(values) / len(values)) if values else "-"


def _figure(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
