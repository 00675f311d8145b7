"""Let the question and the researcher's guidance choose among candidates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openends.engine.assign.similarity import unit_rows
from openends.engine.encoder import Encoder, Matrix
from openends.engine.induce.guidance import Guidance, read_guidance

#: What a theme gains whose domain the question is in, at most, and the closeness to have it all.
IN_DOMAIN, DOMAIN = 0.08, 0.4
#: What a candidate gains that is a topic which the researcher looks for.
LOOKED_FOR = 0.03
#: Closeness to such a topic at which a candidate gains anything, and at which it gains all.
ALIKE, SAME = 0.4, 0.7
#: Closeness to an unwanted topic from which a candidate makes no code, and a clause counts nothing.
BARRED, SILENT = 0.55, 0.5
#: How much a clause on a topic that is looked for counts beside others: its codes become finer.
EMPHASIS = 1.5

#: Words for opinions without a reason, which have no topic that a vector could be near to.
_OPINIONS = re.compile(
    r"compliment|praise|complaint|cumplido|elogi|halago|queja|\blob\b|lobe|kompliment|beschwerde|"
    r"éloge|louange|plainte|reclama|complimenti|lode|lodi|lament|\blof\b|klacht",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Steering:
    """What was asked and what the codebook is to mind, as vectors of one encoder."""

    guidance: Guidance
    #: One row per topic of the guidance.
    wanted: Matrix
    unwanted: Matrix
    #: The question and the aim of the study; no row where nothing is known.
    asked: Matrix

    @property
    def without_opinions(self) -> bool:
        """Whether praise and blame without a reason are to make no code."""
        return any(_OPINIONS.search(topic) for topic in self.guidance.unwanted)

    def domain(self, theme_rows: Matrix, mean: Matrix) -> Matrix:
        """Return what each theme gains because the question speaks of its domain."""
        return np.asarray(IN_DOMAIN * np.clip(_near(theme_rows, self.asked, mean) / DOMAIN, 0, 1))

    def weights(self, clause_rows: Matrix, mean: Matrix) -> Matrix:
        """Return how much each clause counts: more on wanted topics, nothing on unwanted ones."""
        wanted, unwanted = (_near(clause_rows, one, mean) for one in (self.wanted, self.unwanted))
        weights = np.where(wanted >= ALIKE, EMPHASIS, 1.0).astype(np.float32)
        weights[(unwanted >= SILENT) & (unwanted > wanted)] = 0.0
        return weights


@dataclass(frozen=True, slots=True)
class Guided:
    """What the guidance makes of each candidate."""

    #: Shape (candidates,): what each gains.
    gain: Matrix
    #: Candidates that make no code.
    barred: NDArray[np.bool_]
    #: The candidate that stands best for each topic which is looked for.
    wanted: tuple[int, ...]


def guide(steering: Steering, parts: Sequence[tuple[Matrix, Matrix]]) -> Guided:
    """Compare candidates with the topics of the guidance.

    Parameters
    ----------
    steering:
        From ``steer``.
    parts:
        Rows of themes, then of phrases, each with the mean that was taken off them.
    """
    wanted = np.concatenate([_closeness(rows, steering.wanted, mean) for rows, mean in parts])
    unwanted = np.concatenate([_closeness(rows, steering.unwanted, mean) for rows, mean in parts])
    away, near = _highest(unwanted), _highest(wanted)
    barred = (away >= BARRED) & (away > near)
    for topic in unwanted.T:
        nearest = int(topic.argmax())
        barred[nearest] |= topic[nearest] >= ALIKE and topic[nearest] > near[nearest]
    # A theme that says the same has a definition and a category too.
    preferred = np.where(barred[:, None], -1.0, wanted)
    preferred[: len(parts[0][0])] += (preferred[: len(parts[0][0])] >= SAME).astype(np.float32)
    best = [int(topic.argmax()) for topic in preferred.T]
    kept = [at for place, at in enumerate(best) if wanted[at, place] >= ALIKE]
    gain = LOOKED_FOR * np.clip((near - ALIKE) / (SAME - ALIKE), 0, 1)
    return Guided(np.asarray(gain, np.float32), barred, tuple(dict.fromkeys(kept)))


def steer(asked: Sequence[str], guidance: str, encoder: Encoder) -> Steering:
    """Read the question and the guidance.

    Parameters
    ----------
    asked:
        The question and what the study is for; "" when unknown.
    guidance:
        What the researcher wants the codebook to mind.
    encoder:
        The encoder that read the clauses.
    """
    read = read_guidance(guidance)
    told = [text for text in (*map(str.strip, asked), read.context) if text]
    return Steering(
        guidance=read,
        wanted=encoder.encode(list(read.wanted)),
        unwanted=encoder.encode(list(read.unwanted)),
        asked=encoder.encode(told),
    )


def _closeness(rows: Matrix, topics: Matrix, mean: Matrix) -> Matrix:
    return np.asarray(rows @ unit_rows(topics, mean).T, np.float32)


def _near(rows: Matrix, topics: Matrix, mean: Matrix) -> Matrix:
    return _highest(_closeness(rows, topics, mean))


def _highest(closeness: Matrix) -> Matrix:
    """Return the closeness to the nearest topic, 0 where there is none."""
    return np.asarray(closeness.max(axis=1, initial=0.0), np.float32)
