"""The client's report: a page per question, the same figures in every format, nothing active."""

import hashlib
import sys
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from importlib import import_module
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import coded_survey
from pptx import Presentation
from pptx.util import Emu
from pypdf import PdfReader

from openends.domain.client_report import Bar, ClientReport, QuestionPage, Quotation
from openends.domain.coding import Sentiment
from openends.domain.errors import OutputError
from openends.domain.percent import percent
from openends.engine.tabulate.tabulate import tabulate
from openends.files.client_report import write_client_pdf
from openends.files.client_report.fit_text import clean, direction, fit, width
from openends.files.client_report.write_client_report import (
    check_client_report,
    render_client_report,
    write_client_report,
)
from openends.services.client_report import client_report_of
from openends.services.coding_facts import facts_of_run

ATTACK = "</style><script>alert(1)</script> <img src=http://127.0.0.1:9/x> & =HYPERLINK(1) {{7*7}}"
LONG = "A name that somebody wrote as a sentence, with many words, so that it runs over its place"
FORMULAS = ("=1+1", '=HYPERLINK("http://127.0.0.1:9")', "+1", "@SUM(A1)")


def tones(*counts):
    return dict(zip(Sentiment, counts or (5, 3, 1, 1), strict=True))


def page_of(names, title="Why?", *, categories=(), quotes=(), **members):
    """A page with a bar per name, each shorter than the one before."""
    bars = tuple(
        Bar(name=name, people=200 - at, share=(200 - at) / 400, tones=tones(100, 60, 40 - at, 0))
        for at, name in enumerate(names)
    )
    known = {
        "title": title,
        "base": "Base: 400 people who answered, of 410 asked.",
        "language": "en",
        "codes": bars,
        "rest": (Bar(name="Other answers", people=1, share=1 / 400),),
        "categories": tuple(Bar(name=name, people=29, share=29 / 200) for name in categories),
        "tones": tones(),
        "quotations": tuple(Quotation(code=names[0], text=each, language="en") for each in quotes),
        "footnotes": (f"{LONG}. " * 7,),
    }
    return QuestionPage(**(known | members))


PAGES = (
    page_of([f"{LONG} {at}" for at in range(15)], f"{LONG}? " * 9, more_codes="485 more codes.",
            categories=[f"{LONG} {at}" for at in range(8)], more_categories="4 more categories.",
            quotes=[f"{at} " + "word " * 27 for at in range(5)]),
    page_of(["Price"], "One code?"),
    page_of([], "None coded?"),
    page_of([], "Nobody answered?", rest=(), tones=tones(0, 0, 0, 0)),
    page_of([ATTACK, *FORMULAS], ATTACK, categories=[ATTACK], quotes=[ATTACK]),
    page_of(["价格太高", "服务" * 30], "您为什么这么说？", quotes=["价格太贵了" * 14]),
    page_of(["السعر مرتفع", "خدمة (2024)"], "لماذا تقول ذلك؟", quotes=["السعر مرتفع جدا"]),
)  # fmt: skip
REPORT = ClientReport(title="A study of <b>tea</b>", pages=PAGES)


@pytest.fixture(scope="module")
def pdf():
    try:
        write_client_pdf.check_pdf()
    except OutputError:
        pytest.skip("Pango is not installed: apt-get install libpango-1.0-0 libpangoft2-1.0-0")
    return render_client_report(REPORT, ".pdf")


@pytest.fixture(scope="module")
def slides():
    return render_client_report(REPORT, ".pptx")[0]


class Reader(HTMLParser):
    """Elements of a page by name, and the texts in them."""

    def __init__(self, content):
        super().__init__()
        self.elements, self.inside, self.texts = [], [], []
        self.feed(content)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.inside.append(tag)

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        if data.strip():
            self.texts.append((self.inside[-1] if self.inside else "", data.strip()))

    def texts_in(self, tag):
        return [text for inside, text in self.texts if inside == tag]


@pytest.fixture(scope="module")
def html():
    return Reader(render_client_report(REPORT, ".html")[0].decode())


def charts_of(presentation):
    return [
        shape.chart for slide in presentation.slides for shape in slide.shapes if shape.has_chart
    ]


def test_the_page_has_a_section_per_question_and_loads_nothing(html):
    names = [name for name, _ in html.elements]
    assert names.count("section") == len(PAGES)
    assert {"script", "img", "link", "iframe", "object", "base"}.isdisjoint(names)
    given = [key for _, attributes in html.elements for key in attributes]
    assert not [key for key in given if key.startswith("on") or key in {"src", "href"}]
    style = "".join(html.texts_in("style"))
    assert "url(" not in style
    assert "@import" not in style


