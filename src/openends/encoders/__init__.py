"""Sentence encoders that run on this machine, without a service."""

from __future__ import annotations

from collections.abc import Iterable, Set
from functools import cache
from typing import Literal

from openends.encoders.e5 import MultilingualE5
from openends.encoders.minilm import EnglishMiniLM
from openends.encoders.use import LANGUAGES as USE_LANGUAGES
from openends.encoders.use import UniversalSentenceEncoder
from openends.engine.encoder import Encoder, EncoderChoice

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
def _e5(*, teaches: bool) -> MultilingualE5:
    return MultilingualE5(teaches=teaches)


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
        language. "best" adds the scores of a second one. Where all is in English that is the
        English encoder (a third of the speed); else the broad one (a tenth), which reads the
        reference, and the quick one learns from it for all other answers.
    languages:
        ISO 639-1 codes.
    also:
        Returns encoders that are none of this machine's and read along; None for none.

    Returns
    -------
    tuple of Encoder
        One or two of this machine, then those; a model is loaded once per process and only when
        it is first used.
    """
    spoken = frozenset(languages)
    return (*_own(quality, spoken), *(also(spoken) if also else ()))


def _own(quality: Quality, spoken: Set[str]) -> tuple[Encoder, ...]:
    if not spoken <= USE_LANGUAGES:
        return (_e5(teaches=False),)
    if quality == "fast":
        return (_use(),)
    return (_use(), _minilm() if spoken == {"en"} else _e5(teaches=True))
