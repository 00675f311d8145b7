"""Measure what of personal data is masked, and what is masked that is none.

python benchmarks/masking.py [--data FOLDER] [--show]

The sentences of tests/privacy/sentences.yaml are marked by hand. Half of them were written before
the rules and kept out of the tuning ("held_out"): theirs are the figures to quote. Answers of real
surveys are unmarked; there the share of masked ones is counted, and no text is written down.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import yaml

from machine import in_words, machine
from openends.engine.privacy.mask import mask
from openends.engine.privacy.piece import Kind

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
SENTENCES = ROOT / "tests" / "privacy" / "sentences.yaml"
SETS = ("fabsa_customer_feedback", "happydb_moments")
_MARK = re.compile(r"\{(\w+)\|([^}]*)\}")

#: Kind, start and end of a stretch.
Span = tuple[str, int, int]


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence with what must be masked in it."""

    text: str
    language: str
    half: str
    marked: tuple[Span, ...]

    def masked(self) -> tuple[Span, ...]:
        """Return what our rules mask."""
        language = self.language if self.language != "other" else "en"
        found = mask(self.text, language).found
        return tuple((item.kind.value, item.start, item.end) for item in found)


def read_sentences(file: Path = SENTENCES) -> list[Sentence]:
    """Return the sentences of a file without their marks."""
    content = yaml.safe_load(file.read_bytes())
    return [
        _sentence(line, language, half)
        for language, halves in content.items()
        for half, lines in halves.items()
        for line in lines
    ]


def _sentence(line: str, language: str, half: str) -> Sentence:
    text, marked, last = "", [], 0
    for match in _MARK.finditer(line):
        text += line[last : match.start()]
        marked.append((match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        last = match.end()
    text += line[last:]
    return Sentence(text=text, language=language, half=half, marked=tuple(marked))


def outcomes(sentence: Sentence) -> Counter[tuple[str, str]]:
    """Count, by kind, what is marked, found, masked and right.

    Found: every letter of what is marked is masked, under its kind. Right: what is masked lies
    within what is marked, under its kind.
    """
    counted: Counter[tuple[str, str]] = Counter()
    masked = sentence.masked()
    for kind, start, end in sentence.marked:
        counted[kind, "marked"] += 1
        covered = {at for name, a, b in masked if name == kind for at in range(a, b)}
        letters = [at for at in range(start, end) if sentence.text[at].isalnum()]
        counted[kind, "found"] += all(at in covered for at in letters)
    for kind, start, end in masked:
        counted[kind, "masked"] += 1
        counted[kind, "right"] += any(
            name == kind and a <= start and end <= b for name, a, b in sentence.marked
        )
    return counted


def figures(sentences: Iterable[Sentence]) -> dict[str, dict[str, float]]:
    """Return recall and precision by kind, by language and of all."""
    groups: dict[str, Counter[str]] = {}
    for sentence in sentences:
        for (kind, what), number in outcomes(sentence).items():
            for group in ("all", kind, sentence.language):
                groups.setdefault(group, Counter())[what] += number
    return {
        group: {
            "marked": counted["marked"],
            "masked": counted["masked"],
            "recall": counted["found"] / max(1, counted["marked"]),
            "precision": counted["right"] / max(1, counted["masked"]),
        }
        for group, counted in sorted(groups.items(), key=lambda item: _rank(item[0]))
    }


def _rank(group: str) -> tuple[bool, bool, str]:
    """Put the figures of all first, then those of kinds, then those of languages."""
    return group != "all", group not in set(Kind), group


def _speed(sentences: Sequence[Sentence]) -> float:
    """Return texts per second, after the lists are read."""
    began = time.perf_counter()
    for sentence in sentences:
        sentence.masked()
    return len(sentences) / (time.perf_counter() - began)


def _touched(file: Path, show: bool) -> dict[str, float]:
    """Return how many answers of 1,000 are masked, by kind, and how many are read in a second."""
    rows = [orjson.loads(line) for line in file.read_bytes().splitlines()]
    counted: Counter[str] = Counter()
    began = time.perf_counter()
    for row in rows:
        masked = mask(row["text"], row.get("lang") or "en")
        counted.update({item.kind.value for item in masked.found})
        counted["any"] += bool(masked.found)
        if show and masked.found:
            print([row["text"][item.start : item.end] for item in masked.found], "|", row["text"])
    seconds = time.perf_counter() - began
    kinds = ["any", *(kind.value for kind in Kind)]
    shares = {kind: 1_000 * counted[kind] / len(rows) for kind in kinds}
    return {"answers": len(rows), **shares, "per_second": len(rows) / seconds}


def main() -> None:
    """Measure, and write tables and every figure to benchmarks/results."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data")
    parser.add_argument("--show", action="store_true", help="print what is masked, write nothing")
    options = parser.parse_args()
    sentences = read_sentences()
    halves = {
        half: figures(item for item in sentences if item.half == half)
        for half in ("tuning", "held_out")
    }
    real = {
        name: _touched(file, options.show)
        for name in SETS
        if (file := options.data / f"{name}.jsonl").exists()
    }
    if not real:
        print("No data sets found; skipped. Name a folder with --data.")
    if not options.show:
        _write({"halves": halves, "sentences": len(sentences), "real": real}, _speed(sentences))


def _write(found: dict[str, Any], speed: float) -> None:
    facts, date = machine(), datetime.now(UTC).date().isoformat()
    lines = [
        "# Masking of personal data",
        "",
        f"{date}; {in_words(facts)}. `python benchmarks/masking.py`.",
        "",
        f"{found['sentences']} sentences, marked by hand; {speed:,.0f} texts a second on one core. "
        "The half that was kept out of the tuning is the figure to quote; one hand wrote both "
        "halves and the rules.",
    ]
    for half, title in (("held_out", "Kept out of the tuning"), ("tuning", "Tuned on")):
        lines += ["", f"## {title}", "", "| | marked | masked | recall | precision |"]
        lines.append("|---|--:|--:|--:|--:|")
        for group, of in found["halves"][half].items():
            lines.append(
                f"| {group} | {of['marked']} | {of['masked']} | {of['recall']:.3f} | "
                f"{of['precision']:.3f} |"
            )
    lines += ["", "## Answers of real surveys", ""]
    if found["real"]:
        names = list(next(iter(found["real"].values())))
        lines += ["Answers of 1,000 that hold something masked, by kind:", ""]
        lines += [f"| set | {' | '.join(names)} |", "|---|" + "--:|" * len(names)]
        for name, of in found["real"].items():
            numbers = " | ".join(f"{of[key]:,.{of[key] % 1 > 0:d}f}" for key in names)
            lines.append(f"| {name} | {numbers} |")
    else:
        lines.append("No data sets found; skipped. Name a folder with --data.")
    table = RESULTS / "masking.md"
    table.write_text("\n".join([*lines, ""]), "utf-8")
    content = {"date": date, "machine": facts, "texts_per_second": speed, **found}
    table.with_suffix(".json").write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
