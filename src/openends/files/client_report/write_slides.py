"""The client's report as slides: charts that can be edited, notes with bases and method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from openends.domain.client_report import Bar, ClientReport, QuestionPage
from openends.domain.coding import Sentiment
from openends.domain.percent import percent
from openends.files.client_report.chart_data import BarChart, Series
from openends.files.client_report.fit_text import clean, fit
from openends.files.client_report.slide_parts import (
    Line,
    Place,
    add_chart,
    add_lines,
    new_presentation,
    new_slide,
    saved,
)

#: Where things stand, in inches.
_LEFT, _RIGHT, _WHOLE = (
    Place(x=0.5, y=1.75, width=8.1, height=4.75),
    Place(x=8.9, y=1.75, width=3.95, height=4.75),
    Place(x=0.5, y=1.75, width=12.35, height=4.75),
)
_FOOT = Place(x=0.5, y=6.5, width=12.35, height=0.9)
#: Letters of names beside the bars of a wide and of a narrow chart.
_WIDE, _NARROW = 40, 24
#: Colours of bars and tones, those of the page.
_BARS = "2B7A78"
_TONES = {
    Sentiment.POSITIVE: "2E8B57",
    Sentiment.NEGATIVE: "C0504D",
    Sentiment.NEUTRAL: "B8C2C8",
    Sentiment.MIXED: "D9A441",
}


def render_slides(report: ClientReport) -> bytes:
    """Return the presentation: of each question what people say, then how they say it."""
    presentation = new_presentation(report.title or report.pages[0].title)
    for page in report.pages:
        notes = "\n".join(_notes(page))
        _what(presentation, page, notes)
        if page.codes:
            _how(presentation, page, notes)
    return saved(presentation)


def _what(presentation: Any, page: QuestionPage, notes: str) -> None:
    """Add the slide with the people behind codes and categories."""
    slide = new_slide(presentation, page.title, f"What people say. {page.base}", notes)
    bars = page.codes + page.rest
    if bars:
        chart = _people("Codes: share of people", bars, _WIDE, grey=len(page.rest))
        add_chart(slide, _LEFT if page.categories else _WHOLE, chart)
    else:
        add_lines(slide, _WHOLE, [Line(text="No answer has a code.", size=16)])
    if page.categories:
        chart = _people("Categories: share of people", page.categories, _NARROW)
        add_chart(slide, _RIGHT, chart)
    more = " ".join(filter(None, (page.more_codes, page.more_categories)))
    foot = [Line(text=more, size=10, soft=True)] if more else []
    add_lines(slide, _FOOT, [*foot, Line(text=" ".join(page.footnotes), size=8, soft=True)])


def _how(presentation: Any, page: QuestionPage, notes: str) -> None:
    """Add the slide with the tone of each code, and what people wrote."""
    slide = new_slide(presentation, page.title, f"How they say it. {page.base}", notes)
    chart = BarChart(
        title="Tone in which people mention each code",
        names=[fit(bar.name, _WIDE) for bar in page.codes],
        series=[
            Series(name=tone, values=[bar.tones[tone] for bar in page.codes], color=color)
            for tone, color in _TONES.items()
        ],
        stacked=True,
    )
    add_chart(slide, _LEFT if page.quotations else _WHOLE, chart)
    add_lines(slide, _RIGHT, list(_quoted(page)))
    foot = "Bars show the parts of those who mention a code; its data hold how many they are."
    add_lines(slide, _FOOT, [Line(text=foot, size=10, soft=True)])


def _people(title: str, bars: Sequence[Bar], longest: int, *, grey: int = 0) -> BarChart:
    return BarChart(
        title=title,
        names=[fit(bar.name, longest) for bar in bars],
        series=[Series(name="Share of people", values=[bar.share for bar in bars], color=_BARS)],
        beside={"People": [bar.people for bar in bars]},
        grey=grey,
    )


def _quoted(page: QuestionPage) -> Iterator[Line]:
    for quotation in page.quotations:
        yield Line(text=f"“{clean(quotation.text)}”", size=11)
        yield Line(text=fit(quotation.code, _WIDE), size=9, soft=True, after=7)


def _notes(page: QuestionPage) -> Iterator[str]:
    yield clean(page.title)
    yield page.base
    for bar in (*page.codes, *page.rest):
        yield f"{clean(bar.name)}: {bar.people:,} ({percent(bar.share)})"
    yield from filter(None, (page.more_codes, page.more_categories))
    yield from map(clean, page.footnotes)
