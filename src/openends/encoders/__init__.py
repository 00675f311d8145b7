"""Sentence encoders that run on this machine, without a service."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

from openends.encoders.e5 import MultilingualE5
from openends.encoders.use import LANGUAGES as USE_LANGUAGES
from openends.encoders.use import UniversalSentenceEncoder
from openends.engine.encoder import Encoder

__all__ = ["MultilingualE5", "Quality", "UniversalSentenceEncoder", "load_encoders"]

Quality = Literal["fast", "best"]


@cache
def _use() -> UniversalSentenceEncoder:
    return UniversalSentenceEncoder()


@cache
def _e5() -> MultilingualE5:
    return MultilingualE5()


def load_encoders(quality: Quality, languages: Iterable[str]) -> tuple[Encoder, ...]:
    """Choose the encoders that read the answers' languages.

    Parameters
    ----------
    quality:
        "fast" takes the quick encoder, and the broad one only where the quick one does not know a
        language; "best" takes both and adds their scores (about 15 times slower).
    languages:
        ISO 639-1 codes of the languages in the answers.

    Returns
    -------
    tuple of Encoder
        One or two; a model is loaded once per process and only when it is first used.
    """
    if not set(languages) <= USE_LANGUAGES:
        return (_e5(),)
    return (_use(), _e5()) if quality == "best" else (_use(),)
