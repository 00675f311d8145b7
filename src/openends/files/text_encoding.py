"""Turn the bytes of a text file into text, whatever program wrote them."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from openends.domain.errors import FileProblem
from openends.files.code_pages import guess_code_page

#: Bytes that are looked at to tell text from other data.
SAMPLE = 200_000
#: Share of the lines with accents that must be UTF-8 to take the others for strays.
MOSTLY = 0.5

#: Marks of UTF-32 begin like those of UTF-16 and come first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FORMATS = {
    b"PK\x03\x04": "an Excel workbook or another zip archive; give it the ending .xlsx",
    b"\xd0\xcf\x11\xe0": "an old or protected Office file; save it without a password as .xlsx",
    b"$FL2": "an SPSS file; give it the ending .sav",
    b"$FL3": "an SPSS file; give it the ending .zsav",
    b"%PDF": "a PDF; export the answers as .csv or .xlsx",
    b"{\\rtf": "a Word document; export the answers as .csv or .xlsx",
    b"\x89PNG": "a picture; give a file of answers",
    b"\xff\xd8\xff": "a picture; give a file of answers",
    b"\x1f\x8b": "a compressed file; unpack it first",
}
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype|html|table|\?xml)\b", re.IGNORECASE)


def decode_text(content: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    """Return a file's text, and what had to be done to read it.

    Parameters
    ----------
    content:
        The bytes: UTF-8, UTF-16 or UTF-32, a code page of the Windows, Macintosh or ISO families,
        or UTF-8 with stray lines in Windows-1252.
    path:
        For messages.

    Raises
    ------
    FileProblem
        When it is not a text file.
    """
    _check_format(content, path)
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _finished(content.decode(encoding, "replace"), encoding)
    if wide := _wide(content):
        return _finished(content.decode(wide, "replace"), wide)
    _check_text(content, path)
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return _finished(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _decode_legacy(content)


def _check_format(content: bytes, path: Path) -> None:
    for magic, what in _OTHER_FORMATS.items():
        if content.startswith(magic):
            raise FileProblem(f"{path.name} is not a text file: its content is {what}.")
    if _WEB_PAGE.match(content.removeprefix(codecs.BOM_UTF8)):
        raise FileProblem(
            f"{path.name} is a web page or XML, whatever its ending says; open it in Excel and "
            "save it as .xlsx."
        )


def _wide(content: bytes) -> str | None:
    """Recognise UTF-16 without a mark: every second byte of western text is zero."""
    sample = content[:2_000]
    if len(sample) < 4:
        return None
    for encoding, zeros, others in (
        ("utf-16-le", sample[1::2], sample[::2]),
        ("utf-16-be", sample[::2], sample[1::2]),
    ):
        if zeros.count(0) > 0.7 * len(zeros) and others.count(0) < 0.1 * len(others):
            return encoding
    return None


def _check_text(content: bytes, path: Path) -> None:
    sample = content[:SAMPLE]
    controls = sum(sample.count(bytes([byte])) for byte in range(1, 32) if byte not in b"\t\n\r\f")
    if controls > 0.02 * len(sample) + 20 or sample.count(0) > 0.3 * len(sample):
        raise FileProblem(
            f"{path.name} is not a text file; export the answers as .csv, .xlsx, .sav or .jsonl."
        )


def _decode_legacy(content: bytes) -> tuple[str, tuple[str, ...]]:
    lines = content.splitlines(keepends=True)
    accented = [line for line in lines if not line.isascii()]
    stray = sum(not _is_utf8(line) for line in accented)
    if stray <= (1 - MOSTLY) * len(accented):
        text = "".join(
            line.decode("utf-8") if _is_utf8(line) else line.decode("cp1252", "replace")
            for line in lines
        )
        said = "1 line was" if stray == 1 else f"{stray:,} lines were"
        note = f"{said} in another encoding than the rest (UTF-8) and read as Windows-1252."
        return _finished(text, "", note)
    encoding = guess_code_page(b"".join(accented))
    text = content.decode(encoding, "replace")
    return _finished(text, encoding, f"The file was read as {encoding}, not UTF-8.")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _finished(text: str, encoding: str = "", *notes: str) -> tuple[str, tuple[str, ...]]:
    """Take out what no text holds, and say so."""
    said = list(notes)
    if encoding and (broken := text.count("\ufffd")):
        were = "1 character was" if broken == 1 else f"{broken:,} characters were"
        said.append(f"{were} no {encoding} and became \ufffd.")
    if nul := text.count("\x00"):
        were = "1 NUL character was" if nul == 1 else f"{nul:,} NUL characters were"
        said.append(f"{were} removed.")
        text = text.replace("\x00", "")
    return text, tuple(said)
