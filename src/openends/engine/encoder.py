"""What the engine expects of a sentence encoder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

#: A matrix of 32-bit floats; rows are texts unless said otherwise.
Matrix = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors whose closeness stands for closeness of meaning."""

    @property
    def name(self) -> str:
        """Short name that results and data files refer to, e.g. "use"."""

    @property
    def version(self) -> str:
        """Version of the model, for the manifest."""

    @property
    def step(self) -> int:
        """Texts to encode between two reports of progress; a cancelled job stops there."""

    @property
    def teaches(self) -> bool:
        """True where it reads the reference only: the first encoder learns from it for the rest."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row of length 1 per text, shape (texts, dimensions), in their order."""


#: Returns the encoders for the languages of the answers.
EncoderChoice = Callable[[Iterable[str]], tuple[Encoder, ...]]
