"""Measure suggestions: damage people's codebooks, and see what brings the damage to light.

python benchmarks/suggestions.py [--data FOLDER] [--only NAME] [--limit N] [--draws N]

Of each set's train rows some are coded with its codebook after codes were taken out, joined and
doubled; a few codes are then replaced by wrong ones, and in every second draw people's codes stand
for a fifth of the rows. A suggestion is right when people's codes agree with it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from machine import in_words, machine
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.response import Response, ResponseStatus, ReviewedResponse
from openends.domain.suggestion import SuggestionType
from openends.engine.prepare_question import prepare_question
from openends.engine.progress import silent
from openends.engine.read_question import ReadQuestion, read_question
from openends.engine.refine.suggest import suggest
from openends.engine.settings import Settings
from openends.engine.told import told_languages
from openends.services.evaluation_data import (
    PeoplesCodebook,
    PersonCoded,
    read_peoples_codebook,
    read_person_coded,
)
from remember import remembering_encoders
from suggestions_damage import Damaged, damage
from suggestions_right import found_damages, is_right

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
#: Part of the rows that a person settled, in every second draw; part that gets a wrong code.
SETTLED, WRONG = 0.2, 0.03
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.01)
LOAD = partial(remembering_encoders, "fast")


@dataclass(frozen=True)
class Draw:
    """A damaged codebook with its coded responses."""

    damaged: Damaged
    question: ReadQuestion
    codings: Sequence[Coding]
    #: Places of the rows that a person settled, and of those whose code was replaced.
    settled: frozenset[int]
    wrong: frozenset[int]

    @property
    def reviewed(self) -> list[ReviewedResponse]:
        """Return what the machine was told of the settled rows."""
        return [_reviewed(self.damaged, at) for at in sorted(self.settled)]


def main() -> None:
    """Measure every set, and write a table and every suggestion to benchmarks/results."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data")
    parser.add_argument("--only", action="append", metavar="NAME", help="may be repeated")
    parser.add_argument("--limit", type=int, default=250, help="train rows a draw at most")
    parser.add_argument("--draws", type=int, default=2, help="damaged codebooks a set")
    parser.add_argument("--seed", type=int, default=100, help="of the first draw")
    options = parser.parse_args()
    judged: list[dict[str, Any]] = []
    found: Counter[str] = Counter()
    for file in sorted(options.data.glob("*.jsonl")) if options.data.is_dir() else []:
        book = file.with_name(f"{file.stem}.codebook.json")
        if book.exists() and (not options.only or file.stem in options.only):
            theirs = read_peoples_codebook(book)
            for seed in range(options.seed, options.seed + options.draws):
                judged += _measure(file, theirs, options.limit, seed, found)
    if not judged:
        print("No data sets with train rows found; skipped. Name a folder with --data.")
        return
    _write(judged, found, options)


def _measure(
    file: Path, theirs: PeoplesCodebook, limit: int, seed: int, found: Counter[str]
) -> Iterator[dict[str, Any]]:
    draw = _draw(file, theirs, limit, seed)
    if draw is None:
        return
    suggestions = suggest(draw.question, draw.damaged.codebook, draw.codings)
    found.update(found_damages(draw, suggestions))
    for one in suggestions:
        right = is_right(one, draw)
        yield {
            "set": file.stem,
            "draw": seed,
            "type": one.type.value,
            "confidence": one.confidence,
            "people": one.people,
            "right": right,
        }
    print(file.stem, seed, len(suggestions), flush=True)


