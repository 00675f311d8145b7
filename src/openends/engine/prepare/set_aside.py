"""Tell blanks, "don't know" and keyboard noise by rule, before any model sees them."""

from __future__ import annotations

import re

from openends.domain.response import ResponseStatus
from openends.engine.prepare.no_answer_words import MOST_LETTERS, says_nothing
from openends.engine.prepare.noise import is_noise
from openends.engine.prepare.plain import plain

_EMOJI = re.compile(
    "[\u231a-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
    r"|[:;=]['’]?-?[()DPp/|]|<3(?!\d)|\^_*\^"
)
#: Between "no" and "nothing", "don't know" and "no opinion".
_BETWEEN = re.compile(r"[.,;:/|!?\n]+|\s[-–—]\s")
#: How people strike out a question.
_STRUCK_OUT = re.compile(r"[-–—/\s.]*[-–—/][-–—/\s.]*")


def set_aside(text: str) -> ResponseStatus | None:
    """Return why an answer needs no coding, or None when it is a real answer.

    Parameters
    ----------
    text:
        The cleaned verbatim.

    Returns
    -------
    ResponseStatus or None
        ``NO_ANSWER`` for blanks; ``NONE`` for "nothing", "don't know" and the like in English,
        Spanish, Portuguese, French, German, Italian, Dutch and the common forms of other
        languages, and for a lone dash or slash; ``JUNK`` for keyboard noise, lone letters, bare
        numbers and marks. Emoji are an answer: they carry a feeling.
    """
    if not text.strip():
        return ResponseStatus.NO_ANSWER
    words = plain(text)
    if words and _says_nothing(text, words):
        return ResponseStatus.NONE
    if _EMOJI.search(text):
        return None
    if not words:
        struck_out = _STRUCK_OUT.fullmatch(text)
        return ResponseStatus.NONE if struck_out else ResponseStatus.JUNK
    return ResponseStatus.JUNK if is_noise(text, words) else None


def _says_nothing(text: str, words: str) -> bool:
    """Tell whether the answer, or else each of its parts, says nothing ("No, nothing.")."""
    if says_nothing(words):
        return True
    if len(words) > MOST_LETTERS:
        return False
    parts = [part for part in map(plain, _BETWEEN.split(text)) if part]
    return len(parts) > 1 and all(map(says_nothing, parts))
