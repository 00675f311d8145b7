"""Counts of a coded question, ready to be printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openends.domain.codebook import Code
from openends.domain.coding import Sentiment
from openends.domain.crosstab import Crosstab


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeCount:
    """How many people gave an answer with this code."""

    code: Code
    people: int
    #: Part of the base, 0 to 1.
    share: float
    #: People by the tone of their mention of the code; every sentiment is a key.
    sentiment: Mapping[Sentiment, int]
    #: Up to five verbatims with the code, the most certain first, none twice.
    examples: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CategoryCount:
    """How many people mention at least one code of a category: a net."""

    name: str
    people: int
    #: Part of the base, 0 to 1.
    share: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Tabulation:
    """The frequency table of a question. It counts people; several mentions are one person."""

    #: Everyone in the file.
    asked: int
    #: Everyone who answered with meaning: coded, other and none. Shares are parts of it.
    base: int
    #: Every code of the codebook, the most frequent first (ties by number).
    codes: tuple[CodeCount, ...]
    #: In the order of the codebook's categories.
    categories: tuple[CategoryCount, ...]
    #: People with status other (97), none (98), and no answer or junk (99).
    other: int
    none: int
    no_answer: int
    #: People whose coding a person should look at.
    needs_review: int
    #: All mentions together; mentions / coded people is the mean number of codes.
    mentions: int
    #: People by the tone of their whole response; every sentiment is a key.
    sentiment: Mapping[Sentiment, int]
    #: The same counts by background variables, as far as they were asked for.
    crosstabs: tuple[Crosstab, ...] = ()
