"""The library of general survey themes: what people say in surveys of any kind."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from typing import Any

import numpy as np
import yaml

from openends.domain.codebook import Code
from openends.engine.assign.prototypes import prototypes
from openends.engine.encoder import Encoder, Matrix

#: Languages that themes are named in; other questions get English names.
LANGUAGES = ("en", "es", "de", "fr", "pt", "it", "nl")
_FOLDER = files(__package__) / "themes"
_VECTORS = files(__package__) / "theme_vectors.npz"


@dataclass(frozen=True, slots=True)
class Theme:
    """Something that answers to many questions speak of, e.g. the friendliness of staff."""

    id: str
    #: By language.
    category: Mapping[str, str]
    name: Mapping[str, str]
    definition: Mapping[str, str]
    #: Short English phrases as people write them.
    seeds: tuple[str, ...]
    #: True for general praise and the like: a code only where nothing more is said.
    fallback: bool

    def code(self, number: int, language: str) -> Code:
        """Return the theme as a code, in the language or else in English."""
        spoken = language if language in LANGUAGES else "en"
        return Code(
            name=self.name[spoken],
            number=number,
            definition=self.definition[spoken],
            category=self.category[spoken],
        )


@cache
def themes() -> tuple[Theme, ...]:
    """Return all themes, in the order of their files and within them as written."""
    loaded = {path.name: _load(path.read_bytes()) for path in _sources()}
    categories = {
        item["id"]: _by_language(item["name"])
        for name, items in loaded.items()
        if name.startswith("categories")
        for item in items
    }
    return tuple(
        Theme(
            id=item["id"],
            category=categories[item["category"]],
            name=_by_language(item["name"]),
            definition=_by_language(item["definition"]),
            seeds=tuple(item["seeds"]),
            fallback=item.get("fallback", False),
        )
        for name, items in loaded.items()
        if not name.startswith("categories")
        for item in items
    )


def theme_vectors(encoder: Encoder) -> Matrix:
    """Return one vector of length 1 per theme.

    Made once by ``scripts/build_theme_vectors.py`` from the English texts for the encoders that
    ship, because encoding three thousand texts takes longer than coding a small survey; any other
    encoder, and any change of the texts since, reads them now.
    """
    with np.load(BytesIO(_VECTORS.read_bytes()), allow_pickle=False) as shipped:
        current = shipped["hash"].tobytes().hex() == themes_hash()
        if current and encoder.name in shipped:
            return np.asarray(shipped[encoder.name], dtype=np.float32)
    return read_themes(encoder)


def read_themes(encoder: Encoder) -> Matrix:
    """Encode all themes: name, definition, its parts, category and seeds."""
    codes = [
        Code(
            name=theme.name["en"],
            number=position,
            definition=theme.definition["en"],
            category=theme.category["en"],
            examples=theme.seeds,
        )
        for position, theme in enumerate(themes())
    ]
    return prototypes(codes, encoder)


def themes_hash() -> str:
    """Return the SHA-256 of the theme files, which the shipped vectors were made from."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources() -> list[Traversable]:
    return sorted(
        (path for path in _FOLDER.iterdir() if path.name.endswith(".yaml")),
        key=lambda path: path.name,
    )


def _by_language(texts: Sequence[str]) -> Mapping[str, str]:
    return dict(zip(LANGUAGES, texts, strict=True))


def _load(content: bytes) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.load(content, Loader=yaml.CSafeLoader)
    return loaded
