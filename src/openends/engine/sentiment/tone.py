"""The tone of a text: how likely it is positive, negative or neutral."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np

from openends.engine.encoder import Matrix
from openends.engine.sentiment.lexicon import has_opinion_word, knows_survey_words, opinion

#: Columns of every matrix of tones.
CLASSES = ("positive", "negative", "neutral")
POSITIVE, NEGATIVE, NEUTRAL = range(3)
#: Logits that a full opinion score adds to its side and takes from the other one and from neutral.
LEXICON = 2.5
#: Opinion score at which its effect is three quarters of the full one.
FULL = 1.5
#: A bare word or two without an opinion ("price", "the staff") has no tone: logits for neutral.
BARE_WORDS = 2
BARE = 4.0


@cache
def _weights() -> Mapping[str, Matrix]:
    content = (files(__package__) / "data" / "weights.npz").read_bytes()
    with np.load(BytesIO(content), allow_pickle=False) as shipped:
        return {name: np.asarray(shipped[name], np.float32) for name in shipped.files}


def tones(texts: Sequence[str], vectors: Mapping[str, Matrix], languages: Sequence[str]) -> Matrix:
    """Return the probabilities of the tones, shape (texts, 3), columns as in ``CLASSES``.

    Parameters
    ----------
    texts:
        Answers or clauses.
    vectors:
        Their rows by encoder name; encoders without trained weights are left out.
    languages:
        ISO 639-1 code of each text.

    Notes
    -----
    A multinomial logistic regression on sentence vectors, trained on some 350 self-written
    sentences in seven languages, plus a list of opinion words.
    """
    logits = np.zeros((len(texts), 3), dtype=np.float32)
    known = [name for name in vectors if f"{name}_weights" in _weights()]
    for name in known:
        logits += vectors[name] @ _weights()[f"{name}_weights"] + _weights()[f"{name}_bias"]
    logits /= max(1, len(known))
    scores = np.array(
        [opinion(text, language) for text, language in zip(texts, languages, strict=True)]
    )
    effect = LEXICON * np.tanh(scores / FULL)
    logits[:, POSITIVE] += effect
    logits[:, NEGATIVE] -= effect
    logits[:, NEUTRAL] -= np.abs(effect)
    for position, (text, language) in enumerate(zip(texts, languages, strict=True)):
        if (
            len(text.split()) <= BARE_WORDS
            and knows_survey_words(language)
            and not has_opinion_word(text, language)
        ):
            logits[position, NEUTRAL] += BARE
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)
