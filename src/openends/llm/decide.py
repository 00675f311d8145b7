"""A language model decides the answers that the encoders leave in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from openends.domain.errors import OpenendsError
from openends.domain.result import AdviceReport
from openends.engine.advice.adviser import Advice, Asked
from openends.engine.progress import Progress, silent
from openends.llm.account import Account
from openends.llm.ask import Ask, LanguageModel, Reply
from openends.llm.batch import Batch, write_ask
from openends.llm.calls import Call, CallLog, MemoryLog, call_key
from openends.llm.check import check_reply
from openends.llm.prompt import load_prompt
from openends.llm.suspicious import reads_like_an_order

#: Answers in one call: the instructions and codes are paid for once for all of them.
PER_CALL = 20
#: Calls that are made before the budget is looked at again.
PER_ROUND = 16
#: Letters of an answer that are sent.
LONGEST = 4_000


@dataclass(frozen=True, slots=True, eq=False)
class _Query:
    """A call that is to be made: the answers by their places, and what the model sees of them."""

    places: tuple[int, ...]
    batch: Batch
    ask: Ask
    key: str


class ModelAdviser:
    """Asks a language model about answers, twenty in a call, and checks all that it returns.

    Parameters
    ----------
    model:
        The language model.
    log:
        Keeps calls; what it knows is not asked again. None keeps them as long as the adviser lives.
    account:
        Counts what is asked; may hold a budget.
    """

    def __init__(
        self, model: LanguageModel, log: CallLog | None = None, account: Account | None = None
    ) -> None:
        self._model = model
        self._log = log or MemoryLog()
        self._account = account or Account()
        self._prompt = load_prompt("decide")

    def advise(
        self, asked: Sequence[Asked], question: str = "", progress: Progress = silent
    ) -> list[Advice | None]:
        """Return what the model says of each answer; None where nothing usable came back.

        An answer on which the first reply cannot be used is asked about once more, with the reason.
        """
        self._account.begin()
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
        """Return what was asked about the last question and what it cost."""
        return self._account.report(self._model.name, [self._prompt.name])

    def _call(
        self, asked: Sequence[Asked], run: Sequence[int], question: str, wrong: Mapping[int, str]
    ) -> _Query:
        batch = Batch(
            tuple(replace(asked[at], text=asked[at].text[:LONGEST]) for at in run),
            question,
            {place: wrong[at] for place, at in enumerate(run) if at in wrong},
        )
        ask = write_ask(batch, self._prompt)
        key = call_key(ask, self._model.name, self._model.parameters)
        return _Query(tuple(run), batch, ask, key)

    def _make(
        self, calls: Sequence[_Query], advice: list[Advice | None], progress: Progress
    ) -> dict[int, str]:
        """Make the calls, take over what can be used, and return by place what cannot and why."""
        wrong: dict[int, str] = {}
        answers, done = sum(len(call.places) for call in calls), 0
        told = self._account.estimate([call.ask for call in calls], answers)
        stage = f"Asking {self._model.name} ({told})"
        progress(stage, 0, answers)
        for call, reply in self._replies(calls):
            checked = check_reply(reply.text, call.batch)
            for place, found in checked.advice.items():
                advice[call.places[place]] = found
            wrong |= {call.places[place]: why for place, why in checked.wrong.items()}
            done += len(call.places)
            progress(stage, done, answers)
        return wrong

    def _replies(self, calls: Sequence[_Query]) -> Iterator[tuple[_Query, Reply]]:
        """Return the replies that there are, those on record first; a new one is kept at once."""
        waiting = []
        for call in calls:
            reply = self._log.find(call.key)
            if reply is None:
                waiting.append(call)
                continue
            self._account.replay(call.places)
            yield call, reply
        while waiting and not self._account.stopped:
            count = self._account.affordable([call.ask for call in waiting[:PER_ROUND]])
            now, waiting = waiting[:count], waiting[count:]
            lost: dict[_Query, str] = {}
            for at, outcome in self._model.ask_all([call.ask for call in now]):
                if isinstance(outcome, OpenendsError):
                    lost[now[at]] = outcome.message
                    continue
                self._keep(now[at], outcome)
                yield now[at], outcome
            if now and len(lost) == len(now):
                self._account.stopped = next(iter(lost.values()))
                return
            for call, reason in lost.items():
                self._account.fall_back([reason] * len(call.places))

    def _keep(self, call: _Query, reply: Reply) -> None:
        model = self._model
        self._log.keep(Call(call.key, call.ask.prompt, model.name, model.parameters, reply))
        self._account.pay(reply, call.places)
