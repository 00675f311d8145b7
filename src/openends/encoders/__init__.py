"""Sentence encoders that run on this machine, without a service."""

from __future__ import annotations

from collections.abc import Iterable, Set
from functools import cache
from typing import Literal

from openends.encoders.e5 import MultilingualE5
from openends.encoders.minilm import EnglishMiniLM
from openends.encoders.use import LANGUAGES as USE_LANGUAGES
from openends.encoders.use import UniversalSentenceEncoder
from openends.engine.encoder import Encoder, EncoderChoice, Reads

__all__ = [
    "EnglishMiniLM",
    "MultilingualE5",
    "Quality",
    "UniversalSentenceEncoder",
    "load_encoders",
]

Quality = Literal["fast", "best"]


@cache
def _use() -> UniversalSentenceEncoder:
    return UniversalSentenceEncoder()


@cache
def _e5(reads: Reads) -> MultilingualE5:
    return MultilingualE5(reads)


@cache
def _minilm() -> EnglishMiniLM:
    return EnglishMiniLM()


def load_encoders(
    quality: Quality, languages: Iterable[str], also: EncoderChoice | None = None
) -> tuple[Encoder, ...]:
    """Choose the encoders that read the languages of the answers and of the codebook.

    Parameters
    ----------
    quality:
        "fast" takes the quick encoder, and the broad one only where the quick one does not know a
        language. "best" adds the scores of others. Where all is in English these are the English
        encoder (a third of the speed) and, for answers that are all in the reference, the broad
        one (a tenth). Else it is the broad one, which reads the reference, and the quick one
        learns from it for all other answers.
    languages:
        ISO 639-1 codes.
    also:
        Returns encoders that are none of this machine's and read along; None for none.

    Returns
    -------
    tuple of Encoder
        One to three of this machine, then those; a model is loaded once per process and only
        when it is first used.
    """
    spoken = frozenset(languages)
    return (*_own(quality, spoken), *(also(spoken) if also else ()))


def _own(quality: Quality, spoken: Set[str]) -> tuple[Encoder, ...]:
    if not spoken <= USE_LANGUAGES:
        return (_e5(Reads.ALL),)
    if quality == "fast":
        return (_use(),)
    if spoken == {"en"}:
        return (_use(), _minilm(), _e5(Reads.SMALL_QUESTIONS))
    return (_use(), _e5(Reads.REFERENCE))
