"""Repair the characters of a verbatim without touching its words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

#: Longer verbatims are cut: no answer to an open question is an essay of ten pages.
LONGEST = 10_000

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\ufffe\uffff]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
#: Traces of UTF-8 that was read as a Western European encoding.
_MOJIBAKE = re.compile(r"Ã[\x80-\xbf\u0152-\u2122]|Â[\x80-\xbf]|â€|ðŸ|Ð[\x80-\xbf°-¿]|Ñ[\x80-\x8f]")


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
    text = _LONE_SURROGATE.sub("\ufffd", raw)
    if _MOJIBAKE.search(text[:LONGEST]):
        from ftfy import fix_encoding

        text = fix_encoding(text[: LONGEST * 2])
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = text.strip()
    cut = len(text) > LONGEST
    kept = text[:LONGEST].rstrip() if cut else text
    composed = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n")).strip()
    repaired = composed != text and not cut
    return Cleaned(text=kept, repaired=repaired, cut=cut)
