"""Get an encoder elsewhere ready that reads along with those of this machine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openends.engine.encoder import Encoder, EncoderChoice
from openends.llm.embeddings import load_remote_encoder
from openends.llm.masked_encoder import MaskedEncoder
from openends.llm.provider import LlmSpec


@dataclass(frozen=True, kw_only=True, slots=True)
class EmbeddingsPlan:
    """Which encoder elsewhere reads along, and what it may see."""

    spec: LlmSpec
    #: True where personal data in texts is masked before they are sent.
    mask: bool = False


def hire_encoder(plan: EmbeddingsPlan) -> EncoderChoice:
    """Return what chooses the encoder of a plan for the languages of a question.

    All questions share it, so that no text is sent twice. Nothing is sent yet.

    Raises
    ------
    ConfigProblem
        When calls are forbidden, or model, key or address cannot be used.
    """
    encoder = load_remote_encoder(plan.spec)

    def choose(languages: Iterable[str]) -> tuple[Encoder, ...]:
        return (MaskedEncoder(encoder, languages) if plan.mask else encoder,)

    return choose
