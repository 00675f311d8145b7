"""Texts that stand for a code, and the vector they make together."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from openends.domain.codebook import Code
from openends.engine.encoder import Encoder, Matrix

#: Parts of a definition, and phrases that a code includes, that are compared on their own.
MOST_PARTS = 12
#: Sentences in which people speak of something, whatever it is. In English for all codebooks: the
#: encoders take them for what they mean, and German or Spanish ones do no better.
SENTENCES = (
    "because of the {}",
    "they should improve the {}",
    "I am worried about {}",
    "there was no {}",
)
#: A part that says what a code is not, which nothing is to be compared with: "not delivery".
_EXCLUDED = re.compile(r"(?:not|no de|nicht|pas|não|non|niet)\s", re.IGNORECASE)


def prototypes(codes: Sequence[Code], encoder: Encoder) -> Matrix:
    """Return one vector of length 1 per code.

    A code is the mean of up to four vectors: its name, "name: definition", the mean of the
    definition's parts and includes, and "category: name"; its examples are a fifth. Several
    prototypes beat one, and definitions are worth ten points of top-1 accuracy over the bare name.
    """
    texts: list[str] = []
    groups: list[list[list[int]]] = []
    for code in codes:
        groups.append([])
        for group in _texts(code):
            groups[-1].append(list(range(len(texts), len(texts) + len(group))))
            texts += group
    vectors = encoder.encode(texts)
    means = [
        np.mean([_unit(vectors[group].mean(axis=0)) for group in code_groups], axis=0)
        for code_groups in groups
    ]
    return np.stack([_unit(mean) for mean in means]).astype(np.float32)


def spoken(codes: Sequence[Code], encoder: Encoder) -> Matrix:
    """Return one vector of length 1 per code: sentences in which people speak of it by its name.

    Answers are sentences and names of codes are not; beside the prototypes these lie half way.
    Source: prompt ensembling (Radford et al. 2021, Learning transferable visual models, 3.1.4).
    """
    names = [readable(code.name).lower() for code in codes]
    vectors = encoder.encode([form.format(name) for name in names for form in SENTENCES])
    means = vectors.reshape(len(codes), len(SENTENCES), -1).mean(axis=1)
    return np.stack([_unit(mean) for mean in means]).astype(np.float32)


def _texts(code: Code) -> list[list[str]]:
    name = readable(code.name)
    groups = [[name]]
    if code.definition:
        groups.append([f"{name}: {code.definition}"])
    if parts := _parts(code):
        groups.append(parts)
    if code.category:
        groups.append([f"{readable(code.category)}: {name}"])
    if code.examples:
        groups.append(list(code.examples[:MOST_PARTS]))
    return groups


def pieces(code: Code) -> list[str]:
    """Return the name of a code, the parts of its definition, its includes and its examples."""
    return [readable(code.name), *_parts(code), *code.examples[:MOST_PARTS]]


def _parts(code: Code) -> list[str]:
    parts = [part.strip() for part in re.split(r"[,;.]", code.definition or "")]
    told = [part for part in parts if part and not _EXCLUDED.match(part)]
    return [*told, *code.include][:MOST_PARTS]


def readable(name: str) -> str:
    """Turn the name of a code from a data file ("staff_friendliness", "roomSize#1") into words."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return re.sub(r"[_#]+", " ", spaced).strip()


def _unit(vector: Matrix) -> Matrix:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
