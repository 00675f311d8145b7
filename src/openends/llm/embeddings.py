"""An encoder elsewhere: at a provider, or on a server of one's own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, closing
from typing import TYPE_CHECKING, Any

import numpy as np

from openends.domain.errors import ConfigProblem, OpenendsError
from openends.engine.encoder import Matrix, Reads
from openends.llm.failure import Failure, broken, read_failure
from openends.llm.limit import Clock, Limit, Sleep
from openends.llm.many_calls import ManyCalls, Pace
from openends.llm.provider import LlmSpec, Words, open_provider
from openends.llm.text_batches import MOST_TEXTS, shortened, text_batches

if TYPE_CHECKING:
    from pydantic_ai.embeddings.openai import OpenAIEmbeddingModel
    from pydantic_ai.providers import Provider

#: Texts whose vectors are kept, so that none is sent twice in a run; with 3,072 numbers each they
#: take 250 MB. A question has some 3,000 of them.
MOST_KEPT = 20_000
#: Numbers that a vector may have; the longest in use have 8,192.
MOST_NUMBERS = 16_384
#: By how much the length of a row can be off that was brought to length 1 in 32 bits.
ROUNDING = 1e-6
_WORDS = Words(what="remote encoder", such_as="openai:text-embedding-3-small", forms="openai:NAME")
_NEEDED = f"the model is one for embeddings and takes {MOST_TEXTS} texts at once"
#: Base64, which the library asks for unless told otherwise, is not known to every server.
_ASKED = {"encoding_format": "float"}


class RemoteEncoder:
    """Reads with an encoder that is called over the network, several batches at once.

    Only the reference is sent, and all of it before the first answer is coded. So a
    service that fails does so at once, no coding depends on when a text was sent, and no more than
    2,000 answers of a question leave the machine.

    Parameters
    ----------
    name:
        Provider and model, such as "openai:text-embedding-3-small".
    model:
        The library's model. Its connections are opened in a thread that ends with the last run.
    provider:
        Holds those connections.
    pace:
        How fast and how stubbornly it is called.
    """

    name = "remote"
    #: As many as are under way at once when all calls are allowed.
    step = 512
    reads = Reads.REFERENCE

    def __init__(
        self, name: str, model: OpenAIEmbeddingModel, provider: Provider[Any], pace: Pace
    ) -> None:
        self._model_name = name
        self._model = model
        self._provider = provider
        self._seconds = pace.seconds
        limit = Limit(pace.at_once, clock=pace.clock, sleep=pace.sleep)
        self._calls = ManyCalls(self._send, self._connections, limit, pace)
        self._known: dict[str, Matrix] = {}
        #: Numbers of a vector; 0 as long as none has come.
        self._size = 0

    def __repr__(self) -> str:
        return f"RemoteEncoder({self._model_name!r})"

    @property
    def version(self) -> str:
        """Provider and model."""
        return self._model_name

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row of length 1 per text, shape (texts, dimensions).

        Raises
        ------
        ModelUnavailable, UpstreamTimeout, ModelRefused
            When the service is down, too slow, refuses, or sends what is no vector.
        """
        read = [shortened(text) for text in texts]
        self._read([text for text in dict.fromkeys(read) if text not in self._known])
        rows = np.zeros((len(read), self._size), np.float32)
        for at, text in enumerate(read):
            rows[at] = self._known[text]
        for text in list(self._known)[: len(self._known) - MOST_KEPT]:
            del self._known[text]
        return rows

    def _read(self, texts: Sequence[str]) -> None:
        """Send texts, and keep their vectors."""
        batches = list(text_batches(texts))
        came: dict[int, Matrix] = {}
        with closing(self._calls.all(batches)) as endings:
            for index, ending in endings:
                if isinstance(ending, OpenendsError):
                    raise ending
                came[index] = ending
        # In the order of the texts, so that what is forgotten first does not hang on the network.
        for index, batch in enumerate(batches):
            self._known.update(zip(batch, came[index], strict=True))

    async def _send(self, batch: Sequence[str]) -> Matrix | Failure:
        """Make one attempt."""
        try:
            async with asyncio.timeout(self._seconds):
                result = await self._model.embed(
                    batch, input_type="query", settings={"extra_body": _ASKED}
                )
        except Exception as error:
            failure = read_failure(error, self._model_name, self._seconds, _NEEDED)
            if failure is None:
                raise
            return failure
        return self._rows(result.embeddings, len(batch))

    def _rows(self, vectors: Sequence[Sequence[float]], count: int) -> Matrix | Failure:
        """Return vectors with length 1, after it has been checked that they are such."""
        if len(vectors) != count:
            return broken(self._model_name, f"{len(vectors)} for {count} texts")
        try:
            rows = np.asarray(vectors, dtype=np.float64)
        except (TypeError, ValueError, OverflowError):
            return broken(self._model_name, "not all of them are as many numbers")
        size = rows.shape[1] if rows.ndim == 2 else 0
        if not 0 < size <= MOST_NUMBERS:
            return broken(self._model_name, "they are no lists of numbers, or too long")
        with np.errstate(over="ignore", invalid="ignore"):
            lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        if not np.isfinite(lengths).all() or not lengths.all():
            return broken(self._model_name, "some are infinite or have no direction")
        if self._size not in (0, size):
            return broken(self._model_name, f"of {size} numbers, after some of {self._size}")
        self._size = size
        # Most services send rows of length 1; dividing once more would only change the last bits.
        lengths[np.abs(lengths - 1) < ROUNDING] = 1
        return np.asarray(rows / lengths, np.float32)

    def _connections(self) -> AbstractAsyncContextManager[Any]:
        return self._provider


def load_remote_encoder(
    spec: LlmSpec, *, clock: Clock = time.monotonic, sleep: Sleep = asyncio.sleep
) -> RemoteEncoder:
    """Get an encoder elsewhere ready; nothing is sent before it reads.

    Parameters
    ----------
    spec:
        Which model, where, and with what key.
    clock, sleep:
        Tell and pass the time.

    Raises
    ------
    ConfigProblem
        When calls are forbidden, or model, address or key cannot be used.
    """
    provider_name, model_name, provider = open_provider(spec, _WORDS)
    from openai import AsyncOpenAI
    from pydantic_ai.embeddings.openai import OpenAIEmbeddingModel

    if not isinstance(provider.client, AsyncOpenAI):
        raise ConfigProblem(
            f"The provider {provider_name} does not speak as OpenAI does; write openai:NAME, and "
            "give the address of a server that does."
        )
    # The library would try again by itself, unseen by limit and outage.
    provider.client.max_retries = 0
    return RemoteEncoder(
        f"{provider_name}:{model_name}",
        OpenAIEmbeddingModel(model_name, provider=provider),
        provider,
        Pace(at_once=spec.at_once, seconds=spec.seconds, seed=spec.seed, clock=clock, sleep=sleep),
    )
