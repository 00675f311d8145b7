"""Put named codes together to a codebook: in order, with examples, without the rare ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from openends.domain.codebook import Code, Codebook, renumber
from openends.engine.embed import Index
from openends.engine.induce.categories import rest_category
from openends.engine.induce.material import Material

#: Verbatims kept with a code as typical of it.
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class _Draft:
    """A code in the making, with the clauses that speak of it."""

    code: Code
    clauses: Index
    people: int


def compose(
    named: Sequence[Code],
    held: Sequence[Index],
    material: Material,
    language: str,
) -> Codebook:
    """Return the codes that people enough speak of as a codebook, or the first one if none does.

    Parameters
    ----------
    named:
        The codes, with names, definitions and categories.
    held:
        By code: the clauses that speak of it, the most typical first.
    material:
        The clauses, and the people that a code needs.
    language:
        ISO 639-1 code of names and categories.
    """
    drafts = [
        _Draft(code, clauses, int(material.people[clauses].sum()))
        for code, clauses in zip(named, held, strict=True)
    ]
    kept = [draft for draft in drafts if draft.people >= material.least] or drafts[:1]
    return _ordered(kept, material.texts, language)


def _ordered(drafts: Sequence[_Draft], texts: Sequence[str], language: str) -> Codebook:
    """Order codes by category mass, then by their own, give them examples and numbers."""
    mass: Counter[str] = Counter()
    for draft in drafts:
        mass[draft.code.category] += draft.people
    ordered = sorted(
        drafts,
        key=lambda draft: (
            draft.code.category == rest_category(language),
            -mass[draft.code.category],
            draft.code.category,
            -draft.people,
            draft.code.name,
        ),
    )
    codes = []
    for draft in ordered:
        typical = dict.fromkeys(texts[clause] for clause in draft.clauses[:50])
        readable = [text for text in typical if 2 <= len(text.split()) <= 14] or list(typical)
        codes.append(replace(draft.code, examples=tuple(readable[:EXAMPLES])))
    return Codebook(codes=renumber(codes), language=language)
