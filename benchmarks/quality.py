"""Measure the coding against people on every data set of a folder.

python benchmarks/quality.py [--data FOLDER] [--only NAME] [--limit N] [--quality fast|best]

The folder holds NAME.jsonl with NAME.codebook.json, as ``openends evaluate`` reads them. Beside the
machine stand two yardsticks that know nothing of the texts: people's commonest code on every
response, and people's own codes dealt out at random.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

import numpy as np

from openends.domain.coding import Sentiment
from openends.domain.errors import OpenendsError
from openends.encoders import Quality
from openends.engine.reliability.against_people import (
    InduceReport,
    SentimentReport,
    compare_codebooks,
)
from openends.engine.reliability.agreement import Agreement, CodeSet, measure_agreement
from openends.engine.reliability.tones import THREE, TWO, measure_tones
from openends.services import evaluate
from openends.services.evaluate import evaluate_assign, evaluate_induce, evaluate_sentiment
from openends.services.evaluation_data import (
    PeoplesCodebook,
    PersonCoded,
    choose_rows,
    read_peoples_codebook,
    read_person_coded,
)
from quality_report import Figures, SetResult, write_results
from remember import remembering_encoders

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Measure, then write a table and every figure to benchmarks/results."""
    options = _options()
    files = sorted(options.data.glob("*.jsonl")) if options.data.is_dir() else []
    if options.only:
        files = [file for file in files if file.stem in options.only]
    if not files:
        print("No data sets found; skipped. Name a folder of NAME.jsonl files with --data.")
        return
    # The same answers are coded up to three times; the first time has the reading in its seconds.
    vars(evaluate)["load_encoders"] = remembering_encoders
    results = []
    for file in files:
        print(file.stem, end=" ", flush=True)
        results.append(_measure_set(file, options.limit, options.quality, options.seed))
        print({mode: round(took, 1) for mode, took in results[-1].seconds.items()}, flush=True)
        for mode, failure in results[-1].failures.items():
            print(f"  {mode}: {failure}", file=sys.stderr)
    shown = {name: getattr(options, name) for name in ("limit", "quality", "seed")}
    written = write_results(results, shown)
    print(f"Wrote {written.relative_to(ROOT)} and its .json")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data")
    parser.add_argument("--only", action="append", metavar="NAME", help="may be repeated")
    parser.add_argument("--limit", type=int, default=1_000, help="test rows a set at most")
    parser.add_argument("--quality", choices=["fast", "best"], default="fast")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def _measure_set(file: Path, limit: int, quality: Quality, seed: int) -> SetResult:
    path = file.with_name(f"{file.stem}.codebook.json")
    theirs = read_peoples_codebook(path) if path.exists() else None
    every = read_person_coded(file, theirs.names if theirs else None)
    rows = choose_rows(every, split=None, limit=limit, seed=seed)
    result = SetResult(name=file.stem, responses=len(rows))
    if theirs and any(row.codes for row in rows):
        _run(result, "assign", lambda: _assign(result, rows, theirs, quality, seed))
        _run(result, "induce", lambda: _induce(result, rows, quality, seed))
    if any(row.sentiment or row.code_sentiment for row in rows):
        _run(result, "sentiment", lambda: _sentiment(result, rows, theirs, quality, seed))
    return result


def _run(result: SetResult, mode: str, measure: Callable[[], None]) -> None:
    """Measure one mode; a set that cannot be coded must not end the others."""
    start = perf_counter()
    try:
        measure()
    except OpenendsError as error:
        result.failures[mode] = error.message
    result.seconds[mode] = perf_counter() - start


def _assign(
    result: SetResult,
    rows: Sequence[PersonCoded],
    theirs: PeoplesCodebook,
    quality: Quality,
    seed: int,
) -> None:
    report = evaluate_assign(rows, theirs.codebook, quality=quality, seed=seed)
    people: list[CodeSet] = [frozenset(row.codes) for row in rows]
    groups = [row.question for row in rows]
    result.reports["assign"] = report
    outside, inside = report.outside_review, report.inside_review
    honesty = report.calibration
    result.figures["assign"] = {
        "machine": _agreement_figures(report.agreement)
        | {
            "calibration error": honesty.error if honesty else None,
            "ranking": honesty.ranking if honesty else None,
            "mistakes found": report.wrong_in_quarter,
            "to review": report.needs_review,
            "right in review": inside.whole_set_right if inside else None,
            "right outside": outside.whole_set_right if outside else None,
        },
        "commonest": _agreement_figures(measure_agreement(people, _commonest(people), groups)),
        "random": _agreement_figures(measure_agreement(people, _dealt(people, seed), groups)),
    }


