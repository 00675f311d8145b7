"""An encoder that never sees the personal data in a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openends.engine.encoder import Encoder, Matrix
from openends.engine.privacy.mask import mask


class MaskedEncoder:
    """Masks texts, and has them read by another encoder.

    Parameters
    ----------
    encoder:
        Reads the masked texts.
    languages:
        Those of the question. An encoder is not told which text is in which, so what counts as
        personal data in any of them is masked in every text.
    """

    def __init__(self, encoder: Encoder, languages: Iterable[str]) -> None:
        self._encoder = encoder
        self._languages = sorted(languages) or ["en"]
        self.name = encoder.name
        self.version = f"{encoder.version} (masked)"
        self.step = encoder.step
        self.reads = encoder.reads

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row of length 1 per text, as it reads when it is masked."""
        return self._encoder.encode([self._masked(text) for text in texts])

    def _masked(self, text: str) -> str:
        for language in self._languages:
            text = mask(text, language).text
        return text
