"""Draft the codebook that fits what a researcher asked for: of themes or of names."""

from __future__ import annotations

from openends.domain.codebook import Codebook, CodingType
from openends.domain.errors import NothingToCode
from openends.engine.embed import Embedded
from openends.engine.encoder import Encoder
from openends.engine.induce.entities import induce_entities
from openends.engine.induce.induce import induce_codebook
from openends.engine.induce.themes import LANGUAGES
from openends.engine.induce.wanted import LEAST_SHARE, Wanted
from openends.engine.prepare.prepare import Prepared
from openends.engine.progress import Progress
from openends.engine.settings import Settings


def draft_codebook(
    prepared: Prepared,
    embedded: Embedded,
    encoder: Encoder,
    settings: Settings,
    progress: Progress,
) -> Codebook:
    """Return a codebook from the answers; some of its codes may yet turn out to be rare.

    Parameters
    ----------
    prepared:
        All distinct answers. Names are counted in all of them.
    embedded:
        The reference. Themes are found in it.
    encoder:
        The encoder that read the clauses.
    settings:
        The kind of codebook, its size, and the share of people that a code needs.

    Raises
    ------
    NothingToCode
        When no answer says anything.
    """
    if not prepared.answers:
        raise NothingToCode(
            f"None of the {len(prepared.occurrences):,} answers says anything that could make a "
            "codebook; choose another column with --text, or give a codebook with --codebook."
        )
    share = least_share(settings)
    if settings.coding_type is CodingType.ENTITY:
        people = sum(answer.people for answer in prepared.answers)
        least = share * people if share < LEAST_SHARE else min(2, people)
        return induce_entities(prepared.answers, most=settings.max_codes, least=least)
    main = prepared.languages[0]
    wanted = Wanted(
        language=main if main in LANGUAGES else "en",
        most=settings.max_codes,
        least_share=share,
        question=settings.question,
        guidance=settings.guidance,
        objective=settings.objective,
        seed=settings.seed,
    )
    return induce_codebook(embedded, encoder, wanted, progress)


def least_share(settings: Settings) -> float:
    """Return the share that makes a code; a larger one that is asked for sends codes to "other"."""
    if settings.min_share is None:
        return LEAST_SHARE
    return min(LEAST_SHARE, settings.min_share / 100)
