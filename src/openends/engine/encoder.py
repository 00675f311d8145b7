"""What the engine expects of a sentence encoder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

#: A matrix of 32-bit floats; rows are texts unless said otherwise.
Matrix = NDArray[np.float32]


class Reads(Enum):
    """Which answers of a question an encoder reads."""

    ALL = "all"
    #: The reference only; the first encoder learns from it for all others.
    REFERENCE = "reference"
    #: All answers of a question that has none outside the reference; of any other question none.
    SMALL_QUESTIONS = "small questions"


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
    def reads(self) -> Reads:
        """Which answers it reads; the first encoder of a question reads all."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row of length 1 per text, shape (texts, dimensions), in their order."""


#: Returns the encoders for the languages of the answers.
EncoderChoice = Callable[[Iterable[str]], tuple[Encoder, ...]]
