"""Agreement of coders and corrected percentages as tables on a terminal, or as plain lines."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from openends.cli.console import open_console
from openends.engine.reliability.estimate import Estimate
from openends.services.compare_coders import ComparedFiles
from openends.services.reliability_words import outlooks
from openends.services.verify_coding import DrawnSample, Verification

#: Codes in a table; --out has them all.
MOST_CODES = 30
#: Columns that fit beside the names of codes from this width on; fewer on a narrow terminal.
_WIDE = 96
_CODE_COLUMNS = (
    "first", "second", "kappa", "95% interval", "alpha", "positive", "agree", "more",
)  # fmt: skip
_CHECKED_COLUMNS = ("coded", "corrected", "+/-", "95% interval", "precision", "recall")


def print_comparison(found: ComparedFiles) -> None:
    """Print how two coders agree to standard output."""
    console = open_console()
    agreement = found.agreement
    console.print(f"First coder: {found.first}. Second coder: {found.second}.")
    console.print(_left_out(found))
    console.print()
    overall = _table(f"Agreement on {agreement.responses:,} responses", "", ("", "95% interval"))
    for name, figure in (
        ("same codes", agreement.percent_agreement),
        ("Cohen's kappa", agreement.kappa),
        ("Krippendorff's alpha (Jaccard)", agreement.alpha_jaccard),
        ("Krippendorff's alpha (MASI)", agreement.alpha_masi),
        ("positive agreement", agreement.positive_agreement),
    ):
        overall.add_row(name, _figure(figure.value), _interval(figure))
    overall.add_row("codes per response, first", f"{agreement.codes_first:.2f}")
    overall.add_row("codes per response, second", f"{agreement.codes_second:.2f}")
    _show(console, overall)
    columns = _fitting(console, _CODE_COLUMNS, narrow=4)
    table = _table(_title("Codes", len(agreement.codes)), "code", columns)
    for code in agreement.codes[:MOST_CODES]:
        cells = (
            *(f"{code.first:,}", f"{code.second:,}", _figure(code.kappa.value)),
            *(_interval(code.kappa), _figure(code.alpha.value)),
            *(_figure(code.positive_agreement.value), _figure(code.percent_agreement.value)),
            _count(code.more_for_kappa),
        )
        table.add_row(code.code, *cells[: len(columns)])
    _show(console, table)
    for sentence in outlooks(agreement):
        console.print(sentence)
    for note in found.notes:
        console.print(f"Note: {note}")


def print_drawn(drawn: DrawnSample, path: str) -> None:
    """Print what was drawn, and what to do with it."""
    console = open_console()
    console.print(
        f"{drawn.responses:,} of {drawn.base:,} responses drawn from "
        f"{drawn.strata:,} strata, written to {path}."
    )
    console.print(
        "In the sheet Check, give each its codes, or an x in 'checked' where none fits; then: "
        f"openends verify report {path}"
    )


def print_verification(found: Verification) -> None:
    """Print percentages as coded and corrected to standard output."""
    console = open_console()
    columns = _fitting(console, _CHECKED_COLUMNS, narrow=3)
    title = f"Percent of {found.base:,} responses, {found.checked:,} checked"
    table = _table(_title(title, len(found.codes)), "code", columns)
    for row in found.codes[:MOST_CODES]:
        low, high = _percent(row.corrected.low), _percent(row.corrected.high)
        cells = (
            *(_percent(row.coded), _percent(row.corrected.value), _percent(row.margin)),
            *(f"{low} to {high}", _figure(row.precision.value), _figure(row.recall.value)),
        )
        table.add_row(row.code, *cells[: len(columns)])
    _show(console, table)


def _left_out(found: ComparedFiles) -> str:
    said = (
        f"{found.agreement.responses:,} responses are in both; the two differ on "
        f"{found.differing:,} of them."
    )
    if found.only_first or found.only_second:
        said += (
            f" Left out: {found.only_first:,} only in the first file, {found.only_second:,} only "
            "in the second."
        )
    return said + (f" Left out: {found.blank:,} without an answer." if found.blank else "")


def _table(title: str, first: str, others: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(first, overflow="fold")
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _fitting(console: Console, columns: Sequence[str], *, narrow: int) -> Sequence[str]:
    """Return the columns that the terminal has room for, the most telling first."""
    return columns if console.width >= _WIDE else columns[:narrow]


def _show(console: Console, table: Table) -> None:
    table.box = box.SIMPLE_HEAD if console.is_terminal else None
    console.print(table)
    console.print()


def _title(what: str, count: int) -> str:
    return what + (f": the {MOST_CODES} most frequent of {count:,}" if count > MOST_CODES else "")


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _interval(figure: Estimate) -> str:
    if figure.low is None or figure.high is None:
        return "-"
    return f"{figure.low:.3f} to {figure.high:.3f}"


def _count(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"
