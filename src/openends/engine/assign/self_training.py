"""Learn a question's own wording from the answers that are coded most clearly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openends.engine.assign.similarity import standardise, unit_rows
from openends.engine.embed import Embedded, Index
from openends.engine.encoder import Matrix

FEWEST_ANSWERS = 30
#: Share of the final score that the learned model has.
LEARNED = 0.4
#: Each code's own text is an example of it too, and counts as this many answers.
CODE_COUNTS = 3
#: Inverse strength of the penalty on weights, as in scikit-learn's LogisticRegression.
C = 2.0
#: More examples of one code add time and nothing else.
MOST_PER_CODE = 400
#: Steps of the optimiser; the score settles long before it converges.
STEPS = 25


@dataclass(frozen=True, slots=True)
class SelfTraining:
    """A classifier that learned a question's own wording."""

    #: By encoder name: mean vector of the answers that it learned from.
    means: Mapping[str, Matrix]
    #: Shape (features, codes) and (codes,).
    weights: Matrix
    bias: Matrix

    def mix(self, embedded: Embedded, scores: Matrix) -> Matrix:
        """Mix the scores of answers with what was learned."""
        learned = standardise(_features(embedded, self.means) @ self.weights + self.bias)
        return np.asarray((1 - LEARNED) * scores + LEARNED * learned, np.float32)


def fit_self_training(embedded: Embedded, scores: Matrix, code_rows: Matrix) -> SelfTraining | None:
    """Learn from the clearest answers; None where fewer than 30 answers or two codes are there.

    For each code the half of its answers with the largest margin (two at least) are taken as
    examples of it, and its own text, so that no code is without one.

    Parameters
    ----------
    embedded, scores:
        The answers, and how close they are to every code.
    code_rows:
        Vectors of the codes, of all encoders.

    Source: Yarowsky (1995) bootstrapping, with a multinomial logistic regression.
    """
    codes = scores.shape[1]
    if len(scores) < FEWEST_ANSWERS or codes < 2:
        return None
    order = np.sort(scores, axis=1)
    chosen, labels = _clearest(scores.argmax(axis=1), order[:, -1] - order[:, -2])
    means = {name: embedded.whole(name).mean(axis=0) for name in embedded.rows}
    examples = [_features(embedded, means)[chosen], np.tile(code_rows, (CODE_COUNTS, 1))]
    targets = np.concatenate([labels, np.tile(np.arange(codes), CODE_COUNTS)])
    weights, bias = _fit(np.concatenate(examples), targets, codes)
    return SelfTraining(means, weights, bias)


def _features(embedded: Embedded, means: Mapping[str, Matrix]) -> Matrix:
    rows = [unit_rows(embedded.whole(name), mean) for name, mean in means.items()]
    return np.concatenate(rows, axis=1)


def _clearest(top: Index, margin: Matrix) -> tuple[Index, Index]:
    chosen = []
    for code in np.unique(top):
        members = np.flatnonzero(top == code)
        count = min(MOST_PER_CODE, max(2, len(members) // 2))
        chosen.append(members[np.argsort(-margin[members], kind="stable")[:count]])
    picked = np.concatenate(chosen)
    return picked, top[picked]


def _fit(features: Matrix, targets: Index, classes: int) -> tuple[Matrix, Matrix]:
    """Fit a multinomial logistic regression: weights (features, classes) and bias (classes,)."""
    from scipy.optimize import minimize

    size = features.shape[1]
    onehot = np.eye(classes, dtype=np.float32)[targets]

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        weights = flat.reshape(size + 1, classes).astype(np.float32)
        logits = features @ weights[:-1] + weights[-1]
        logits -= logits.max(axis=1, keepdims=True)
        log_sum = np.log(np.exp(logits).sum(axis=1, keepdims=True))
        error = np.exp(logits - log_sum) - onehot
        gradient = np.vstack([features.T @ error, error.sum(axis=0)])
        gradient[:-1] += weights[:-1] / C
        value = float((log_sum[:, 0] - logits[np.arange(len(targets)), targets]).sum())
        value += float((weights[:-1] ** 2).sum()) / (2 * C)
        return value, gradient.ravel().astype(np.float64)

    start = np.zeros((size + 1) * classes)
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    weights = fitted.x.reshape(size + 1, classes).astype(np.float32)
    return weights[:-1], weights[-1]
