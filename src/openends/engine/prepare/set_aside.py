"""Tell blanks, "don't know" and keyboard noise by rule, before any model sees them."""

from __future__ import annotations

import re
import unicodedata

from openends.domain.response import ResponseStatus
from openends.engine.prepare.no_answer_words import FILLERS, NONE_PHRASES
from openends.engine.prepare.plain import plain

#: Rows of the keyboard; four neighbouring keys in order are noise.
_ROWS = ("qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "qsdfghjklm", "zxcvbnm", "yxcvbnm")
_RUNS = {
    row[start : start + 4]
    for line in _ROWS
    for row in (line, line[::-1])
    for start in range(len(line) - 3)
}
#: Real words that hold such a run.
_REAL_RUNS = frozenset({"were", "tree", "power", "property", "qwerty"})
_NOISE_WORDS = frozenset(
    "test testing asd sdf dfg fgh ghj jkl qwe wer asdf blah bla blabla xxx lorem ipsum".split()
)
_VOWEL = re.compile(r"[aeiouyàáâãäåèéêëìíîïòóôõöùúûüæœø]")


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
        Spanish, Portuguese, French, German, Italian, Dutch and the common forms of seven other
        languages; ``JUNK`` for keyboard noise, lone letters, numbers and marks. Emoji are an
        answer: they carry a feeling.
    """
    if not text.strip():
        return ResponseStatus.NO_ANSWER
    words = plain(text)
    if not words:
        return None if _has_emoji(text) else _without_words(text)
    if words in NONE_PHRASES or _core(words) in NONE_PHRASES:
        return ResponseStatus.NONE
    return ResponseStatus.JUNK if "&" not in text and _is_noise(words) else None


def _core(words: str) -> str:
    """Return the words without fillers at either end ("nothing really" is "nothing")."""
    changed = True
    while changed:
        changed = False
        for filler in FILLERS:
            if words.startswith(filler + " "):
                words, changed = words[len(filler) + 1 :], True
            if words.endswith(" " + filler):
                words, changed = words[: -len(filler) - 1], True
    return words


def _has_emoji(text: str) -> bool:
    return any(unicodedata.category(char) == "So" for char in text) or bool(
        re.search(r"[:;=]-?[()DPp/]|<3", text)
    )


def _without_words(text: str) -> ResponseStatus:
    """A lone dash or slash is how people strike out a question; other marks are noise."""
    return (
        ResponseStatus.NONE
        if text.strip(" .") in {"-", "--", "/", "–", "—"}
        else (ResponseStatus.JUNK)
    )


def _is_noise(words: str) -> bool:
    joined = words.replace(" ", "")
    if joined.isdigit():
        return True
    if not joined.isascii():
        return len(set(joined)) == 1 and len(joined) > 3
    if len(joined) == 1:
        return True
    return all(_noise_word(word) for word in words.split())


def _noise_word(word: str) -> bool:
    """Tell a typed-at-random word from a real one, an abbreviation or a brand."""
    if word in _NOISE_WORDS or word.isdigit():
        return True
    if len(word) >= 3 and len(set(word)) == 1:
        return True
    if len(word) == 1:
        return word not in {"i", "a"}
    if any(run in word for run in _RUNS) and not any(real in word for real in _REAL_RUNS):
        return True
    if len(word) >= 5 and not _VOWEL.search(word) and not any(map(str.isdigit, word)):
        return True
    return bool(len(word) >= 6 and re.search(r"[bcdfghjklmnpqrstvwxz]{6,}", word)) or bool(
        len(word) >= 6 and re.fullmatch(r"(..)\1{2,}|(...)\2{1,}", word)
    )
