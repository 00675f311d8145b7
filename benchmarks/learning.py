"""Measure how the coding improves with the answers that a person reviewed.

python benchmarks/learning.py [--data FOLDER] [--only NAME] [--limit N] [--quality fast|best]

Test rows are judged. Reviewed answers, whose codes the machine is told, are drawn at random from
the other test rows, and from train rows where a set has too few: train rows of some sets lack the
answers that people left without a code. Figures are means of several draws. Beside it stands
TF-IDF with logistic regression, which knows the reviewed answers only.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from machine import in_words, machine
from openends.encoders import Quality
from openends.engine.reliability.agreement import measure_agreement
from openends.services import evaluate
from openends.services.evaluation_data import (
    PeoplesCodebook,
    PersonCoded,
    choose_rows,
    read_peoples_codebook,
    read_person_coded,
)
from remember import remembering_encoders

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
STEPS = (0, 20, 30, 50, 100, 300)
FIGURES = (
    "sample F1",
    "macro F1",
    "alpha",
    "whole set",
    "codes",
    "calibration error",
    "ranking",
    "right at .8",
    "mistakes found",
)


def main() -> None:
    """Measure every set, and write a table and every figure to benchmarks/results."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data")
    parser.add_argument("--only", action="append", metavar="NAME", help="may be repeated")
    parser.add_argument("--limit", type=int, default=500, help="test rows a set at most")
    parser.add_argument("--quality", choices=["fast", "best"], default="fast")
    parser.add_argument("--draws", type=int, default=3, help="of reviewed answers")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    # The same answers are coded again and again.
    vars(evaluate)["load_encoders"] = remembering_encoders
    files = sorted(options.data.glob("*.jsonl")) if options.data.is_dir() else []
    found: dict[str, dict[int, dict[str, Any]]] = {}
    for file in files:
        book = file.with_name(f"{file.stem}.codebook.json")
        if book.exists() and (not options.only or file.stem in options.only):
            figures = _measure(file, read_peoples_codebook(book), options)
            if figures:
                found[file.stem] = figures
                print(file.stem, orjson.dumps(figures, option=orjson.OPT_NON_STR_KEYS).decode())
    if not found:
        print("No data sets with train and test rows found; skipped. Name a folder with --data.")
        return
    _write(found, options)


def _measure(
    file: Path, theirs: PeoplesCodebook, options: argparse.Namespace
) -> dict[int, dict[str, Any]]:
    every = read_person_coded(file, theirs.names)
    if {row.split for row in every} < {"train", "test"}:
        return {}
    rows = choose_rows(every, split="test", limit=options.limit, seed=options.seed)
    pool = _others(every, rows)
    draws = [
        [pool[at] for at in np.random.default_rng([options.seed, draw]).permutation(len(pool))]
        for draw in range(options.draws)
    ]
    figures: dict[int, dict[str, Any]] = {}
    for count in STEPS:
        if len(pool) < count:
            break
        # Without reviewed answers all draws are the same.
        told = [draw[:count] for draw in draws[: None if count else 1]]
        figures[count] = _mean(
            [_figures(rows, each, theirs, options.quality, options.seed) for each in told]
        )
    return figures


def _others(every: Sequence[PersonCoded], judged: Sequence[PersonCoded]) -> list[PersonCoded]:
    """Return rows to review: of the test rows that are not judged, or of the train rows."""
    ids = {row.id for row in judged}
    others = [row for row in every if row.split == "test" and row.id not in ids]
    return others if len(others) >= STEPS[-1] else [row for row in every if row.split == "train"]


def _figures(
    rows: Sequence[PersonCoded],
    told: Sequence[PersonCoded],
    theirs: PeoplesCodebook,
    quality: Quality,
    seed: int,
) -> dict[str, Any]:
    report = evaluate.evaluate_assign(
        rows, theirs.codebook, examples=told, quality=quality, seed=seed
    )
    ours, honesty = report.agreement, report.calibration
    return {
        "sample F1": ours.sample_f1,
        "macro F1": ours.macro_f1,
        "alpha": ours.alpha_jaccard,
        "whole set": ours.whole_set_right,
        "codes": ours.codes_machine / ours.codes_people,
        "calibration error": honesty.error if honesty else None,
        "ranking": honesty.ranking if honesty else None,
        "right at .8": honesty.sure_agreement if honesty else None,
        "mistakes found": report.wrong_in_quarter,
        "TF-IDF": _tfidf(rows, told) if told else None,
    }


