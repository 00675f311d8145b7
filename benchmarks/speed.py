"""Measure how fast answers are coded, stage by stage, and how much memory that takes.

python benchmarks/speed.py [--data FOLDER] [--sizes 1000 10000 50000] [--quality fast|best]
                           [--languages en ...]

Every size is coded by a process of its own, which reads a CSV file, builds the codebook, codes all
answers and writes a workbook and a report, as the command line does. The answers are distinct ones
of the folder's NAME.jsonl files; without the folder they are made from the sample survey's clauses.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import orjson

from machine import in_words, machine
from openends.engine.prepare.clauses import split_clauses
from openends.engine.settings import Settings
from openends.files import read_survey
from openends.sample import QUESTIONS, survey_path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).resolve().parent / "results"
#: Whole commands, run this often; the median counts.
RUNS = 5
#: Languages that the quick encoder reads; others would measure the broad one.
LANGUAGES = ("en", "es", "de", "fr", "pt", "it", "nl")


def main() -> None:
    """Measure all sizes and write ``speed-<quality>.md`` and ``.json``, by language where one."""
    options = _options()
    if options.child:
        _code_and_time(options.child, options.quality)
        return
    answers, source = _answers(options.data, max(options.sizes), options.languages)
    rows = []
    for size in options.sizes:
        if len(answers) < size:
            print(f"Only {len(answers):,} distinct answers; {size:,} skipped.")
            continue
        rows.append(_measure(answers[:size], options.quality))
        print(json.dumps(rows[-1]), flush=True)
    commands = {
        "openends --help": _median(["--help"]),
        "openends code, 50 answers": _median_of_file(answers[:50]),
    }
    print(json.dumps(commands))
    _write(rows, commands, options, source)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 50_000])
    parser.add_argument("--quality", choices=["fast", "best"], default="fast")
    parser.add_argument("--languages", nargs="+", default=list(LANGUAGES))
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _answers(folder: Path, count: int, languages: Sequence[str]) -> tuple[list[str], str]:
    """Return distinct answers in these languages in an order drawn once, and their source."""
    random = np.random.default_rng(0)
    found: dict[str, None] = {}
    for file in sorted(folder.glob("*.jsonl")) if folder.is_dir() else []:
        lines = file.read_bytes().splitlines()
        rows = [orjson.loads(line) for line in lines]
        texts = [row["text"] for row in rows if row.get("lang", "en") in languages]
        found.update(dict.fromkeys(texts))
    source = f"distinct answers of the development data in {', '.join(languages)}"
    if len(found) < count:
        source = f"{source}, some joined in pairs" if found else "pairs of the sample's clauses"
        found = found or dict.fromkeys(_clauses())
        pool = list(found)
        while len(found) < count:
            one, other = random.integers(0, len(pool), 2)
            found[f"{pool[one]} {pool[other]}"[:200]] = None
    distinct = list(found)
    order = random.permutation(len(distinct))
    return [distinct[position] for position in order], source


def _clauses() -> list[str]:
    survey = read_survey(survey_path())
    cells = [cell for name in QUESTIONS for cell in survey.column(name).values if cell]
    return [clause.text for cell in cells for clause in split_clauses(str(cell))]


def _measure(answers: Sequence[str], quality: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        file = _write_csv(answers, Path(folder))
        command = [sys.executable, __file__, "--child", str(file), "--quality", quality]
        start = perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            printed = process.stdout.read() if process.stdout else b""
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = perf_counter() - start
        if process.returncode:
            raise SystemExit(f"Coding {len(answers):,} answers failed.")
    return {
        "answers": len(answers),
        "words": round(sum(len(text.split()) for text in answers) / len(answers), 1),
        "seconds": round(seconds, 1),
        "answers_per_second": round(len(answers) / seconds),
        "peak_mb": round(usage.ru_maxrss / 1024),
        "stages": json.loads(printed),
    }


def _code_and_time(file: Path, quality: str) -> None:
    """Code a file as the command line does, and print the seconds of every stage as JSON."""
    start = perf_counter()
    from openends.services.code_file import CodingOrder, code_file
    from openends.services.file_outputs import Outputs

    stages: dict[str, float] = {"Loading": perf_counter() - start}
    current, since = "Reading the file", perf_counter()

    def watch(stage: str, done: int, total: int) -> None:
        del done, total
        nonlocal current, since
        now = perf_counter()
        stages[current] = stages.get(current, 0.0) + now - since
        current, since = stage, now

    outputs = Outputs(coded=(file.with_suffix(".xlsx"),), report=file.with_suffix(".html"))
    order = CodingOrder(text=("text",), settings=Settings(quality=quality), outputs=outputs)
    code_file(read_survey(file), order, watch)
    watch("End", 1, 1)
    print(json.dumps({stage: round(took, 2) for stage, took in stages.items()}))


def _write_csv(answers: Sequence[str], folder: Path) -> Path:
    file = folder / "answers.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["id", "text"])
        writer.writerows(enumerate(answers, start=1))
    return file


def _median(arguments: Sequence[str]) -> float:
    command = [str(Path(sys.executable).with_name("openends")), *arguments]
    took = []
    for _ in range(RUNS):
        start = perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        took.append(perf_counter() - start)
    return round(sorted(took)[RUNS // 2], 2)


def _median_of_file(answers: Sequence[str]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        return _median(["code", str(_write_csv(answers, Path(folder))), "--text", "text"])


def _write(
    rows: Sequence[dict[str, Any]],
    commands: dict[str, float],
    options: argparse.Namespace,
    source: str,
) -> None:
    facts, today = machine(), datetime.now(UTC).date().isoformat()
    stages = list(dict.fromkeys(stage for row in rows for stage in row["stages"]))
    lines = [
        f"# Speed, --quality {options.quality}",
        "",
        f"{today}; {in_words(facts)}. {source[:1].upper()}{source[1:]}. Whole process from start "
        "to written workbook and report, one run a size; seconds by stage below.",
        "",
        "| answers | words each | seconds | answers a second | cost of an answer | peak MB |",
        "|--:|--:|--:|--:|--:|--:|",
    ]
    first = rows[0]["seconds"] / rows[0]["answers"] if rows else 1.0
    for row in rows:
        growth = row["seconds"] / row["answers"] / first
        lines.append(
            f"| {row['answers']:,} | {row['words']} | {row['seconds']} | "
            f"{row['answers_per_second']:,} | {growth:.2f} | {row['peak_mb']:,} |"
        )
    lines += ["", "Cost of an answer: seconds per answer, the smallest size as 1.", ""]
    sizes = [f"{row['answers']:,}" for row in rows]
    lines += [f"| stage | {' | '.join(sizes)} |"]
    lines += ["|---|" + "--:|" * len(rows)]
    for stage in stages:
        cells = " | ".join(f"{row['stages'].get(stage, 0):.2f}" for row in rows)
        lines.append(f"| {stage} | {cells} |")
    lines += ["", f"| command | seconds, median of {RUNS} |", "|---|--:|"]
    lines += [f"| {name} | {took} |" for name, took in commands.items()]
    RESULTS.mkdir(exist_ok=True)
    parts = [options.quality, *(options.languages if len(options.languages) == 1 else [])]
    table = RESULTS / f"speed-{'-'.join(parts)}.md"
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    content = {"date": today, "machine": facts, "source": source, "sizes": rows}
    content["commands"] = commands
    table.with_suffix(".json").write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2))
    print(f"Wrote {table.relative_to(ROOT)} and its .json")


if __name__ == "__main__":
    main()
