"""Repair the characters of a verbatim without touching its words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

#: Longer verbatims are cut: no answer to an open question is an essay of ten pages.
LONGEST = 10_000
#: What is looked at of a verbatim: broken characters take up to four times the room.
_LOOKED_AT = 4 * LONGEST
_ROUNDS = 4

#: Controls and characters that show nothing: zero-width spaces, soft hyphens, marks of direction.
#: Joiners stay, because emoji and some scripts need them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufffe\uffff]"
)
#: No letter has thirty accents, and ordering a heap of them takes quadratic time (Unicode Standard
#: Annex 15, stream-safe text).
_ACCENT = (
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe20-\ufe2f]"
)
_HEAP_OF_ACCENTS = re.compile(f"({_ACCENT}{{30}}){_ACCENT}+")
#: Spreadsheets and word processors write a line break within a cell with these.
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1f]")
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
#: Traces of UTF-8 that was read as a Western European encoding, and of Windows-1252 read as
#: Latin-1.
_MOJIBAKE = re.compile(
    r"Ã[\x80-\xbf\u0152-\u2122]|Â[\x80-\xbf]|â€|ðŸ|Ð[\x80-\xbf°-¿]|Ñ[\x80-\x8f]|[\x80-\x9f]"
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A verbatim that can be coded, and what was done to it."""

    text: str
    repaired: bool = False
    cut: bool = False


def clean(raw: str) -> Cleaned:
    """Return the verbatim without control characters, with its broken characters repaired.

    Letters wrongly decoded ("cafÃ©") are restored by ftfy (Speer 2019), composed to Unicode NFC,
    and the text is cut at 10,000 characters.
    """
    written = raw.strip()
    lines = _LINE_BREAK.sub("\n", written[:_LOOKED_AT])
    repaired = _repaired(lines)
    text = (repaired if repaired.isascii() else unicodedata.normalize("NFC", repaired)).strip()
    return Cleaned(
        text=text[:LONGEST].rstrip(),
        repaired=repaired != lines,
        cut=len(text) > LONGEST or len(written) > _LOOKED_AT,
    )


def _repaired(text: str) -> str:
    """Repair until nothing is left to repair: a removed character can join two others."""
    for _ in range(_ROUNDS):
        better = _HEAP_OF_ACCENTS.sub(r"\1", _INVISIBLE.sub("", _decoded(text)))
        if better == text:
            break
        text = better
    return text


def _decoded(text: str) -> str:
    """Undo wrong decoding: surrogates that belong together, and UTF-8 read as something else."""
    text = _SURROGATE_PAIR.sub(
        lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text
    )
    text = _LONE_SURROGATE.sub("\ufffd", text)
    if not _MOJIBAKE.search(text):
        return text
    from ftfy import fix_encoding

    return str(fix_encoding(text))