def _agreement_figures(found: Agreement) -> Figures:
    return {
        "sample F1": found.sample_f1,
        "micro F1": found.micro_f1,
        "macro F1": found.macro_f1,
        "whole set": found.whole_set_right,
        "alpha": found.alpha_jaccard,
        "alpha MASI": found.alpha_masi,
        "codes people": found.codes_people,
        "codes coder": found.codes_machine,
    }


def _induce(result: SetResult, rows: Sequence[PersonCoded], quality: Quality, seed: int) -> None:
    report = evaluate_induce(rows, quality=quality, seed=seed)
    people: list[CodeSet] = [frozenset(row.codes) for row in rows]
    result.reports["induce"] = report
    fake = {"commonest": _commonest(people), "random": _dealt(people, seed)}
    result.figures["induce"] = {"machine": _induce_figures(report)} | {
        name: _induce_figures(compare_codebooks(people, given, [min(g, default="") for g in given]))
        for name, given in fake.items()
    }


def _induce_figures(report: InduceReport) -> Figures:
    grouping = report.grouping
    return {
        "harmonic purity": grouping.harmonic_purity if grouping else None,
        "ARI": grouping.ari if grouping else None,
        "NMI": grouping.nmi if grouping else None,
        "coverage": report.coverage,
        "left uncoded": report.left_uncoded,
        "codes people": report.codes_people,
        "codes coder": report.codes_machine,
    }


def _sentiment(
    result: SetResult,
    rows: Sequence[PersonCoded],
    theirs: PeoplesCodebook | None,
    quality: Quality,
    seed: int,
) -> None:
    codebook = theirs.codebook if theirs else None
    report = evaluate_sentiment(rows, codebook, quality=quality, seed=seed)
    result.reports["sentiment"] = report
    responses = [row.sentiment for row in rows if row.sentiment]
    mentions = [tone for row in rows for tone in row.code_sentiment.values()]
    figures: dict[str, Figures] = {"machine": _tone_figures(report)}
    for name, guess in (("commonest", _commonest_tone), ("random", _dealt_tones)):
        whole, parts = guess(responses, seed), guess(mentions, seed)
        figures[name] = _tone_figures(
            SentimentReport(
                response_three=measure_tones(whole, THREE),
                response_two=measure_tones(whole, TWO),
                mention_three=measure_tones(parts, THREE),
                mention_two=measure_tones(parts, TWO),
            )
        )
    result.figures["sentiment"] = figures


def _tone_figures(report: SentimentReport) -> Figures:
    three, two = report.response_three, report.response_two
    part_three, part_two = report.mention_three, report.mention_two
    return {
        "responses, 3 tones": three.accuracy if three else None,
        "macro F1, 3 tones": three.macro_f1 if three else None,
        "responses, 2 tones": two.accuracy if two else None,
        "mentions, 3 tones": part_three.accuracy if part_three else None,
        "mentions, 2 tones": part_two.accuracy if part_two else None,
    }


def _commonest(people: Sequence[CodeSet]) -> list[CodeSet]:
    """Give everyone the code that people gave most often."""
    counts = Counter(name for given in people for name in sorted(given))
    return [frozenset([counts.most_common(1)[0][0]])] * len(people)


def _dealt(people: Sequence[CodeSet], seed: int) -> list[CodeSet]:
    """Give everyone the codes of somebody drawn at random."""
    order = np.random.default_rng(seed).permutation(len(people))
    return [people[position] for position in order]


def _commonest_tone(tones: Sequence[Sentiment], seed: int) -> list[tuple[Sentiment, Sentiment]]:
    del seed
    return [(tone, Counter(tones).most_common(1)[0][0]) for tone in tones]


def _dealt_tones(tones: Sequence[Sentiment], seed: int) -> list[tuple[Sentiment, Sentiment]]:
    order = np.random.default_rng(seed).permutation(len(tones))
    return [(tone, tones[position]) for tone, position in zip(tones, order, strict=True)]


if __name__ == "__main__":
    main()
