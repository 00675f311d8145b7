"""The one place that strings the stages together: responses in, a coded question out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from openends.domain.codebook import Codebook, CodingType, renumber
from openends.domain.errors import NothingToCode
from openends.domain.response import Response, ResponseStatus, ReviewedResponse
from openends.domain.result import CodedQuestion
from openends.engine.assign.arbiter import Verdict, without_codes
from openends.engine.assign.assign import assign
from openends.engine.codings import make_codings
from openends.engine.embed import Embedded, embed
from openends.engine.encoder import Encoder
from openends.engine.induce.entities import induce_entities
from openends.engine.induce.induce import LEAST_SHARE, Wanted, induce_codebook
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
    applied = codebook or _induced(prepared, embedded, encoders, settings, progress)
    verdicts = assign(
        embedded,
        applied,
        encoders,
        reviewed=reviewed,
        trust_examples=codebook is not None,
        progress=progress,
    )
    applied, verdicts = _with_mass(prepared, applied, verdicts, settings, induced=codebook is None)
    progress("Telling the tone", 0, 1)
    codings, duplicates = make_codings(prepared, embedded, applied, verdicts)
    progress("Telling the tone", 1, 1)
    return CodedQuestion(
        question=settings.question,
        codebook=applied,
        codings=codings,
        manifest=make_manifest(responses, applied, encoders, settings, induced=codebook is None),
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
    share = LEAST_SHARE if settings.min_share is None else settings.min_share / 100
    if settings.coding_type is CodingType.ENTITY:
        people = sum(answer.people for answer in prepared.answers)
        least = share * people if settings.min_share is not None else min(2, people)
        return induce_entities(prepared.answers, most=settings.max_codes, least=least)
    wanted = Wanted(
        language=prepared.languages[0],
        most=settings.max_codes,
        least_share=share,
        seed=settings.seed,
    )
    return induce_codebook(embedded, encoders[0], wanted, progress)


def _with_mass(
    prepared: Prepared,
    codebook: Codebook,
    verdicts: list[Verdict],
    settings: Settings,
    *,
    induced: bool,
) -> tuple[Codebook, list[Verdict]]:
    """Take out the codes with too few people: what they alone explained becomes "other"."""
    base = sum(
        occurrence.status in {None, ResponseStatus.NONE} for occurrence in prepared.occurrences
    )
    least = 1.0 if induced else 0.0
    if settings.min_share is not None:
        least = max(least, settings.min_share / 100 * base)
    people: Counter[str] = Counter()
    for answer, verdict in zip(prepared.answers, verdicts, strict=True):
        for name in {candidate.code.name for candidate in verdict.candidates}:
            people[name] += answer.people
    kept = [code for code in codebook if people[code.name] >= least]
    if len(kept) == len(codebook):
        return codebook, verdicts
    if not kept:
        raise NothingToCode(
            f"No code reaches {settings.min_share:g} percent of the {base:,} people who answered; "
            "lower --min-share."
        )
    codes = renumber(kept) if induced else tuple(kept)
    smaller = replace(codebook, codes=codes)
    return smaller, [without_codes(verdict, smaller) for verdict in verdicts]
