"""The one place that strings the stages together: responses in, a coded question out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from openends.domain.codebook import Codebook, CodingType, renumber
from openends.domain.errors import NothingToCode
from openends.domain.response import Response, ResponseStatus, ReviewedResponse
from openends.domain.result import CodedQuestion
from openends.engine.assign.arbiter import without_codes
from openends.engine.assign.assign import Assigned, assign, assign_induced, count_people
from openends.engine.codings import make_codings
from openends.engine.embed import Embedded, embed
from openends.engine.encoder import Encoder
from openends.engine.induce.entities import induce_entities
from openends.engine.induce.induce import LEAST_SHARE, Wanted, induce_codebook, least_people
from openends.engine.induce.themes import LANGUAGES
from openends.engine.manifest import make_manifest
from openends.engine.prepare.prepare import Prepared, prepare
from openends.engine.progress import Progress, silent
from openends.engine.settings import Settings

__all__ = ["Settings", "code_question"]

EncoderChoice = Callable[[Iterable[str]], tuple[Encoder, ...]]


def code_question(
    responses: Sequence[Response],
    *,
    load_encoders: EncoderChoice,
    settings: Settings | None = None,
    codebook: Codebook | None = None,
    reviewed: Sequence[ReviewedResponse] = (),
    progress: Progress = silent,
) -> CodedQuestion:
    """Code all responses to one question.

    Parameters
    ----------
    responses:
        Everyone who was asked, blanks included.
    load_encoders:
        Returns the encoders for the languages of the answers.
    settings:
        What the researcher decided; sensible defaults where nothing.
    codebook:
        The codes to give; None builds a codebook from the answers.
    reviewed:
        Responses that people coded; they overrule everything else.
    progress:
        Told the stage and how far it is.

    Raises
    ------
    NothingToCode
        When all answers are blank, or none says anything and no codebook was given.
    """
    settings = settings or Settings()
    progress("Preparing", 0, 1)
    prepared = prepare(responses, language=settings.language)
    progress("Preparing", 1, 1)
    encoders = load_encoders(prepared.languages)
    embedded = embed(prepared.answers, encoders, progress)
    induced = codebook is None
    if codebook is None:
        codebook = _induced(prepared, embedded, encoders, settings, progress)
        least = least_people(_base(prepared), _least_share(settings))
        assigned = assign_induced(embedded, codebook, encoders, least=least, progress=progress)
    else:
        assigned = assign(embedded, codebook, encoders, reviewed=reviewed, progress=progress)
    if settings.min_share is not None:
        assigned = _with_mass(prepared, embedded, assigned, settings.min_share, induced=induced)
    applied = assigned.codebook
    progress("Telling the tone", 0, 1)
    codings, duplicates = make_codings(prepared, embedded, applied, assigned.verdicts)
    progress("Telling the tone", 1, 1)
    return CodedQuestion(
        question=settings.question,
        codebook=applied,
        codings=codings,
        manifest=make_manifest(responses, applied, encoders, settings, induced=induced),
        warnings=prepared.warnings,
        duplicates=duplicates,
    )


def _induced(
    prepared: Prepared,
    embedded: Embedded,
    encoders: Sequence[Encoder],
    settings: Settings,
    progress: Progress,
) -> Codebook:
    if not prepared.answers:
        raise NothingToCode(
            f"None of the {len(prepared.occurrences):,} answers says anything that could make a "
            "codebook; choose another column with --text, or give a codebook with --codebook."
        )
    share = _least_share(settings)
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
        seed=settings.seed,
    )
    return induce_codebook(embedded, encoders[0], wanted, progress)


def _least_share(settings: Settings) -> float:
    """Return the share that makes a code; a larger one that is asked for sends codes to "other"."""
    if settings.min_share is None:
        return LEAST_SHARE
    return min(LEAST_SHARE, settings.min_share / 100)


def _base(prepared: Prepared) -> int:
    """Count everyone who answered, "don't know" included."""
    return sum(
        occurrence.status in {None, ResponseStatus.NONE} for occurrence in prepared.occurrences
    )


def _with_mass(
    prepared: Prepared, embedded: Embedded, assigned: Assigned, percent: float, *, induced: bool
) -> Assigned:
    """Take out the codes with too few people: what they alone explained becomes "other"."""
    base = _base(prepared)
    people = count_people(embedded, assigned.verdicts)
    kept = [code for code in assigned.codebook if people[code.name] >= percent / 100 * base]
    if len(kept) == len(assigned.codebook):
        return assigned
    if not kept:
        raise NothingToCode(
            f"No code reaches {percent:g} percent of the {base:,} people who answered; lower "
            "--min-share."
        )
    smaller = replace(assigned.codebook, codes=renumber(kept) if induced else tuple(kept))
    return Assigned(smaller, [without_codes(verdict, smaller) for verdict in assigned.verdicts])
