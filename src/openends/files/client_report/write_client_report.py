"""Write the client's report as a web page, a PDF or slides, told by the ending."""

from __future__ import annotations

from pathlib import Path

from openends.domain.client_report import ClientReport
from openends.domain.errors import OutputError
from openends.files.atomic import replacing
from openends.files.client_report.client_page import render_client_page
from openends.files.client_report.write_client_pdf import check_pdf, render_client_pdf
from openends.files.client_report.write_slides import render_slides


def check_client_report(path: Path) -> None:
    """Raise ``OutputError`` when the ending is unknown, or its format cannot be written here."""
    ending = path.suffix.casefold()
    if ending not in {".html", ".htm", ".pdf", ".pptx"}:
        raise OutputError(
            f"Cannot write the client's report {path.name}: use the ending .html, .pdf or .pptx."
        )
    if ending == ".pdf":
        check_pdf()


def write_client_report(report: ClientReport, path: Path) -> tuple[str, ...]:
    """Write the report in the format that the ending names.

    Returns
    -------
    tuple of str
        What is wrong with the file, in sentences: characters that no font of this computer has.

    Raises
    ------
    OutputError
        When the ending is unknown, or the file cannot be written.
    """
    check_client_report(path)
    content, notes = render_client_report(report, path.suffix.casefold())
    with replacing(path) as temporary:
        temporary.write_bytes(content)
    return notes


def render_client_report(report: ClientReport, ending: str) -> tuple[bytes, tuple[str, ...]]:
    """Return the bytes of a file with that ending, and what is wrong with it in sentences."""
    if ending == ".pdf":
        return render_client_pdf(report)
    if ending == ".pptx":
        return render_slides(report), ()
    return render_client_page(report).encode("utf-8", "replace"), ()
