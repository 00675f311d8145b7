"""Turn the bytes of a text file into text, whatever program wrote them."""

from __future__ import annotations

import codecs
from pathlib import Path

from openends.domain.errors import FileProblem

#: Bytes that the encoding is guessed from.
SAMPLE = 200_000
#: Share of the lines with accents that must be UTF-8 to take the others for strays.
MOSTLY = 0.5

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = {
    b"PK\x03\x04": "an Excel workbook or another zip archive; give it the ending .xlsx",
    b"\xd0\xcf\x11\xe0": "an old or protected Office file; save it without a password as .xlsx",
    b"$FL2": "an SPSS file; give it the ending .sav",
    b"$FL3": "an SPSS file; give it the ending .zsav",
    b"%PDF": "a PDF; export the answers as .csv or .xlsx",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a compressed file; unpack it first",
}


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
    for magic, what in _BINARY.items():
        if content.startswith(magic):
            raise FileProblem(f"{path.name} is not a text file: its content is {what}.")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _without_nul(content.decode(encoding, "replace"), ())
    if wide := _wide(content):
        return _without_nul(content.decode(wide, "replace"), ())
    _check_text(content, path)
    try:
        return _without_nul(content.decode("utf-8"), ())
    except UnicodeDecodeError:
        return _without_nul(*_decode_legacy(content))


def _wide(content: bytes) -> str | None:
    """Recognise UTF-16 without a mark: every second byte of western text is zero."""
    sample = content[:2_000]
    if len(sample) < 4:
        return None
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if zeros.count(0) > 0.7 * len(zeros):
            return encoding
    return None


def _check_text(content: bytes, path: Path) -> None:
    sample = content[:SAMPLE]
    controls = sum(sample.count(bytes([byte])) for byte in range(1, 32) if byte not in b"\t\n\r\f")
    if controls > 0.02 * len(sample) + 2 or sample.count(0) > 0.3 * len(sample):
        raise FileProblem(
            f"{path.name} is not a text file; export the answers as .csv, .xlsx, .sav or .jsonl."
        )


def _decode_legacy(content: bytes) -> tuple[str, tuple[str, ...]]:
    lines = content.splitlines(keepends=True)
    accented = [line for line in lines if not line.isascii()]
    proper = [line for line in accented if _is_utf8(line)]
    if len(proper) >= MOSTLY * len(accented):
        text = "".join(
            line.decode("utf-8") if _is_utf8(line) else line.decode("cp1252", "replace")
            for line in lines
        )
        stray = len(accented) - len(proper)
        said = "1 line was" if stray == 1 else f"{stray:,} lines were"
        return text, (
            f"{said} in another encoding than the rest (UTF-8) and read as Windows-1252.",
        )
    from charset_normalizer import from_bytes

    best = from_bytes(b"".join(accented)[:SAMPLE]).best()
    encoding = best.encoding if best else "cp1252"
    if encoding in {"latin_1", "cp1250", "iso8859_15", "ascii"} and _fits(content, "cp1252"):
        encoding = "cp1252"
    return content.decode(encoding, "replace"), (f"The file was read as {encoding}, not UTF-8.",)


def _fits(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8(line: bytes) -> bool:
    return _fits(line, "utf-8")


def _without_nul(text: str, warnings: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    if "\x00" not in text:
        return text, warnings
    count = text.count("\x00")
    said = "1 NUL character was" if count == 1 else f"{count:,} NUL characters were"
    return text.replace("\x00", ""), (*warnings, f"{said} removed.")
