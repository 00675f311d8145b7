"""Opinion words, emoji and negation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_TOKEN = re.compile(
    r"[^\W\d_]+(?:'[^\W\d_]+)*|[:;=]-?[()DPp/]|<3|(?:[⭐★☆🌟]\ufe0f?)+|[\U0001F300-\U0001FAFF☀-➿]"
    r"|[.,;:!?…\n]"
)
#: A negation turns the opinion words that follow it within this many words.
REACH = 3
#: What a turned word keeps: "not terrible" is weaker praise than "good".
TURNED = -0.7
#: Stars in a row that are praise; next to empty ones, the number that is blame.
PRAISING_STARS, BLAMING_STARS = 4, 2

#: Languages that run short words into the next one: "j'adore", "un'ottima", "n'aime".
_ELIDING = frozenset({"fr", "it"})
_MARKS = frozenset(".,;:!?…\n")
#: Opinions without words, -3 to 3.
_EMOJI = {
    **dict.fromkeys("👍😀😃😄😁😊🙂😍🥰😋❤💚💙💯🎉👏😎🤩☺♥✨🙏💪👌✅", 2),
    **dict.fromkeys("👎😠😡🤬😞😟😢😭😤😖😣🤮🤢💔😒🙄😩😫❌☹🙁", -2),
    ":)": 2, ":-)": 2, ":D": 3, ":-D": 3, "=)": 2, ";)": 1, ";-)": 1, "<3": 3,
    ":(": -2, ":-(": -2, "=(": -2, ":/": -1, ":-/": -1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a language."""

    scores: Mapping[str, float]
    #: These and ``ends``: words, or pairs of them.
    negations: frozenset[str]
    #: Behind these a negation turns nothing more.
    ends: frozenset[str]


@cache
def _general() -> Mapping[str, Mapping[str, int]]:
    shipped: dict[str, dict[str, int]] = json.loads(_data("lexicon.json"))
    return shipped


@cache
def _survey() -> Mapping[str, Mapping[str, Any]]:
    shipped: dict[str, dict[str, Any]] = yaml.load(
        _data("survey_words.yaml"), Loader=yaml.CSafeLoader
    )
    return shipped


def _data(name: str) -> bytes:
    return (files(__package__) / "data" / name).read_bytes()


@cache
def _words(language: str) -> _Words:
    own = _survey().get(language, {})
    negations = _listed(own.get("negations", ""))
    scores: dict[str, float] = {
        word: score for word, score in _general().get(language, {}).items() if word not in negations
    }
    for score, block in own.get("scores", {}).items():
        scores.update(dict.fromkeys(block.casefold().split(), score))
    return _Words(scores, negations, _listed(own.get("ends", "")))


def _listed(block: str) -> frozenset[str]:
    """Return what stands between the commas, also as people write it: "dont"."""
    parts = {part.strip() for part in block.split(",") if part.strip()}
    return frozenset(parts | {part.replace("'", "") for part in parts})


def opinion(text: str, language: str) -> float:
    """Return the sum of the opinion words' scores, negations turned; 0 where there are none.

    Parameters
    ----------
    text:
        A clause or a whole answer.
    language:
        ISO 639-1 code; an unknown one counts emoji only.

    Notes
    -----
    AFINN (Nielsen 2011) in its translations, scores -5 to 5, with words of surveys added. A
    negation reaches three words far, over no mark and no "but"; emoji are never turned.
    """
    return sum(score * TURNED if turned else score for score, turned in _scored(text, language))


def has_opinion_word(text: str, language: str) -> bool:
    """Tell whether any word or emoji of the text carries an opinion by itself."""
    return any(score for score, _ in _scored(text, language))


def knows_survey_words(language: str) -> bool:
    """Tell whether the list holds the words of surveys, so that few opinions are missed."""
    return "scores" in _survey().get(language, {})


def _scored(text: str, language: str) -> Iterator[tuple[float, bool]]:
    """Yield the score of each word and emoji, and whether a negation turns it."""
    words = _words(language)
    reach, before = 0, ""
    for token in _TOKEN.findall(_spelt(text, language)):
        word = token.casefold()
        if not word[0].isalpha():
            yield _without_words(token), False
            reach = 0 if token in _MARKS else reach
            continue
        yield words.scores.get(word, 0), reach > 0
        here = {word, f"{before} {word}"}
        if here & words.ends:
            reach = 0
        elif here & words.negations:
            reach = REACH
        else:
            reach -= 1
        before = word


def _spelt(text: str, language: str) -> str:
    straight = text.replace("’", "'")
    return straight.replace("'", " ") if language in _ELIDING else straight


def _without_words(token: str) -> float:
    """Return the score of an emoji, or of a row of stars."""
    full = sum(map(token.count, "⭐★🌟"))
    if full >= PRAISING_STARS:
        return 3
    if 0 < full <= BLAMING_STARS and "☆" in token:
        return -3
    return _EMOJI.get(token, 0)
