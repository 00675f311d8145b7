"""The client's report as a PDF: the web page, set on paper."""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import Any

from openends.domain.client_report import ClientReport
from openends.domain.errors import OutputError
from openends.files.client_report.client_page import render_client_page

#: Characters that a note names.
_NAMED = 10


def check_pdf() -> None:
    """Raise ``OutputError`` where this computer lacks what sets text on paper."""
    _load()


def render_client_pdf(report: ClientReport) -> tuple[bytes, tuple[str, ...]]:
    """Return the report as a tagged PDF, and what is wrong with it in sentences.

    Raises
    ------
    OutputError
        When this computer lacks Pango, the library that sets the text, or has no font.
    """
    weasyprint = _load()
    with _lacking_characters() as lacking:
        content: bytes = weasyprint.HTML(
            string=render_client_page(report),
            # Nothing is fetched from anywhere, whatever a text says.
            url_fetcher=weasyprint.urls.URLFetcher(allowed_protocols=()),
        ).write_pdf(pdf_tags=True)
    return content, tuple(_note(lacking))


def _load() -> Any:
    # It prints advice where a library is missing; standard output may be somebody's data. And it
    # warns where there is no font, which is told below.
    with redirect_stdout(StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import weasyprint
            import weasyprint.urls
        except OSError as error:
            raise OutputError(
                "Cannot write a PDF: the library Pango is not on this computer. Install it (Debian "
                "and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; "
                "macOS: brew install pango; Windows: Pango of MSYS2), or write .html and print it "
                "from a browser."
            ) from error
    if not _count_fonts():
        # Pango ends the whole program where it finds none.
        raise OutputError(
            "Cannot write a PDF: there is no font on this computer. Install some (Debian and "
            "Ubuntu: apt-get install fonts-noto-core), or write .html and print it from a browser."
        )
    return weasyprint


def _count_fonts() -> int:
    from weasyprint.text.ffi import fontconfig

    configuration = fontconfig.FcInitLoadConfigAndFonts()
    try:
        return int(fontconfig.FcConfigGetFonts(configuration, fontconfig.FcSetSystem).nfont)
    finally:
        fontconfig.FcConfigDestroy(configuration)


class _Lacking(logging.Handler):
    """Collects the characters for which no font was found."""

    def __init__(self) -> None:
        super().__init__()
        self.characters: dict[str, None] = {}
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Note the character; reports that other threads write have their own."""
        if record.thread == self._thread and "notdef" in str(record.msg) and record.args:
            self.characters[str(next(iter(record.args)))] = None


@contextmanager
def _lacking_characters() -> Iterator[dict[str, None]]:
    logger, handler = logging.getLogger("weasyprint"), _Lacking()
    logger.addHandler(handler)
    # Its warnings quote what people wrote, and belong in no log.
    logger.propagate = False
    try:
        yield handler.characters
    finally:
        logger.removeHandler(handler)


def _note(lacking: dict[str, None]) -> Iterator[str]:
    if lacking:
        named = ", ".join(f"{it} (U+{ord(it):04X})" for it in list(lacking)[:_NAMED])
        more = f" and {len(lacking) - _NAMED:,} more" if len(lacking) > _NAMED else ""
        yield (
            f"No font on this computer has {named}{more}: the PDF shows boxes there. Install a "
            "font that has them (Debian and Ubuntu: fonts-noto-core, fonts-noto-cjk) and write it "
            "again."
        )
