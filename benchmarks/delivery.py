"""Measure how long it takes, and how much memory, to write a coded study as a data file.

python benchmarks/delivery.py [--respondents 10000] [--questions 3] [--codes 30]

Each format and layout is written by a process of its own from a study that is made up: every
answer has none to four codes, with five words more. The seconds are those of the layout and the
writing, the best of three, and what the process itself worked of them; the peak is that of the
whole process, and what it came to before is said beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
import orjson

from machine import in_words, machine
from openends.domain.codebook import Code, Codebook
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.delivery import (
    DeliveredQuestion,
    Delivery,
    DeliveryChoice,
    Layout,
)
from openends.domain.methods_page import MethodsPage
from openends.domain.response import ResponseStatus
from openends.domain.result import CodedQuestion, Manifest
from openends.domain.survey import Column
from openends.engine.tabulate.tabulate import tabulate
from openends.files.delivery.variables import delivered_table
from openends.files.delivery.write_csv import write_csv
from openends.files.delivery.write_workbook import Told, write_workbook
from openends.files.spss.write_sav import write_sav
from openends.files.spss.write_sps import write_sps
from openends.files.triple_s.write_triple_s import write_triple_s

RESULTS = Path(__file__).resolve().parent / "results"
RUNS = 3


def _xlsx(delivery: Delivery, choice: DeliveryChoice, path: Path) -> None:
    told = [
        Told(counts=tabulate(each.coded), methods=MethodsPage(title="", place="", sections=()))
        for each in delivery.questions
    ]
    write_workbook(delivery, choice, told, path)


def _sav(delivery: Delivery, choice: DeliveryChoice, path: Path) -> None:
    write_sav(delivered_table(delivery, choice), path)


def _sps(delivery: Delivery, choice: DeliveryChoice, path: Path) -> None:
    write_sps(delivered_table(delivery, choice), path, data_file="study.sav")


def _sss(delivery: Delivery, choice: DeliveryChoice, path: Path) -> None:
    write_triple_s(delivered_table(delivery, choice), path, title="made up", version="3.0")


#: By ending: what writes a study.
WRITERS: dict[str, Callable[[Delivery, DeliveryChoice, Path], None]] = {
    ".xlsx": _xlsx,
    ".csv": write_csv,
    ".sav": _sav,
    ".sps": _sps,
    ".sss": _sss,
}
#: Formats of any layout; the others have a row per respondent.
_ANY_LAYOUT = (".xlsx", ".csv")


def main() -> None:
    """Measure all formats and layouts and write ``delivery.md`` and ``.json``."""
    options = _options()
    if options.child:
        ending, layout = options.child
        print(json.dumps(_written(options, ending, Layout(layout))))
        return
    rows = []
    for ending in WRITERS:
        for layout in Layout:
            if layout is Layout.ONE_ROW_PER_CODE and ending not in _ANY_LAYOUT:
                continue
            runs = [_measure(options, ending, layout) for _ in range(RUNS)]
            rows.append(min(runs, key=lambda run: float(run["seconds"])))
            print(json.dumps(rows[-1]), flush=True)
    _write(rows, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--respondents", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=3)
    parser.add_argument("--codes", type=int, default=30)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


def _measure(options: argparse.Namespace, ending: str, layout: Layout) -> dict[str, Any]:
    size = [f"--{name}={getattr(options, name)}" for name in ("respondents", "questions", "codes")]
    command = [sys.executable, __file__, *size, "--child", ending, layout]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        printed = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"Writing {ending} as {layout} failed.")
    return {**json.loads(printed), "peak_mb": round(usage.ru_maxrss / 1024)}


def _written(options: argparse.Namespace, ending: str, layout: Layout) -> dict[str, Any]:
    """Write a study once; return what it took."""
    delivery = made_up(options.respondents, options.questions, options.codes)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"study{ending}"
        start, worked = perf_counter(), process_time()
        WRITERS[ending](delivery, DeliveryChoice(layout=layout, sentiment=True), path)
        seconds, worked = perf_counter() - start, process_time() - worked
        return {
            "format": ending,
            "layout": str(layout),
            "seconds": round(seconds, 2),
            "processor_seconds": round(worked, 2),
            "file_mb": round(path.stat().st_size / 2**20, 1),
            "before_mb": round(before / 1024),
        }


def made_up(respondents: int, questions: int, codes: int) -> Delivery:
    """Return a study whose answers and codes are drawn once."""
    random = np.random.default_rng(0)
    return Delivery(
        name="made up",
        respondents=Column(name="respondent", values=tuple(f"R{at}" for at in range(respondents))),
        background=[
            Column(name="age", values=tuple(random.integers(18, 90, respondents).tolist())),
            Column(name="region", values=tuple(f"Region {at % 16}" for at in range(respondents))),
        ],
        questions=[_question(random, respondents, f"Q{at + 1}", codes) for at in range(questions)],
    )


def _question(
    random: np.random.Generator, respondents: int, name: str, codes: int
) -> DeliveredQuestion:
    book = Codebook(
        codes=tuple(
            Code(name=f"Code number {at} of the question", number=at, category=f"Net {at % 5}")
            for at in range(1, codes + 1)
        )
    )
    counts = random.integers(0, 5, respondents).tolist()
    codings = tuple(
        _coding(f"R{at}", [book.codes[place] for place in random.permutation(codes)[:count]])
        for at, count in enumerate(counts)
    )
    manifest = Manifest(
        openends_version="0",
        encoders=(),
        quality="fast",
        seed=0,
        responses_sha256="",
        codebook_sha256="",
        codebook_induced=False,
    )
    asked = f"Why do you say that about brand number {name}?"
    coded = CodedQuestion(question=asked, codebook=book, codings=codings, manifest=manifest)
    return DeliveredQuestion(short_name=name, coded=coded, codings=codings)


def _coding(respondent: str, codes: list[Code]) -> Coding:
    text = " ".join(f"{code.name[:11]} was fine for {respondent}" for code in codes) + " word" * 5
    return Coding(
        response_id=respondent,
        text=text,
        status=ResponseStatus.CODED if codes else ResponseStatus.NONE,
        mentions=tuple(
            Mention(
                code=code,
                sentiment=Sentiment.POSITIVE,
                confidence=0.753,
                layer=Layer.MODEL,
                evidence=Evidence.of(text, 0, 11),
            )
            for code in codes
        ),
        sentiment=Sentiment.POSITIVE if codes else None,
    )


def _write(rows: list[dict[str, Any]], options: argparse.Namespace) -> None:
    day = datetime.now(UTC).date().isoformat()
    size = {name: getattr(options, name) for name in ("respondents", "questions", "codes")}
    content = {"day": day, "machine": machine(), **size, "rows": rows}
    RESULTS.mkdir(exist_ok=True)
    target = RESULTS / "delivery.json"
    target.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2))
    lines = [
        "# Delivery",
        "",
        f"{day}; {in_words(machine())}. {options.respondents:,} respondents with "
        f"{options.questions} questions of {options.codes} codes, none to four codes an answer, "
        f"sentiment and confidence. Best of {RUNS}; worked: seconds of the processor, as "
        "others used the machine too. The peak is that of the whole process, which held the study "
        "in memory before.",
        "",
        "| format | layout | seconds | worked | file MB | MB before | peak MB |",
        "|---|---|--:|--:|--:|--:|--:|",
        *(
            f"| {row['format']} | {row['layout']} | {row['seconds']:.2f} | "
            f"{row['processor_seconds']:.2f} | {row['file_mb']:.1f} | {row['before_mb']} | "
            f"{row['peak_mb']} |"
            for row in rows
        ),
        "",
    ]
    (RESULTS / "delivery.md").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
