"""What a language model was asked and what it cost, as clients are told it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from openends.domain.result import AdviceReport
from openends.llm.price import Price
from openends.store.model_calls import Spent

#: Reasons that are told one by one; a model can find a new one for every answer.
_MOST_REASONS = 20
_OTHER_REASONS = "other reasons"
#: Decimals of US dollars: a short call costs less than a hundredth of a cent.
_DECIMALS = 6


def unusable(model: str) -> AdviceReport:
    """Return what a client is told of a model that cannot be used; why is for the server's log."""
    return AdviceReport(
        model=model,
        prompts=(),
        stopped=f"{model} cannot be used on this server; ask whoever runs it",
    )


def paid_to_dict(
    report: AdviceReport, spent: Spent, price: Price | None, *, masked: bool
) -> dict[str, Any]:
    """Return what was asked, and what that cost.

    Parameters
    ----------
    report:
        Of the attempt that came to the end.
    spent:
        What was paid in this attempt and those before.
    price:
        Of the model; None where it is not known.
    masked:
        Whether personal data was masked before anything was sent.
    """
    cost = None if price is None else price.cost(spent.input_tokens, spent.output_tokens)
    # What an attempt takes from the record because one before has paid it is no call from before.
    earlier = spent.calls - report.calls
    return {
        "model": report.model,
        "prompts": sorted({*report.prompts, *spent.prompts}),
        "masked": masked,
        "calls": spent.calls,
        "replayed": max(0, report.replayed - earlier),
        "input_tokens": spent.input_tokens,
        "output_tokens": spent.output_tokens,
        "cost": None if cost is None else round(cost, _DECIMALS),
        "stopped": report.stopped or None,
        "unnamed": report.unnamed or None,
    }


def advice_to_dict(
    report: AdviceReport, spent: Spent, price: Price | None, *, masked: bool
) -> dict[str, Any]:
    """Return what was asked about a question's answers, what came of it, and what that cost."""
    return {
        **paid_to_dict(report, spent, price, masked=masked),
        "answers": report.answers,
        "doubtful": report.doubtful,
        "sent": report.sent,
        "changed": report.changed,
        "renamed": report.renamed,
        "merged": report.merged,
        "fallbacks": _few(report.fallbacks),
    }


def _few(reasons: Mapping[str, int]) -> dict[str, int]:
    first = dict(Counter(reasons).most_common(_MOST_REASONS))
    others = sum(reasons.values()) - sum(first.values())
    return first | ({_OTHER_REASONS: others} if others else {})
