"""Check the weights that confidence is estimated with, on sets of answers that people coded.

python benchmarks/calibration.py [--data FOLDER] [--limit N]

Train rows only. Prints the weights that a logistic regression would choose over all sets, the
calibration error on each set when the weights come from the other sets, and that of the weights in
use (openends.engine.assign.confidence).
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from openends.domain.response import Response
from openends.encoders import load_encoders
from openends.engine.assign import confidence
from openends.engine.assign.decide import choose_codes
from openends.engine.assign.model import fit_model
from openends.engine.embed import embed
from openends.engine.prepare.prepare import prepare
from openends.engine.reliability.calibration import measure_calibration
from openends.services.evaluation_data import (
    PersonCoded,
    Split,
    choose_rows,
    read_peoples_codebook,
    read_person_coded,
)

ROOT = Path(__file__).resolve().parent.parent
#: Sets whose codes cannot be learned from: names of brands, and 21 languages of one text.
LEFT_OUT = frozenset({"brand_misspellings_tiny", "mabsa_coursera_21lang"})
FEATURES = ("score", "cosine", "log of codes", "log of clauses")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data")
    parser.add_argument("--limit", type=int, default=1_000)
    options = parser.parse_args()
    files = sorted(options.data.glob("*.jsonl")) if options.data.is_dir() else []
    sets = {
        file.stem: figures
        for file in files
        if file.stem not in LEFT_OUT and (figures := _figures(file, options.limit)) is not None
    }
    if len(sets) < 2:
        print("Fewer than two data sets found; skipped. Name a folder with --data.")
        return
    in_use = np.array(
        [
            confidence.PER_SCORE,
            confidence.PER_COSINE,
            confidence.PER_LOG_CODES,
            confidence.PER_LOG_CLAUSES,
        ]
    )
    print("| set | mentions | agreement | error, weights of the others | error, weights in use |")
    print("|---|--:|--:|--:|--:|")
    errors = []
    for name, (features, agreed) in sets.items():
        others = _fit([sets[other] for other in sets if other != name])
        left_out = _error(others.predict_proba(features)[:, 1], agreed)
        logits = confidence.INTERCEPT + features @ in_use
        errors.append((left_out, _error(1 / (1 + np.exp(-logits)), agreed)))
        shown = " | ".join(f"{error:.3f}" for error in errors[-1])
        print(f"| {name} | {len(agreed):,} | {agreed.mean():.2f} | {shown} |")
    means = " | ".join(f"{mean:.3f}" for mean in np.mean(errors, axis=0))
    print(f"| **mean** | | | {means} |")
    chosen = _fit(list(sets.values()))
    weights = dict(zip(FEATURES, chosen.coef_[0].round(2).tolist(), strict=True))
    print(f"\nAll sets: intercept {chosen.intercept_[0]:.2f}, {weights}")


def _figures(file: Path, limit: int) -> tuple[np.ndarray, np.ndarray] | None:
    """Return a row of features per mention and whether people gave the code; None without codes."""
    path = file.with_name(f"{file.stem}.codebook.json")
    if not path.exists():
        return None
    theirs = read_peoples_codebook(path)
    rows = read_person_coded(file, theirs.names)
    split: Split = "train" if any(row.split == "train" for row in rows) else "all"
    chosen = choose_rows(rows, split=split, limit=limit, seed=1)
    questions: dict[str, list[PersonCoded]] = defaultdict(list)
    for row in chosen:
        questions[row.question].append(row)
    features: list[tuple[float, ...]] = []
    agreed: list[bool] = []
    for question in questions.values():
        prepared = prepare([Response(id=row.id, text=row.text) for row in question])
        encoders = load_encoders("fast", prepared.languages)
        embedded = embed(prepared.answers, encoders)
        _, model = fit_model(embedded, theirs.codebook.codes, encoders)
        for occurrence, row in zip(prepared.occurrences, question, strict=True):
            if occurrence.status is not None:
                continue
            answer, scores = prepared.answers[occurrence.answer], model.scores[occurrence.answer]
            first = embedded.first_clause[occurrence.answer]
            clause_scores = model.clause_scores[first : first + len(answer.clauses)]
            cosines = clause_scores.max(axis=0)
            for code in choose_codes(scores, clause_scores):
                codes, clauses = len(scores), len(clause_scores)
                features.append((scores[code], cosines[code], np.log(codes), np.log(clauses)))
                agreed.append(theirs.codebook.codes[code].name in row.codes)
    return (np.array(features), np.array(agreed)) if any(agreed) else None


def _fit(sets: list[tuple[np.ndarray, np.ndarray]]) -> LogisticRegression:
    """Fit over sets of equal weight, however many mentions they have."""
    weights = np.concatenate([np.full(len(agreed), 1_000 / len(agreed)) for _, agreed in sets])
    features = np.concatenate([features for features, _ in sets])
    agreed = np.concatenate([agreed for _, agreed in sets])
    return LogisticRegression(C=10).fit(features, agreed, sample_weight=weights)


def _error(estimated: np.ndarray, agreed: np.ndarray) -> float:
    found = measure_calibration(estimated.tolist(), agreed.tolist())
    return found.error if found else 0.0


if __name__ == "__main__":
    main()
