"""Damage a people's codebook in ways that suggestions should find, for ``suggestions.py``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from openends.domain.codebook import Code, Codebook, renumber
from openends.domain.response import Response
from openends.engine.codebook_check.names import means_none
from openends.engine.induce.phrases import find_phrases
from openends.engine.prepare.prepare import prepare
from openends.services.evaluation_data import PersonCoded, choose_rows

#: Responses that a code needs to be removed, joined or doubled, as a share and at least.
ENOUGH_SHARE, ENOUGH = 0.025, 8
#: Codes that stay of a codebook with more than twice as many, so that each has answers enough.
MOST_CODES = 24


@dataclass(frozen=True)
class Damaged:
    """A codebook with damages whose repair is known."""

    codebook: Codebook
    rows: Sequence[PersonCoded]
    #: People's codes that were taken out.
    removed: frozenset[str]
    #: By name of a code: the people's codes that it stands for.
    stands_for: Mapping[str, frozenset[str]]
    #: Codes that were made of two.
    joined: frozenset[str]

    def translated(self, codes: Sequence[str]) -> tuple[str, ...]:
        """Return people's codes in the damaged codebook; the first half of a doubled one."""
        heirs: dict[str, str] = {}
        for name, sources in self.stands_for.items():
            for source in sources:
                heirs.setdefault(source, name)
        return tuple(dict.fromkeys(heirs[code] for code in codes if code in heirs))


def damage(
    codebook: Codebook, every: Sequence[PersonCoded], limit: int, seed: int
) -> Damaged | None:
    """Take codes out, join two and double two; None where too few codes have answers enough.

    Parameters
    ----------
    codebook, every:
        People's codes, and all responses that may be used.
    limit:
        Responses that are coded at most; the second half of a doubled code is described in the
        words of the others, where there are any.
    seed:
        Which responses, and which codes.
    """
    chance = np.random.default_rng(seed)
    codebook, every = _fewer(codebook, every, chance)
    rows = choose_rows(every, split="all", limit=limit, seed=seed)
    used = {row.id for row in rows}
    others = [row for row in every if row.id not in used] or every
    counts = Counter(code for row in rows for code in row.codes)
    names = [
        code.name
        for code in codebook
        if counts[code.name] >= max(ENOUGH, ENOUGH_SHARE * len(rows))
        and not means_none(code)
        and len(code.name) > 2
    ]
    if len(names) < 5:
        return None
    order = [names[at] for at in chance.permutation(len(names))]
    removed = frozenset(order[: max(1, min(3, len(names) // 4))])
    rest = [name for name in order if name not in removed]
    pairs = [tuple(rest[:2])] if len(rest) < 6 else [tuple(rest[:2]), tuple(rest[2:4])]
    doubled = rest[2:3] if len(rest) < 6 else rest[4:6]
    codes, stands_for = _rebuilt(codebook, removed, pairs, doubled, others)
    return Damaged(
        Codebook(codes=renumber(codes)),
        rows,
        removed,
        stands_for,
        frozenset(f"{one} / {other}" for one, other in pairs),
    )


def _fewer(
    codebook: Codebook, rows: Sequence[PersonCoded], chance: np.random.Generator
) -> tuple[Codebook, Sequence[PersonCoded]]:
    single = sum(len(row.codes) <= 1 for row in rows) >= 0.9 * len(rows)
    if len(codebook) <= 2 * MOST_CODES or not single:
        return codebook, rows
    counts = Counter(code for row in rows for code in row.codes)
    shares = np.array([counts[code.name] for code in codebook], float)
    many = min(MOST_CODES, int((shares > 0).sum()))
    drawn = sorted(chance.choice(len(codebook), many, replace=False, p=shares / shares.sum()))
    codes = tuple(codebook.codes[at] for at in drawn)
    names = {code.name for code in codes}
    return replace(codebook, codes=codes), [row for row in rows if names.intersection(row.codes)]


def _rebuilt(
    codebook: Codebook,
    removed: frozenset[str],
    pairs: Sequence[tuple[str, ...]],
    doubled: Sequence[str],
    others: Sequence[PersonCoded],
) -> tuple[list[Code], dict[str, frozenset[str]]]:
    codes: list[Code] = []
    stands_for: dict[str, frozenset[str]] = {}
    by_name = {code.name: code for code in codebook}
    taken = {name.casefold() for name in by_name}
    inside = {name for pair in pairs for name in pair}
    for code in codebook:
        if code.name in removed or code.name in inside:
            continue
        codes.append(code)
        stands_for[code.name] = frozenset({code.name})
        if code.name in doubled and (second := _second(code, others, taken)) is not None:
            codes.append(second)
            taken.add(second.name.casefold())
            stands_for[second.name] = frozenset({code.name})
    for one, other in pairs:
        parts = by_name[one], by_name[other]
        definition = "; ".join(part.definition for part in parts if part.definition)
        codes.append(replace(parts[0], name=f"{one} / {other}", definition=definition))
        stands_for[codes[-1].name] = frozenset({one, other})
    return codes, stands_for


def _second(code: Code, others: Sequence[PersonCoded], taken: set[str]) -> Code | None:
    """Describe a code a second time, in the words of people who have it and no other code."""
    texts = [row.text for row in others if row.codes == (code.name,)]
    if not texts:
        return None
    prepared = prepare([Response(id=str(at), text=text) for at, text in enumerate(texts)])
    clauses = [clause.text for answer in prepared.answers for clause in answer.clauses]
    found = find_phrases(
        clauses, np.ones(len(clauses), np.intp), language=prepared.languages[0], least=2
    )
    terms = [phrase.text for phrase in found if phrase.text.casefold() not in taken][:4]
    if len(terms) < 2:
        return None
    return Code(name=terms[0], number=0, definition=", ".join(terms[1:]), category=code.category)