def test_markup_in_texts_stays_text_on_the_page(html):
    assert fit(ATTACK, 120) in html.texts_in("h1")
    assert clean(ATTACK) in html.texts_in("q")
    assert html.texts_in("title") == ["A study of <b>tea</b>"]


def test_the_page_tells_who_does_not_see_bars_what_they_say(html):
    labels = [attributes.get("aria-label") for _, attributes in html.elements]
    assert "100 positive, 60 negative, 40 neutral, 0 mixed" in labels
    rows = [attributes for name, attributes in html.elements if name == "th"]
    assert all(attributes.get("scope") in {"row", "col"} for attributes in rows)


def test_texts_are_read_from_their_own_side(html):
    sides = {attributes["dir"] for name, attributes in html.elements if name == "h1"}
    assert sides == {"ltr", "rtl"}
    assert [direction(text) for text in ("", "12", "Tea שלום", "(שלום tea", "السعر")] == [
        *("ltr", "ltr", "ltr", "rtl", "rtl")
    ]  # fmt: skip


def test_the_pdf_has_a_page_per_question_whatever_its_texts(pdf):
    content, notes = pdf
    assert len(PdfReader(BytesIO(content)).pages) == len(PAGES)
    # Without the two that a computer may have no font for: this reader of PDF decodes no font that
    # lacks characters.
    content, _ = render_client_report(replace(REPORT, pages=PAGES[:5]), ".pdf")
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    for page, text in zip(PAGES[1:5], pages[1:5], strict=True):
        assert page.base in text
        assert " ".join(fit(page.title, 120).split()[:2]) in text
    assert "485 more codes." in pages[0]
    assert "<script>alert(1)</script>" in pages[4]
    assert "50%" in pages[1]
    assert all("No font" in note for note in notes)


def test_the_pdf_is_tagged_and_brings_its_fonts_and_no_time(pdf):
    reader = PdfReader(BytesIO(pdf[0]))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "A study of <b>tea</b>"
    assert reader.metadata.creation_date is None
    for font in reader.pages[1]["/Resources"]["/Font"].values():
        (inner,) = font.get_object()["/DescendantFonts"]
        described = inner.get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(described)


def test_characters_without_a_font_are_named(pdf):
    page = page_of(["Price \u0378"], "Why?")
    _, notes = render_client_report(ClientReport(title="", pages=(page,)), ".pdf")
    (note,) = notes
    assert note.startswith(
        "No font on this computer has \u0378 (U+0378): the PDF shows boxes there."
    )


def test_a_computer_that_cannot_set_a_pdf_says_what_to_install(pdf, monkeypatch, tmp_path, capsys):
    # The library was loaded before (``pdf``), so that what is taken away here comes back whole.
    def refuse(self, name, flags=0):
        raise OSError(f"cannot load library '{name}'")

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr("cffi.FFI.dlopen", refuse)
    with pytest.raises(OutputError, match=r"Pango is not on this computer\. Install it .*\.html"):
        check_client_report(tmp_path / "a.pdf")
    check_client_report(tmp_path / "a.html")
    check_client_report(tmp_path / "a.pptx")
    assert capsys.readouterr().out == ""


def test_a_computer_without_fonts_is_told_so(pdf, monkeypatch, tmp_path):
    (tmp_path / "none.conf").write_text("<fontconfig/>", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "none.conf"))
    with pytest.raises(OutputError, match="there is no font on this computer"):
        check_client_report(tmp_path / "a.pdf")


def test_charts_of_slides_hold_the_figures_of_the_page_and_can_be_edited(slides):
    charts = iter(charts_of(Presentation(BytesIO(slides))))
    for page in PAGES:
        bars = page.codes + page.rest
        if bars:
            chart = next(charts)
            (plot,) = chart.plots
            assert [it.replace("\u00a0", " ") for it in plot.categories] == [
                fit(bar.name, 40) for bar in bars
            ]
            assert list(plot.series[0].values) == [bar.share for bar in bars]
            sheet = openpyxl.load_workbook(
                BytesIO(chart.part.chart_workbook.xlsx_part.blob)
            ).worksheets[0]
            rows = list(sheet.iter_rows(min_row=2, values_only=True))
            assert rows == [(fit(bar.name, 40), bar.share, bar.people) for bar in bars]
            assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        if page.categories:
            assert len(next(charts).plots[0].categories) == len(page.categories)
        if page.codes:
            stacked = next(charts).plots[0]
            assert {series.name: list(series.values) for series in stacked.series} == {
                str(tone): [bar.tones[tone] for bar in page.codes] for tone in Sentiment
            }
    assert next(charts, None) is None


