"""Tell whether a question asks for praise or for blame."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml

from openends.domain.coding import Sentiment

#: In these no spaces stand around words, or endings are glued on: a word is found anywhere.
_GLUED = frozenset({"zh", "ja", "ko"})
_SENTENCE_END = re.compile(r"[.?!;。？！؟\n]+")


def asked_tone(question: str) -> Sentiment:
    """Return the tone of a bare topic in an answer: "What did you dislike?" makes it negative.

    Parameters
    ----------
    question:
        The question as respondents saw it, in any language; "" when unknown.

    Returns
    -------
    Sentiment
        POSITIVE or NEGATIVE; NEUTRAL when the question asks for neither, or for both.
    """
    found = {_asked(sentence) for sentence in _SENTENCE_END.split(question.casefold())}
    asked = found - {Sentiment.NEUTRAL}
    return asked.pop() if len(asked) == 1 and Sentiment.MIXED not in asked else Sentiment.NEUTRAL


def _asked(sentence: str) -> Sentiment:
    """Return the tone that one sentence asks for; MIXED for both, which outweighs the others."""
    words = _patterns()
    text = sentence.replace("’", "'")
    if words["both"].search(text):
        return Sentiment.MIXED
    text = words["neither"].sub(" ", text)
    rest = words["blame"].sub(" ", text)
    blames = rest != text
    if not words["praise"].search(rest):
        return Sentiment.NEGATIVE if blames else Sentiment.NEUTRAL
    if blames:
        return Sentiment.MIXED
    return Sentiment.NEGATIVE if words["turning"].search(rest) else Sentiment.POSITIVE


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    content = (files(__package__) / "data" / "question_words.yaml").read_bytes()
    lists = yaml.load(content, Loader=yaml.CSafeLoader)
    return {name: _pattern(by_language) for name, by_language in lists.items()}


def _pattern(by_language: dict[str, str]) -> re.Pattern[str]:
    spaced: list[str] = []
    glued: list[str] = []
    for language, block in by_language.items():
        phrases = [phrase.strip().casefold() for phrase in block.split(",") if phrase.strip()]
        (glued if language in _GLUED else spaced).extend(phrases)
    return re.compile(rf"(?<!\w)(?:{_any_of(spaced)})(?!\w)|(?:{_any_of(glued)})")


def _any_of(phrases: Sequence[str]) -> str:
    ranked = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\*", r"\w*") for phrase in ranked)
