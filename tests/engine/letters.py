"""An encoder for tests that need many answers read quickly."""

from zlib import crc32

import numpy as np

from openends.engine.encoder import Reads

SIZE = 64


class LetterEncoder:
    """Reads runs of three letters.

    How it reads a text depends a little on the texts that it reads together with it. With the real
    ones only the last bits do, which would seldom show.
    """

    name, version, step, reads = "letters", "1", 512, Reads.ALL

    def __init__(self):
        self.read = []
        self._weights = np.random.default_rng(0).normal(size=(512, SIZE)).astype(np.float32)

    def encode(self, texts):
        """Return one row of length 1 per text."""
        self.read += texts
        counts = np.zeros((len(texts), 512), dtype=np.float32)
        for row, text in enumerate(texts):
            padded = f" {text.lower()} "
            for at in range(len(padded) - 2):
                counts[row, crc32(padded[at : at + 3].encode()) % 512] += 1
        rows = np.tanh(counts @ self._weights / 8)
        rows[:, 0] += crc32("|".join(texts).encode()) % 100 / 100
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def load_letters(languages):
    """Choose the encoder of the tests, whatever the languages."""
    return (LetterEncoder(),)
