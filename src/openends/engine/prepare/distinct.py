"""Which responses are the first to say something: what is coded, once for everyone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openends.engine.prepare.clean import clean
from openends.engine.prepare.set_aside import set_aside

#: What may surround an answer without making it another one. Not "?", which makes it a question.
_BEFORE = re.compile(r'(?:[\s!…,。！，、¡"“”„«»]|\.(?!\d))*')
_AFTER = ' \t\n.!…,;。！，、"“”„«»'


def first_occurrences(texts: Sequence[str]) -> list[bool]:
    """Tell for every response whether it is the first real answer with its text.

    Parameters
    ----------
    texts:
        All responses to a question as they were written, blanks included.

    Returns
    -------
    list of bool
        True where a response needs work: not for blanks, "don't know" and keyboard noise, nor for
        an answer that differs from an earlier one in case and outer marks only.
    """
    seen: set[str] = set()
    firsts = []
    for text in texts:
        cleaned = clean(text).text
        if set_aside(cleaned) is not None:
            firsts.append(False)
            continue
        key = folding_key(cleaned[marks_before(cleaned) :])
        firsts.append(key not in seen)
        seen.add(key)
    return firsts


def distinct_texts(texts: Sequence[str]) -> int:
    """Count the distinct real answers among the responses: what their coding costs."""
    return sum(first_occurrences(texts))


def marks_before(text: str) -> int:
    """Return the number of marks and spaces before the first word of an answer."""
    before = _BEFORE.match(text)
    return before.end() if before else 0


def folding_key(text: str) -> str:
    """Return what two answers have in common that are coded as one.

    Parameters
    ----------
    text:
        A cleaned answer without the marks before its first word.
    """
    core = text.rstrip(_AFTER)
    lower = core.lower()
    # Case is kept where the lower letters would move the characters, and with them the evidence.
    return lower if len(lower) == len(core) else core
