"""Let a language model decide what stays in doubt while the caller waits."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection

from openends.domain.errors import ConfigProblem, UpstreamTimeout
from openends.domain.organization import Caller
from openends.domain.result import AdviceReport
from openends.engine.advice.adviser import Adviser
from openends.engine.question_coder import QuestionCoder
from openends.llm.price import Price
from openends.services.advice_told import advice_to_dict, paid_to_dict, unusable
from openends.services.advisers import Advisers
from openends.services.call_record import HeldCalls
from openends.services.ports import Watch
from openends.store import organizations
from openends.store.database import Database
from openends.store.model_calls import Spent

#: Seconds after which a provider that was slow is perhaps quicker.
_RETRY_SECONDS = 10

_log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True, slots=True)
class AskNow:
    """Whom a request may ask, and for how long."""

    advisers: Advisers
    #: Seconds that the whole request may take.
    seconds: int
    #: When they are over, on the clock that never jumps.
    until: float


class AdviceNow:
    """The part of a language model in one request; nothing of it is kept before the request is.

    Parameters
    ----------
    database:
        Where calls from before are.
    caller:
        Who pays; a visitor's answers are sent to nobody.
    ask:
        Whom to ask; None asks nobody.
    """

    def __init__(self, database: Database, caller: Caller | None, ask: AskNow | None) -> None:
        self._ask = ask
        self._calls: HeldCalls | None = None
        self._model = ""
        self._told: dict[str, Any] | None = None
        #: Names a codebook that is built, and decides what stays in doubt.
        self.adviser: Adviser | None = None
        if caller is not None and ask is not None:
            self._hire(database, caller.organization.id, ask)

    @property
    def data(self) -> dict[str, Any]:
        """What the answer says of it: nothing where nobody was asked."""
        return {} if self._told is None else {"advice": self._told}

    def take(self, coder: QuestionCoder) -> None:
        """Ask about the answers in doubt.

        Raises
        ------
        UpstreamTimeout
            When the time of the request is over.
        """
        if self.adviser is not None:
            report = coder.take_advice(self.adviser)
        elif self._model:
            report = unusable(self._model)
        else:
            return
        self._told = advice_to_dict(report, _spent(report), self._price, masked=self._masks)

    def named(self) -> None:
        """Note what naming a codebook came to."""
        if self.adviser is not None:
            report = self.adviser.report()
            if report.calls or report.replayed or report.stopped:
                self._told = paid_to_dict(report, _spent(report), self._price, masked=self._masks)

    def keep(self, connection: Connection, question_id: str, now: datetime) -> None:
        """Keep the calls with the question, in the transaction that keeps all else."""
        if self._calls is not None:
            self._calls.write(connection, question_id, now)

    def _hire(self, database: Database, organization_id: str, ask: AskNow) -> None:
        with database.reading() as connection:
            # Who was told a moment ago to ask nobody asks nobody.
            owner = organizations.get(connection, organization_id)
        name = ask.advisers.name_for(owner) if owner else None
        if name is None:
            return
        self._model, self._calls = name, HeldCalls(database, organization_id)
        try:
            self.adviser = ask.advisers.hire(name, self._calls, _time_limit(ask))
        except ConfigProblem as error:
            _log.warning("no language model", organization=organization_id, reason=error.message)

    @property
    def _price(self) -> Price | None:
        return self._ask.advisers.price_of(self._model) if self._ask else None

    @property
    def _masks(self) -> bool:
        return self._ask is None or self._ask.advisers.terms.mask


def _spent(report: AdviceReport) -> Spent:
    return Spent(
        calls=report.calls, input_tokens=report.input_tokens, output_tokens=report.output_tokens
    )


def _time_limit(ask: AskNow) -> Watch:
    def watch() -> None:
        if time.monotonic() >= ask.until:
            raise UpstreamTimeout(
                f"Coding timed out after {ask.seconds} seconds because the language model was too "
                "slow; nothing was charged. Retry, or send 50 responses or more, which are coded "
                "as a job.",
                retry_after=_RETRY_SECONDS,
            )

    return watch
