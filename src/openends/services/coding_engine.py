"""What a server codes answers with, whoever asks: an edit, a review or a suggestion."""

from __future__ import annotations

from dataclasses import dataclass

from openends.engine.encoder import EncoderChoice
from openends.engine.read_question import Reader, read_question


@dataclass(frozen=True, kw_only=True, slots=True)
class Engine:
    """What answers are coded with."""

    load_encoders: EncoderChoice
    quality: str = "fast"
    read: Reader = read_question
