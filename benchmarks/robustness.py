"""Measure what must not matter: the order of the answers, a few more of them, the language.

python benchmarks/robustness.py [--data FOLDER] [--quality fast|best]

Order, additions and seeds are tried on sets of answers with people's codebooks and with built ones.
Languages are compared on parallel sentences, each language coded by itself with the same English
codebook.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import orjson

from machine import in_words, machine
from openends.domain.codebook import Codebook
from openends.domain.coding import Coding
from openends.domain.response import Response
from openends.engine.reliability.agreement import measure_agreement
from openends.services.code_responses import code
from openends.services.evaluation_data import PersonCoded, read_peoples_codebook, read_person_coded

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
SETS = ("anes08_mip", "fabsa_customer_feedback", "happydb_moments")
PARALLEL = "mabsa_coursera_21lang"
ANSWERS = 1_000


def main() -> None:
    """Measure, and write a table and every figure to benchmarks/results."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data")
    parser.add_argument("--quality", choices=["fast", "best"], default="fast")
    options = parser.parse_args()
    found: dict[str, Any] = {"stability": {}, "languages": {}}
    for name in SETS:
        if (file := options.data / f"{name}.jsonl").exists():
            rows, codebook = _read(file)
            found["stability"][name] = _stability(rows[:ANSWERS], codebook, options.quality)
            print(name, found["stability"][name], flush=True)
    if (file := options.data / f"{PARALLEL}.jsonl").exists():
        rows, codebook = _read(file)
        found["languages"] = _languages(rows, codebook, options.quality)
        print(found["languages"], flush=True)
    if not any(found.values()):
        print("No data sets found; skipped. Name a folder with --data.")
        return
    _write(found, options.quality)


def _read(file: Path) -> tuple[list[PersonCoded], Codebook]:
    theirs = read_peoples_codebook(file.with_name(f"{file.stem}.codebook.json"))
    return read_person_coded(file, theirs.names), theirs.codebook


def _stability(rows: Sequence[PersonCoded], codebook: Codebook, quality: Any) -> dict[str, float]:
    """Return the share of mentions that change, for each thing that must not matter."""
    some = [Response(id=str(at), text=row.text) for at, row in enumerate(rows)]
    turned = [some[at] for at in np.random.default_rng(0).permutation(len(some))]
    fewer = some[: round(len(some) / 1.01)]
    figures = {}
    for kind, given in (("given", codebook), ("built", None)):
        whole = _mentions(code(some, given, quality=quality).codings)
        for what, others, seed in (("order", turned, 0), ("1% fewer", fewer, 0), ("seed", some, 1)):
            changed = _mentions(code(others, given, quality=quality, seed=seed).codings)
            figures[f"{kind}, {what}"] = _changed(whole, changed)
    return figures


def _mentions(codings: Sequence[Coding]) -> dict[str, set[str]]:
    return {item.response_id: {mention.code.name for mention in item.mentions} for item in codings}


def _changed(one: dict[str, set[str]], other: dict[str, set[str]]) -> float:
    common = one.keys() & other.keys()
    differ = sum(len(one[key] ^ other[key]) for key in common)
    return differ / max(1, sum(len(one[key]) + len(other[key]) for key in common))


def _languages(rows: Sequence[PersonCoded], codebook: Codebook, quality: Any) -> dict[str, float]:
    """Return the sample F1 of each language."""
    spoken: dict[str, list[PersonCoded]] = defaultdict(list)
    for row in rows:
        # The ids of parallel sentences end with their language.
        spoken[row.id.rpartition("-")[2]].append(row)
    figures = {}
    for language, group in sorted(spoken.items()):
        answers = [Response(id=str(at), text=row.text) for at, row in enumerate(group)]
        codings = code(answers, codebook, language=language, quality=quality).codings
        people = [frozenset(row.codes) for row in group]
        ours = list(_mentions(codings).values())
        figures[language] = measure_agreement(people, ours).sample_f1
    return figures


def _write(found: dict[str, Any], quality: str) -> None:
    facts, date = machine(), datetime.now(UTC).date().isoformat()
    lines = [
        f"# What must not matter, --quality {quality}",
        "",
        f"{date}; {in_words(facts)}. `python benchmarks/robustness.py`.",
        "",
        f"Share of mentions that change, of the first {ANSWERS:,} answers of each set, with "
        "people's codebook (given) and with one that is built:",
        "",
    ]
    kinds = list(next(iter(found["stability"].values()), {}))
    lines += [f"| set | {' | '.join(kinds)} |", "|---|" + "--:|" * len(kinds)]
    for name, figures in found["stability"].items():
        lines.append(f"| {name} | {' | '.join(f'{figures[kind]:.4f}' for kind in kinds)} |")
    if languages := found["languages"]:
        english, others = languages["en"], [languages[key] for key in languages if key != "en"]
        lines += [
            "",
            "Sample F1 on parallel sentences with an English codebook: English "
            f"{english:.3f}, median of the others {median(others):.3f}, worst {min(others):.3f}.",
            "",
            f"| {' | '.join(languages)} |",
            "|" + "--:|" * len(languages),
            f"| {' | '.join(f'{value:.3f}' for value in languages.values())} |",
        ]
    table = RESULTS / f"robustness-{quality}.md"
    table.write_text("\n".join([*lines, ""]), "utf-8")
    content = {"date": date, "machine": facts, **found}
    table.with_suffix(".json").write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
