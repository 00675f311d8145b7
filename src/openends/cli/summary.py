"""What a researcher wants to see when the coding is done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from openends.cli.console import open_console
from openends.domain.coding import Sentiment
from openends.domain.result import CodedQuestion
from openends.domain.tabulation import CodeCount, Tabulation
from openends.services.code_survey import CodedFile
from openends.services.file_outputs import Outputs

#: Codes that are listed; the outputs have all.
MOST_CODES = 30
_BAR = 16
_LONGEST_NAME = 32
#: Columns below which an example verbatim is not worth showing.
_FEWEST_FOR_EXAMPLES = 20


def print_summary(coded: CodedFile, outputs: Outputs) -> None:
    """Print the codebook of every question with its counts, what needs review, and the files."""
    console = open_console()
    for warning in (*coded.notes, *coded.coded.survey.warnings):
        console.print(Text(f"Note: {warning}", style="yellow"))
    for column, question in coded.coded.questions.items():
        _print_question(console, column, question, coded.tabulations[column])
    # A coding manual is missing where the model wrote none that can be used.
    for path in filter(Path.exists, outputs.paths):
        console.print(Text(f"Wrote {path}", style="bold"), soft_wrap=True)
    if not outputs.paths:
        console.print("Nothing was written; add --out coded.xlsx or --report report.html.")


def print_estimate(coded: CodedFile) -> None:
    """Print for every question what a language model would be asked, and what that costs."""
    console = open_console()
    for column, question in coded.coded.questions.items():
        if question.advice is not None:
            told = f"{question.question or column}: {question.advice.estimate_in_words}"
            console.print(Text(told), soft_wrap=True)
    console.print("Nothing was asked and nothing written; run it without --estimate.")


def _print_question(
    console: Console, column: str, question: CodedQuestion, counts: Tabulation
) -> None:
    console.print()
    console.print(Text(question.question or column, style="bold"))
    for warning in question.warnings:
        console.print(Text(f"Note: {warning}", style="yellow"))
    console.print(
        f"{counts.asked:,} asked, {counts.base:,} answered (the base), "
        f"{_counted(len(question.codebook), 'code')}, {_counted(counts.mentions, 'mention')}"
    )
    for row in _table(counts, console.width):
        console.print(row, no_wrap=True, crop=True)
    for line in _rest(counts):
        console.print(line)
    if question.advice:
        console.print(Text(question.advice.in_words))
    console.print()


def _table(counts: Tabulation, width: int) -> Iterator[Text]:
    """Yield the header and a line per code, cut to the width of the terminal."""
    shown = counts.codes[:MOST_CODES]
    longest = min(_LONGEST_NAME, max((cell_len(item.code.name) for item in shown), default=0))
    most = max((item.share for item in shown), default=0.0) or 1.0
    left = width - longest - _BAR - 26
    example = "for example" if left >= _FEWEST_FOR_EXAMPLES else ""
    header = f"{'code':{longest}}  people    %  {'':{_BAR}}  {'+/-':>7}  {example}"
    yield Text(header, style="dim")
    for item in shown:
        line = Text(set_cell_size(item.code.name, longest))
        line.append(f"  {item.people:>6,} {item.share:>4.0%}  ")
        bar = "█" * max(1, round(_BAR * item.share / most)) if item.people else ""
        line.append(f"{bar:{_BAR}}", style="cyan")
        line.append(f"  {_tones(item):>7}  ")
        if example and item.examples:
            line.append(_cut(" ".join(item.examples[0].split()), left), style="dim")
        yield line


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def _tones(item: CodeCount) -> str:
    return f"{item.sentiment[Sentiment.POSITIVE]}/{item.sentiment[Sentiment.NEGATIVE]}"


def _rest(counts: Tabulation) -> Iterator[str]:
    base = counts.base or 1
    if len(counts.codes) > MOST_CODES:
        yield f"... and {_counted(len(counts.codes) - MOST_CODES, 'more code')}"
    yield (
        f"Other {counts.other:,} ({counts.other / base:.0%}), none or don't know {counts.none:,} "
        f"({counts.none / base:.0%}), no answer {counts.no_answer:,} (not in the base)"
    )
    share = counts.needs_review / base
    need = "needs" if counts.needs_review == 1 else "need"
    answers = _counted(counts.needs_review, "answer")
    yield f"{answers} ({share:.0%}) {need} review, the others can stand."


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
