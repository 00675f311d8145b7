"""Code a question from responses to the coded question, all at once."""

from __future__ import annotations

from collections.abc import Sequence

from openends.domain.codebook import Codebook
from openends.domain.coding import Coding
from openends.domain.response import Response, ReviewedResponse
from openends.domain.result import CodedQuestion
from openends.engine.advice.adviser import Adviser
from openends.engine.encoder import EncoderChoice
from openends.engine.manifest import make_manifest
from openends.engine.prepare_question import prepare_question
from openends.engine.progress import Progress, silent
from openends.engine.settings import Settings

__all__ = ["EncoderChoice", "Settings", "code_question"]

#: Responses coded between two reports of progress.
STEP = 100


def code_question(  # noqa: PLR0913 - as for prepare_question
    responses: Sequence[Response],
    *,
    load_encoders: EncoderChoice,
    settings: Settings | None = None,
    codebook: Codebook | None = None,
    reviewed: Sequence[ReviewedResponse] = (),
    adviser: Adviser | None = None,
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
    adviser:
        A language model that names the codes of a built codebook and decides what stays in doubt;
        None asks nobody.
    progress:
        Told the stage and how far it is.

    Raises
    ------
    NothingToCode
        When all answers are blank, or none says anything and no codebook was given.
    """
    settings = settings or Settings()
    coder = prepare_question(
        responses,
        load_encoders=load_encoders,
        settings=settings,
        codebook=codebook,
        reviewed=reviewed,
        adviser=adviser,
        progress=progress,
    )
    advice = None if adviser is None else coder.take_advice(adviser, progress)
    codings: list[Coding] = []
    for start in range(0, len(responses), STEP):
        progress("Coding", start, len(responses))
        codings += coder.code(start, start + STEP)
    progress("Coding", len(responses), len(responses))
    return CodedQuestion(
        question=settings.question,
        codebook=coder.codebook,
        codings=tuple(codings),
        manifest=make_manifest(
            responses,
            coder.codebook,
            coder.encoders,
            settings,
            induced=coder.induced,
            reviewed=reviewed,
            codings=codings,
        ),
        warnings=coder.warnings,
        duplicates=coder.duplicates(),
        teaching=coder.teaching,
        advice=advice,
        given=codebook,
    )
