"""Measure the machine's coding against people's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from openends.domain.codebook import Codebook, CodingType
from openends.domain.coding import Coding
from openends.domain.errors import InputError
from openends.domain.response import Response, ReviewedResponse
from openends.domain.result import AdviceReport, CodedQuestion
from openends.encoders import Quality, load_encoders
from openends.engine.advice.adviser import Adviser
from openends.engine.encoder import EncoderChoice
from openends.engine.pipeline import Settings, code_question
from openends.engine.progress import Progress, silent
from openends.engine.reliability.against_people import (
    AssignReport,
    InduceReport,
    SentimentReport,
    compare_assigned,
    compare_codebooks,
    compare_tones,
    given_codes,
    main_code,
)
from openends.services.evaluation_data import PersonCoded


def evaluate_assign(  # noqa: PLR0913 - as for coding
    rows: Sequence[PersonCoded],
    codebook: Codebook,
    *,
    examples: Sequence[PersonCoded] = (),
    quality: Quality = "fast",
    seed: int = 0,
    adviser: Adviser | None = None,
    remote: EncoderChoice | None = None,
    progress: Progress = silent,
) -> AssignReport:
    """Code the responses with people's codebook, each question by itself, and compare.

    Parameters
    ----------
    rows:
        Responses that people coded.
    codebook:
        The codebook they coded with.
    examples:
        Other responses whose codes the machine is told, as a person's who reviewed them; they are
        coded too, and not compared.
    quality, seed:
        As for coding.
    adviser:
        A language model that decides what stays in doubt; None asks nobody.
    remote:
        Returns an encoder elsewhere that reads along; None for none.
    progress:
        Told the stage and how far it is.

    Raises
    ------
    InputError
        When people gave no codes at all.
    """
    _check_codes(rows)
    settings = Settings(quality=quality, seed=seed)
    codings, advice = _code_by_question(
        rows, settings, codebook, progress, remote, examples=examples, adviser=adviser
    )
    report = compare_assigned(
        [frozenset(row.codes) for row in rows], codings, [row.question for row in rows]
    )
    return replace(report, advice=tuple(advice))


def evaluate_induce(
    rows: Sequence[PersonCoded],
    *,
    quality: Quality = "fast",
    seed: int = 0,
    remote: EncoderChoice | None = None,
    progress: Progress = silent,
) -> InduceReport:
    """Build a codebook from all responses together, as people did, and compare the codings.

    Parameters
    ----------
    rows:
        Responses that people coded.
    quality, seed, remote:
        As for ``evaluate_assign``.
    progress:
        Told the stage and how far it is.

    Raises
    ------
    InputError
        When people gave no codes at all, or no codebook can be built.
    """
    _check_codes(rows)
    settings = Settings(question=rows[0].question, quality=quality, seed=seed)
    codings = _code(rows, settings, None, progress, remote).codings
    return compare_codebooks(
        [frozenset(row.codes) for row in rows],
        [given_codes(coding) for coding in codings],
        [main_code(coding) for coding in codings],
    )


def evaluate_sentiment(
    rows: Sequence[PersonCoded],
    codebook: Codebook | None,
    *,
    quality: Quality = "fast",
    seed: int = 0,
    remote: EncoderChoice | None = None,
    progress: Progress = silent,
) -> SentimentReport:
    """Code the responses and compare their tone with the tone that people told.

    Parameters
    ----------
    rows:
        Responses whose tone people told.
    codebook:
        People's codebook, for the tone of mentions; None lets the machine build one.
    quality, seed, remote:
        As for ``evaluate_assign``.
    progress:
        Told the stage and how far it is.

    Raises
    ------
    InputError
        When people told no tone at all.
    """
    if not any(row.sentiment or row.code_sentiment for row in rows):
        raise InputError(
            "No row has a 'sentiment' or 'code_sentiment' to measure against; "
            "use --mode assign or --mode induce."
        )
    settings = Settings(quality=quality, seed=seed)
    codings, _ = _code_by_question(rows, settings, codebook, progress, remote)
    return compare_tones(
        [row.sentiment for row in rows], [row.code_sentiment for row in rows], codings
    )


def _code_by_question(  # noqa: PLR0913 - as for coding
    rows: Sequence[PersonCoded],
    settings: Settings,
    codebook: Codebook | None,
    progress: Progress,
    remote: EncoderChoice | None,
    *,
    examples: Sequence[PersonCoded] = (),
    adviser: Adviser | None = None,
) -> tuple[list[Coding], list[AdviceReport]]:
    """Return one coding per row in order, every question coded apart from the others."""
    order = sorted(range(len(rows)), key=lambda position: rows[position].question)
    codings: dict[int, Coding] = {}
    advice = []
    for _, group in groupby(order, key=lambda position: rows[position].question):
        positions = list(group)
        question = [rows[position] for position in positions]
        told = [row for row in examples if row.question == question[0].question]
        asking = replace(settings, question=question[0].question)
        coded = _code(
            [*question, *told], asking, codebook, progress, remote, told=told, adviser=adviser
        )
        if coded.advice is not None:
            advice.append(coded.advice)
        codings.update(zip(positions, coded.codings, strict=False))
    return [codings[position] for position in range(len(rows))], advice


def _code(  # noqa: PLR0913 - as for coding
    rows: Sequence[PersonCoded],
    settings: Settings,
    codebook: Codebook | None,
    progress: Progress,
    remote: EncoderChoice | None,
    *,
    told: Sequence[PersonCoded] = (),
    adviser: Adviser | None = None,
) -> CodedQuestion:
    quality: Quality = "best" if settings.quality == "best" else "fast"
    entities = codebook is not None and codebook.coding_type is CodingType.ENTITY
    return code_question(
        [Response(id=row.id, text=row.text) for row in rows],
        load_encoders=partial(load_encoders, quality, also=None if entities else remote),
        settings=settings,
        codebook=codebook,
        reviewed=[ReviewedResponse(text=row.text, codes=row.codes) for row in told],
        adviser=adviser,
        progress=progress,
    )


def _check_codes(rows: Sequence[PersonCoded]) -> None:
    if not any(row.codes for row in rows):
        raise InputError(
            "No row has codes that people gave; put them into 'codes', or use --mode sentiment."
        )
