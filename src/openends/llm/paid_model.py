"""A language model whose calls are kept, taken from the record, and paid within a budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openends.domain.errors import ModelUnavailable, OpenendsError
from openends.domain.result import AdviceReport
from openends.llm.account import Account
from openends.llm.ask import Ask, LanguageModel, Reply
from openends.llm.calls import Call, CallLog, MemoryLog, call_key

#: Calls that are made before the budget is looked at again.
PER_ROUND = 16


@dataclass(frozen=True, slots=True)
class Query:
    """Something to ask, and the answers that it is about, by their places."""

    ask: Ask
    places: tuple[int, ...] = ()
    #: True where the calls after it are of use though this one is lost, as those after a manual.
    dispensable: bool = False


#: A query that is not on record: its position, and the key of its call.
Waiting = tuple[int, str]
#: The position of a query, and what was replied.
Replied = tuple[int, Reply]


class PaidModel:
    """Asks a language model what is not on record yet, as long as the budget allows.

    Parameters
    ----------
    model:
        The language model.
    log:
        Keeps calls; what it knows is not asked again. None keeps them as long as this lives.
    account:
        Counts what is asked; may hold a budget.
    """

    def __init__(
        self, model: LanguageModel, log: CallLog | None = None, account: Account | None = None
    ) -> None:
        self._model = model
        self._log = log or MemoryLog()
        self._prompts: set[str] = set()
        self.account = account or Account()

    @property
    def name(self) -> str:
        """Provider and model, such as "openai:gpt-5-mini"."""
        return self._model.name

    def report(self) -> AdviceReport:
        """Return what was asked since the last report, and what it cost."""
        report = self.account.report(self.name, sorted(self._prompts))
        self._prompts.clear()
        self.account.begin()
        return report

    def replies(self, queries: Sequence[Query]) -> Iterator[Replied]:
        """Return the replies that there are, those on record first; a new one is kept at once.

        Yields
        ------
        tuple of int and Reply
            The position of a query and what was replied. What was lost or is not asked any more is
            missing; the account knows why.
        """
        waiting: list[Waiting] = []
        for at, query in enumerate(queries):
            key = call_key(query.ask, self._model.name, self._model.parameters)
            reply = self._log.find(key)
            self._prompts.add(query.ask.prompt)
            if reply is None:
                waiting.append((at, key))
                continue
            self.account.replay(query.places)
            yield at, reply
        yield from self._ask(queries, waiting)

    def _ask(self, queries: Sequence[Query], waiting: Sequence[Waiting]) -> Iterator[Replied]:
        """Make the calls that are not on record, as long as the budget allows."""
        while waiting and not self.account.stopped:
            asks = [queries[at].ask for at, _ in waiting[:PER_ROUND]]
            count = self.account.affordable(asks)
            now, waiting = waiting[:count], waiting[count:]
            yield from self._round(queries, now)

    def _round(self, queries: Sequence[Query], now: Sequence[Waiting]) -> Iterator[Replied]:
        """Make some calls at the same time; if all of them are lost, no further ones are made."""
        lost: dict[int, OpenendsError] = {}
        for place, outcome in self._model.ask_all([queries[at].ask for at, _ in now]):
            at, key = now[place]
            if isinstance(outcome, OpenendsError):
                lost[at] = outcome
                continue
            self._keep(key, queries[at], outcome)
            yield at, outcome
        if now and len(lost) == len(now):
            error = next(iter(lost.values()))
            # A text that is declined says nothing of the others; a key that is refused is so again.
            if all(queries[at].dispensable for at in lost) and not isinstance(
                error, ModelUnavailable
            ):
                return
            self.account.stopped = error.message
            return
        for at, error in lost.items():
            self.account.fall_back([error.message] * len(queries[at].places))

    def _keep(self, key: str, query: Query, reply: Reply) -> None:
        model = self._model
        self._log.keep(Call(key, query.ask.prompt, model.name, model.parameters, reply))
        self.account.pay(reply, query.places)
