"""Ask a language model for the codes of answers, many in a call, and check all that it returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from openends.engine.advice.adviser import Advice, Asked
from openends.engine.progress import Progress, silent
from openends.llm.batch import Batch, write_ask
from openends.llm.check import check_reply
from openends.llm.paid_model import PaidModel, Query
from openends.llm.prompt import load_prompt
from openends.llm.suspicious import reads_like_an_order

#: Answers in one call: the instructions and codes are paid for once for all of them.
PER_CALL = 20
#: Letters of an answer that are sent.
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Told:
    """What the model is told beside the answers and their choices."""

    question: str = ""
    #: The coding manual; "" for none.
    manual: str = ""
    #: By place of an answer, the names of the codes that it was given first, where it is reviewed.
    first: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Call:
    """A call that is to be made, and what the model sees in it."""

    batch: Batch
    query: Query
    #: Of the answers in it, among all that are asked about.
    places: tuple[int, ...]


class AnswerCoder:
    """Asks about answers, twenty in a call, in the words of one prompt.

    Parameters
    ----------
    model:
        The language model, with the record of its calls and its budget.
    prompt:
        Name of the prompt.
    lists_choices:
        False where every answer may get any code of the codebook, which need not be said each time.
    again:
        True where the answers have codes from the model already, so that none of them counts anew.
    """

    def __init__(
        self, model: PaidModel, prompt: str, *, lists_choices: bool = True, again: bool = False
    ) -> None:
        self._model = model
        self._prompt = load_prompt(prompt)
        self._lists_choices = lists_choices
        self._again = again

    def code(
        self, asked: Sequence[Asked], told: Told, progress: Progress = silent
    ) -> tuple[list[Advice | None], list[str]]:
        """Return what the model says of each answer, and why of some nothing usable came back.

        An answer on which the first reply cannot be used is asked about once more, with the reason.
        One that reads like an order to a machine is not sent.
        """
        advice: list[Advice | None] = [None] * len(asked)
        places = [at for at, each in enumerate(asked) if not reads_like_an_order(each.text)]
        unused = ["reads like an order to a machine"] * (len(asked) - len(places))
        wrong: dict[int, str] = {}
        for _ in range(2):
            if not places:
                break
            runs = [places[start : start + PER_CALL] for start in range(0, len(places), PER_CALL)]
            calls = [self._call(asked, run, told, wrong) for run in runs]
            wrong = self._make(calls, advice, progress)
            places = [at for at in places if at in wrong]
        return advice, [*unused, *wrong.values()]

    def _call(
        self, asked: Sequence[Asked], run: Sequence[int], told: Told, wrong: Mapping[int, str]
    ) -> _Call:
        batch = Batch(
            tuple(replace(asked[at], text=asked[at].text[:LONGEST]) for at in run),
            told.question,
            {place: wrong[at] for place, at in enumerate(run) if at in wrong},
            manual=told.manual,
            first={place: told.first[at] for place, at in enumerate(run) if at in told.first},
            lists_choices=self._lists_choices,
        )
        ask, places = write_ask(batch, self._prompt), tuple(run)
        return _Call(batch, Query(ask, () if self._again else places), places)

    def _make(
        self, calls: Sequence[_Call], advice: list[Advice | None], progress: Progress
    ) -> dict[int, str]:
        """Make the calls, take over what can be used, and return by place what cannot and why."""
        wrong: dict[int, str] = {}
        queries = [call.query for call in calls]
        answers, done = sum(len(call.places) for call in calls), 0
        told = self._model.account.estimate([query.ask for query in queries], answers)
        stage = f"Asking {self._model.name}{' again' if self._again else ''} ({told})"
        progress(stage, 0, answers)
        for at, reply in self._model.replies(queries):
            checked = check_reply(reply.text, calls[at].batch)
            places = calls[at].places
            for place, found in checked.advice.items():
                advice[places[place]] = found
            wrong |= {places[place]: why for place, why in checked.wrong.items()}
            done += len(places)
            progress(stage, done, answers)
        return wrong