def _draw(file: Path, theirs: PeoplesCodebook, limit: int, seed: int) -> Draw | None:
    every = [row for row in read_person_coded(file, theirs.names) if row.split == "train"]
    if not every:
        return None
    # Of a set of several questions the one with the most rows; of one with many small ones all.
    question, rows = Counter(row.question for row in every).most_common(1)[0]
    if rows >= limit:
        every = [row for row in every if row.question == question]
    damaged = damage(theirs.codebook, every, limit, seed)
    if damaged is None:
        return None
    settings = Settings(question=question if rows >= limit else "")
    chance = np.random.default_rng(seed)
    drawn = chance.random(len(damaged.rows)) < (SETTLED if seed % 2 else 0)
    responses = [Response(id=row.id, text=row.text) for row in damaged.rows]
    reviewed = [_reviewed(damaged, at) for at in np.flatnonzero(drawn).tolist()]
    coder = prepare_question(
        responses,
        load_encoders=LOAD,
        settings=settings,
        codebook=damaged.codebook,
        reviewed=reviewed,
    )
    codings = list(coder.code(0, len(responses)))
    settled, wrong = set(), set()
    for at, coding in enumerate(codings):
        if coding.status not in {ResponseStatus.CODED, ResponseStatus.OTHER}:
            continue
        if drawn[at]:
            codings[at] = _settle(coding, damaged, damaged.rows[at])
            settled.add(at)
        elif coding.mentions and chance.random() < WRONG:
            codings[at] = _spoil(coding, damaged, chance)
            wrong.add(at)
    told = told_languages(damaged.codebook, reviewed)
    read = read_question(responses, told, LOAD, settings, silent)
    return Draw(damaged, read, codings, frozenset(settled), frozenset(wrong))


def _reviewed(damaged: Damaged, at: int) -> ReviewedResponse:
    row = damaged.rows[at]
    return ReviewedResponse(text=row.text, codes=damaged.translated(row.codes))


def _settle(coding: Coding, damaged: Damaged, row: PersonCoded) -> Coding:
    """Return the coding with people's codes."""
    evidence = Evidence.of(coding.text, 0, len(coding.text))
    mentions = tuple(
        Mention(
            code=code,
            sentiment=Sentiment.NEUTRAL,
            confidence=0.98,
            layer=Layer.PERSON,
            evidence=evidence,
        )
        for name in damaged.translated(row.codes)
        if (code := damaged.codebook.find(name)) is not None
    )
    status = ResponseStatus.CODED if mentions else ResponseStatus.OTHER
    return replace(coding, mentions=mentions, status=status, approved=True)


def _spoil(coding: Coding, damaged: Damaged, chance: np.random.Generator) -> Coding:
    """Return the coding with a wrong code in the place of its first."""
    has = {mention.code.number for mention in coding.mentions}
    others = [code for code in damaged.codebook if code.number not in has]
    if not others:
        return coding
    first = replace(coding.mentions[0], code=others[chance.integers(len(others))])
    return replace(coding, mentions=(first, *coding.mentions[1:]))


def _write(
    judged: Sequence[dict[str, Any]], found: Counter[str], options: argparse.Namespace
) -> None:
    facts, date = machine(), datetime.now(UTC).date().isoformat()
    sets = sorted({one["set"] for one in judged})
    lines = [
        "# Suggestions on damaged codebooks",
        "",
        f"{date}; {in_words(facts)}. {len(sets)} sets, {options.draws} draws each of at most "
        f"{options.limit} train rows, seeds from {options.seed}; quick encoders. "
        "`python benchmarks/suggestions.py`.",
        "",
        "| type | confidence | suggestions | mean confidence | right |",
        "|---|---|--:|--:|--:|",
    ]
    for kind in SuggestionType:
        of_kind = [one for one in judged if one["type"] == kind.value]
        for low, high in pairwise(BINS):
            inside = [one for one in of_kind if low <= one["confidence"] < high]
            if inside:
                lines.append(_line(kind.value, f"{low:.1f} to {min(high, 1):.1f}", inside))
        if of_kind:
            lines.append(_line(f"**{kind.value}**", "all", of_kind))
    lines += ["", "| damage | done | found |", "|---|--:|--:|"]
    names = sorted({name.removesuffix(" found") for name in found})
    lines += [f"| {name} | {found[name]} | {found[f'{name} found']} |" for name in names]
    table = RESULTS / "suggestions.md"
    table.write_text("\n".join([*lines, ""]), "utf-8")
    content = {
        "date": date,
        "machine": facts,
        "limit": options.limit,
        "damages": found,
        "suggestions": judged,
    }
    table.with_suffix(".json").write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2))
    print("\n".join(lines))


def _line(kind: str, confidence: str, inside: Sequence[dict[str, Any]]) -> str:
    mean = np.mean([one["confidence"] for one in inside])
    right = np.mean([one["right"] for one in inside])
    return f"| {kind} | {confidence} | {len(inside)} | {mean:.2f} | {right:.2f} |"


if __name__ == "__main__":
    main()
