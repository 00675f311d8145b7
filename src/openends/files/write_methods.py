"""Write how questions were coded, as Markdown or as a page to read and print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from openends.domain.errors import OutputError
from openends.domain.methods_page import MethodsPage, MethodsSection, MethodsTable
from openends.files.atomic import replacing
from openends.files.page import load_page

#: Characters that Markdown, or HTML in it, could read as more than themselves.
_MARKS = re.compile(r"([\\`*_\[\]<>|#!~&$])")
#: What begins a list, a quotation, a rule or a heading where it begins a line.
_BEGINNING = re.compile(r"^(\d*)([-+=]|[.)](?=\s|$))")


def check_methods(path: Path) -> None:
    """Raise ``OutputError`` when the ending is neither that of Markdown nor that of a web page."""
    if path.suffix.casefold() not in {".md", ".html", ".htm"}:
        raise OutputError(f"Cannot write the methods {path.name}: use the ending .md or .html.")


def write_methods(pages: Sequence[MethodsPage], path: Path) -> None:
    """Write pages one after the other into one file, in the format that the ending names.

    Raises
    ------
    OutputError
        When the ending is not known or the file cannot be written.
    """
    check_methods(path)
    markdown = path.suffix.casefold() == ".md"
    content = render_markdown(pages) if markdown else render_html(pages)
    with replacing(path) as temporary:
        temporary.write_text(content, encoding="utf-8")


def render_html(pages: Sequence[MethodsPage]) -> str:
    """Return one page without outside parts; every text is escaped."""
    return load_page("methods.html").render(pages=pages)


def render_markdown(pages: Sequence[MethodsPage]) -> str:
    """Return the pages as Markdown; no text in them is read as anything but text."""
    return "\n".join(line for page in pages for line in _page(page))


def _page(page: MethodsPage) -> Iterator[str]:
    yield f"# {_line(page.title)}\n"
    yield f"How the answers were coded. {_text(page.place)}\n"
    for section in page.sections:
        yield f"## {section.heading}\n"
        yield from _section(section)


def _section(section: MethodsSection) -> Iterator[str]:
    for paragraph in section.paragraphs:
        yield f"{_line(paragraph)}\n"
    if section.facts:
        rows = tuple((name, fact) for name, fact in section.facts)
        yield from _table(MethodsTable(header=("item", "answer"), rows=rows))
    if section.table:
        yield from _table(section.table)


def _table(table: MethodsTable) -> Iterator[str]:
    yield _row(table.header)
    yield _row("--:" if at in table.figures else "---" for at in range(len(table.header)))
    for row in table.rows:
        yield _row(map(_text, row))
    yield ""


def _row(cells: Sequence[str] | Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(text: str) -> str:
    """Return a text that stands for itself where a line begins."""
    return _BEGINNING.sub(r"\1\\\2", _text(text))


def _text(text: str) -> str:
    """Return a text on one line that stands for itself within it."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
