"""A codebook of groups of answers that say nearly the same: where everyone asks for one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from openends.domain.codebook import Code, Codebook
from openends.engine.assign.examples import features
from openends.engine.assign.similarity import fit_similarity, mean_answer
from openends.engine.embed import Index
from openends.engine.induce.candidates import gather
from openends.engine.induce.compose import compose
from openends.engine.induce.material import Material
from openends.engine.induce.naming import name_codes
from openends.engine.induce.pairs import find_pairs
from openends.engine.induce.phrases import Phrase
from openends.engine.induce.steer import Steering
from openends.engine.induce.wanted import Wanted

#: Distinct answers that are needed for each group; and groups below which themes are as fine.
ANSWERS_A_GROUP, FEWEST = 10, 20
#: Part of the groups that need a name.
WITH_NAMES = 0.5
#: Words that an answer has on average: of fewer, the words themselves are the codes.
LEAST_WORDS = 6.0
#: How far codes made of groups must give the groups back (adjusted Rand index).
GIVEN_BACK = 0.36
#: Part of a group's people that must use a pair of words that names it.
PAIR_SHARE = 0.35
#: Overlap with a phrase (F1) below which a group has no name, and makes no code.
NAMED = 0.05


def codebook_by_group(
    material: Material, phrases: Sequence[Phrase], steering: Steering, wanted: Wanted
) -> Codebook | None:
    """Return the codebook of the groups that the answers fall into; None where they fall into none.

    Parameters
    ----------
    material:
        The answers and their clauses.
    phrases:
        From ``find_phrases``.
    steering, wanted:
        What the codebook is to be.

    Notes
    -----
    Whether there are groups is told by the codes that are made of them: their names, definitions
    and examples alone must sort the answers into the same groups. Where answers speak of several
    things or shade into one another, groups can be found but not described. The idea is that of
    prediction strength (Tibshirani and Walther 2005).
    """
    group = _groups(material, wanted.most)
    if group is None:
        return None
    names = [*phrases, *_new_pairs(material, phrases, wanted.language)]
    inside = group[material.answer] == np.arange(group.max() + 1)[:, None]
    named = _named(inside, names)
    if len(named) < WITH_NAMES * len(inside):
        return None
    candidates = gather(material.rows, material.mean, names, material.encoder, steering)
    heads = [(len(candidates.themes) + name,) for name in named.values()]
    held = [_typical_first(material, np.flatnonzero(inside[one])) for one in named]
    codes = name_codes(candidates, heads, held, wanted.language)
    codebook = compose(codes, held, material, wanted.language)
    made_of = {one: code.name for one, code in zip(named, codes, strict=True)}
    own = [made_of.get(int(one), "") for one in group]
    return codebook if _given_back(codebook.codes, own, material) >= GIVEN_BACK else None


def _groups(material: Material, most: int) -> Index | None:
    """Return the group of each answer; None where answers are too few, or a few words each.

    Source: Ward (1963), which joins the two groups that lie closest for their size.
    """
    from scipy.cluster.hierarchy import fcluster, ward

    embedded = material.embedded
    words = np.mean([len(answer.meaning.split()) for answer in embedded.answers])
    few = len(embedded.answers) < ANSWERS_A_GROUP * most
    if few or most < FEWEST or words < LEAST_WORDS:
        return None
    rows = features(embedded, {name: mean_answer(embedded, name) for name in embedded.rows})
    numbers: Index = fcluster(ward(rows.astype(np.float64)), most, "maxclust")
    return numbers - 1


def _new_pairs(material: Material, phrases: Sequence[Phrase], language: str) -> list[Phrase]:
    known = {phrase.text.casefold() for phrase in phrases}
    pairs = find_pairs(
        material.spoken(language),
        material.people,
        language=language,
        least=material.least * PAIR_SHARE,
    )
    return [pair for pair in pairs if pair.text.casefold() not in known]


def _named(inside: NDArray[np.bool_], phrases: Sequence[Phrase]) -> dict[int, int]:
    """Return the phrase that picks out each group best, no two the same, with most overlap in all.

    Parameters
    ----------
    inside:
        Shape (groups, clauses).
    """
    from scipy.optimize import linear_sum_assignment

    overlap = np.zeros((len(inside), len(phrases)), np.float32)
    sizes = inside.sum(axis=1)
    for at, phrase in enumerate(phrases):
        both = inside[:, phrase.clauses].sum(axis=1)
        overlap[:, at] = 2 * both / (sizes + len(phrase.clauses))
    pairs = zip(*linear_sum_assignment(overlap, maximize=True), strict=True)
    return {int(one): int(name) for one, name in pairs if overlap[one, name] >= NAMED}


def _typical_first(material: Material, clauses: Index) -> Index:
    middle = material.people[clauses] @ material.rows[clauses]
    return clauses[np.argsort(-(material.rows[clauses] @ middle), kind="stable")]


def _given_back(codes: Sequence[Code], own: Sequence[str], material: Material) -> float:
    """Return how far codes sort the answers into the groups that they were made of, 1 for all.

    Answers that are quoted as examples do not count: their codes know them.
    """
    embedded = material.embedded.read_by([material.embedded.main])
    _, scores, _ = fit_similarity(embedded, codes, [material.encoder])
    quoted = {example for code in codes for example in code.examples}
    pairs = [
        (group, codes[code].name)
        for group, code, answer in zip(own, scores.argmax(axis=1), embedded.answers, strict=True)
        if not any(clause.text in quoted for clause in answer.clauses)
    ]
    return _rand(pairs)


def _rand(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the adjusted Rand index of two groupings, 1 for the same; 0 where it says nothing.

    Source: Hubert and Arabie (1985). Loading a library for it takes longer than all the rest.
    """
    both, one, other = (
        sum(n * (n - 1) / 2 for n in Counter(labels).values())
        for labels in (pairs, (group for group, _ in pairs), (code for _, code in pairs))
    )
    chance = one * other / max(1, len(pairs) * (len(pairs) - 1) / 2)
    most = (one + other) / 2
    return (both - chance) / (most - chance) if most > chance else 0.0
