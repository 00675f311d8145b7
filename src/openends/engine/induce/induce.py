"""Build a codebook from the answers: known themes first, then what is particular to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from openends.domain.codebook import Code, Codebook, renumber
from openends.engine.assign.similarity import mean_answer, unit_rows
from openends.engine.embed import Embedded, Index
from openends.engine.encoder import Encoder, Matrix
from openends.engine.induce.clusters import Cluster, cluster
from openends.engine.induce.match import match_themes
from openends.engine.induce.naming import name_clusters
from openends.engine.induce.themes import LANGUAGES, Theme, theme_vectors, themes
from openends.engine.progress import Progress, silent

#: Share of the people that a theme or cluster needs to become a code, if not told otherwise.
LEAST_SHARE = 0.02
#: A cluster needs this many people, however few there are.
LEAST_PEOPLE = 3
#: Verbatims kept with a code as typical of it.
EXAMPLES = 3
#: A cluster this close to a theme of the codebook is that theme.
SAME_THEME = 0.6


@dataclass(frozen=True, slots=True)
class _Draft:
    """A code in the making, with the clauses that speak of it."""

    code: Code
    clauses: Index
    people: int


def induce_codebook(
    embedded: Embedded,
    encoder: Encoder,
    *,
    language: str,
    most: int,
    least_share: float = LEAST_SHARE,
    seed: int = 0,
    progress: Progress = silent,
) -> Codebook:
    """Return a codebook with named, defined and numbered codes in categories.

    Parameters
    ----------
    embedded:
        The question's distinct answers and their vectors.
    encoder:
        The encoder that read the clauses.
    language:
        Language of names and definitions: the question's main one; English where the library of
        themes does not know it.
    most:
        Codes at most.
    least_share:
        Part of the people, 0 to 1, that must speak of a code.
    seed:
        Decides the starts of the clustering; the same seed gives the same codebook.
    """
    stage = "Building the codebook"
    progress(stage, 0, 3)
    mean = mean_answer(embedded, embedded.main)
    rows = unit_rows(embedded.clauses(), mean)
    people = _clause_people(embedded)
    total = sum(answer.people for answer in embedded.answers)
    least = max(least_share * total, min(LEAST_PEOPLE, total))
    known = _known_themes(embedded, encoder, rows, people, language, least, most)
    progress(stage, 1, 3)
    taken = np.zeros(len(rows), dtype=bool)
    for draft in known:
        taken[draft.clauses] = True
    rest = np.flatnonzero(~taken & (_clause_words(embedded) > 0))
    clusters = cluster(rows[rest], people[rest], least=max(least, LEAST_PEOPLE), seed=seed)
    progress(stage, 2, 3)
    found = _named(clusters, rest, embedded, encoder, mean, people, known, language)
    drafts = sorted(known + found, key=lambda draft: (-draft.people, draft.code.name))[:most]
    progress(stage, 3, 3)
    return _codebook(drafts, embedded, language)


def _known_themes(
    embedded: Embedded,
    encoder: Encoder,
    rows: Matrix,
    people: Index,
    language: str,
    least: float,
    most: int,
) -> list[_Draft]:
    vectors = theme_vectors(encoder)
    cosines = rows @ unit_rows(vectors, vectors.mean(axis=0)).T
    matched = match_themes(cosines, embedded, people, least=least, most=most)
    library: Sequence[Theme] = themes()
    drafts = []
    for theme in matched.themes:
        members = np.flatnonzero(matched.clause_theme == theme)
        order = np.argsort(-cosines[members, theme], kind="stable")
        code = library[theme].code(theme, language)
        drafts.append(_Draft(code, members[order], int(people[members].sum())))
    return drafts


def _named(
    clusters: Sequence[Cluster],
    rest: Index,
    embedded: Embedded,
    encoder: Encoder,
    mean: Matrix,
    people: Index,
    known: Sequence[_Draft],
    language: str,
) -> list[_Draft]:
    if not clusters:
        return []
    texts = [clause.text for answer in embedded.answers for clause in answer.clauses]
    members = [rest[found.members] for found in clusters]
    names = name_clusters(
        [[texts[clause] for clause in group] for group in members],
        [found.centre for found in clusters],
        mean,
        encoder,
        language,
    )
    vectors = theme_vectors(encoder)
    closest = unit_rows(vectors, vectors.mean(axis=0)) @ np.stack(
        [found.centre for found in clusters]
    ).T
    spoken = language if language in LANGUAGES else "en"
    used = {draft.code.name.casefold() for draft in known}
    drafts = []
    for position, (group, name) in enumerate(zip(members, names, strict=True)):
        if name.name.casefold() in used:
            continue
        used.add(name.name.casefold())
        theme = themes()[int(closest[:, position].argmax())]
        code = Code(
            name=name.name,
            number=10_000 + position,
            definition=name.definition,
            category=theme.category[spoken],
        )
        drafts.append(_Draft(code, group, int(people[group].sum())))
    return drafts


def _codebook(drafts: Sequence[_Draft], embedded: Embedded, language: str) -> Codebook:
    """Order codes by category mass, then by their own, give them examples and numbers."""
    mass: Counter[str] = Counter()
    for draft in drafts:
        mass[draft.code.category] += draft.people
    ordered = sorted(
        drafts,
        key=lambda draft: (
            -mass[draft.code.category],
            draft.code.category,
            -draft.people,
            draft.code.name,
        ),
    )
    texts = [clause.text for answer in embedded.answers for clause in answer.clauses]
    codes = []
    for draft in ordered:
        typical = dict.fromkeys(texts[clause] for clause in draft.clauses[:50])
        readable = [text for text in typical if 2 <= len(text.split()) <= 14] or list(typical)
        codes.append(replace(draft.code, examples=tuple(readable[:EXAMPLES])))
    spoken = language if language in LANGUAGES else "en"
    return Codebook(codes=renumber(codes), language=spoken)


def _clause_people(embedded: Embedded) -> Index:
    return np.repeat(
        [answer.people for answer in embedded.answers],
        [len(answer.clauses) for answer in embedded.answers],
    )


def _clause_words(embedded: Embedded) -> Index:
    return np.array([clause.words for answer in embedded.answers for clause in answer.clauses])
