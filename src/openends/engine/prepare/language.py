"""Tell which language an answer is written in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

#: Below this many words the question's main language is the better guess (.86 right at three).
FEWEST_WORDS = 3
#: Answers that decide which languages a question has.
SAMPLE = 2_000
#: A language needs this share of the sampled answers, so that slips do not count as languages.
LEAST_SHARE = 0.02
#: Languages of a question at most.
MOST = 6
#: Languages that survey answers are commonly written in; the identifier knows 140.
CANDIDATES = tuple(
    "ar bg cs da de el en es et fi fr he hi hr hu id it ja ko lt lv nl no pl pt ro ru sk sl sr sv "
    "sw th tl tr uk vi zh".split()
)


@cache
def _identifier(languages: tuple[str, ...]) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    identifier.set_languages([language for language in languages if language in known])
    return identifier


def question_languages(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the languages that a question was answered in, the most frequent first.

    Judged on answers of at least five words where there are enough of them, spread evenly over
    the file. English where nothing can be told.
    """
    step = max(1, len(texts) // SAMPLE)
    sample = [text for text in texts[::step] if len(text.split()) >= 5 or not text.isascii()]
    if len(sample) < min(20, len(texts) // 4):
        sample = list(texts[::step])
    identifier = _identifier(CANDIDATES)
    weights: dict[str, float] = defaultdict(float)
    for text in sample:
        language, probability = identifier.classify(text)
        weights[language] += probability if probability > 0.5 else 0.1
    total = sum(weights.values())
    ranked = sorted(weights, key=lambda language: -weights[language])[:MOST]
    return tuple(lang for lang in ranked if weights[lang] >= LEAST_SHARE * total) or ("en",)


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
    identifier = _identifier(tuple(languages))
    told = []
    for text in texts:
        language, probability = identifier.classify(text)
        short = len(text.split()) < FEWEST_WORDS
        told.append(main if probability < (0.9 if short else 0.5) else language)
    return told
