"""Tell which language an answer is written in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from copy import copy
from functools import cache, lru_cache
from typing import Any

#: Below this many words the question's main language is the better guess (.86 right at three).
FEWEST_WORDS = 3
#: Answers that decide which languages a question has.
SAMPLE = 2_000
#: From this many words on an answer tells its language by itself.
TELLING_WORDS = 5
#: Below this many answers, or this share of all, telling ones are too few to speak for the rest.
FEWEST_TELLING, LEAST_TELLING = 20, 0.25
#: A language needs this share of the telling answers, and more than one of them, so that slips do
#: not count as languages.
LEAST_SHARE, LEAST_WEIGHT = 0.02, 1.5
#: Languages of a question at most.
MOST = 6
#: Languages that survey answers are commonly written in; the identifier knows 140.
CANDIDATES = tuple(
    "ar bg cs da de el en es et fi fr he hi hr hu id it ja ko lt lv nl no pl pt ro ru sk sl sr sv "
    "sw th tl tr uk vi zh".split()
)
#: The languages that single words without accents are guessed among: "Nike, Adidas" is Estonian to
#: the identifier.
LIKELY = tuple("en es pt fr de it nl".split())
_NOT_LATIN = re.compile(r"[^\W\d_\u0000-\u024f]")


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@lru_cache(maxsize=32)
def _identifier(languages: frozenset[str]) -> Any:
    """Return an identifier of these languages; all share one model, which takes long to load."""
    identifier = copy(_model())
    identifier.set_languages(languages & set(identifier.labels))
    return identifier


def question_languages(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the languages that a question was answered in, the most frequent first.

    Judged on answers of five or more words, or in another script than the Latin one, spread evenly
    over the file. Where these are too few, all answers together have one language. English where
    nothing can be told.
    """
    sample = texts[:: max(1, len(texts) // SAMPLE)]
    telling = [text for text in sample if _tells_its_language(text)]
    if len(telling) < min(FEWEST_TELLING, LEAST_TELLING * len(sample)):
        return (common_language(sample),)
    identifier = _identifier(frozenset(CANDIDATES))
    weights: dict[str, float] = defaultdict(float)
    for text in telling:
        language, probability = identifier.classify(text)
        weights[language] += probability if probability > 0.5 else 0.1
    least = max(LEAST_SHARE * len(telling), LEAST_WEIGHT)
    ranked = sorted(weights, key=lambda language: -weights[language])[:MOST]
    return tuple(lang for lang in ranked if lang == ranked[0] or weights[lang] >= least) or ("en",)


def common_language(texts: Sequence[str]) -> str:
    """Return the one language that most of the texts together are in; English if in doubt."""
    together = " ".join(dict.fromkeys(texts))
    likely = frozenset(LIKELY if together.isascii() else CANDIDATES)
    language, probability = _identifier(likely).classify(together)
    return str(language) if probability >= 0.9 else "en"


def _tells_its_language(text: str) -> bool:
    return len(text.split()) >= TELLING_WORDS or bool(_NOT_LATIN.search(text))


def tell_languages(texts: Sequence[str], languages: Sequence[str]) -> list[str]:
    """Return each answer's language among the question's languages.

    Parameters
    ----------
    texts:
        Cleaned verbatims.
    languages:
        ISO 639-1 codes, the question's main language first. Short answers get the main one,
        unless their script or words point clearly to another.

    Source: Lui and Baldwin (2012), "langid.py: An Off-the-shelf Language Identification Tool".
    """
    main = languages[0]
    if len(languages) == 1:
        return [main] * len(texts)
    identifier = _identifier(frozenset(languages))
    told = []
    for text in texts:
        language, probability = identifier.classify(text)
        short = len(text.split()) < FEWEST_WORDS
        told.append(main if probability < (0.9 if short else 0.5) else language)
    return told
