"""Find the clauses that praise or blame without a reason, and the two codes for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from openends.engine.embed import Index
from openends.engine.encoder import Matrix
from openends.engine.induce.candidates import Candidates
from openends.engine.induce.stop_words import is_bare, is_empty

#: Closeness to general praise or blame from which a clause without a noun is one.
OPINION = 0.25
#: Words of the longest such clause: "I am really very happy with it".
LONGEST = 8
#: How many times the people of any other code one for plain opinions needs: it tells little.
TIMES = 2.0

_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def plain_opinions(
    texts: Sequence[str], languages: Sequence[str], candidates: Candidates, rows: Matrix
) -> dict[int, Index]:
    """Return the clauses of each theme for opinions without a reason, the closest first.

    Parameters
    ----------
    texts, languages:
        The clauses.
    candidates:
        All themes and phrases; the themes for general praise and blame are known by ``fallback``.
    rows:
        Vectors of the clauses.

    Notes
    -----
    "Very good" has no word that names anything; "very good price" has one.
    """
    general = [at for at, theme in enumerate(candidates.themes) if theme.fallback]
    closeness = rows @ candidates.rows[general].T
    named = (_names_something(text, spoken) for text, spoken in zip(texts, languages, strict=True))
    plain: NDArray[np.bool_] = ~np.fromiter(named, bool, len(texts))
    plain &= closeness.max(axis=1) >= OPINION
    nearest = closeness.argmax(axis=1)
    held = {}
    for place, theme in enumerate(general):
        clauses = np.flatnonzero(plain & (nearest == place))
        held[theme] = clauses[np.argsort(-closeness[clauses, place], kind="stable")]
    return held


def _names_something(text: str, language: str) -> bool:
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    if not words or len(words) > LONGEST:
        return True
    return not all(is_empty(word, language) or is_bare(word, language) for word in words)
