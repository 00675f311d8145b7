"""A language model decides the answers that the encoders leave in doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from openends.domain.codebook import Code
from openends.domain.result import AdviceReport
from openends.engine.advice.adviser import Advice, Asked, DraftCode, NamedCode, Study
from openends.engine.progress import Progress, silent
from openends.llm.batch import Batch, write_ask
from openends.llm.check import check_reply
from openends.llm.name_codes import CodeNamer
from openends.llm.paid_model import PaidModel, Query
from openends.llm.prompt import load_prompt
from openends.llm.reword import Rewording
from openends.llm.suspicious import reads_like_an_order

#: Answers in one call: the instructions and codes are paid for once for all of them.
PER_CALL = 20
#: Letters of an answer that are sent.
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class _Call:
    """A call that is to be made, and what the model sees in it."""

    batch: Batch
    query: Query


class ModelAdviser:
    """Asks a language model about answers, twenty in a call, and checks all that it returns.

    Parameters
    ----------
    model:
        The language model, with the record of its calls and its budget.
    """

    #: It is asked about the answers in doubt only.
    everything = False

    def __init__(self, model: PaidModel) -> None:
        self._model = model
        self._account = model.account
        self._prompt = load_prompt("decide")
        self._namer = CodeNamer(model)
        self._rewording = Rewording(model)

    def name_codes(
        self, drafts: Sequence[DraftCode], study: Study, progress: Progress = silent
    ) -> list[NamedCode] | None:
        """Return the codes of a built codebook as the model names them."""
        return self._namer.name_codes(drafts, study, progress)

    def reword(self, codes: Sequence[Code]) -> dict[str, str] | None:
        """Return other words for the definitions of codes."""
        return self._rewording.reword(codes)

    def advise(
        self, asked: Sequence[Asked], question: str = "", progress: Progress = silent
    ) -> list[Advice | None]:
        """Return what the model says of each answer; None where nothing usable came back.

        An answer on which the first reply cannot be used is asked about once more, with the reason.
        """
        advice: list[Advice | None] = [None] * len(asked)
        places = [at for at, each in enumerate(asked) if not reads_like_an_order(each.text)]
        orders = len(asked) - len(places)
        self._account.fall_back(["reads like an order to a machine"] * orders)
        wrong: dict[int, str] = {}
        for _ in range(2):
            runs = [places[start : start + PER_CALL] for start in range(0, len(places), PER_CALL)]
            calls = [self._call(asked, run, question, wrong) for run in runs]
            wrong = self._make(calls, advice, progress)
            places = [at for at in places if at in wrong]
        self._account.fall_back(wrong.values())
        return advice

    def report(self) -> AdviceReport:
        """Return what was asked since the last report, and what it cost."""
        return self._model.report()

    def _call(
        self, asked: Sequence[Asked], run: Sequence[int], question: str, wrong: Mapping[int, str]
    ) -> _Call:
        batch = Batch(
            tuple(replace(asked[at], text=asked[at].text[:LONGEST]) for at in run),
            question,
            {place: wrong[at] for place, at in enumerate(run) if at in wrong},
        )
        return _Call(batch, Query(write_ask(batch, self._prompt), tuple(run)))

    def _make(
        self, calls: Sequence[_Call], advice: list[Advice | None], progress: Progress
    ) -> dict[int, str]:
        """Make the calls, take over what can be used, and return by place what cannot and why."""
        wrong: dict[int, str] = {}
        queries = [call.query for call in calls]
        answers, done = sum(len(query.places) for query in queries), 0
        told = self._account.estimate([query.ask for query in queries], answers)
        stage = f"Asking {self._model.name} ({told})"
        progress(stage, 0, answers)
        for at, reply in self._model.replies(queries):
            checked = check_reply(reply.text, calls[at].batch)
            places = queries[at].places
            for place, found in checked.advice.items():
                advice[places[place]] = found
            wrong |= {places[place]: why for place, why in checked.wrong.items()}
            done += len(places)
            progress(stage, done, answers)
        return wrong
