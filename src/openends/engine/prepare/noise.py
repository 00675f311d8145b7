"""Recognise keyboard noise: answers typed at random, lone letters, bare numbers."""

from __future__ import annotations

import re

#: Rows of the keyboard; four neighbouring keys in order are noise.
_ROWS = ("qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "qsdfghjklm", "zxcvbnm", "yxcvbnm")
#: Neighbouring keys that real words hold too: "preiswert", "liberty", "Hertz", "Konzert", "Razer",
#: "clareza", "entrez", "strewn", "Fortzug", "baytree", "Holztreppe", "Kreuztreffen".
_REAL_RUNS = frozenset("wert erty ertz zert azer reza trez trew rtzu ytre ztre uztr".split())
_RUNS = {
    row[start : start + 4]
    for line in _ROWS
    for row in (line, line[::-1])
    for start in range(len(line) - 3)
} - _REAL_RUNS
_REAL_WORDS = frozenset({"qwerty", "qwertz"})
_NOISE_WORDS = frozenset(
    "test testing asd sdf dfg fgh ghj jkl qwe wer asdf blah bla blabla xxx lorem ipsum".split()
)
_REPEATED = re.compile(r"(?:asd|sdf|dfg|fgh|ghj|jkl|qwe|zxc|abc|bla|test){2,}|(..)\1{2,}")
_VOWEL = re.compile(r"[aeiouy]")
#: Letters that one sound is spelt with: "Rechtschreibung" is no noise.
_ONE_SOUND = re.compile(r"sch|ch|th|ph|sh|gh|ck|st")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}")
#: "A+", "C++", "C#"; a number with a unit, a ratio, a rank; "U.S."
_SHORT_BUT_REAL = re.compile(
    r"[^\W\d_]\s?[+#]+|.*\d\s*[%€$£¥₹°★*+].*|.*[€$£¥₹#№]\s*\d.*|\d+\s?/\s?\d+|"
    r"(?:[^\W\d_]\.\s?){2,}[^\W\d_]?|.*\w&\w.*|.*\w\s&\s\w.*",
    re.DOTALL,
)


def is_noise(text: str, words: str) -> bool:
    """Tell whether an answer was typed at random or is too short to mean anything.

    Parameters
    ----------
    text:
        The cleaned verbatim.
    words:
        Its plain form; not empty.
    """
    joined = words.replace(" ", "")
    if _SHORT_BUT_REAL.fullmatch(text.strip(" \t\n.!?")) or _SHORT_BUT_REAL.fullmatch(text):
        return False
    if joined.isdigit():
        return True
    if not joined.isascii():
        return len(set(joined)) == 1 and len(joined) > 3
    if len(joined) == 1:
        return True
    # Capitals tell "HTTPS" from "hjlkm".
    return all(_is_noise_word(word, capitals=text.isupper()) for word in words.split())


def _is_noise_word(word: str, *, capitals: bool) -> bool:
    """Tell a typed-at-random word from a real one, an abbreviation or a brand."""
    if len(word) == 1:
        return word not in {"i", "a"}
    if word in _REAL_WORDS:
        return False
    spoken = _ONE_SOUND.sub("s", word)
    unspeakable = not _VOWEL.search(word) and not any(map(str.isdigit, word))
    return bool(
        word in _NOISE_WORDS
        or word.isdigit()
        or (len(word) >= 3 and len(set(word)) == 1)
        or any(run in word for run in _RUNS)
        or _REPEATED.fullmatch(word)
        or _CONSONANTS.search(spoken)
        or (unspeakable and len(spoken) >= 5 and not (capitals and len(word) <= 6))
    )
