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
from openends.engine.induce.candidates import gather, members
from openends.engine.induce.categories import rest_category
from openends.engine.induce.merge import merge_alike
from openends.engine.induce.naming import name_codes
from openends.engine.induce.phrases import find_phrases
from openends.engine.induce.plain import TIMES, plain_opinions
from openends.engine.induce.select import select
from openends.engine.induce.steer import steer
from openends.engine.progress import Progress, silent

#: Share of the people that a theme or cluster needs to become a code, if not told otherwise.
LEAST_SHARE = 0.01
#: People that a code needs even where that is a larger share, but never more than this share.
LEAST_PEOPLE, LARGEST_SHARE = 5, 0.05
#: Part of a code's people that must use the phrase that names it.
PHRASE_SHARE = 0.5
#: Closeness below which a clause speaks of no candidate.
BACKGROUND = 0.25
#: Closeness above the background that a person must add on average to a code.
LEAST_GAIN = 0.2
#: Clauses that are read at most; more would change no code that has people behind it.
MOST_CLAUSES = 12_000
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
    #: What was asked; steers which themes and which words can name a code.
    question: str = ""
    #: What the researcher wants the codebook to mind, in sentences.
    guidance: str = ""
    #: What the study is for; steers which themes can name a code.
    objective: str = ""
    #: Draws the clauses to read where there are very many.
    seed: int = 0


@dataclass(frozen=True, slots=True)
class _Material:
    """The clauses that a codebook is made from."""

    texts: list[str]
    languages: list[str]
    #: People behind each.
    people: Index
    #: Vectors less the mean of the answers, of length 1; and that mean.
    rows: Matrix
    mean: Matrix

    def spoken(self, language: str) -> list[str]:
        """Return the texts in a language and "" for the others, or all where none is in it."""
        if language not in self.languages:
            return self.texts
        pairs = zip(self.texts, self.languages, strict=True)
        return [text if spoken == language else "" for text, spoken in pairs]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A code in the making, with the clauses that speak of it."""

    code: Code
    clauses: Index
    people: int


def induce_codebook(
    embedded: Embedded, encoder: Encoder, wanted: Wanted, progress: Progress = silent
) -> Codebook:
    """Return a codebook with named, defined and numbered codes in categories.

    Parameters
    ----------
    embedded:
        Distinct answers and their vectors: the question's, or a selection that stands for them.
    encoder:
        The encoder that read the clauses.
    wanted:
        Language and size of the codebook.
    """
    stage = "Building the codebook"
    progress(stage, 0, 3)
    material = _material(embedded, wanted.seed)
    total = sum(answer.people for answer in embedded.answers)
    seen = material.people.sum() / max(1, _people_of_clauses(embedded).sum())
    least = least_people(total, wanted.least_share) * seen
    phrases = find_phrases(
        material.spoken(wanted.language),
        material.people,
        language=wanted.language,
        least=least * PHRASE_SHARE,
        question=wanted.question,
    )
    progress(stage, 1, 3)
    steering = steer([wanted.question, wanted.objective], wanted.guidance, encoder)
    candidates = gather(material.rows, material.mean, phrases, encoder, steering)
    weights = material.people * steering.weights(material.rows, material.mean)
    plain = plain_opinions(material.texts, material.languages, candidates, material.rows)
    # They are told apart by what they lack: no other code is to be found among them.
    for clauses in plain.values():
        weights[clauses] = 0
    general = {
        theme: clauses
        for theme, clauses in plain.items()
        if material.people[clauses].sum() >= TIMES * least and not candidates.barred[theme]
    }
    chosen = select(
        candidates.closeness,
        weights,
        background=BACKGROUND,
        least_gain=least * LEAST_GAIN,
        most=max(1, wanted.most - len(general)),
        first=candidates.wanted,
    ) or [int((material.people @ candidates.closeness).argmax())]
    progress(stage, 2, 3)
    groups = merge_alike(candidates, chosen)
    held = members(candidates.closeness, groups, BACKGROUND)
    for theme, clauses in general.items():
        held = [one[~np.isin(one, clauses)] for one in held]
        groups.append((theme,))
        held.append(clauses)
    named = name_codes(candidates, groups, held, wanted.language)
    drafts = [
        _Draft(code, clauses, int(material.people[clauses].sum()))
        for code, clauses in zip(named, held, strict=True)
    ]
    kept = [draft for draft in drafts if draft.people >= least] or drafts[:1]
    progress(stage, 3, 3)
    return _codebook(kept, material.texts, wanted.language)


def least_people(total: float, share: float) -> float:
    """Return how many people a code needs, given how many answered and the share it needs.

    A handful of people in a large survey is no code, and neither is one person in a small one. But
    among a dozen or fewer nearly everyone says something of their own: asking for two there would
    throw all themes away but one, which everybody would then get.
    """
    few = max(min(LEAST_PEOPLE, LARGEST_SHARE * total), min(2.0, total / 12))
    return max(share * total, few, 1.0)


def _people_of_clauses(embedded: Embedded) -> Index:
    return np.repeat(
        [answer.people for answer in embedded.answers],
        [len(answer.clauses) for answer in embedded.answers],
    )


def _material(embedded: Embedded, seed: int) -> _Material:
    """Return all clauses, or a random selection where there are more than are needed."""
    texts = [clause.text for answer in embedded.answers for clause in answer.clauses]
    languages = [answer.language for answer in embedded.answers for _ in answer.clauses]
    people = _people_of_clauses(embedded)
    mean = mean_answer(embedded, embedded.main)
    chosen = np.arange(len(texts))
    if len(texts) > MOST_CLAUSES:
        chosen = np.random.default_rng(seed).choice(chosen, MOST_CLAUSES, replace=False)
        chosen.sort()
    return _Material(
        texts=[texts[clause] for clause in chosen],
        languages=[languages[clause] for clause in chosen],
        people=people[chosen],
        rows=unit_rows(embedded.clauses()[chosen], mean),
        mean=mean,
    )


def _codebook(drafts: Sequence[_Draft], texts: Sequence[str], language: str) -> Codebook:
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
