"""Put a code that is a phrase into the category that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openends.engine.induce.candidates import Candidates

#: Closeness of a phrase to a category of the codebook from which it belongs there, and to any other
#: category from which it founds it.
RELATED, FOUNDING = 0.4, 0.6
#: Themes of a category that tell how close it is.
NEAREST = 2

_REST = {
    "en": "Other themes",
    "es": "Otros temas",
    "de": "Weitere Themen",
    "fr": "Autres thèmes",
    "pt": "Outros temas",
    "it": "Altri temi",
    "nl": "Overige thema's",
}


def choose_category(
    candidates: Candidates, number: int, heads: Sequence[int], language: str
) -> str:
    """Return the category whose two nearest themes are closest, or the one for the rest.

    Parameters
    ----------
    candidates:
        All themes and phrases.
    number:
        The phrase.
    heads:
        What names the codes of the codebook. The categories of the themes among them come first.
    language:
        ISO 639-1 code of the codebook.
    """
    known = (candidates.theme(head) for head in heads)
    used = {theme.category[language] for theme in known if theme is not None}
    closeness = candidates.rows[: len(candidates.themes)] @ candidates.rows[number]
    by_category: dict[str, list[float]] = {}
    for theme, close in zip(candidates.themes, closeness, strict=True):
        if not theme.fallback:
            by_category.setdefault(theme.category[language], []).append(float(close))
    related = {
        name: mean
        for name, near in sorted(by_category.items())
        if (mean := float(np.mean(sorted(near)[-NEAREST:])))
        >= (RELATED if name in used else FOUNDING)
    }
    return max(related, key=lambda name: related[name], default=rest_category(language))


def rest_category(language: str) -> str:
    """Return the name of the category of the codes that belong to no other."""
    return _REST[language]
