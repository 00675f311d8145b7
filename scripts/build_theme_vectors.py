"""Encode the library of themes for both encoders that ship.

    python scripts/build_theme_vectors.py

Run it after every change of src/openends/engine/induce/themes; a test compares the hashes.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from openends.encoders import MultilingualE5, UniversalSentenceEncoder
from openends.engine.induce.themes import read_themes, themes_hash

TARGET = Path(__file__).parents[1] / "src/openends/engine/induce/theme_vectors.npz"


def main() -> None:
    """Write one row per theme and encoder, as 16-bit floats, and the hash of the theme files."""
    arrays = {
        encoder.name: read_themes(encoder).astype(np.float16)
        for encoder in (UniversalSentenceEncoder(), MultilingualE5())
    }
    arrays["hash"] = np.frombuffer(bytes.fromhex(themes_hash()), dtype=np.uint8)
    np.savez_compressed(TARGET, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
