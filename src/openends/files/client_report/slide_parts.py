"""What slides are made of: titles, texts and bar charts, the same bytes for the same input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openends.files.client_report.chart_data import BarChart, chart_workbook
from openends.files.client_report.fit_text import clean, direction, fit

#: Of a screen, in inches.
_WIDTH, _HEIGHT = 13.333, 7.5
_INK, _SOFT, _GREY = "1D2B33", "5B6B75", "B8C2C8"
#: Letters of a title, on two lines.
_TITLE = 120
#: Highest that a bar is, and what a chart needs around its bars, in inches.
_BAR, _AROUND = 0.5, 0.9
#: Bars beside which there is room for large names, on two lines if need be.
_FEW = 10
#: A space at which no line ends.
_JOIN = "\u00a0"
#: What stands in place of the time at which the file was made.
_MADE = datetime(2000, 1, 1)
#: Shares that look like nobody are shown as the page shows them.
_PERCENT = '[=0]0%;[<0.005]"<1%";0%'


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where something stands on a slide, in inches."""

    x: float
    y: float
    width: float
    height: float

    def measures(self) -> tuple[Any, Any, Any, Any]:
        """Return it in the library's measure."""
        from pptx.util import Inches

        return Inches(self.x), Inches(self.y), Inches(self.width), Inches(self.height)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A paragraph of a text, its size and the space below it in points."""

    text: str
    size: float
    soft: bool = False
    after: float = 2


def new_presentation(title: str) -> Any:
    """Return a presentation without slides, in the shape of a screen."""
    from pptx import Presentation
    from pptx.util import Inches

    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
    about = presentation.core_properties
    about.title, about.author, about.last_modified_by = fit(title, 200), "Openends", "Openends"
    about.created = about.modified = _MADE
    about.revision = 1
    _take_away_thumbnail(presentation.part.package)
    return presentation


def _take_away_thumbnail(package: Any) -> None:
    """Take away the library's picture of an empty slide, which folders would show."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    for name, relation in tuple(package._rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package.drop_rel(name)


def new_slide(presentation: Any, title: str, subtitle: str, notes: str) -> Any:
    """Add a slide with a title, a line below it, and notes for who presents it."""
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = Place(
        x=0.5, y=0.3, width=12.35, height=0.95
    ).measures()
    _write(shape.text_frame, [Line(text=fit(title, _TITLE), size=20)], title=True)
    place = Place(x=0.5, y=1.25, width=12.35, height=0.4)
    add_lines(slide, place, [Line(text=subtitle, size=14, soft=True)])
    slide.notes_slide.notes_text_frame.text = notes
    return slide


def add_lines(slide: Any, place: Place, lines: Sequence[Line]) -> None:
    """Add a text in a box of its own."""
    if any(line.text for line in lines):
        _write(slide.shapes.add_textbox(*place.measures()).text_frame, lines)


def _write(frame: Any, lines: Sequence[Line], *, title: bool = False) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM if title else MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = 0
    for at, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.text = clean(line.text)
        paragraph.space_after = Pt(line.after)
        paragraph.alignment = PP_ALIGN.LEFT
        if direction(line.text) == "rtl":
            paragraph.alignment = PP_ALIGN.RIGHT
            # The library has no word for it.
            paragraph._p.get_or_add_pPr().set("rtl", "1")
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(line.size), title
            run.font.color.rgb = RGBColor.from_string(_SOFT if line.soft else _INK)


def add_chart(slide: Any, place: Place, chart: BarChart) -> None:
    """Add a chart whose data can be edited; it is as high as its bars need."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    data = CategoryChartData(number_format="0" if chart.stacked else "0%")
    crowded = len(chart.names) > _FEW
    # A name on two lines would take the place of the one below it.
    data.categories = [name.replace(" ", _JOIN) if crowded else name for name in chart.names]
    for each in chart.series:
        data.add_series(each.name, each.values)
    kind = XL_CHART_TYPE.BAR_STACKED_100 if chart.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    height = min(place.height, _AROUND + _BAR * len(chart.names))
    frame = slide.shapes.add_chart(kind, *replace(place, height=height).measures(), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.title)
    drawn = frame.chart
    drawn.part.chart_workbook.update_from_xlsx_blob(chart_workbook(chart))
    _dress(drawn, chart)
    for at in range(len(chart.names) - chart.grey, len(chart.names)):
        _fill(drawn.plots[0].series[0].points[at].format.fill, _GREY)


def _dress(drawn: Any, chart: BarChart) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    drawn.font.size = Pt(11 if len(chart.names) <= _FEW else 10)
    drawn.has_title = True
    _write(drawn.chart_title.text_frame, [Line(text=chart.title, size=12)], title=True)
    drawn.has_legend = chart.stacked
    if chart.stacked:
        drawn.legend.position = XL_LEGEND_POSITION.TOP
        drawn.legend.include_in_layout = False
    _dress_axes(drawn)
    plot = drawn.plots[0]
    plot.gap_width = 45
    for series, each in zip(plot.series, chart.series, strict=True):
        _fill(series.format.fill, each.color)
    if not chart.stacked:
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.number_format, labels.number_format_is_linked = _PERCENT, False
        labels.show_value = True


def _dress_axes(drawn: Any) -> None:
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK

    names, values = drawn.category_axis, drawn.value_axis
    names.reverse_order = True
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.fill.background()
    _label_every_bar(names)
    values.visible = values.has_major_gridlines = False
    values.minimum_scale = 0


def _label_every_bar(axis: Any) -> None:
    """Have no name left out where bars are many; the library has no word for it."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    every = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    axis._element.insert_element_before(every, "c:tickMarkSkip", "c:noMultiLvlLbl", "c:extLst")


def _fill(fill: Any, color: str) -> None:
    from pptx.dml.color import RGBColor

    fill.solid()
    fill.fore_color.rgb = RGBColor.from_string(color)


def saved(presentation: Any) -> bytes:
    """Return the file; the archive notes no time."""
    made, content = BytesIO(), BytesIO()
    presentation.save(made)
    with ZipFile(made) as source, ZipFile(content, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, _MADE.timetuple()[:6])
            target.writestr(entry, source.read(name), ZIP_DEFLATED)
    return content.getvalue()
