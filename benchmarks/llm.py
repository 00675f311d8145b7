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
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any
from unittest import mock

from llm_oracle import ROOT, adviser_of, by_the_letters, read_tokens, right, written_tokens
from llm_report import write_report
from openends.domain.codebook import Codebook
from openends.engine.advice import select
from openends.engine.advice.adviser import Asked
from openends.engine.advice.select import DOUBTFUL, doubtful_answers
from openends.llm import code_answers
from openends.llm.ask import Ask
from openends.llm.provider import LlmSpec, load_model
from openends.llm.suspicious import reads_like_an_order
from openends.services.evaluate import evaluate_assign
from openends.services.evaluation_data import (
    PersonCoded,
    choose_rows,
    read_peoples_codebook,
    read_person_coded,
)

# isort: split
from fake_server import FakeServer, slow

SETS = (
    "anes08_candidate_likes anes08_mip anes08_office_knowledge banking77 clinc150 "
    "fabsa_customer_feedback happydb_moments mams_restaurants napire_causes"
).split()
#: Calls and seconds of each, for the throughput.
CALLS, SECONDS = 96, 0.5
#: Answers of one set that are coded in other orders and numbers a call.
COMPARED = 200

Figures = dict[str, float]


def main() -> None:
    """Measure, and write a table and every figure to benchmarks/results."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data")
    parser.add_argument("--limit", type=int, default=500, help="train rows a set at most")
    parser.add_argument("--doubt", type=float, nargs="+", default=[0.6, DOUBTFUL, 0.2])
    options = parser.parse_args()
    files = [options.data / f"{name}.jsonl" for name in SETS]
    files = [file for file in files if file.exists()]
    if not files:
        print("No data sets found; skipped. Name a folder with --data.")
        return
    sets = [_read(file, options.limit) for file in files]
    found: dict[str, Any] = {"calls": _calls(), "orders": _orders(files)}
    print(found, flush=True)
    found["same codes"] = _company(*sets[0])
    print(found["same codes"], flush=True)
    ways: dict[str, Any] = {"nobody is asked": partial(_alone)}
    ways |= {f"in doubt from {least}": partial(_hybrid, least=least) for least in options.doubt}
    ways |= {"every answer, by a manual": _full, "answer by answer": _one_by_one}
    found["ways"] = {}
    for name, way in ways.items():
        found["ways"][name] = figures = _means([way(*each) for each in sets])
        print(name, figures, flush=True)
    write_report(found, options.limit, len(sets))


def _read(file: Path, limit: int) -> tuple[list[PersonCoded], Codebook]:
    theirs = read_peoples_codebook(file.with_name(f"{file.stem}.codebook.json"))
    rows = read_person_coded(file, theirs.names)
    return choose_rows(rows, split="train", limit=limit, seed=0), theirs.codebook


def _means(sets: Sequence[Figures]) -> Figures:
    return {name: mean(figures[name] for figures in sets) for name in sets[0]}


def _alone(rows: list[PersonCoded], codebook: Codebook) -> Figures:
    report = evaluate_assign(rows, codebook)
    return _figures(report, 0.0, 0.0, 0.0)


def _hybrid(rows: list[PersonCoded], codebook: Codebook, *, least: float) -> Figures:
    chosen = partial(doubtful_answers, least=least)
    with mock.patch.object(select, "doubtful_answers", chosen):
        return _asked(rows, codebook, full=False)


def _full(rows: list[PersonCoded], codebook: Codebook) -> Figures:
    return _asked(rows, codebook, full=True)


def _one_by_one(rows: list[PersonCoded], codebook: Codebook) -> Figures:
    """Return what the same questions cost with one answer in a call and all codes, no manual."""
    answers = {row.text: Asked(row.text, codebook.codes) for row in rows}
    with (
        adviser_of(right(rows)) as (server, adviser),
        mock.patch.object(code_answers, "PER_CALL", 1),
    ):
        adviser.advise(list(answers.values()), rows[0].question)
        read = sum(read_tokens(got.json) for got in server.got)
        written = sum(written_tokens(got.json) for got in server.got)
    return {"sent": 1.0, "read": read / len(answers), "written": written / len(answers)}


def _asked(rows: list[PersonCoded], codebook: Codebook, *, full: bool) -> Figures:
    with adviser_of(right(rows), full=full) as (server, adviser):
        report = evaluate_assign(rows, codebook, adviser=adviser)
        read = sum(read_tokens(got.json) for got in server.got)
        written = sum(written_tokens(got.json) for got in server.got)
    answers = sum(each.answers for each in report.advice)
    return _figures(
        report,
        sum(each.sent for each in report.advice) / answers,
        read / answers,
        written / answers,
    )


def _figures(report: Any, sent: float, read: float, written: float) -> Figures:
    agreement = report.agreement
    return {
        "sample F1": agreement.sample_f1,
        "macro F1": agreement.macro_f1,
        "alpha": agreement.alpha_jaccard or 0.0,
        "whole set": agreement.whole_set_right,
        "sent": sent,
        "read": read,
        "written": written,
    }


def _company(rows: list[PersonCoded], codebook: Codebook) -> dict[str, float]:
    """Return the share of answers with the same codes in another order, and in other numbers.

    The model gives a code that hangs on the answer alone. So what differs would be our doing.
    """
    texts = list(dict.fromkeys(row.text for row in rows))[:COMPARED]
    asked = [Asked(text, codebook.codes) for text in texts]
    with adviser_of(by_the_letters) as (_, adviser):
        first = adviser.advise(asked)
        backwards = adviser.advise(asked[::-1])[::-1]
        with mock.patch.object(code_answers, "PER_CALL", 7):
            apart = adviser.advise(asked)
    return {
        "answers backwards": mean(a == b for a, b in zip(first, backwards, strict=True)),
        "seven in a call": mean(a == b for a, b in zip(first, apart, strict=True)),
    }


def _orders(files: Sequence[Path]) -> dict[str, int]:
    """Return how many answers of people are held back as orders to a machine."""
    texts = {
        json.loads(line)["text"]
        for file in files
        for line in file.read_text("utf-8").splitlines()
        if line.strip()
    }
    return {"answers": len(texts), "held back": sum(map(reads_like_an_order, texts))}


def _calls() -> Figures:
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
        "calls": CALLS,
        "seconds": SECONDS,
    }


if __name__ == "__main__":
    main()
