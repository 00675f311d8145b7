"""Train the shipped tone weights on the seed sentences, one set per encoder.

    python scripts/train_sentiment.py

Deterministic: the same seeds, encoders and libraries give the same file.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from openends.encoders import MultilingualE5, UniversalSentenceEncoder
from openends.engine.encoder import Encoder
from openends.engine.sentiment.tone import CLASSES

SEEDS = Path(__file__).parent / "sentiment_seeds.yaml"
#: How closely the seeds are followed, by encoder (inverse of the penalty): the vectors of the broad
#: encoder lie closer together. More makes the tone surer of itself and less often right.
STRENGTH = {"use": 0.6, "e5": 10.0}
TARGET = Path(__file__).parents[1] / "src/openends/engine/sentiment/data/weights.npz"


def seed_sentences() -> tuple[list[str], list[int]]:
    """Return the sentences and the position of their tone in CLASSES."""
    loaded = yaml.safe_load(SEEDS.read_text(encoding="utf-8"))
    pairs = [
        (text, CLASSES.index(tone))
        for tones in loaded.values()
        for tone, block in tones.items()
        for text in block.splitlines()
    ]
    return [text for text, _ in pairs], [tone for _, tone in pairs]


def train(encoder: Encoder) -> dict[str, np.ndarray]:
    """Return weights (dimensions, 3), bias (3,) and the mean that is taken off the vectors."""
    texts, tones = seed_sentences()
    rows = encoder.encode(texts)
    mean = rows.mean(axis=0)
    model = LogisticRegression(C=STRENGTH[encoder.name], max_iter=2_000, class_weight="balanced")
    model.fit(rows - mean, tones)
    return {
        f"{encoder.name}_weights": model.coef_.T.astype(np.float32),
        f"{encoder.name}_bias": (model.intercept_ - mean @ model.coef_.T).astype(np.float32),
    }


def main() -> None:
    """Write the weights of both encoders."""
    arrays = {**train(UniversalSentenceEncoder()), **train(MultilingualE5())}
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(TARGET, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
