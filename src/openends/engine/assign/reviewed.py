"""Reviewed responses as the engine reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openends.domain.codebook import Code, Codebook
from openends.domain.response import Response, ReviewedResponse
from openends.engine.assign.exact import normalised
from openends.engine.assign.examples import MOST
from openends.engine.embed import Embedded, embed
from openends.engine.encoder import Encoder, Matrix
from openends.engine.prepare.prepare import prepare

#: A person's codes that all other reviewed answers give less of a chance, while they give another
#: code more, are worth a second look.
_UNLIKELY, _LIKELY = 0.1, 0.6


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The distinct answers that a person decided, with their codes."""

    embedded: Embedded
    #: Shape (answers, codes): 1 where the person gave the code.
    given: Matrix


def read_reviewed(
    reviewed: Sequence[ReviewedResponse], codebook: Codebook, encoders: Sequence[Encoder]
) -> Reviewed | None:
    """Read reviewed responses; None where none is a real answer.

    Parameters
    ----------
    reviewed:
        Of several with the same words the last one counts.
    codebook:
        Codes that it lacks are passed over, and so is a response that has only such codes.
    encoders:
        Those that read the other answers.
    """
    place = {code.name: at for at, code in enumerate(codebook)}
    decided: dict[str, ReviewedResponse] = {}
    for item in reviewed:
        if not item.codes or any(name in place for name in item.codes):
            decided[normalised(item.text)] = item
    chosen = [item for item in list(decided.values())[-MOST:] if item.text.strip()]
    if not chosen:
        return None
    prepared = prepare([Response(id=str(at), text=item.text) for at, item in enumerate(chosen)])
    given = np.zeros((len(prepared.answers), len(codebook)), np.float32)
    for item, occurrence in zip(chosen, prepared.occurrences, strict=True):
        if occurrence.status is None:
            given[occurrence.answer, [place[name] for name in item.codes if name in place]] = 1
    return Reviewed(embed(prepared.answers, encoders), given) if prepared.answers else None


def decisions_in_doubt(
    reviewed: Reviewed, others_say: Matrix, codebook: Codebook
) -> dict[str, Code]:
    """Return, by normalised text, the code that speaks against a person's decision.

    Parameters
    ----------
    reviewed:
        What a person decided.
    others_say:
        The chances of its codes by all other reviewed answers, in the same shape.
    """
    doubts = {}
    for answer, given, chances in zip(
        reviewed.embedded.answers, reviewed.given > 0, others_say, strict=True
    ):
        likeliest = int(chances.argmax())
        if chances[likeliest] > _LIKELY and not (chances[given] >= _UNLIKELY).any():
            doubts[normalised(answer.text)] = codebook.codes[likeliest]
    return doubts
