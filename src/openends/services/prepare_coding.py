"""Put a question to the engine, and say in the API's words why it cannot be coded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from openends.domain.codebook import CodingType
from openends.domain.errors import CodebookGenerationFailed, NothingToCode
from openends.domain.project import Question
from openends.domain.response import ReviewedResponse
from openends.domain.run import MachineRun
from openends.engine.advice.adviser import Adviser
from openends.engine.pipeline import EncoderChoice
from openends.engine.prepare.distinct import distinct_texts
from openends.engine.prepare_question import prepare_question
from openends.engine.progress import Progress, silent
from openends.engine.question_coder import QuestionCoder
from openends.engine.read_question import Reader, read_question
from openends.engine.settings import Settings
from openends.services.coding_request import for_the_engine, refuse_blanks
from openends.services.temporary_project import Given
from openends.store.codebook_rows import StoredCodebook
from openends.store.coded_rows import CodedRow
from openends.store.responses import NewResponse, StoredResponse
from openends.version import __version__

#: What a client is told when no codebook comes of its responses.
CODEBOOK_FAILED = "Codebook generation failed. The response set may be too small or too noisy."


def prepare_coding(  # noqa: PLR0913 - what, by which codes, with what, and who is told
    question: Question,
    responses: Sequence[NewResponse] | Sequence[StoredResponse] | Sequence[CodedRow],
    given: Given | None,
    load_encoders: EncoderChoice,
    *,
    quality: str,
    reviewed: Sequence[ReviewedResponse] = (),
    adviser: Adviser | None = None,
    progress: Progress = silent,
    read: Reader = read_question,
) -> QuestionCoder:
    """Make a question ready for coding, its codebook built where none is given.

    Parameters
    ----------
    question:
        What was asked, and what is known about the answers.
    responses:
        All responses of the question in their order.
    given:
        The codebook to apply.
    load_encoders:
        Returns the encoders for the languages of the answers.
    quality:
        "fast" or "best".
    reviewed:
        Responses whose codes people decided.
    adviser:
        A language model that names a codebook that is built; None lets the answers name it.
    progress:
        Called often.
    read:
        Reads the question; one that remembers what it read spares most of the time.

    Raises
    ------
    NothingToCode
        When all responses are blank, or none can make a codebook.
    CodebookGenerationFailed
        When the responses say something, and no codebook comes of it.
    """
    refuse_blanks([response.text for response in responses])
    answers, language = for_the_engine(responses, question.language)
    try:
        return prepare_question(
            answers,
            load_encoders=load_encoders,
            settings=settings_of(question, language, quality),
            codebook=given.codebook if given else None,
            built=given is not None and given.induced,
            rebuild=given is None or not given.edited,
            reviewed=reviewed,
            adviser=adviser,
            progress=progress,
            read=read,
        )
    except NothingToCode as error:
        # The engine's own sentence is for people at the command line.
        raise _without_a_codebook(question, [answer.text for answer in answers]) from error


def run_of(coder: QuestionCoder, stored: StoredCodebook, now: datetime) -> MachineRun:
    """Return with what a question is coded, as the store keeps it with its codings."""
    advised = coder.advised if coder.advised and coder.advised.sent else None
    return MachineRun(
        codebook_version=stored.version,
        openends_version=__version__,
        encoders=tuple(f"{encoder.name} {encoder.version}" for encoder in coder.encoders),
        quality=coder.settings.quality,
        seed=coder.settings.seed,
        created_at=now,
        model=advised.model if advised else "",
        prompts=advised.prompts if advised else (),
    )


def settings_of(question: Question, language: str, quality: str) -> Settings:
    """Return the settings that a question is coded with.

    Parameters
    ----------
    language:
        From ``for_the_engine``.
    quality:
        "fast" or "best".
    """
    return Settings(
        question=question.text,
        guidance=question.coding_guidance,
        objective=question.objective,
        coding_type=question.coding_type,
        language=language,
        quality=quality,
    )


def no_usable_answer(count: int) -> NothingToCode:
    """Return the refusal to build a codebook from answers that say nothing."""
    nothing = (
        "The only response says nothing"
        if count == 1
        else f"None of the {count:,} responses says anything"
    )
    return NothingToCode(
        f"{nothing} that a codebook could be built from; send answers in words, or a codebook with "
        "them."
    )


def _without_a_codebook(
    question: Question, texts: Sequence[str]
) -> NothingToCode | CodebookGenerationFailed:
    if not distinct_texts(texts):
        return no_usable_answer(len(texts))
    hint = ""
    if question.coding_type is CodingType.ENTITY:
        hint = (
            " No response holds a name of three words or fewer: code as qualitative, or import "
            "the names as a codebook."
        )
    return CodebookGenerationFailed(CODEBOOK_FAILED + hint)
