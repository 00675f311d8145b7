"""A language model behind an HTTP interface, at a provider or on a server of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, cast

from openends.llm.ask import Ask, Ending, Reply
from openends.llm.failure import Failure, declined, read_failure
from openends.llm.limit import Limit
from openends.llm.many_calls import ManyCalls, Pace

if TYPE_CHECKING:
    from pydantic_ai.messages import ModelResponse
    from pydantic_ai.models import Model, ModelRequestParameters
    from pydantic_ai.settings import ModelSettings


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
        self._calls = ManyCalls(self._send, self._connections, self._limit, pace)

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

    def ask_all(
        self, asks: Sequence[Ask], watch: Callable[[], None] | None = None
    ) -> Iterator[tuple[int, Ending]]:
        """Ask many things at the same time.

        Parameters
        ----------
        asks:
            What to ask. A run may be left early: what is under way is given up then.
        watch:
            Called twice a second while no reply comes; what it raises leaves the run.

        Returns
        -------
        iterator of int and Reply or OpenendsError
            The position of an ask and how it ended, once each, as they end and so in any order:
            ``ModelUnavailable`` and ``UpstreamTimeout`` may pass by themselves, ``ModelRefused``
            will not.
        """
        return self._calls.all(asks, watch)

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
