"""A delivery as a workbook: data, code dictionary, questions with their charts, method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openends.domain.delivery import DeliveredQuestion, Delivery, DeliveryChoice
from openends.domain.methods_page import MethodsPage
from openends.domain.survey import Cell
from openends.domain.tabulation import Tabulation
from openends.files.atomic import replacing
from openends.files.coded_table import SEPARATOR
from openends.files.delivery.given_codes import RESERVED
from openends.files.delivery.rows import delivered_rows
from openends.files.delivery.short_name import LONGEST
from openends.files.workbook import new_workbook, write_table
from openends.files.workbook_chart import MOST_BARS, ChartCells, bar_chart, chart_height

DATA, DICTIONARY, QUESTIONS, METHOD = "Data", "Code Dictionary", "Questions", "Method"
_DICTIONARY = (
    *("question", "number", "code", "category", "definition", "examples"),
    *("count", "percentage of answered"),
)
_QUESTIONS = (
    *("question", "text", "asked", "answered", "with a code", "other", "none / don't know"),
    *("no answer", "mentions", "needs review", "not coded yet"),
)
_METHOD = ("question", "part", "what", "is")
#: Of a row in pixels, and of a short name in characters.
_ROW, _NAME = 20, LONGEST + 2
#: Of columns that hold texts, by the end of their name, and of any other at most.
_WIDTHS = {"text": 60, "_codes": 40, "evidence": 40, "code": 28, "category": 22}
_WIDEST = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What is known of a delivered question beside its codings."""

    counts: Tabulation
    methods: MethodsPage
    #: Responses without a coding.
    uncoded: int = 0


def write_workbook(
    delivery: Delivery,
    choice: DeliveryChoice,
    told: Sequence[Told],
    path: Path,
    *,
    dictionary: bool = True,
) -> None:
    """Write coded questions as a workbook; numbers are numbers, and no text is a formula.

    Parameters
    ----------
    told:
        One for each question of the delivery.
    dictionary:
        Whether there is a sheet with all codes; the charts are drawn from it.

    Raises
    ------
    OutputError
        When the file cannot be written or the table is too large for Excel; nothing is left behind.
    """
    table = delivered_rows(delivery, choice)
    with replacing(path) as part, new_workbook(part) as book:
        wide = [_width(name) for name in table.header]
        write_table(book, DATA, table.header, table.rows, widths=wide, frozen_columns=1)
        cells: list[ChartCells] = []
        if dictionary:
            rows = _dictionary(delivery.questions, told, cells)
            widths = (_NAME, 8, 28, 22, 50, 60, 9, 24)
            sheet = write_table(book, DICTIONARY, _DICTIONARY, rows, widths=widths, percent={7})
            _print_wide(sheet)
        _questions(book, delivery.questions, told, cells)
        rows = _method(delivery, told)
        sheet = write_table(book, METHOD, _METHOD, rows, widths=(_NAME, 24, 50, 120))
        _print_wide(sheet)


def _width(name: str) -> int:
    """Return the width of a column of data in characters."""
    wide = [width for end, width in _WIDTHS.items() if name == end or name.endswith(end)]
    return max([*wide[:1], min(_WIDEST, max(10, len(name) + 2))])


def _dictionary(
    questions: Sequence[DeliveredQuestion], told: Sequence[Told], cells: list[ChartCells]
) -> Iterator[list[Cell]]:
    """Yield a row per code, the most frequent first, and note where each question's codes stand."""
    at = 1
    for question, known in zip(questions, told, strict=True):
        counts = known.counts
        last = at + min(MOST_BARS, len(counts.codes)) - 1
        cells.append(ChartCells(sheet=DICTIONARY, first=at, last=last, names=2, shares=7))
        for item in counts.codes:
            code = item.code
            yield [
                question.short_name, code.number, code.name, code.category or None,
                code.definition or None, SEPARATOR.join(code.examples) or None,
                item.people, round(item.share, 6),
            ]  # fmt: skip
        for code, people in zip(
            RESERVED, (counts.other, counts.none, counts.no_answer), strict=True
        ):
            share = people / counts.base if counts.base and code is not RESERVED[-1] else None
            yield [question.short_name, code.number, code.name, *[None] * 3, people, share]
        at += len(counts.codes) + len(RESERVED)


def _questions(
    book: Any, questions: Sequence[DeliveredQuestion], told: Sequence[Told], cells: list[ChartCells]
) -> None:
    rows = [
        [
            question.short_name, question.coded.question or None, known.counts.asked,
            known.counts.base, known.counts.base - known.counts.other - known.counts.none,
            known.counts.other, known.counts.none, known.counts.no_answer, known.counts.mentions,
            known.counts.needs_review, known.uncoded,
        ]
        for question, known in zip(questions, told, strict=True)
    ]  # fmt: skip
    sheet = write_table(book, QUESTIONS, _QUESTIONS, rows, widths=(_NAME, 60))
    _print_wide(sheet)
    row = len(rows) + 2
    for question, place in zip(questions, cells, strict=False):
        title = question.coded.question or question.short_name
        sheet.insert_chart(row, 0, bar_chart(book, place, title))
        row += chart_height(place) // _ROW + 2


def _print_wide(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _method(delivery: Delivery, told: Sequence[Told]) -> Iterator[list[Cell]]:
    for question, known in zip(delivery.questions, told, strict=True):
        for section in known.methods.sections:
            for paragraph in section.paragraphs:
                yield [question.short_name, section.heading, None, paragraph]
            for what, fact in section.facts:
                yield [question.short_name, section.heading, what, fact]
