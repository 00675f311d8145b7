"""A language model decides the answers that the encoders leave in doubt."""

from __future__ import annotations

from collections.abc import Sequence

from openends.domain.codebook import Code
from openends.domain.result import AdviceReport
from openends.engine.advice.adviser import Advice, Asked, DraftCode, NamedCode, Study
from openends.engine.progress import Progress, silent
from openends.llm.code_answers import AnswerCoder, Told
from openends.llm.name_codes import CodeNamer
from openends.llm.paid_model import PaidModel
from openends.llm.reword import Rewording


class ModelAdviser:
    """A language model that is asked about the answers in doubt.

    Parameters
    ----------
    model:
        The language model, with the record of its calls and its budget.
    """

    #: It is asked about the answers in doubt only.
    everything = False

    def __init__(self, model: PaidModel) -> None:
        self._model = model
        self._decider = AnswerCoder(model, "decide")
        self._namer = CodeNamer(model)
        self._rewording = Rewording(model)

    def name_codes(
        self, drafts: Sequence[DraftCode], study: Study, progress: Progress = silent
    ) -> list[NamedCode] | None:
        """Return the codes of a built codebook as the model names them."""
        return self._namer.name_codes(drafts, study, progress)

    def advise(
        self, asked: Sequence[Asked], question: str = "", progress: Progress = silent
    ) -> list[Advice | None]:
        """Return what the model says of each answer; None where nothing usable came back."""
        advice, unused = self._decider.code(asked, Told(question), progress)
        self._model.account.fall_back(unused)
        return advice

    def reword(self, codes: Sequence[Code]) -> dict[str, str] | None:
        """Return other words for the definitions of codes."""
        return self._rewording.reword(codes)

    def report(self) -> AdviceReport:
        """Return what was asked since the last report, and what it cost."""
        return self._model.report()
