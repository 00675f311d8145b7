"""Write what was measured of language models as a table and as figures."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from machine import in_words, machine
from openends.llm.price import known_price

RESULTS = Path(__file__).resolve().parent / "results"
PRICED = ("openai:gpt-5-mini", "openai:gpt-5", "anthropic:claude-haiku-4-5")
ANSWERS = 10_000


def write_report(found: dict[str, Any], limit: int, sets: int) -> None:
    """Write benchmarks/results/llm.md and its .json."""
    facts, day = machine(), f"{datetime.now(UTC):%Y-%m-%d}"
    lines = [
        "# Language models",
        "",
        f"{day}; {in_words(facts)}. `python benchmarks/llm.py`. Train rows of {sets} sets, "
        f"at most {limit} each, people's codebook, quick encoder. The model is an oracle: it gives "
        "the right codes among those that it is offered. So agreement is a ceiling; share and "
        "tokens are those of any model. A token counts as four letters; nothing is taken off for "
        "a beginning that the provider knows from the call before.",
        "",
        *_agreement(found["ways"]),
        "",
        *_costs(found["ways"]),
        "",
        *_rest(found),
        "",
    ]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "llm.md").write_text("\n".join(lines), encoding="utf-8")
    written = json.dumps({"date": day, "machine": facts, **found}, indent=1)
    (RESULTS / "llm.json").write_text(written + "\n", encoding="utf-8")
    print("Wrote benchmarks/results/llm.md and its .json")


def _agreement(ways: dict[str, Any]) -> list[str]:
    lines = [
        "| | sample F1 | macro F1 | alpha | whole set | sent | alpha gained by 1,000 tokens "
        "an answer |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    first = next(iter(ways.values()))
    for name, told in ways.items():
        if "alpha" not in told:
            continue
        tokens = told["read"] + told["written"]
        gained = (told["alpha"] - first["alpha"]) / tokens * 1_000 if tokens else 0.0
        shown = [f"{told[each]:.3f}" for each in ("sample F1", "macro F1", "alpha", "whole set")]
        lines.append(f"| {name} | {' | '.join(shown)} | {told['sent']:.0%} | {gained:.2f} |")
    return lines


def _costs(ways: dict[str, Any]) -> list[str]:
    lines = [
        f"| {ANSWERS:,} answers | tokens read | written | " + " | ".join(PRICED) + " |",
        "|---|--:|--:|" + "--:|" * len(PRICED),
    ]
    for name, told in ways.items():
        if not told["sent"]:
            continue
        read, written = told["read"] * ANSWERS, told["written"] * ANSWERS
        costs = [_cost(model, read, written) for model in PRICED]
        lines.append(
            f"| {name} | {read / 1e6:.1f} m | {written / 1e6:.2f} m | {' | '.join(costs)} |"
        )
    return lines


def _cost(model: str, read: float, written: float) -> str:
    price = known_price(model)
    return "-" if price is None else f"${price.cost(int(read), int(written)):.2f}"


def _rest(found: dict[str, Any]) -> list[str]:
    calls, orders, same = found["calls"], found["orders"], found["same codes"]
    return [
        f"A call takes {calls['milliseconds a call']:.1f} ms beside the model's own time. "
        f"{calls['calls']} calls of {calls['seconds']} s, at most 16 at once "
        f"({calls['most at once']} were): {calls['share of the ideal']:.2f} of what 16 at once "
        "from the first on would do.",
        "",
        f"Of {orders['answers']:,} distinct answers of people, {orders['held back']} read like an "
        "order to a machine and would not be sent.",
        "",
        f"With a model whose code hangs on the answer alone, {same['answers backwards']:.0%} of "
        f"answers have the same codes when they come backwards, and {same['seven in a call']:.0%} "
        "with seven in a call: nothing of one answer reaches another on our side.",
    ]