def test_slides_have_titles_notes_and_nothing_beyond_their_edges(slides):
    presentation = Presentation(BytesIO(slides))
    assert len(presentation.slides) == sum(1 + bool(page.codes) for page in PAGES)
    for slide in presentation.slides:
        assert slide.shapes.title.text_frame.text
        assert "Base: 400 people" in slide.notes_slide.notes_text_frame.text
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= presentation.slide_width
            assert shape.top + shape.height <= presentation.slide_height
            if shape.has_chart:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
                assert shape.height >= Emu(914_400)
    arabic = presentation.slides[len(presentation.slides) - 1].shapes.title.text_frame
    assert arabic.paragraphs[0]._p.pPr.get("rtl") == "1"


def test_notes_of_slides_count_people(slides):
    notes = Presentation(BytesIO(slides)).slides[2].notes_slide.notes_text_frame.text
    assert notes.splitlines()[:4] == [
        "One code?",
        "Base: 400 people who answered, of 410 asked.",
        "Price: 200 (50%)",
        "Other answers: 1 (<1%)",
    ]


def test_slides_note_no_time_and_no_author_of_the_library(slides):
    about = Presentation(BytesIO(slides)).core_properties
    assert (about.author, about.last_modified_by) == ("Openends", "Openends")
    assert about.created == about.modified
    assert about.created.year == 2000
    with zipfile.ZipFile(BytesIO(slides)) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(2000, 1, 1)}
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        assert b"externalData" in archive.read("ppt/charts/" + _first_chart(archive))
        assert not [
            name
            for name in archive.namelist()
            if name.endswith(".rels") and b'TargetMode="External"' in archive.read(name)
        ]


def _first_chart(archive):
    names = (name.removeprefix("ppt/charts/") for name in archive.namelist())
    return next(name for name in names if name.startswith("chart"))


@pytest.mark.parametrize("ending", [".html", ".pdf", ".pptx"])
def test_the_same_report_is_the_same_bytes(ending, request):
    first = {".pdf": "pdf", ".pptx": "slides"}.get(ending)
    # The clock of the archives' entries goes on in steps of two seconds, and must not be seen.
    before = request.getfixturevalue(first) if first else render_client_report(REPORT, ending)[0]
    before = before[0] if isinstance(before, tuple) else before
    if ending == ".pdf" and not import_module("weasyprint.text.ffi").harfbuzz_subset:
        pytest.skip("fonts carry the time without libharfbuzz-subset0 (apt-get install it)")
    again, _ = render_client_report(REPORT, ending)
    assert hashlib.sha256(again).digest() == hashlib.sha256(before).digest()


def test_a_coded_survey_comes_out_with_its_own_counts(tmp_path):
    coded = coded_survey(["too dear", "far too dear", "it is dear", None], question="Why?")
    question = coded.questions["why"]
    facts = facts_of_run(question, tabulate(question), "survey.csv, column why")
    path = tmp_path / "report.pptx"
    assert write_client_report(client_report_of("survey.csv", [facts]), path) == ()
    chart = charts_of(Presentation(str(path)))[0]
    assert list(chart.plots[0].categories) == ["Price"]
    assert list(chart.plots[0].series[0].values) == [1.0]


@pytest.mark.parametrize("name", ["a.docx", "a", "a.ppt"])
def test_an_ending_that_is_no_format_of_the_report_is_refused(tmp_path, name):
    with pytest.raises(OutputError) as caught:
        write_client_report(REPORT, tmp_path / name)
    assert caught.value.message == (
        f"Cannot write the client's report {name}: use the ending .html, .pdf or .pptx."
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("people", "base", "shown"),
    [(0, 9, "0%"), (1, 400, "<1%"), (1, 200, "1%"), (29, 200, "15%"), (1, 8, "13%"), (9, 9, "100%"),
     (2, 3, "67%"), (199, 200, "100%")],
)  # fmt: skip
def test_shares_are_rounded_as_spreadsheets_round(people, base, shown):
    assert percent(people / base) == shown


@given(st.text(max_size=60), st.integers(2, 40))
def test_a_fitting_text_is_no_wider_than_its_place(text, place):
    fits = fit(text, place)
    assert width(fits) <= place
    assert fits == clean(text) or fits.endswith("…")
