"""A question that is ready for coding, whose responses can be coded slice by slice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openends.domain.codebook import Codebook
from openends.domain.coding import Coding
from openends.domain.result import AdviceReport
from openends.engine.advice.adviser import Adviser, Study
from openends.engine.advice.name import Naming, draft_codes, name_codebook
from openends.engine.advice.take import take_advice
from openends.engine.assign.set_aside_codes import NoneCodes
from openends.engine.codings import write_coding, write_set_aside
from openends.engine.encoder import Encoder
from openends.engine.judge import Judgements
from openends.engine.progress import Progress, silent
from openends.engine.read_question import ReadQuestion
from openends.engine.settings import Settings


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
    #: What a language model was asked; None before it was.
    advised: AdviceReport | None

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
        self.advised = None
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
        if self._naming is not None:
            report = replace(report, renamed=self._naming.renamed, merged=self._naming.merged)
        self.advised = report
        return report

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
