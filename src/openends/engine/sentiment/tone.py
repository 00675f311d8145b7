"""The tone of a text: how likely it is positive, negative or neutral."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np

from openends.domain.coding import Sentiment
from openends.engine.encoder import Matrix
from openends.engine.sentiment.lexicon import names_a_topic, opinion, turns_an_opinion

#: Columns of every matrix of tones.
CLASSES = ("positive", "negative", "neutral")
POSITIVE, NEGATIVE, NEUTRAL = range(3)
#: Logits that a full opinion score adds to its side and takes from the other one and from neutral.
LEXICON = 2.0
#: Opinion score at which its effect is three quarters of the full one.
FULL = 3.0
#: How much more the list counts where a negation turns an opinion, which the encoders overlook, and
#: in a few words, which say little besides.
TRUSTED = 2.0
#: So many words are few.
FEW_WORDS = 3
#: A bare word or two without an opinion ("price") has no tone but that of the question: logits.
BARE = 6.0
#: Logits that a question for praise or blame adds to its side and takes from neutral.
ASKED = 2.0


@cache
def _weights() -> Mapping[str, Matrix]:
    content = (files(__package__) / "data" / "weights.npz").read_bytes()
    with np.load(BytesIO(content), allow_pickle=False) as shipped:
        return {name: np.asarray(shipped[name], np.float32) for name in shipped.files}


def tones(
    texts: Sequence[str],
    vectors: Mapping[str, Matrix],
    languages: Sequence[str],
    asked: Sentiment = Sentiment.NEUTRAL,
) -> Matrix:
    """Return the probabilities of the tones, shape (texts, 3), columns as in ``CLASSES``.

    Parameters
    ----------
    texts:
        Answers or clauses.
    vectors:
        Their rows by encoder name; encoders without trained weights are left out.
    languages:
        ISO 639-1 code of each text.
    asked:
        What the question asks for, as ``asked_tone`` tells: an answer that takes no side itself
        takes this one.

    Notes
    -----
    A multinomial logistic regression on sentence vectors, trained on some 2,560 self-written
    sentences in sixteen languages, plus a list of opinion words.
    """
    logits = np.zeros((len(texts), 3), dtype=np.float32)
    known = [name for name in vectors if f"{name}_weights" in _weights()]
    for name in known:
        logits += vectors[name] @ _weights()[f"{name}_weights"] + _weights()[f"{name}_bias"]
    logits /= max(1, len(known))
    # A thumb or a row of stars is read by the list alone: the encoders know no such marks.
    logits[[not any(map(str.isalpha, text)) for text in texts]] = 0
    _add_opinions(logits, texts, languages)
    side = {Sentiment.POSITIVE: POSITIVE, Sentiment.NEGATIVE: NEGATIVE}.get(asked, NEUTRAL)
    if side != NEUTRAL:
        logits[:, side] += ASKED
        logits[:, NEUTRAL] -= ASKED
    for position, (text, language) in enumerate(zip(texts, languages, strict=True)):
        if names_a_topic(text, language):
            logits[position, side] += BARE
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)


def _add_opinions(logits: Matrix, texts: Sequence[str], languages: Sequence[str]) -> None:
    scores = [opinion(text, language) for text, language in zip(texts, languages, strict=True)]
    trusted = [
        len(text.split()) <= FEW_WORDS or turns_an_opinion(text, language)
        for text, language in zip(texts, languages, strict=True)
    ]
    effect = LEXICON * np.tanh(np.asarray(scores, np.float32) / FULL)
    effect *= np.where(trusted, np.float32(TRUSTED), np.float32(1))
    logits[:, POSITIVE] += effect
    logits[:, NEGATIVE] -= effect
    logits[:, NEUTRAL] -= np.abs(effect)