def _tfidf(rows: Sequence[PersonCoded], told: Sequence[PersonCoded]) -> list[float]:
    """Return sample-F1, macro-F1 and alpha of a classifier that knows the reviewed rows alone."""
    words = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2))
    known = words.fit_transform(row.text for row in told)
    asked = words.transform(row.text for row in rows)
    codes = sorted({code for row in told for code in row.codes})
    chances = np.zeros((len(rows), len(codes)))
    for at, code in enumerate(codes):
        given = np.array([code in row.codes for row in told])
        if given.all():
            chances[:, at] = 1
        elif given.any():
            fitted = LogisticRegression(C=10, max_iter=300).fit(known, given)
            chances[:, at] = fitted.predict_proba(asked)[:, 1]
    machine_codes = [
        {codes[at] for at in np.flatnonzero(line >= 0.3)} | {codes[int(line.argmax())]}
        for line in chances
    ]
    people = [frozenset(row.codes) for row in rows]
    found = measure_agreement(people, machine_codes, [row.question for row in rows])
    return [found.sample_f1, found.macro_f1, found.alpha_jaccard or 0.0]


def _write(found: dict[str, dict[int, dict[str, Any]]], options: argparse.Namespace) -> None:
    facts, date = machine(), datetime.now(UTC).date().isoformat()
    lines = [
        f"# Learning from reviewed answers, --quality {options.quality}",
        "",
        f"{date}; {in_words(facts)}. Test rows, at most {options.limit} a set; means of "
        f"{options.draws} draws of reviewed answers, from other test rows or, where there are "
        f"fewer than {STEPS[-1]}, from train rows; seed {options.seed}. *codes* is codes of the "
        "machine per code of people; the last four of the machine's figures are explained under "
        "Confidence in docs/explanation/measuring.md. `python benchmarks/learning.py`.",
        "",
        f"| set | reviewed | {' | '.join(FIGURES)} | TF-IDF: sample F1 | macro F1 | alpha |",
        "|---|--:|" + "--:|" * (len(FIGURES) + 3),
    ]
    whole = {name: sets for name, sets in found.items() if len(sets) == len(STEPS)}
    for name, sets in found.items():
        lines += [_line(name, count, figures) for count, figures in sets.items()]
    for count in STEPS:
        lines.append(
            _line(
                f"**mean of {len(whole)} sets**",
                count,
                _mean([sets[count] for sets in whole.values()]),
            )
        )
    table = RESULTS / f"learning-{options.quality}.md"
    table.write_text("\n".join([*lines, ""]), "utf-8")
    content = {
        "date": date,
        "machine": facts,
        "limit": options.limit,
        "draws": options.draws,
        "sets": found,
    }
    table.with_suffix(".json").write_bytes(
        orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS)
    )
    print("\n".join(lines[-len(STEPS) :]))


def _mean(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the mean of each figure over the rows that have it; None where none has."""
    known = {name: [row[name] for row in rows if row[name] is not None] for name in FIGURES}
    mean: dict[str, Any] = {
        name: np.mean(known[name]).item() if known[name] else None for name in FIGURES
    }
    compared = [row["TF-IDF"] for row in rows if row["TF-IDF"]]
    return mean | {"TF-IDF": np.mean(compared, axis=0).tolist() if compared else None}


def _line(name: str, count: int, figures: dict[str, Any]) -> str:
    values = [*(figures[key] for key in FIGURES), *(figures.get("TF-IDF") or [None] * 3)]
    shown = " | ".join("-" if value is None else f"{value:.3f}" for value in values)
    return f"| {name} | {count} | {shown} |"


if __name__ == "__main__":
    main()
