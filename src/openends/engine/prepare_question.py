"""Make a question ready for coding: read a reference of its answers, and fit on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openends.domain.codebook import Codebook, CodingType
from openends.domain.errors import NothingToCode
from openends.domain.response import Response, ReviewedResponse
from openends.engine.advice.adviser import Adviser
from openends.engine.assign.arbiter import Verdict
from openends.engine.assign.assign import Assigner, fit, fit_induced
from openends.engine.encoder import EncoderChoice
from openends.engine.induce.draft import draft_codebook, least_share
from openends.engine.induce.wanted import least_people
from openends.engine.judge import Judgements, judge_tones
from openends.engine.mass import with_mass
from openends.engine.progress import Progress, silent
from openends.engine.question_coder import QuestionCoder
from openends.engine.read_question import Reader, ReadQuestion, read_question
from openends.engine.settings import Settings
from openends.engine.told import told_languages


def prepare_question(  # noqa: PLR0913
    responses: Sequence[Response],
    *,
    load_encoders: EncoderChoice,
    settings: Settings | None = None,
    codebook: Codebook | None = None,
    built: bool = False,
    rebuild: bool = True,
    reviewed: Sequence[ReviewedResponse] = (),
    adviser: Adviser | None = None,
    progress: Progress = silent,
    read: Reader = read_question,
) -> QuestionCoder:
    """Make a question ready for coding: read a reference of its answers, and fit on it.

    Parameters
    ----------
    responses:
        Everyone who was asked, blanks included.
    load_encoders:
        Returns the encoders for the languages of the answers and of the codebook.
    settings:
        What the researcher decided; sensible defaults where nothing.
    codebook:
        The codes to give; None builds a codebook from the answers.
    built:
        True where the machine built that codebook. If it was from these responses and with these
        settings, all codings are those of the coder that built it.
    rebuild:
        False where the codebook is known to be another one than would be built: a codebook that a
        person edited need not be built once more in vain.
    reviewed:
        Responses that people coded with the codebook; they overrule everything else.
    adviser:
        A language model that names the codes of a built codebook; None lets the answers do so.
    progress:
        Told the stage and how far it is.
    read:
        Reads the question; one that remembers what it read spares most of the time.

    Raises
    ------
    NothingToCode
        When all answers are blank, or none says anything and no codebook was given.
    """
    # A codebook that was built must be read by the encoders that it was built with.
    told = told_languages(None if built else codebook, reviewed)
    question = read(responses, told, load_encoders, settings or Settings(), progress)
    if codebook is None:
        return _building_coder(question, (), adviser)
    if (
        built
        and rebuild
        and (same := _same_again(question, codebook, reviewed, adviser)) is not None
    ):
        return same
    assigner, verdicts = fit(
        question.embedded,
        codebook,
        question.encoders,
        reviewed=reviewed,
        built=built,
        question=question.settings.question,
        progress=progress,
        fitter=question.fitter,
    )
    return _coder(question, assigner, verdicts, induced=built)


def _building_coder(
    question: ReadQuestion, reviewed: Sequence[ReviewedResponse], adviser: Adviser | None
) -> QuestionCoder:
    settings, encoders = question.settings, question.encoders
    codebook = draft_codebook(
        question.prepared, question.embedded, encoders[0], settings, question.progress
    )
    assigner, verdicts = fit_induced(
        question.embedded,
        codebook,
        encoders,
        least=least_people(question.base * question.reference.share, least_share(settings)),
        reviewed=reviewed,
        progress=question.progress,
        fitter=question.fitter,
    )
    coder = _coder(question, assigner, verdicts, induced=True)
    if adviser is not None and codebook.coding_type is CodingType.QUALITATIVE:
        coder.take_names(adviser, question.progress)
    return coder


def _same_again(
    question: ReadQuestion,
    codebook: Codebook,
    reviewed: Sequence[ReviewedResponse],
    adviser: Adviser | None,
) -> QuestionCoder | None:
    """Build the codebook again; None where another one comes out.

    Scores remember the rare codes that were left out of a built codebook, and the codebook does
    not. Building it once more is quick beside reading the answers.
    """
    settings = replace(question.settings, coding_type=codebook.coding_type)
    try:
        coder = _building_coder(replace(question, settings=settings), reviewed, adviser)
    except NothingToCode:
        return None
    return coder if coder.codebook.codes == codebook.codes else None


def _coder(
    question: ReadQuestion, assigner: Assigner, verdicts: Sequence[Verdict], *, induced: bool
) -> QuestionCoder:
    if question.needs_student:
        assigner = assigner.with_student(question.embedded, question.others_encoders)
    question.progress("Telling the tone", 0, 1)
    asked = question.settings.question
    judged = judge_tones(question.embedded, verdicts, asked)
    question.progress("Telling the tone", 1, 1)
    judgements = Judgements(
        question.prepared.answers,
        question.reference,
        judged,
        assigner,
        question.others_encoders,
        asked,
    )
    codebook = assigner.codebook
    if question.settings.min_share is not None:
        codebook = with_mass(
            codebook,
            question.prepared.answers,
            judgements.verdicts("Counting people", question.progress),
            percent=question.settings.min_share,
            base=question.base,
            renumbered=induced,
        )
        judgements.carry_over(codebook.find)
    return QuestionCoder(question, judgements, codebook, assigner.teaching, induced=induced)
