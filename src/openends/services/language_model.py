"""Get a language model ready that decides what the encoders leave in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from openends.domain.errors import ConfigProblem
from openends.engine.advice.adviser import Adviser
from openends.files.coding_manual import read_manual
from openends.llm.account import Account
from openends.llm.ask import LanguageModel
from openends.llm.call_file import CallFile
from openends.llm.calls import CallLog
from openends.llm.decide import ModelAdviser
from openends.llm.estimate import UnaskedModel
from openends.llm.full import FullAdviser
from openends.llm.masking import MaskingAdviser
from openends.llm.paid_model import PaidModel
from openends.llm.price import Price, known_price
from openends.llm.provider import LlmSpec, load_model


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelPlan:
    """Which language model is asked, for how much, and where the calls are kept."""

    spec: LlmSpec
    #: File that keeps the calls; None keeps them as long as the program runs.
    calls: Path | None = None
    #: US dollars for a million tokens; None looks it up.
    price: Price | None = None
    #: US dollars that the calls may cost; None for no limit.
    max_cost: float | None = None
    #: True where personal data in answers is masked before they are sent.
    mask: bool = False
    #: True to count what would be asked, and ask nothing.
    estimate: bool = False
    #: True where it codes every answer, and not only those in doubt.
    everything: bool = False
    #: A coding manual that every answer is coded by; None has the model write one.
    manual: Path | None = None


def hire_adviser(
    plan: ModelPlan, log: CallLog | None = None, model: LanguageModel | None = None
) -> Adviser:
    """Return the language model of a plan; nothing is sent yet.

    Parameters
    ----------
    plan:
        Which model, for how much.
    log:
        Keeps the calls; None keeps them in the plan's file, where it names one.
    model:
        One that is ready, in place of the plan's.

    Raises
    ------
    ConfigProblem
        When model, key or address cannot be used, or there is a budget and no price.
    FileProblem
        When the file of the calls holds something else.
    """
    model = model or load_model(plan.spec)
    price = plan.price or known_price(model.name)
    if price is None and plan.max_cost is not None:
        raise ConfigProblem(
            f"The price of {model.name} is not known, so a budget cannot be kept; give the price "
            "with --llm-price, as 0.25/2 (US dollars for a million tokens read and written)."
        )
    if log is None and plan.calls is not None:
        log = CallFile(plan.calls)
    if plan.estimate:
        paid: PaidModel = UnaskedModel(model, log, price)
    else:
        paid = PaidModel(model, log, Account(price, plan.max_cost))
    adviser = _adviser(paid, plan)
    return MaskingAdviser(adviser) if plan.mask else adviser


def _adviser(paid: PaidModel, plan: ModelPlan) -> ModelAdviser:
    if plan.everything:
        return FullAdviser(paid, read_manual(plan.manual) if plan.manual else "")
    return ModelAdviser(paid)
