"""How precise back-coding is: Other answers whose right codes people have given.

    python benchmarks/back_coding.py --data FOLDER

Of each set's codes half are the list, by their bare names as in a questionnaire, and half are not.
As many short answers of the ones as of the others are taken for what people wrote beside Other. A
move to the list is right when people gave the answer that code.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from openends.domain.back_coding import BackCoding, ClosedAnswer, ClosedQuestion, Option
from openends.encoders import load_encoders
from openends.engine.assign.prototypes import readable
from openends.engine.back_code.back_code import back_code
from openends.engine.prepare.set_aside import set_aside

#: Words of what fits beside Other, answers of a draw, options of the longest list, draws of a set.
LONGEST, ANSWERS, OPTIONS, DRAWS = 14, 300, 12, 2
#: Answers to code by that a code needs to be counted.
FEWEST = 3
OTHER = 997


@dataclass(frozen=True)
class Case:
    """A list, and Other answers with the numbers that are right for them."""

    question: ClosedQuestion
    answers: list[ClosedAnswer]
    right: list[set[int]]


def cases(path: Path, draws: int, split: str) -> Iterator[Case]:
    """Yield draws of a set: a list of half of its codes, and answers to both halves."""
    rows = [row for row in map(json.loads, path.open(encoding="utf-8")) if _fits(row, split)]
    codes = json.loads(path.with_suffix(".codebook.json").read_text("utf-8"))
    names = {code["code"]: readable(code["label"]) for code in codes}
    used = [code for code in names if sum(code in row["codes"] for row in rows) >= FEWEST]
    for draw in range(draws):
        random = np.random.default_rng(draw)
        size = min(OPTIONS, len(used) // 2)
        listed = [used[at] for at in random.choice(len(used), size, replace=False)]
        number = {code: at for at, code in enumerate(listed, start=1)}
        on = [row for row in rows if number.keys() & row["codes"]]
        off = [row for row in rows if not number.keys() & row["codes"]]
        half = min(len(on), len(off), ANSWERS // 2)
        chosen = [
            side[at] for side in (on, off) for at in random.choice(len(side), half, replace=False)
        ]
        options = [Option(number=at, name=names[code]) for code, at in number.items()]
        yield Case(
            ClosedQuestion(
                name="Q",
                options=(*options, Option(number=OTHER, name="Other (specify)")),
                other=OTHER,
                multiple=True,
                text=rows[0].get("question", ""),
            ),
            [
                ClosedAnswer(respondent=str(at), punches=(OTHER,), text=row["text"])
                for at, row in enumerate(chosen)
            ],
            [{number[code] for code in row["codes"] if code in number} for row in chosen],
        )


def _fits(row: dict[str, Any], split: str) -> bool:
    """Tell whether an answer is of the rows that are wanted, short, and says something."""
    text = row["text"]
    return (
        row.get("split", "train") == split
        and len(text.split()) <= LONGEST
        and set_aside(text) is None
    )


def figures(case: Case, done: BackCoding) -> dict[str, list[tuple[bool, float]]]:
    """Return, by layer and for suggestions, whether each was right, and its confidence."""
    found: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    listed = set(case.question.names)
    for answer, right in zip(done.answers, case.right, strict=True):
        for move in answer.moves:
            if move.number in listed:
                found[str(move.layer)].append((move.number in right, move.confidence))
            else:
                found["new code, not on the list"].append((not right, move.confidence))
        if answer.suggested in listed:
            found["suggested"].append((answer.suggested in right, answer.confidence or 0.0))
    return found


def main() -> None:
    """Print the figures of every set and of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", nargs="*", default=())
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument(
        "--split",
        choices=("train", "test"),
        default="test",
        help="The weights are from train rows.",
    )
    order = parser.parse_args()
    whole: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    people = 0
    for path in sorted(order.data.glob("*.jsonl")):
        if order.sets and path.stem not in order.sets:
            continue
        if not path.with_suffix(".codebook.json").is_file():
            print(path.stem, "has no codebook: skipped")
            continue
        ours: dict[str, list[tuple[bool, float]]] = defaultdict(list)
        for case in cases(path, order.draws, order.split):
            done = back_code(
                case.question, case.answers, load_encoders=partial(load_encoders, "fast")
            )
            people += sum(map(bool, case.right))
            for what, items in figures(case, done).items():
                ours[what] += items
                whole[what] += items
        print(path.stem, _told(ours), flush=True)
    print("all", _told(whole), f"of {people:,} that belong to the list")


def _told(found: dict[str, list[tuple[bool, float]]]) -> str:
    return "; ".join(
        f"{what} {len(items)}, right {np.mean([right for right, _ in items]):.3f}, "
        f"confidence {np.mean([sure for _, sure in items]):.3f}"
        for what, items in sorted(found.items())
    )


if __name__ == "__main__":
    main()
