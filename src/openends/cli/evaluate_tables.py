"""Figures of an evaluation as tables on a terminal, or as plain lines when piped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from openends.cli.console import open_console
from openends.engine.reliability.against_people import (
    AssignReport,
    InduceReport,
    SentimentReport,
)
from openends.engine.reliability.tones import ToneAgreement

#: Codes in a table; --json has them all.
MOST_CODES = 30


def print_report(report: AssignReport | InduceReport | SentimentReport) -> None:
    """Print the figures of one evaluation to standard output."""
    console = open_console()
    for table in _tables(report):
        table.box = box.SIMPLE_HEAD if console.is_terminal else None
        console.print(table)
        console.print()
    if isinstance(report, AssignReport):
        for advice in report.advice:
            console.print(Text(advice.in_words))


def _tables(report: AssignReport | InduceReport | SentimentReport) -> Iterable[Table]:
    if isinstance(report, AssignReport):
        return _assign_tables(report)
    if isinstance(report, InduceReport):
        return _induce_tables(report)
    return [_tone_table(report)]


def _assign_tables(report: AssignReport) -> Iterable[Table]:
    found = report.agreement
    honesty = report.calibration
    yield _figures(
        f"Agreement with people on {found.responses:,} responses",
        [
            ("sample F1", _share(found.sample_f1)),
            ("micro F1", _share(found.micro_f1)),
            ("macro F1", _share(found.macro_f1)),
            ("whole set right", _share(found.whole_set_right)),
            ("Krippendorff's alpha (Jaccard)", _share(found.alpha_jaccard)),
            ("Krippendorff's alpha (MASI)", _share(found.alpha_masi)),
            ("codes per response, people", f"{found.codes_people:.2f}"),
            ("codes per response, machine", f"{found.codes_machine:.2f}"),
            ("expected calibration error", _share(honesty.error if honesty else None)),
            ("confidence ranks right before wrong", _share(honesty.ranking if honesty else None)),
            (
                "right at confidence 0.8 or more",
                _share(honesty.sure_agreement if honesty else None),
            ),
            ("no right code, found in the most doubtful quarter", _share(report.wrong_in_quarter)),
        ],
    )
    piles = Table(title="Review", title_justify="left")
    _columns(piles, "responses", ["share", "whole set right", "sample F1"])
    for name, pile, share in (
        ("to review", report.inside_review, report.needs_review),
        ("not to review", report.outside_review, 1 - report.needs_review),
    ):
        right = pile.whole_set_right if pile else None
        f1 = pile.sample_f1 if pile else None
        piles.add_row(name, _share(share), _share(right), _share(f1))
    yield piles
    if report.calibration:
        yield _calibration_table(report)
    yield _code_table(report)


def _calibration_table(report: AssignReport) -> Table:
    table = Table(title="Confidence beside agreement", title_justify="left")
    _columns(table, "confidence", ["mentions", "mean confidence", "agreement"])
    for row in report.calibration.bins if report.calibration else ():
        table.add_row(
            f"{row.lowest:.2f} to {row.highest:.2f}",
            f"{row.mentions:,}",
            _share(row.confidence),
            _share(row.agreement),
        )
    return table


def _code_table(report: AssignReport) -> Table:
    codes = report.agreement.codes
    table = Table(title=_title("Codes", len(codes)), title_justify="left")
    _columns(table, "code", ["people", "machine", "precision", "recall", "F1"])
    for row in codes[:MOST_CODES]:
        table.add_row(
            row.code,
            f"{row.people:,}",
            f"{row.machine:,}",
            _share(row.precision),
            _share(row.recall),
            _share(row.f1),
        )
    return table


def _induce_tables(report: InduceReport) -> Iterable[Table]:
    grouping = report.grouping
    yield _figures(
        f"The machine's codebook beside people's, {report.responses:,} responses",
        [
            ("harmonic purity", _share(grouping.harmonic_purity if grouping else None)),
            ("purity", _share(grouping.purity if grouping else None)),
            ("inverse purity", _share(grouping.inverse_purity if grouping else None)),
            ("adjusted Rand index", _share(grouping.ari if grouping else None)),
            ("normalized mutual information", _share(grouping.nmi if grouping else None)),
            ("responses with one code", f"{grouping.responses if grouping else 0:,}"),
            ("people's frequent codes found", _share(report.coverage)),
            ("codes, people", str(report.codes_people)),
            ("codes, machine", str(report.codes_machine)),
            ("left without a code", _share(report.left_uncoded)),
        ],
    )
    title = _title("People's frequent codes", len(report.nearest))
    table = Table(title=title, title_justify="left")
    _columns(table, "code of people", ["people"])
    table.add_column("nearest code of the machine")
    table.add_column("F1", justify="right")
    for row in report.nearest[:MOST_CODES]:
        table.add_row(row.code, f"{row.people:,}", row.nearest or "-", _share(row.f1))
    yield table


def _tone_table(report: SentimentReport) -> Table:
    table = Table(title="Tone beside people's", title_justify="left")
    _columns(table, "", ["compared", "accuracy", "macro F1"])
    rows: Sequence[tuple[str, ToneAgreement | None]] = (
        ("responses: positive, neutral, negative", report.response_three),
        ("responses: positive, negative", report.response_two),
        ("mentions: positive, neutral, negative", report.mention_three),
        ("mentions: positive, negative", report.mention_two),
    )
    for name, found in rows:
        if found:
            shares = (_share(found.accuracy), _share(found.macro_f1))
            table.add_row(name, f"{found.compared:,}", *shares)
    return table


def _figures(title: str, rows: Iterable[tuple[str, str]]) -> Table:
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, figure in rows:
        table.add_row(name, figure)
    return table


def _columns(table: Table, first: str, others: Iterable[str]) -> None:
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right")


def _title(what: str, count: int) -> str:
    shown = f": the {MOST_CODES} most frequent of {count}" if count > MOST_CODES else ""
    return what + shown


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
