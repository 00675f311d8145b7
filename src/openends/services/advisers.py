"""The language models that a server may ask, for whom, and on what terms."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from openends.domain.errors import ConfigProblem
from openends.domain.organization import NO_MODEL, Organization
from openends.engine.advice.adviser import Adviser
from openends.llm.calls import CallLog
from openends.llm.hosted import HostedModel
from openends.llm.price import Price, known_price
from openends.llm.provider import LlmSpec, load_model
from openends.services.guarded_model import GuardedModel, Patience, Sleep
from openends.services.language_model import ModelPlan, hire_adviser
from openends.services.ports import Watch
from openends.store.model_calls import Spent

#: Gets a language model ready.
Load = Callable[[LlmSpec], HostedModel]

_NOTHING_SPENT = Spent()


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelTerms:
    """On what terms a server asks a language model."""

    spec: LlmSpec
    #: US dollars for a million tokens of that model; None looks it up.
    price: Price | None = None
    #: US dollars that one job may cost; None for no limit.
    max_cost: float | None = None
    #: True where personal data in answers is masked before they are sent.
    mask: bool = True
    #: True where jobs wait for a provider that is down.
    waits: bool = False


class Advisers:
    """Hires language models for jobs and requests; one for a whole process.

    What is learned about a provider, most of all how many calls it takes, serves all of them.

    Parameters
    ----------
    terms:
        Which model, and on what terms.
    load:
        Gets a model ready.
    sleep:
        Waits while a provider is down.

    Raises
    ------
    ConfigProblem
        When model, key or address cannot be used, or there is a budget and no price.
    """

    def __init__(
        self, terms: ModelTerms, *, load: Load = load_model, sleep: Sleep = time.sleep
    ) -> None:
        self.terms = terms
        self._load = load
        self._sleep = sleep
        self._lock = threading.Lock()
        self._models: dict[str, HostedModel] = {}
        self._check_budget(self._model(terms.spec.model).name)

    def name_for(self, organization: Organization) -> str | None:
        """Return the model that is asked for the organization; None where none is."""
        if organization.llm == NO_MODEL:
            return None
        return organization.llm or self.terms.spec.model

    def price_of(self, name: str) -> Price | None:
        """Return US dollars for a million tokens of a model; None where nobody knows."""
        given = self.terms.price if name == self._server_model else None
        return given or known_price(name)

    def hire(
        self,
        name: str,
        log: CallLog,
        watch: Watch,
        *,
        job_id: str | None = None,
        spent: Spent = _NOTHING_SPENT,
    ) -> Adviser:
        """Return a language model that can be asked; nothing is sent yet.

        Parameters
        ----------
        name:
            Provider and model.
        log:
            Keeps the calls.
        watch:
            Called twice a second while it is asked; what it raises leaves all calls.
        job_id:
            The job that it is asked for, and that may wait for it; None for a request.
        spent:
            What counts against the budget already.

        Raises
        ------
        ConfigProblem
            When it cannot be used: see the class. It must be at the server's provider, whose key
            no other may see.
        """
        terms = self.terms
        hosted = self._model(name)
        self._check_budget(hosted.name)
        price = self.price_of(hosted.name)
        left = terms.max_cost
        if left is not None and price is not None:
            left = max(0.0, left - price.cost(spent.input_tokens, spent.output_tokens))
        patience = None
        if terms.waits and job_id is not None:
            patience = Patience(job_id=job_id, sleep=self._sleep)
        plan = ModelPlan(
            spec=replace(terms.spec, model=name), price=price, max_cost=left, mask=terms.mask
        )
        return hire_adviser(plan, log, GuardedModel(hosted, watch, patience))

    def _model(self, name: str) -> HostedModel:
        provider = _provider(self.terms.spec.model)
        if _provider(name) != provider:
            raise ConfigProblem(
                f"The language model {name} is not at the server's provider, {provider}; name one "
                "that is, with: openends org llm."
            )
        with self._lock:
            if name not in self._models:
                self._models[name] = self._load(replace(self.terms.spec, model=name))
            return self._models[name]

    @property
    def _server_model(self) -> str:
        return self._models[self.terms.spec.model].name

    def _check_budget(self, name: str) -> None:
        if self.terms.max_cost is not None and self.price_of(name) is None:
            raise ConfigProblem(
                f"The price of {name} is not known, so a budget cannot be kept; give the price in "
                "OPENENDS_LLM_PRICE, as 0.25/2, or take OPENENDS_LLM_MAX_COST away."
            )


def _provider(name: str) -> str:
    return name.partition(":")[0].strip()
