"""Give every distinct answer its codes."""

from __future__ import annotations

from collections.abc import Sequence

from openends.domain.codebook import Codebook, CodingType
from openends.domain.response import ReviewedResponse
from openends.engine.assign.arbiter import Verdict, arbitrate
from openends.engine.assign.entities import EntityFinder
from openends.engine.assign.exact import exact_candidates, known_texts
from openends.engine.assign.model import model_candidates, score
from openends.engine.assign.rules import compile_rules, rule_candidates
from openends.engine.embed import Embedded
from openends.engine.encoder import Encoder
from openends.engine.progress import Progress, silent

#: Answers coded between two reports of progress.
STEP = 1_000


def assign(
    embedded: Embedded,
    codebook: Codebook,
    encoders: Sequence[Encoder],
    *,
    reviewed: Sequence[ReviewedResponse] = (),
    trust_examples: bool = True,
    progress: Progress = silent,
) -> list[Verdict]:
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
    trust_examples:
        Whether the codebook's examples were chosen by a person, as in a codebook that was given.
    """
    texts = [answer.text for answer in embedded.answers]
    known = known_texts(codebook, reviewed, examples=trust_examples)
    finders = compile_rules(codebook)
    entities = codebook.coding_type is CodingType.ENTITY
    finder = EntityFinder(codebook, texts) if entities else None
    model = None if entities else score(embedded, codebook, encoders, progress)
    verdicts = []
    for position, text in enumerate(texts):
        if position % STEP == 0:
            progress("Coding", position, len(texts))
        exact = exact_candidates(text, codebook, known)
        certain = rule_candidates(text, finders)
        if finder is not None:
            verdicts.append(arbitrate(exact, (*certain, *finder.candidates(text)), (), ()))
        elif model is not None:
            candidates, order = model_candidates(position, embedded, codebook, model)
            ranking = [codebook.codes[code] for code in order[: len(candidates) + 2]]
            verdicts.append(arbitrate(exact, certain, candidates, ranking))
    progress("Coding", len(texts), len(texts))
    return verdicts
