"""Measure what a review in queue order does to the percentages, beside a review at random.

python benchmarks/review.py [--data FOLDER] [--only NAME] [--limit N] [--studies N]

A study is train rows of one question, drawn at random, coded by the machine. A person's codes are
those of the data; one look settles all responses with the same text. Distance is the mean over all
codes of how many points the machine's percentage is off people's.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from machine import in_words, machine
from openends.domain.coding import Coding
from openends.domain.review import ReviewQueue
from openends.services.evaluation_data import (
    PeoplesCodebook,
    choose_rows,
    read_peoples_codebook,
    read_person_coded,
)
from review_study import Study

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
#: Brands, a text in 21 languages, and sets whose commonest question has too few train rows.
LEFT_OUT = frozenset({"brand_misspellings_tiny", "mabsa_coursera_21lang"})
REVIEWED, FIRST, DRAWS, TAUGHT_DRAWS = 50, 30, 20, 2
FEWEST = 250


def main() -> None:
    """Measure every set, and write a table and every figure to benchmarks/results."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data")
    parser.add_argument("--only", action="append", metavar="NAME", help="may be repeated")
    parser.add_argument("--limit", type=int, default=300, help="rows a study at most")
    parser.add_argument("--studies", type=int, default=2, help="studies a set")
    options = parser.parse_args()
    files = sorted(options.data.glob("*.jsonl")) if options.data.is_dir() else []
    found: dict[str, list[dict[str, Any]]] = {}
    for file in files:
        book = file.with_name(f"{file.stem}.codebook.json")
        if not book.exists() or file.stem in LEFT_OUT:
            continue
        if options.only and file.stem not in options.only:
            continue
        studies = _studies(file, read_peoples_codebook(book), options)
        if studies:
            found[file.stem] = studies
            print(_line(file.stem, studies), flush=True)
    if not found:
        print("No data sets with train rows found; skipped. Name a folder with --data.")
        return
    _write(found, options)


def _studies(
    file: Path, theirs: PeoplesCodebook, options: argparse.Namespace
) -> list[dict[str, Any]]:
    rows = [row for row in read_person_coded(file, theirs.names) if row.split == "train"]
    if not rows:
        return []
    question = Counter(row.question for row in rows).most_common(1)[0][0]
    asked = [row for row in rows if row.question == question]
    if len(asked) < FEWEST:
        return []
    return [
        _measure(
            Study(theirs, choose_rows(asked, split="train", limit=options.limit, seed=seed)), seed
        )
        for seed in range(options.studies)
    ]


def _measure(study: Study, seed: int) -> dict[str, Any]:
    chance = np.random.default_rng(seed)
    queue = study.queue(study.codings, study.coder.teaching)
    ordered = study.top(queue, REVIEWED)
    drawn = [study.drawn(chance, REVIEWED) for _ in range(DRAWS)]
    first = study.top(queue, FIRST)
    begun = study.taught(first)
    second = study.queue(begun)
    told = [*first, *study.top(second, REVIEWED - FIRST)]
    finished = study.taught(told)
    return {
        "codes": len(study.codebook),
        "texts": len(study.texts),
        "before": study.distance(study.codings),
        "random": float(np.mean([study.distance(study.codings, texts) for texts in drawn])),
        "queue": study.distance(study.codings, ordered),
        "random taught": float(
            np.mean([study.distance(study.taught(texts), texts) for texts in drawn[:TAUGHT_DRAWS]])
        ),
        "queue taught": study.distance(finished, told),
        "stop before": _stop(study, study.codings, queue),
        "stop after 30": _stop(study, begun, second),
        "stop after 50": _stop(study, finished, study.queue(finished)),
    }


