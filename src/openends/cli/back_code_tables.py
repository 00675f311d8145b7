"""A back-coded question as a table on a terminal, or as plain lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from openends.cli.console import open_console
from openends.domain.back_coding import BackCoding
from openends.services.back_code_file import BackCodedFile

#: Options in the table; the outputs have all.
MOST_OPTIONS = 40


def print_back_coding(found: BackCodedFile, outputs: Sequence[Path]) -> None:
    """Print the counts before and after, what moved, and the files."""
    console = open_console()
    done = found.done
    for note in found.notes:
        console.print(Text(f"Note: {note}", style="yellow"))
    console.print(Text(done.question.text or done.question.name, style="bold"))
    console.print(f"{done.asked:,} asked, percent of everyone asked")
    console.print()
    console.print(_table(console, done))
    console.print()
    for line in _told(done):
        console.print(Text(line), soft_wrap=True)
    for path in outputs:
        console.print(Text(f"Wrote {path}", style="bold"), soft_wrap=True)
    if not outputs:
        console.print("Nothing was written; add --out back_coded.xlsx.")


def _table(console: Console, done: BackCoding) -> Table:
    table = Table(box=box.SIMPLE_HEAD if console.is_terminal else None)
    table.add_column("no.", justify="right", no_wrap=True)
    table.add_column("option", overflow="fold")
    for name in ("before", "%", "after", "%", ""):
        table.add_column(name, justify="right" if name else "left", no_wrap=True)
    base = done.asked or 1
    for count in done.counts[:MOST_OPTIONS]:
        table.add_row(
            str(count.option.number),
            Text(count.option.name),
            f"{count.before:,}",
            f"{100 * count.before / base:.1f}",
            f"{count.after:,}",
            f"{100 * count.after / base:.1f}",
            _mark(done, count.option.number, new=count.new),
        )
    return table


def _mark(done: BackCoding, number: int, *, new: bool) -> str:
    if not new:
        return ""
    return "from the earlier run" if number in done.earlier_codes else "new"


def _told(done: BackCoding) -> Iterator[str]:
    other = done.question.other
    written = [answer for answer in done.answers if answer.text]
    left = sum(other in answer.before and other not in answer.after for answer in done.answers)
    changed = sum(answer.changed for answer in done.answers)
    review = sum(answer.needs_review for answer in done.answers)
    yield (
        f"{len(written):,} wrote beside Other; the punches of {changed:,} changed, {left:,} are no "
        f"longer Other, {review:,} should be looked at."
    )
    if len(done.counts) > MOST_OPTIONS:
        yield f"The table has the first {MOST_OPTIONS} of {len(done.counts):,} options."
    if done.changes:
        are = "respondent is" if len(done.changes) == 1 else "respondents are"
        yield f"{len(done.changes):,} {are} counted otherwise than in the earlier run:"
        for change in done.changes[:5]:
            yield f"- {change.respondent}: {change.why}"
        if len(done.changes) > 5:
            yield f"- and {len(done.changes) - 5:,} more, in the sheet Changes"
