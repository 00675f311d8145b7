"""A language model codes every answer, after it has written a coding manual for the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openends.domain.result import AdviceReport
from openends.engine.advice.adviser import Advice, Asked
from openends.engine.progress import Progress, silent
from openends.llm.code_answers import AnswerCoder, Told
from openends.llm.decide import ModelAdviser
from openends.llm.manual import ManualWriter
from openends.llm.paid_model import PaidModel

#: Codes up to which a codebook is shown whole in every call and has a manual. More of them are no
#: labels that every provider takes, and cost more than the answers.
MOST_CODES = 100
#: Codes of a longer codebook that an answer is offered, the likeliest.
LIKELIEST = 30
#: Confidence below which an answer is looked at again in any case, and below which it is where this
#: machine's likeliest code was not given: that alone says little, it is wrong every second time.
UNSURE, UNSURE_AND_ALONE = 0.6, 0.8
#: Codes that a review is offered beside those that were given first.
ALTERNATIVES = 5


class FullAdviser(ModelAdviser):
    """A language model that codes every answer by a manual, and looks at unsure ones again.

    Parameters
    ----------
    model:
        The language model, with the record of its calls and its budget.
    manual:
        The coding manual, as a person left it; "" has the model write one.
    """

    #: It is asked about every answer.
    everything = True

    def __init__(self, model: PaidModel, manual: str = "") -> None:
        super().__init__(model)
        self._classifier = AnswerCoder(model, "classify", lists_choices=False)
        self._chooser = AnswerCoder(model, "classify")
        self._reviewer = AnswerCoder(model, "review", again=True)
        self._writer = ManualWriter(model)
        self._given = manual
        #: By question and codes, what was written for them.
        self._written: dict[tuple[str, ...], str] = {}
        self._manual = manual
        self._reviewed = 0

    def advise(
        self, asked: Sequence[Asked], question: str = "", progress: Progress = silent
    ) -> list[Advice | None]:
        """Return what the model says of each answer; None where nothing usable came back."""
        short = max((len(each.choices) for each in asked), default=0) <= MOST_CODES
        if not short:
            asked = [replace(each, choices=each.choices[:LIKELIEST]) for each in asked]
        self._manual = self._given or self._write(asked, question, progress, short=short)
        told = Told(question, self._manual)
        coder = self._classifier if short else self._chooser
        advice, unused = coder.code(asked, told, progress)
        self._model.account.fall_back(unused)
        first = {
            at: tuple(item.code.name for item in each.codes)
            for at, each in enumerate(advice)
            if each is not None and _is_unsure(asked[at], each)
        }
        again, _ = self._reviewer.code(
            [_for_review(asked[at], names) for at, names in first.items()],
            replace(told, first=dict(enumerate(first.values()))),
            progress,
        )
        for at, each in zip(first, again, strict=True):
            # What came back broken leaves the first coding.
            advice[at] = each or advice[at]
            self._reviewed += each is not None
        return advice

    def report(self) -> AdviceReport:
        """Return what was asked since the last report, and what it cost."""
        report = replace(super().report(), manual=self._manual, reviewed_again=self._reviewed)
        self._reviewed = 0
        return report

    def _write(
        self, asked: Sequence[Asked], question: str, progress: Progress, *, short: bool
    ) -> str:
        """Return the manual of a question; it is written once for the same codes."""
        if not short:
            self._model.account.no_manual = f"the codebook has more than {MOST_CODES} codes"
            return ""
        named = {code.name: code for each in asked for code in each.choices}
        codes = sorted(named.values(), key=lambda code: code.number)
        # In whatever order: how well codes hold is tried with other numbers.
        known = (question, *sorted(named))
        if known not in self._written:
            self._written[known] = self._writer.write(codes, asked, question, progress)
        return self._written[known]


def _is_unsure(asked: Asked, advice: Advice) -> bool:
    sure = min((item.confidence for item in advice.codes), default=0.0)
    likeliest = asked.choices[0].name
    alone = all(item.code.name != likeliest for item in advice.codes)
    return sure < UNSURE or (alone and sure < UNSURE_AND_ALONE)


def _for_review(asked: Asked, first: Sequence[str]) -> Asked:
    """Return an answer with the codes it was given first, and some that come close."""
    given = [code for code in asked.choices if code.name in first]
    others = [code for code in asked.choices if code.name not in first][:ALTERNATIVES]
    return replace(asked, choices=(*given, *others))
