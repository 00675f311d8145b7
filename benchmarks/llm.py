"""Measure what a language model is asked, what that costs, and what it could gain at most.

python benchmarks/llm.py [--data FOLDER] [--limit N] [--doubt D ...]

In place of a language model stands an oracle behind a real socket: it knows people's codes and
gives those of them that it is offered. So the agreement is a ceiling that no model reaches, while
the share of answers that are sent, and the tokens, are those of any model. A token counts as four
letters.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any
from unittest import mock

from machine import in_words, machine
from openends.engine.advice import select
from openends.engine.advice.select import DOUBTFUL, doubtful_answers
from openends.engine.assign.exact import normalised
from openends.llm.ask import Ask
from openends.llm.decide import ModelAdviser
from openends.llm.paid_model import PaidModel
from openends.llm.price import known_price
from openends.llm.provider import LlmSpec, load_model
from openends.services.evaluate import evaluate_assign
from openends.services.evaluation_data import (
    PersonCoded,
    choose_rows,
    read_peoples_codebook,
    read_person_coded,
)

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
sys.path.insert(0, str(ROOT / "tests" / "llm"))

from fake_server import FakeServer, slow, texts  # noqa: E402 - the tests' server, told where it is

SETS = (
    "anes08_candidate_likes anes08_mip anes08_office_knowledge banking77 clinc150 "
    "fabsa_customer_feedback happydb_moments mams_restaurants napire_causes"
).split()
PRICED = ("openai:gpt-5-mini", "openai:gpt-5", "anthropic:claude-haiku-4-5")
#: Calls and seconds of each, for the throughput.
CALLS, SECONDS = 96, 0.5


def main() -> None:
    """Measure, and write a table and every figure to benchmarks/results."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data")
    parser.add_argument("--limit", type=int, default=500, help="train rows a set at most")
    parser.add_argument("--doubt", type=float, nargs="+", default=[1.1, 0.6, DOUBTFUL, 0.2, 0.0])
    options = parser.parse_args()
    files = [options.data / f"{name}.jsonl" for name in SETS]
    files = [file for file in files if file.exists()]
    if not files:
        print("No data sets found; skipped. Name a folder with --data.")
        return
    found: dict[str, Any] = {"calls": _calls(), "hybrid": {}}
    print(found["calls"], flush=True)
    for least in options.doubt:
        found["hybrid"][str(least)] = figures = _hybrid(files, options.limit, least)
        print(least, figures, flush=True)
    _write(found, options.limit)


def _hybrid(files: list[Path], limit: int, least: float) -> dict[str, float]:
    """Return the mean over sets of agreement, share sent and tokens an answer."""
    per_set = [_set(file, limit, least) for file in files]
    return {name: mean(figures[name] for figures in per_set) for name in per_set[0]}


def _set(file: Path, limit: int, least: float) -> dict[str, float]:
    theirs = read_peoples_codebook(file.with_name(f"{file.stem}.codebook.json"))
    rows = choose_rows(read_person_coded(file, theirs.names), split="train", limit=limit, seed=0)
    chosen = partial(doubtful_answers, least=least)
    with (
        _oracle(rows) as (server, adviser),
        mock.patch.object(select, "doubtful_answers", chosen),
    ):
        report = evaluate_assign(rows, theirs.codebook, adviser=adviser)
        tokens = sum(_tokens(got.json) for got in server.got)
    agreement, answers = report.agreement, sum(each.answers for each in report.advice)
    return {
        "sample F1": agreement.sample_f1,
        "macro F1": agreement.macro_f1,
        "alpha": agreement.alpha_jaccard or 0.0,
        "whole set": agreement.whole_set_right,
        "sent": sum(each.sent for each in report.advice) / answers,
        "tokens an answer": tokens / answers,
        "calls": len(server.got),
    }


@contextmanager
def _oracle(rows: list[PersonCoded]) -> Iterator[tuple[FakeServer, ModelAdviser]]:
    told = {normalised(row.text): row.codes for row in rows}

    def answer(request: dict[str, Any]) -> str:
        asked = json.loads(texts(request)[-1])
        names = {code["number"]: code["name"] for code in asked["codes"]}
        entries = []
        for item in asked["answers"]:
            offered = [names[number] for number in item["choices"]]
            right = [name for name in told.get(normalised(item["text"]), ()) if name in offered]
            evidence = " ".join(item["text"].split(" ")[:4]).strip() or item["text"]
            codes = [
                {"code": name, "evidence": evidence, "confidence": 0.9, "sentiment": "neutral"}
                for name in right
            ]
            entries.append({"id": item["id"], "codes": codes})
        return json.dumps({"answers": entries})

    with FakeServer(answer=answer) as server:
        spec = LlmSpec(model="openai:oracle", base_url=server.url)
        yield server, ModelAdviser(PaidModel(load_model(spec)))


