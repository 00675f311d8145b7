"""A coded data file as a workbook: summary with charts, answers, mentions, codebook, review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from openends.domain.coding import Sentiment
from openends.domain.survey import Cell, CodedSurvey
from openends.domain.tabulation import Tabulation
from openends.files.coded_table import SEPARATOR, coded_header, coded_rows
from openends.files.read_reviewed import CHECKED, CODES, COLUMN, SHEET, TEXT
from openends.files.workbook import fitting, new_workbook, write_cell, write_table
from openends.files.workbook_chart import MOST_BARS, ChartCells, bar_chart
from openends.files.write_codebook import FIELDS, WIDTHS, table_rows
from openends.files.write_crosstabs import write_crosstabs

_MENTIONS = (
    "id", "column", "text", "number", "code", "category", "sentiment", "confidence", "layer",
    "evidence", "start",
)  # fmt: skip
_REVIEW = (
    *("id", COLUMN, TEXT, CODES, CHECKED),
    *("confidence", "why", "closest other code"),
)
#: Why an answer is there that is sure enough.
_TEACHES = "To decide it teaches much about other answers."
_TONES = (Sentiment.POSITIVE, Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.MIXED)
_COUNTS = ("code", "number", "category", "people", "share", *map(str, _TONES))


def write_excel(coded: CodedSurvey, tabulations: Mapping[str, Tabulation], path: Path) -> None:
    """Write the workbook; sheets in the order in which a researcher wants them."""
    with new_workbook(path) as book:
        _summary(book, coded, tabulations)
        write_crosstabs(book, coded, tabulations)
        ids = coded.survey.names.index(coded.id_column) + 1 if coded.id_column else 0
        write_table(
            book, "Coded", coded_header(coded), coded_rows(coded), frozen_columns=min(ids, 3)
        )
        wide = (12, 16, 60, 8, 28, 22, 11, 11, 10, 40, 7)
        write_table(book, "Mentions", _MENTIONS, _mentions(coded), widths=wide)
        header = ("column", *FIELDS)
        rows = (
            [column, *row]
            for column, question in coded.questions.items()
            for row in table_rows(question.codebook)
        )
        write_table(book, "Codebook", header, rows, widths=(16, *WIDTHS))
        widths = (12, 16, 60, 30, 9, 11, 60, 26)
        write_table(book, SHEET, _REVIEW, _review(coded), widths=widths)
        write_table(book, "About", ("what", "is"), _about(coded), widths=(34, 90))


def _summary(book: Any, coded: CodedSurvey, tabulations: Mapping[str, Tabulation]) -> None:
    sheet = book.add_worksheet("Summary")
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 9)
    sheet.set_column(2, 2, 24)
    sheet.set_column(3, 8, 10)
    title = book.add_format({"bold": True, "font_size": 14, "font_color": "#1f3a4d"})
    bold = book.add_format({"bold": True, "bottom": 1})
    percent = book.add_format({"num_format": "0.0%"})
    row = 0
    for column, question in coded.questions.items():
        counts = tabulations[column]
        write_cell(sheet, row, 0, question.question or column, title)
        write_cell(sheet, row + 1, 0, _base(counts))
        for position, name in enumerate(_COUNTS):
            write_cell(sheet, row + 3, position, name, bold)
        first = row + 4
        lines = list(_count_lines(counts))
        for offset, line in enumerate(lines):
            for position, cell in enumerate(line):
                style = percent if position == 4 else None
                write_cell(sheet, first + offset, position, cell, style)
        bars = min(MOST_BARS, len(counts.codes))
        cells = ChartCells(sheet="Summary", first=first, last=first + bars - 1, names=0, shares=4)
        sheet.insert_chart(row, 10, bar_chart(book, cells, question.question or column))
        row = max(first + len(lines), row + 6 + bars) + 3


def _base(counts: Tabulation) -> str:
    return (
        f"Base: {counts.base:,} who answered, of {counts.asked:,} asked. Percent of people, who "
        f"may mention several codes. {counts.needs_review:,} answers need review."
    )


def _count_lines(counts: Tabulation) -> Iterator[list[Cell]]:
    for item in counts.codes:
        tones = [item.sentiment[tone] for tone in _TONES]
        code = item.code
        yield [code.name, code.number, code.category, item.people, item.share, *tones]
    base = counts.base or 1
    yield ["Other", 97, None, counts.other, counts.other / base]
    yield ["None / don't know", 98, None, counts.none, counts.none / base]
    yield ["No answer (not in the base)", 99, None, counts.no_answer]


def _mentions(coded: CodedSurvey) -> Iterator[list[Cell]]:
    for column, question in coded.questions.items():
        for coding in question.codings:
            for mention in coding.mentions:
                code, evidence = mention.code, mention.evidence
                yield [
                    coding.response_id, column, coding.text, code.number, code.name, code.category,
                    str(mention.sentiment), mention.confidence, str(mention.layer), evidence.text,
                    evidence.start,
                ]  # fmt: skip


def _review(coded: CodedSurvey) -> Iterator[list[Cell]]:
    """Yield the answers that teach most, then the others that need review, doubtful ones first."""
    for column, question in coded.questions.items():
        place = {response: at for at, response in enumerate(question.teaching, start=1)}
        chosen = [
            coding
            for coding in question.codings
            if coding.needs_review or coding.response_id in place
        ]
        last = len(place) + 1
        chosen.sort(key=lambda item: (place.get(item.response_id, last), -item.doubt))
        for coding in chosen:
            yield [
                coding.response_id,
                column,
                coding.text,
                SEPARATOR.join(mention.code.name for mention in coding.mentions),
                None,
                coding.confidence,
                coding.review_reason or _TEACHES,
                coding.runner_up.name if coding.runner_up else None,
            ]


def _about(coded: CodedSurvey) -> Iterator[list[Cell]]:
    yield ["file", coded.survey.source]
    for warning in coded.survey.warnings:
        yield ["note", warning]
    if cut := _cut_texts(coded):
        were = "1 text was" if cut == 1 else f"{cut:,} texts were"
        yield ["note", f"{were} too long for Excel and cut; the .csv and .json results hold all."]
    for column, question in coded.questions.items():
        yield ["column", column]
        yield ["question", question.question]
        for name, value in asdict(question.manifest).items():
            shown = SEPARATOR.join(value) if isinstance(value, tuple) else value
            yield [name.replace("_", " "), shown]
        yield ["confidence is", question.confidence_means]
        if question.advice:
            yield ["language model", question.advice.in_words]
        for warning in question.warnings:
            yield ["note", warning]


def _cut_texts(coded: CodedSurvey) -> int:
    cells = (cell for column in coded.survey.columns for cell in column.values)
    return sum(isinstance(cell, str) and fitting(cell) != cell for cell in cells)
