"""Give every distinct answer its codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from openends.domain.codebook import Codebook, CodingType, renumber
from openends.domain.response import ReviewedResponse
from openends.engine.assign.arbiter import LEAST_CONFIDENCE, Verdict, arbitrate
from openends.engine.assign.entities import EntityFinder
from openends.engine.assign.exact import exact_candidates, known_texts
from openends.engine.assign.model import ModelScores, model_candidates, score
from openends.engine.assign.rules import compile_rules, rule_candidates
from openends.engine.assign.set_aside_codes import NoneCodes
from openends.engine.assign.similarity import standardise
from openends.engine.embed import Embedded
from openends.engine.encoder import Encoder
from openends.engine.progress import Progress, silent

#: Confidence that a code of a built codebook needs. Nobody has said that every answer must fit it,
#: and what fits badly would only blur its codes.
LEAST_OF_INDUCED = 0.2
#: Answers coded between two reports of progress.
STEP = 1_000


@dataclass(frozen=True, slots=True)
class Assigned:
    """A codebook and what it gave every distinct answer."""

    codebook: Codebook
    verdicts: list[Verdict]


def assign(
    embedded: Embedded,
    codebook: Codebook,
    encoders: Sequence[Encoder],
    *,
    reviewed: Sequence[ReviewedResponse] = (),
    progress: Progress = silent,
) -> Assigned:
    """Return one verdict per distinct answer.

    Layers in order of certainty: what people decided for the same text, the codebook's rules (for
    an entity codebook its spellings instead), then closeness of meaning.

    Parameters
    ----------
    embedded:
        Distinct answers and their vectors.
    codebook:
        The codes to give.
    encoders:
        Those that made the vectors.
    reviewed:
        Responses that people coded.
    """
    if not embedded.answers:
        return Assigned(codebook, [])
    entities = codebook.coding_type is CodingType.ENTITY
    model = None if entities else score(embedded, codebook, encoders, progress)
    return Assigned(
        codebook, _verdicts(embedded, codebook, model, reviewed, induced=False, progress=progress)
    )


def assign_induced(
    embedded: Embedded,
    codebook: Codebook,
    encoders: Sequence[Encoder],
    *,
    least: float,
    progress: Progress = silent,
) -> Assigned:
    """Return verdicts by a codebook that was built from these answers, without its rare codes.

    Parameters
    ----------
    embedded, codebook, encoders:
        As for ``assign``.
    least:
        People that a code needs. The answers of a code that has fewer get their next best one.
    """
    if codebook.coding_type is CodingType.ENTITY:
        return assign(embedded, codebook, encoders, progress=progress)
    model = score(embedded, codebook, encoders, progress)
    verdicts = _verdicts(embedded, codebook, model, (), induced=True)
    people = count_people(embedded, verdicts)
    kept = [at for at, code in enumerate(codebook) if people[code.name] >= least]
    if kept and len(kept) < len(codebook):
        codebook = replace(codebook, codes=renumber([codebook.codes[at] for at in kept]))
        scores = standardise(model.scores[:, kept])
        model = ModelScores(scores, np.ascontiguousarray(model.clause_scores[:, kept]))
        verdicts = _verdicts(embedded, codebook, model, (), induced=True, progress=progress)
    return Assigned(codebook, verdicts)


def count_people(embedded: Embedded, verdicts: Sequence[Verdict]) -> Counter[str]:
    """Return how many people were given each code, by its name."""
    people: Counter[str] = Counter()
    for answer, verdict in zip(embedded.answers, verdicts, strict=True):
        for name in {candidate.code.name for candidate in verdict.candidates}:
            people[name] += answer.people
    return people


def _verdicts(
    embedded: Embedded,
    codebook: Codebook,
    model: ModelScores | None,
    reviewed: Sequence[ReviewedResponse],
    *,
    induced: bool,
    progress: Progress = silent,
) -> list[Verdict]:
    """Join the layers; no person chose the examples of an induced codebook."""
    least = LEAST_OF_INDUCED if induced else LEAST_CONFIDENCE
    texts = [answer.text for answer in embedded.answers]
    known = known_texts(codebook, reviewed, examples=not induced)
    finders = compile_rules(codebook)
    finder = EntityFinder(codebook, texts) if model is None else None
    none_codes = NoneCodes(codebook)
    verdicts = []
    for position, text in enumerate(texts):
        if position % STEP == 0:
            progress("Coding", position, len(texts))
        exact = exact_candidates(text, codebook, known)
        certain = (
            *rule_candidates(text, finders),
            *none_codes.candidates(embedded.answers[position].nothing),
        )
        if finder is not None:
            verdicts.append(arbitrate(exact, (*certain, *finder.candidates(text)), (), ()))
        elif model is not None:
            candidates, order = model_candidates(position, embedded, codebook, model)
            ranking = [codebook.codes[code] for code in order[: len(candidates) + 2]]
            verdicts.append(arbitrate(exact, certain, candidates, ranking, least))
    progress("Coding", len(texts), len(texts))
    return verdicts
