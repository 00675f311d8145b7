"""Build a codebook from the answers: of groups where these can be described, else of themes."""

from __future__ import annotations

from openends.domain.codebook import Codebook
from openends.engine.embed import Embedded
from openends.engine.encoder import Encoder
from openends.engine.induce.by_group import codebook_by_group
from openends.engine.induce.by_theme import codebook_by_theme
from openends.engine.induce.material import read_material
from openends.engine.induce.phrases import find_phrases
from openends.engine.induce.steer import steer
from openends.engine.induce.wanted import Wanted
from openends.engine.progress import Progress, silent

#: Part of a code's people that must use the phrase that names it.
PHRASE_SHARE = 0.5


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
    material = read_material(embedded, encoder, wanted.least_share, wanted.seed)
    phrases = find_phrases(
        material.spoken(wanted.language),
        material.people,
        language=wanted.language,
        least=material.least * PHRASE_SHARE,
        question=wanted.question,
    )
    progress(stage, 1, 3)
    steering = steer([wanted.question, wanted.objective], wanted.guidance, encoder)
    codebook = None
    # Topics that a researcher asks for are found among themes, not among groups.
    if not steering.guidance.wanted and not steering.guidance.unwanted:
        codebook = codebook_by_group(material, phrases, steering, wanted)
    progress(stage, 2, 3)
    if codebook is None:
        codebook = codebook_by_theme(material, phrases, steering, wanted)
    progress(stage, 3, 3)
    return codebook