def _tokens(request: dict[str, Any]) -> float:
    """Return the tokens of a request and of a usual reply, four letters each."""
    asked = json.loads(texts(request)[-1])
    read = sum(map(len, texts(request))) + len(json.dumps(request["response_format"]))
    return read / 4 + 60 * len(asked["answers"])


def _calls() -> dict[str, float]:
    """Return what a call costs beside the model's own time, and how well calls share the time."""
    asks = [
        Ask(prompt="decide-1", instructions="x", text=str(at), schema={}, max_tokens=9)
        for at in range(CALLS)
    ]
    with FakeServer(answer=lambda _: "{}") as server:
        model = load_model(LlmSpec(model="openai:oracle", base_url=server.url, at_once=1))
        list(model.ask_all(asks[:5]))
        began = time.perf_counter()
        list(model.ask_all(asks))
        alone = (time.perf_counter() - began) / CALLS
    with FakeServer(answer=lambda _: slow(SECONDS)) as server:
        model = load_model(LlmSpec(model="openai:oracle", base_url=server.url))
        began = time.perf_counter()
        list(model.ask_all(asks))
        took = time.perf_counter() - began
        most = server.most_at_once
    return {
        "milliseconds a call": 1_000 * alone,
        "most at once": most,
        "share of the ideal": CALLS * SECONDS / 16 / took,
    }


def _write(found: dict[str, Any], limit: int) -> None:
    facts, day = machine(), f"{datetime.now(UTC):%Y-%m-%d}"
    lines = [
        "# A language model for what is in doubt",
        "",
        f"{day}; {in_words(facts)}. `python benchmarks/llm.py`. Train rows of {len(SETS)} sets, "
        f"at most {limit} each, people's codebook, quick encoder. The model is an oracle: it gives "
        "the right codes among those that it is offered. So agreement is a ceiling; share and "
        "tokens are those of any model.",
        "",
        "| in doubt from | sample F1 | macro F1 | alpha | whole set | sent | tokens an answer "
        "| gain of alpha for 1,000 tokens an answer |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    first = next(iter(found["hybrid"].values()))
    for least, told in found["hybrid"].items():
        gained = (told["alpha"] - first["alpha"]) / max(told["tokens an answer"], 1e-9) * 1_000
        shown = [f"{told[name]:.3f}" for name in ("sample F1", "macro F1", "alpha", "whole set")]
        lines.append(
            f"| {'nobody' if float(least) > 1 else least} | {' | '.join(shown)} | "
            f"{told['sent']:.0%} | {told['tokens an answer']:.0f} | {gained:.2f} |"
        )
    lines += ["", "| 10,000 answers cost, US dollars |" + " | ".join(PRICED) + " |"]
    lines += ["|---|" + "--:|" * len(PRICED)]
    for least, told in found["hybrid"].items():
        if told["sent"]:
            costs = [_cost(model, told) for model in PRICED]
            lines.append(f"| in doubt from {least} | {' | '.join(costs)} |")
    calls = found["calls"]
    lines += [
        "",
        f"A call takes {calls['milliseconds a call']:.1f} ms beside the model's own time. "
        f"{CALLS} calls of {SECONDS} s, at most 16 at once ({calls['most at once']} were): "
        f"{calls['share of the ideal']:.2f} of what 16 at once from the first on would do.",
        "",
    ]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "llm.md").write_text("\n".join(lines), encoding="utf-8")
    written = json.dumps({"date": day, "machine": facts, **found}, indent=1)
    (RESULTS / "llm.json").write_text(written + "\n", encoding="utf-8")
    print("Wrote benchmarks/results/llm.md and its .json")


def _cost(model: str, told: dict[str, float]) -> str:
    price = known_price(model)
    if price is None:
        return "-"
    answers = 10_000
    written = 60 * told["sent"] * answers
    read = told["tokens an answer"] * answers - written
    return f"{price.cost(int(read), int(written)):.2f}"


if __name__ == "__main__":
    main()
