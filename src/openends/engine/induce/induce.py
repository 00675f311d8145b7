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
from openends.engine.induce.clusters import cluster
from openends.engine.induce.match import match_themes
from openends.engine.induce.naming import name_clusters
from openends.engine.induce.themes import LANGUAGES, theme_vectors, themes
from openends.engine.progress import Progress, silent

#: Share of the people that a theme or cluster needs to become a code, if not told otherwise.
LEAST_SHARE = 0.02
#: A cluster needs this many people, however few there are.
LEAST_PEOPLE = 3
#: Verbatims kept with a code as typical of it.
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a codebook is to be: its language, its size, and what a code needs."""

    #: Language of names and definitions; English where the library of themes does not know it.
    language: str
    #: Codes at most.
    most: int
    #: Part of the people, 0 to 1, that must speak of a code.
    least_share: float = LEAST_SHARE
    #: Decides the starts of the clustering; the same seed gives the same codebook.
    seed: int = 0


@dataclass(frozen=True, slots=True)
class _Draft:
    """A code in the making, with the clauses that speak of it."""

    code: Code
    clauses: Index
    people: int


@dataclass(frozen=True, slots=True)
class _Material:
    """What codes are made from."""

    embedded: Embedded
    encoder: Encoder
    #: Clause vectors less what all texts share, and that shared mean.
    rows: Matrix
    mean: Matrix
    #: People behind each clause, and the text of each.
    people: Index
    texts: list[str]
    #: Theme vectors less what all themes share.
    theme_rows: Matrix
    language: str
    #: People that a code needs.
    least: float


def induce_codebook(
    embedded: Embedded, encoder: Encoder, wanted: Wanted, progress: Progress = silent
) -> Codebook:
    """Return a codebook with named, defined and numbered codes in categories.

    Parameters
    ----------
    embedded:
        The question's distinct answers and their vectors.
    encoder:
        The encoder that read the clauses.
    wanted:
        Language and size of the codebook.
    """
    stage = "Building the codebook"
    progress(stage, 0, 3)
    material = _material(embedded, encoder, wanted)
    known = _known_themes(material, wanted.most)
    progress(stage, 1, 3)
    found = _particular(material, known, wanted.seed)
    progress(stage, 2, 3)
    drafts = sorted(known + found, key=lambda draft: (-draft.people, draft.code.name))
    codebook = _codebook(drafts[: wanted.most], material)
    progress(stage, 3, 3)
    return codebook


def _material(embedded: Embedded, encoder: Encoder, wanted: Wanted) -> _Material:
    vectors = theme_vectors(encoder)
    total = sum(answer.people for answer in embedded.answers)
    mean = mean_answer(embedded, embedded.main)
    return _Material(
        embedded=embedded,
        encoder=encoder,
        rows=unit_rows(embedded.clauses(), mean),
        mean=mean,
        people=np.repeat(
            [answer.people for answer in embedded.answers],
            [len(answer.clauses) for answer in embedded.answers],
        ),
        texts=[clause.text for answer in embedded.answers for clause in answer.clauses],
        theme_rows=unit_rows(vectors, vectors.mean(axis=0)),
        language=wanted.language if wanted.language in LANGUAGES else "en",
        least=max(wanted.least_share * total, min(LEAST_PEOPLE, total)),
    )


def _known_themes(material: _Material, most: int) -> list[_Draft]:
    """Return the library's themes that have mass."""
    cosines = material.rows @ material.theme_rows.T
    matched = match_themes(
        cosines, material.embedded, material.people, least=material.least, most=most
    )
    drafts = []
    for theme in matched.themes:
        members = np.flatnonzero(matched.clause_theme == theme)
        order = np.argsort(-cosines[members, theme], kind="stable")
        code = themes()[theme].code(theme, material.language)
        drafts.append(_Draft(code, members[order], int(material.people[members].sum())))
    return drafts


def _particular(material: _Material, known: Sequence[_Draft], seed: int) -> list[_Draft]:
    """Return codes for what the library does not know: named clusters of the other clauses."""
    taken = np.zeros(len(material.rows), dtype=bool)
    for draft in known:
        taken[draft.clauses] = True
    rest = np.flatnonzero(~taken)
    least = max(material.least, LEAST_PEOPLE)
    clusters = cluster(material.rows[rest], material.people[rest], least=least, seed=seed)
    if not clusters:
        return []
    members = [rest[found.members] for found in clusters]
    centres = np.stack([found.centre for found in clusters])
    names = name_clusters(
        [[material.texts[clause] for clause in group] for group in members],
        list(centres),
        material.mean,
        material.encoder,
        material.language,
    )
    nearest = (material.theme_rows @ centres.T).argmax(axis=0)
    used = {draft.code.name.casefold() for draft in known}
    drafts = []
    for number, (group, name, theme) in enumerate(zip(members, names, nearest, strict=True)):
        if name.name.casefold() in used:
            continue
        used.add(name.name.casefold())
        code = Code(
            name=name.name,
            number=10_000 + number,
            definition=name.definition,
            category=themes()[int(theme)].category[material.language],
        )
        drafts.append(_Draft(code, group, int(material.people[group].sum())))
    return drafts


def _codebook(drafts: Sequence[_Draft], material: _Material) -> Codebook:
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
    codes = []
    for draft in ordered:
        typical = dict.fromkeys(material.texts[clause] for clause in draft.clauses[:50])
        readable = [text for text in typical if 2 <= len(text.split()) <= 14] or list(typical)
        codes.append(replace(draft.code, examples=tuple(readable[:EXAMPLES])))
    return Codebook(codes=renumber(codes), language=material.language)
