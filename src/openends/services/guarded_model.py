"""A language model that is waited for as long as its asker may wait, and no longer."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import structlog

from openends.domain.errors import ModelUnavailable, UpstreamTimeout
from openends.llm.ask import Ask, Ending, Reply
from openends.services.ports import Watch

#: Letters of a reply that are read and kept. One on twenty answers has some 10,000.
LONGEST_REPLY = 200_000
#: Seconds before a provider that is down is asked again, doubled each time.
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
#: Seconds without any reply after which a job ends without the model after all. A night's outage
#: is over by then, and one call that never gets its reply must not hold a job for ever.
LONGEST_WAIT = 6 * 3600.0
#: Seconds between two looks at whether to go on waiting.
_LOOK_SECONDS = 0.5

#: Waits for some seconds.
Sleep = Callable[[float], None]

_log = structlog.get_logger()


class WatchableModel(Protocol):
    """A language model that looks up while no reply comes."""

    @property
    def name(self) -> str:
        """Provider and model."""

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What else a reply depends on."""

    def ask_all(
        self, asks: Sequence[Ask], watch: Watch | None = None
    ) -> Iterator[tuple[int, Ending]]:
        """Ask many things at the same time; what the watch raises leaves them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """How an outage is waited for."""

    #: What the log calls whoever waits.
    job_id: str
    sleep: Sleep = time.sleep


class GuardedModel:
    """Asks a model, and looks at least twice a second whether to go on.

    Parameters
    ----------
    model:
        The language model.
    watch:
        What it raises leaves all calls.
    patience:
        Waits for a provider that is down; None hands on at once that it is.
    """

    def __init__(
        self, model: WatchableModel, watch: Watch, patience: Patience | None = None
    ) -> None:
        self._model = model
        self._watch = watch
        self._patience = patience

    @property
    def name(self) -> str:
        """Provider and model."""
        return self._model.name

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What else a reply depends on."""
        return self._model.parameters

    def ask_all(self, asks: Sequence[Ask]) -> Iterator[tuple[int, Ending]]:
        """Ask many things at the same time.

        Yields
        ------
        tuple of int and Reply or OpenendsError
            The position of an ask and how it ended. With patience, what was lost to an outage is
            asked again until it is over.
        """
        left, waited, pause = list(range(len(asks))), 0.0, FIRST_PAUSE
        while left:
            lost: dict[int, ModelUnavailable | UpstreamTimeout] = {}
            for place, ending in self._once([asks[at] for at in left]):
                if self._patience and isinstance(ending, ModelUnavailable | UpstreamTimeout):
                    lost[left[place]] = ending
                else:
                    yield left[place], ending
            if len(lost) < len(left):
                waited, pause = 0.0, FIRST_PAUSE
            seconds = max([pause, *(float(error.retry_after or 0) for error in lost.values())])
            if not self._patience or waited + seconds > LONGEST_WAIT:
                yield from lost.items()
                return
            left = sorted(lost)
            if left:
                self._wait(self._patience, seconds)
            waited, pause = waited + seconds, min(LONGEST_PAUSE, 2 * pause)

    def _once(self, asks: Sequence[Ask]) -> Iterator[tuple[int, Ending]]:
        self._watch()
        for place, ending in self._model.ask_all(asks, self._watch):
            yield place, _cut(ending)
            self._watch()

    def _wait(self, patience: Patience, seconds: float) -> None:
        _log.warning(
            "job waits for the language model",
            job_id=patience.job_id,
            model=self.name,
            seconds=seconds,
        )
        for _ in range(math.ceil(seconds / _LOOK_SECONDS)):
            self._watch()
            patience.sleep(_LOOK_SECONDS)


class RecordedModel:
    """Stands for a model whose calls are on record, and makes no further ones.

    Parameters
    ----------
    name, parameters:
        Of the model that was asked.
    """

    def __init__(self, name: str, parameters: Mapping[str, Any]) -> None:
        self._name = name
        self._parameters = dict(parameters)

    @property
    def name(self) -> str:
        """Provider and model."""
        return self._name

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What else a reply depends on."""
        return dict(self._parameters)

    def ask_all(self, asks: Sequence[Ask]) -> Iterator[tuple[int, Ending]]:
        """Return that nothing is replied to any of them."""
        for at in range(len(asks)):
            yield at, ModelUnavailable("What is not on record is not asked any more.")


def _cut(ending: Ending) -> Ending:
    if isinstance(ending, Reply) and len(ending.text) > LONGEST_REPLY:
        return replace(ending, text=ending.text[:LONGEST_REPLY])
    return ending
