"""A language model behind an HTTP interface, at a provider or on a server of one's own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, cast

from openends.llm.ask import Ask, Ending, Reply
from openends.llm.attempts import Attempts
from openends.llm.background import Background
from openends.llm.failure import Failure, declined, read_failure
from openends.llm.limit import MOST_AT_ONCE, Clock, Limit, Sleep
from openends.llm.outage import Outage, ProviderDown

if TYPE_CHECKING:
    from pydantic_ai.messages import ModelResponse
    from pydantic_ai.models import Model, ModelRequestParameters
    from pydantic_ai.settings import ModelSettings

#: Seconds that a call may take; a reply of a few hundred tokens takes one to ten.
SECONDS = 60.0
#: Seconds after which a wait for a reply lets Ctrl-C through, on systems where it does not itself.
_GLANCE = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How fast and how stubbornly a model is asked."""

    #: Calls at once at most.
    at_once: int = MOST_AT_ONCE
    #: Seconds that an attempt may take.
    seconds: float = SECONDS
    #: Of the chance in the pauses.
    seed: int = 0
    #: Tell and pass the time.
    clock: Clock = time.monotonic
    sleep: Sleep = asyncio.sleep


class HostedModel:
    """Asks a model many things at once and returns what it replies, as it replies.

    Parameters
    ----------
    name:
        Provider and model, such as "openai:gpt-5-mini".
    model:
        The library's model. Its connections are opened in a thread that ends with the last run.
    parameters:
        Temperature and seed, where the model takes them.
    pace:
        How fast and how stubbornly it is asked.

    Notes
    -----
    A reply that was cut off at ``max_tokens`` comes back as it is: its tokens were read and paid,
    and JSON that ends in the middle is no JSON, so the asker sees it. A text that a content filter
    declines ends with ``ModelRefused``: there is no reply.
    """

    def __init__(
        self, name: str, model: Model[Any], parameters: Mapping[str, Any], pace: Pace | None = None
    ) -> None:
        pace = pace or Pace()
        self._name = name
        self._model = model
        self._parameters = dict(parameters)
        self._pace = pace
        self._limit = Limit(pace.at_once, clock=pace.clock, sleep=pace.sleep)
        self._attempts = Attempts(self._send, self._limit, sleep=pace.sleep, seed=pace.seed)
        self._background = Background(self._connections)

    def __repr__(self) -> str:
        return f"HostedModel({self._name!r})"

    @property
    def name(self) -> str:
        """Provider and model."""
        return self._name

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What a reply depends on beside the ask; not the address, which says nothing of it."""
        return dict(self._parameters)

    def ask_all(self, asks: Sequence[Ask]) -> Iterator[tuple[int, Ending]]:
        """Ask many things at the same time.

        Parameters
        ----------
        asks:
            What to ask. A run may be left early: what is under way is given up then.

        Yields
        ------
        tuple of int and Reply or OpenendsError
            The position of an ask and how it ended, once each, as they end and so in any order:
            ``ModelUnavailable`` and ``UpstreamTimeout`` may pass by themselves, ``ModelRefused``
            will not.
        """
        ended: SimpleQueue[tuple[int, Ending] | None] = SimpleQueue()
        with self._background.running() as loop:
            run = asyncio.run_coroutine_threadsafe(self._answer(tuple(asks), ended.put), loop)
            run.add_done_callback(lambda _: ended.put(None))
            try:
                while (ending := _next(ended)) is not None:
                    yield ending
                run.result()
            finally:
                run.cancel()

    async def _answer(
        self, asks: Sequence[Ask], tell: Callable[[tuple[int, Ending]], None]
    ) -> None:
        """Have as many workers as calls are allowed take ask after ask."""
        outage = Outage(self._pace.clock)
        todo = iter(enumerate(asks))
        open_asks = set(range(len(asks)))

        async def work() -> None:
            for index, ask in todo:
                ending = await self._attempts.answer(ask, outage)
                open_asks.discard(index)
                tell((index, ending))

        try:
            async with asyncio.TaskGroup() as workers:
                for _ in range(min(self._pace.at_once, len(asks))):
                    workers.create_task(work())
        except* ProviderDown as down:
            error = _first(down).error
            for index in sorted(open_asks):
                tell((index, type(error)(error.message, retry_after=error.retry_after)))

    async def _send(self, ask: Ask) -> Reply | Failure:
        """Make one attempt."""
        from pydantic_ai.direct import model_request
        from pydantic_ai.messages import ModelRequest

        messages = [ModelRequest.user_text_prompt(ask.text, instructions=ask.instructions)]
        settings, wanted = self._settings(ask), _wanted(self._model, ask)
        begun = self._pace.clock()
        try:
            response = await model_request(
                self._model,
                messages,
                model_settings=settings,
                model_request_parameters=wanted,
            )
        except Exception as error:
            failure = read_failure(error, self._name, self._pace.seconds)
            if failure is None:
                raise
            return failure
        return self._read(response, self._pace.clock() - begun)

    def _settings(self, ask: Ask) -> ModelSettings:
        settings: dict[str, Any] = {
            **self._parameters,
            "max_tokens": ask.max_tokens,
            "request_timeout": self._pace.seconds,
        }
        if "max_retries" not in self._model.unsupported_settings:
            # The library would try again by itself, unseen by limit and outage.
            settings["max_retries"] = 0
        return cast("ModelSettings", settings)

    def _read(self, response: ModelResponse, seconds: float) -> Reply | Failure:
        text = response.text or ""
        if response.finish_reason == "content_filter":
            return declined(self._name)
        return Reply(
            text=text,
            input_tokens=response.usage.input_tokens,
            output_tokens=response.usage.output_tokens,
            seconds=seconds,
        )

    def _connections(self) -> AbstractAsyncContextManager[Any]:
        return self._model


def _next(ended: SimpleQueue[tuple[int, Ending] | None]) -> tuple[int, Ending] | None:
    while True:
        try:
            return ended.get(timeout=_GLANCE)
        except Empty:
            continue


def _first(group: BaseExceptionGroup[ProviderDown]) -> ProviderDown:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


def _wanted(model: Model[Any], ask: Ask) -> ModelRequestParameters:
    """Have the reply written by the schema; models that cannot be bound to one are told it."""
    from pydantic_ai.models import ModelRequestParameters
    from pydantic_ai.output import OutputObjectDefinition

    bound = model.profile.get("supports_json_schema_output", False)
    return ModelRequestParameters(
        output_mode="native" if bound else "prompted",
        output_object=OutputObjectDefinition(
            json_schema=dict(ask.schema), name=ask.prompt.replace("-", "_")
        ),
    )
