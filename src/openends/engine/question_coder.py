"""A question that is ready for coding, whose responses can be coded slice by slice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openends.domain.codebook import Codebook, CodingType
from openends.domain.coding import Coding
from openends.domain.errors import NothingToCode
from openends.domain.response import Response, ReviewedResponse
from openends.domain.result import AdviceReport
from openends.engine.advice.adviser import Adviser, Study
from openends.engine.advice.name import Naming, draft_codes, name_codebook
from openends.engine.advice.take import take_advice
from openends.engine.assign.arbiter import Verdict
from openends.engine.assign.assign import Assigner, fit, fit_induced
from openends.engine.assign.set_aside_codes import NoneCodes
from openends.engine.codings import write_coding, write_set_aside
from openends.engine.encoder import Encoder, EncoderChoice
from openends.engine.induce.draft import draft_codebook, least_share
from openends.engine.induce.induce import least_people
from openends.engine.judge import Judgements, judge_tones
from openends.engine.mass import with_mass
from openends.engine.progress import Progress, silent
from openends.engine.read_question import Reader, ReadQuestion, read_question
from openends.engine.settings import Settings
from openends.engine.told import told_languages


class QuestionCoder:
    """A question that is ready for coding: its codebook stands, any response can be coded.

    Made by ``prepare_question``. Every response gets the same coding whatever slices are asked for
    and in which order, in this process or in another one that prepares the same question.
    """

    #: The codes that are given.
    codebook: Codebook
    #: True where the machine built it.
    induced: bool
    #: What was done to the verbatims, in sentences.
    warnings: tuple[str, ...]
    #: Distinct answers, which are really coded: neither blank nor "don't know" nor noise.
    cost: int
    encoders: tuple[Encoder, ...]
    #: Ids of the responses whose review teaches most about all others, the first of them first.
    teaching: tuple[str, ...]

    def __init__(
        self,
        question: ReadQuestion,
        judgements: Judgements,
        codebook: Codebook,
        teaching: Sequence[int],
        *,
        induced: bool,
    ) -> None:
        self.codebook = codebook
        self.induced = induced
        self.warnings = question.prepared.warnings
        self.cost = len(question.prepared.answers)
        self.encoders = question.encoders
        self._prepared = question.prepared
        self._judgements = judgements
        self._question = question
        self._naming: Naming | None = None
        self._none_codes = NoneCodes(codebook)
        self.teaching = question.first_responses(teaching)

    @property
    def settings(self) -> Settings:
        """What the researcher decided."""
        return self._question.settings

    def __len__(self) -> int:
        return len(self._prepared.occurrences)

    def code(self, start: int, stop: int) -> tuple[Coding, ...]:
        """Return the codings of ``responses[start:stop]``, the same whatever the cuts.

        Reads the distinct answers of the slice that were not read before, and those beside them
        in their blocks.
        """
        codings = []
        for occurrence in self._prepared.occurrences[start:stop]:
            if occurrence.status is not None:
                main = self._prepared.languages[0]
                codings.append(write_set_aside(occurrence, main, self._none_codes))
                continue
            answer = self._prepared.answers[occurrence.answer]
            codings.append(write_coding(occurrence, answer, self._judgements.of(occurrence.answer)))
        return tuple(codings)

    def take_names(self, adviser: Adviser, progress: Progress = silent) -> None:
        """Let a language model name, define and merge the codes; codings after this heed it."""
        positions = self._question.reference.positions
        drafts = draft_codes(
            self.codebook,
            [self._prepared.answers[at] for at in positions],
            [self._judgements.of(at).verdict for at in positions],
        )
        wanted = self._question.settings
        study = Study(wanted.question, wanted.guidance, wanted.objective, self.codebook.language)
        self._naming = name_codebook(self.codebook, drafts, study, adviser, progress)
        if self._naming is not None:
            self.codebook = self._naming.codebook
            self._none_codes = NoneCodes(self.codebook)
            self._judgements.carry_over(self._naming.heirs.get)

    def take_advice(
        self, adviser: Adviser, progress: Progress = silent, since: int = 0
    ) -> AdviceReport:
        """Ask a language model about the answers in doubt; all codings after this heed it.

        Parameters
        ----------
        adviser:
            The language model.
        progress:
            Told the stage and how far it is.
        since:
            Place of the first response whose answer may be asked about; answers that only earlier
            ones gave keep their codes.
        """
        among = {each.answer for each in self._prepared.occurrences[since:] if each.status is None}
        report = take_advice(
            self._prepared.answers,
            self._judgements,
            self.codebook,
            adviser,
            self._question.settings,
            among=among,
            progress=progress,
        )
        if self._naming is None:
            return report
        return replace(report, renamed=self._naming.renamed, merged=self._naming.merged)

    def duplicates(self) -> dict[str, str]:
        """Return which response repeats which earlier one, by their ids."""
        first: dict[int, str] = {}
        repeated = {}
        for occurrence in self._prepared.occurrences:
            if occurrence.status is None:
                response_id = occurrence.response.id
                earlier = first.setdefault(occurrence.answer, response_id)
                if earlier != response_id:
                    repeated[response_id] = earlier
        return repeated


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
        progress=progress,
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
