"""Let a language model decide what stays in doubt in a job: asked once, whatever stops the job."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import structlog

from openends.domain.errors import ConfigProblem
from openends.domain.job import JobType
from openends.domain.result import AdviceReport
from openends.engine.advice.adviser import Adviser
from openends.engine.question_coder import QuestionCoder
from openends.llm.provider import LlmSpec
from openends.services.advice_told import advice_to_dict, paid_to_dict, unusable
from openends.services.advisers import Advisers
from openends.services.call_record import JobCalls
from openends.services.guarded_model import RecordedModel
from openends.services.job_work import Guard, Work, advance
from openends.services.language_model import ModelPlan, hire_adviser
from openends.services.ports import Clock, JobGone
from openends.store import model_calls, organizations
from openends.store.database import Database

_log = structlog.get_logger()


class JobAdvice:
    """The part of a language model in one attempt at a job.

    While the job is not told what came of it, the model is asked; what attempts before have asked
    is on record. Afterwards the record alone answers, so that a later batch is coded like those
    before it, though the provider, the settings or the organization's model are others by then.

    Parameters
    ----------
    database:
        Where the job and the record are.
    work:
        The job.
    guard:
        Looks whether to go on.
    advisers:
        Hires the language model; None asks none.
    clock:
        Tells the time.
    """

    def __init__(
        self, database: Database, work: Work, guard: Guard, advisers: Advisers | None, clock: Clock
    ) -> None:
        self._database = database
        self._work = work
        self._guard = guard
        self._advisers = advisers
        self._clock = clock
        self._calls = JobCalls(database, work.job, clock)
        #: The model that was to be asked and cannot be.
        self._unusable = ""
        asked = work.job.advice is not None
        builds = work.codebook is None or work.job.type is JobType.CODEBOOK_GENERATION
        hired = None if asked else self._hire()
        recorded = self._recorded() if asked or not builds else None
        #: Names a codebook that is built. One that stands is built once more to see whether the
        #: responses are those that it was built from, which is worth no call.
        self.namer = hired if builds else recorded
        self._decider = recorded if asked else hired

    def take(self, coder: QuestionCoder) -> None:
        """Ask about the answers in doubt, and note for the job what came of it.

        Raises
        ------
        JobGone
            When the job is another worker's by now.
        """
        if self._decider is not None:
            report = coder.take_advice(self._decider, self._guard.progress, self._since)
        elif self._unusable:
            report = unusable(self._unusable)
        else:
            return
        if self._work.job.advice is None:
            if self.namer is not None and self.namer is not self._decider:
                report = replace(report, unnamed=self.namer.report().unnamed)
            self._note(report)

    def named(self) -> dict[str, Any] | None:
        """Return what naming a codebook came to, as the client is told it; None if nobody did."""
        if self._decider is not None:
            report = self._decider.report()
        elif self._unusable:
            report = unusable(self._unusable)
        else:
            return None
        if not (report.calls or report.replayed or report.stopped):
            return None
        told = self._told(report)
        self._log(told)
        return told

    def _hire(self) -> Adviser | None:
        job = self._work.job
        with self._database.reading() as connection:
            owner = organizations.get(connection, job.organization_id)
            spent = model_calls.spent(connection, job.organization_id, job.id)
        name = self._advisers.name_for(owner) if self._advisers and owner else None
        if self._advisers is None or name is None:
            return None
        try:
            return self._advisers.hire(
                name, self._calls, self._guard.check, job_id=job.id, spent=spent
            )
        except ConfigProblem as error:
            # The server's own model was tried when it started; this is the organization's.
            _log.warning("no language model", job_id=job.id, reason=error.message)
            self._unusable = name
            return None

    def _recorded(self) -> Adviser | None:
        job = self._work.job
        with self._database.reading() as connection:
            call = model_calls.latest(connection, job.organization_id, job.question_id)
        if call is None:
            return None
        masked = self._masks if job.advice is None else bool(job.advice["masked"])
        plan = ModelPlan(spec=LlmSpec(model=call.model), mask=masked)
        return hire_adviser(plan, self._calls, RecordedModel(call.model, call.parameters))

    @property
    def _masks(self) -> bool:
        return self._advisers is None or self._advisers.terms.mask

    @property
    def _since(self) -> int:
        """Place of the first response that was not coded when the job was made.

        Responses are coded in their order, and none can be added while it runs.
        """
        return len(self._work.responses) - self._work.job.total

    def _note(self, report: AdviceReport) -> None:
        job = self._work.job
        told = self._told(report)
        with self._database.transaction() as connection:
            advance(connection, job, processed=0, charged=0, now=self._clock())
            if not model_calls.note_advice(connection, job.id, told):
                raise JobGone(job.id)
        self._log(told)

    def _told(self, report: AdviceReport) -> dict[str, Any]:
        job = self._work.job
        with self._database.reading() as connection:
            spent = model_calls.spent(connection, job.organization_id, job.id)
        price = self._advisers.price_of(report.model) if self._advisers else None
        shape = paid_to_dict if job.type is JobType.CODEBOOK_GENERATION else advice_to_dict
        return shape(report, spent, price, masked=self._masks)

    def _log(self, told: dict[str, Any]) -> None:
        figures = {
            name: told[name]
            for name in ("model", "calls", "replayed", "input_tokens", "output_tokens", "cost")
        }
        job = self._work.job
        _log.info(
            "language model asked",
            job_id=job.id,
            organization=job.organization_id,
            ended_early=told["stopped"] is not None,
            **figures,
        )
