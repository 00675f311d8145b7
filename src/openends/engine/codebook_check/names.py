"""Names of codes: too broad, too long, or with the tone in them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import regex
import yaml

from openends.domain.codebook import Code, Codebook, CodingType
from openends.engine.assign.prototypes import readable
from openends.engine.assign.set_aside_codes import NoneCodes
from openends.engine.codebook_check.checks import BROAD_NAME, LONG_NAME, TONE_IN_NAME
from openends.engine.codebook_check.finding import Finding
from openends.engine.induce.stop_words import is_bare
from openends.engine.sentiment.words import survey_words, words_of

#: Letters of a name; more do not fit beside a bar.
LONGEST_NAME = 60
#: Score, of -5 to 5, from which a word of the general list carries a tone: most words below it name
#: topics. Nouns do so with any score ("crime" is -3), and are spared.
TONE = 3
#: The same for the list of words in answers to surveys.
SURVEY_TONE = 2

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}'’-]+")


def check_names(codebook: Codebook) -> Iterator[Finding]:
    """Yield what is wrong with the names of the codes; names of entities are as they are."""
    for code in codebook:
        if len(code.name) > LONGEST_NAME:
            what = f"The name has {len(code.name)} letters, more than {LONGEST_NAME}."
            yield LONG_NAME.found(what, [code], figure=len(code.name))
        if codebook.coding_type is not CodingType.ENTITY and not means_none(code):
            yield from _check_words(code, codebook.language)


def means_none(code: Code) -> bool:
    """Tell whether a code stands for "nothing" or "don't know", which word lists give."""
    return NoneCodes(Codebook(codes=(code,))).code_for("") is not None


def name_words(name: str) -> list[str]:
    """Return the words of a name, small."""
    return [match.group() for match in _WORD.finditer(readable(name).casefold())]


def _check_words(code: Code, language: str) -> Iterator[Finding]:
    words = name_words(code.name)
    if words and all(word in _broad(language)["topics"] for word in words):
        yield BROAD_NAME.found(f"The name '{code.name}' says nothing about what is meant.", [code])
    elif len(words) == 1 and _has_tone(words[0], language):
        what = (
            f"The name is the single word '{words[0]}', which says how something is but not what."
        )
        yield BROAD_NAME.found(what, [code])
    elif len(words) > 1 and (toned := [word for word in words if _has_tone(word, language)]):
        yield TONE_IN_NAME.found(f"The name carries a tone: '{toned[0]}'.", [code])


def _has_tone(word: str, language: str) -> bool:
    """Tell whether a word says how something is: it carries a tone and names nothing itself."""
    if word in _broad(language)["adjectives"]:
        return True
    score = abs(words_of(language).score(word))
    least = SURVEY_TONE if word in _survey(language) else TONE
    return score >= least and is_bare(word, language)


@cache
def _survey(language: str) -> frozenset[str]:
    scores = survey_words().get(language, {}).get("scores", {})
    return frozenset(word for block in scores.values() for word in block.casefold().split())


@cache
def _lists() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.load(
        (files(__package__) / "broad_names.yaml").read_bytes(), Loader=yaml.CSafeLoader
    )
    return loaded


@cache
def _broad(language: str) -> dict[str, frozenset[str]]:
    """Return the words that name no topic, in a language and in English."""
    own = _lists().get(language, {}), _lists()["en"]
    return {
        kind: frozenset(word for block in own for word in block.get(kind, "").casefold().split())
        for kind in ("topics", "adjectives")
    }
