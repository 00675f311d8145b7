"""The encoding of the texts in an SPSS data file."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from openends.files.code_pages import guess_code_page

#: Bytes from the start of the file that hold its dictionary.
_DICTIONARY = 50_000_000
#: Texts in another encoding that its guess rests on.
_STRAYS = 1_000
#: Kinds of records of the dictionary: type 7, subtype, and the size of an item.
_ENCODING, _MACHINE = (7, 20, 1), (7, 3, 4)


class SpssTexts:
    """Turns texts that were read byte by byte into what was meant.

    Old files lie about their code page, or do not tell it: texts that are not in the encoding that
    the file names are read in the one in which they make most sense.
    """

    def __init__(self, path: Path, texts: Iterable[str]) -> None:
        with path.open("rb") as file:
            self._encoding = _named_encoding(file.read(_DICTIONARY))
        strays = (
            text.encode("latin1")
            for text in texts
            if not text.isascii() and self._decoded(text) is None
        )
        sample = b"\n".join(islice(strays, _STRAYS))
        self._other = guess_code_page(sample) if sample else ""
        self._strays = 0

    def read(self, text: str) -> str:
        """Return a text, given as Latin-1."""
        if text.isascii():
            return text
        decoded = self._decoded(text)
        if decoded is None:
            self._strays += 1
            return text.encode("latin1").decode(self._other or "cp1252", "replace")
        return decoded

    @property
    def notes(self) -> list[str]:
        """What had to be done, in sentences."""
        if not self._strays:
            return []
        were = "1 text was" if self._strays == 1 else f"{self._strays:,} texts were"
        other = self._other or "cp1252"
        return [f"{were} read as {other}, not as the file's own encoding, {self._encoding}."]

    def _decoded(self, text: str) -> str | None:
        try:
            return text.encode("latin1").decode(self._encoding)
        except UnicodeDecodeError:
            return None


def _named_encoding(dictionary: bytes) -> str:
    for order in "<>":
        at = dictionary.find(struct.pack(f"{order}3i", *_ENCODING))
        if at >= 0 and len(dictionary) >= at + 16:
            (size,) = struct.unpack_from(f"{order}i", dictionary, at + 12)
            name = dictionary[at + 16 : at + 16 + max(0, min(size, 64))]
            if known := _known(name.decode("latin1").strip()):
                return known
        at = dictionary.find(struct.pack(f"{order}3i", *_MACHINE))
        if at >= 0 and len(dictionary) >= at + 48:
            (page,) = struct.unpack_from(f"{order}i", dictionary, at + 44)
            if known := _known("utf-8" if page == 65001 else f"cp{page}"):
                return known
    return "utf-8"


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # Codecs such as zip and hex turn no bytes into text.
    return found.name if found._is_text_encoding else None
