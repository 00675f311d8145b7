"""How a codebook is to be, and how many people a code needs."""

from __future__ import annotations

from dataclasses import dataclass

#: Share of the people that a theme or group needs to become a code, if not told otherwise.
LEAST_SHARE = 0.01
#: People that a code needs even where that is a larger share, but never more than this share.
LEAST_PEOPLE, LARGEST_SHARE = 5, 0.05


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a codebook is to be: its language, its size, and what a code needs."""

    #: Language of names and definitions; English where the library of themes does not know it.
    language: str
    #: Codes at most.
    most: int
    #: Part of the people, 0 to 1, that must speak of a code.
    least_share: float = LEAST_SHARE
    #: What was asked; steers which themes and which words can name a code.
    question: str = ""
    #: What the researcher wants the codebook to mind, in sentences.
    guidance: str = ""
    #: What the study is for; steers which themes can name a code.
    objective: str = ""
    #: Draws the clauses to read where there are very many.
    seed: int = 0


def least_people(total: float, share: float) -> float:
    """Return how many people a code needs, given how many answered and the share it needs.

    A handful of people in a large survey is no code, and neither is one person in a small one. But
    among a dozen or fewer nearly everyone says something of their own: asking for two there would
    throw all themes away but one, which everybody would then get.
    """
    few = max(min(LEAST_PEOPLE, LARGEST_SHARE * total), min(2.0, total / 12))
    return max(share * total, few, 1.0)