def _stop(study: Study, codings: Sequence[Coding], queue: ReviewQueue) -> dict[str, Any]:
    """Return what the stop line promised, and how far figures moved when all was reviewed."""
    every = study.top(queue, len(queue.entries))
    now, finally_ = study.percentages(codings), study.percentages(codings, every)
    bounds = np.array([outlook.bound for outlook in queue.stop.codes])
    moved = {"texts": len(every), "bound held": float((np.abs(finally_ - now) <= bounds).mean())}
    for name, answers in (("line", queue.stop.answers), ("sure", queue.stop.sure_answers)):
        after = np.abs(finally_ - study.percentages(codings, every[:answers]))
        moved |= {
            f"{name} answers": answers,
            # Three of 300 are one point, whatever the last bits say.
            f"{name} moved": int((after > queue.stop.tolerance + 1e-9).sum()),
            f"{name} furthest": float(after.max()),
        }
    return moved


def _mean(studies: Sequence[dict[str, Any]], key: str) -> float:
    return float(np.mean([study[key] for study in studies]))


def _line(name: str, studies: Sequence[dict[str, Any]]) -> str:
    texts = _mean(studies, "texts")
    keys = ("before", "random", "queue", "random taught", "queue taught")
    shown = " | ".join(f"{_mean(studies, key):.2f}" for key in keys)
    return f"| {name} | {studies[0]['codes']} | {texts:.0f} | {shown} |"


def _stop_line(name: str, when: str, studies: Sequence[dict[str, Any]]) -> str:
    stops = [study[when] for study in studies]
    codes = sum(study["codes"] for study in studies)
    cells = [f"{_mean(stops, 'texts'):.0f}", f"{100 * _mean(stops, 'bound held'):.0f}%"]
    for line in ("line", "sure"):
        moved = sum(stop[f"{line} moved"] for stop in stops)
        furthest = max(stop[f"{line} furthest"] for stop in stops)
        cells += [
            f"{_mean(stops, f'{line} answers'):.0f}",
            f"{moved} of {codes}",
            f"{furthest:.1f}",
        ]
    return f"| {name} | {when.removeprefix('stop ')} | {' | '.join(cells)} |"


def _write(found: dict[str, list[dict[str, Any]]], options: argparse.Namespace) -> None:
    facts, date = machine(), datetime.now(UTC).date().isoformat()
    every = [study for studies in found.values() for study in studies]
    nearer = sum(study["queue"] < study["random"] for study in every)
    taught = sum(study["queue taught"] < study["random taught"] for study in every)
    lines = [
        "# Review in queue order",
        "",
        f"{date}; {in_words(facts)}. Train rows of the commonest question, {options.limit} a "
        f"study, {options.studies} studies a set, quick encoder. Points that a code's percentage "
        f"is off people's, mean over codes: before, and after {REVIEWED} answers reviewed at "
        "random or in queue order; *only* puts their codes in place and nothing else, *taught* "
        f"lets the machine learn from them (the queue is made anew after {FIRST}). Random is the "
        f"mean of {DRAWS} draws, taught of {TAUGHT_DRAWS}. `python benchmarks/review.py`.",
        "",
        "| set | codes | texts | before | random, only | queue, only | random, taught "
        "| queue, taught |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
        *(_line(name, studies) for name, studies in found.items()),
        "",
        f"The queue is nearer than the mean of the random draws in {nearer} of {len(every)} "
        f"studies, and with teaching in {taught} of {len(every)}.",
        "",
        "## The stop line",
        "",
        "How many answers are to be reviewed until no code is expected to move by more than a "
        "point (*line*), and until none does 19 times of 20 (*sure*); then how many codes did move "
        "by more when all the rest was reviewed, and how far the furthest. *bound*: codes whose "
        "change stayed within the stated bound.",
        "",
        "| set | reviewed | texts left | bound | line | moved | furthest | sure | moved "
        "| furthest |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|",
        *(
            _stop_line(name, when, studies)
            for name, studies in found.items()
            for when in ("stop before", "stop after 30", "stop after 50")
        ),
    ]
    table = RESULTS / "review.md"
    table.write_text("\n".join([*lines, ""]), "utf-8")
    content = {"date": date, "machine": facts, "limit": options.limit, "sets": found}
    table.with_suffix(".json").write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2))
    print("\n".join(lines[6:]))


if __name__ == "__main__":
    main()
