"""How the clauses of an answer hang together: what "but" parts, and what one judgement covers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from openends.engine.encoder import Matrix
from openends.engine.prepare.clauses import Clause
from openends.engine.sentiment.lexicon import contrasts, names_a_topic

#: Between two clauses these mean a list or a new point, not one sentence about both.
_MARKS = frozenset(".,;:!?…/|\n。，、；！？")


def parted_by_but(text: str, clauses: Sequence[Clause], language: str) -> bool:
    """Tell whether a "but" stands between two clauses: then one praises and the other blames.

    Parameters
    ----------
    text:
        The answer.
    clauses:
        Its clauses.
    language:
        ISO 639-1 code of the answer.
    """
    return any(
        contrasts(text[before.end : after.start], after.text, language)
        for before, after in pairwise(clauses)
    )


def with_shared_judgements(
    text: str, clauses: Sequence[Clause], tones: Matrix, language: str
) -> Matrix:
    """Give a bare topic the tone of the clause that judges it too: "food and service were poor".

    Parameters
    ----------
    text, clauses, language:
        As above.
    tones:
        Of the clauses, shape (clauses, 3).

    Returns
    -------
    Matrix
        The same shape. A topic behind a comma or a "but" keeps its own tone.
    """
    shared = np.array(tones)
    for position in range(len(clauses) - 2, -1, -1):
        before, after = clauses[position], clauses[position + 1]
        gap = text[before.end : after.start]
        if (
            names_a_topic(before.text, language)
            and not _MARKS & set(gap)
            and not contrasts(gap, after.text, language)
        ):
            shared[position] = shared[position + 1]
    return shared
