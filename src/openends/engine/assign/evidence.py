"""Weigh what speaks for a code of an answer, from the first reviewed answers on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openends.engine.embed import Embedded
from openends.engine.encoder import Matrix


@dataclass(frozen=True, slots=True)
class Prior:
    """What a survey's weights are expected to be before anybody reviewed an answer of it."""

    #: One weight per kind of evidence, and the log odds where nothing speaks.
    expected: Matrix
    intercept: float
    #: How much each kind of evidence spreads.
    spread: Matrix
    #: How firmly the expectation is held: the penalty on a weight that is off by one, per spread;
    #: and the same for the intercept, in which surveys differ more.
    firm: float
    firm_intercept: float


#: That a person gives a code, by evidence in the order of ``weigh_up``. Rounded from train rows of
#: nine sets that people had coded (docs/decisions/0034).
CODE_IS_GIVEN = Prior(
    expected=np.array([-0.6, 2.4, 0.14, 8.0, -0.3, 0.13]),
    intercept=-2.6,
    spread=np.array([1.8, 0.125, 1.9, 0.09, 0.3, 1.9]),
    firm=30.0,
    firm_intercept=1.0,
)


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close answers are to the codes in meaning."""

    #: Shape (answers, codes), standardised by row.
    scores: Matrix
    #: Shape (answers, codes): cosine of the clause that comes closest.
    best_clause: Matrix
    #: Shape (answers, 1): logarithm of the number of clauses.
    clauses: Matrix


def closeness(embedded: Embedded, scores: Matrix, clause_scores: Matrix) -> Closeness:
    """Return how close answers are to the codes.

    Parameters
    ----------
    embedded:
        Distinct answers.
    scores:
        Shape (answers, codes), standardised by row.
    clause_scores:
        Cosines of their clauses, shape (clauses, codes).
    """
    clauses = np.log(embedded.clause_counts, dtype=np.float32)[:, None]
    return Closeness(scores, embedded.of_best_clause(clause_scores), clauses)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence says in this survey."""

    #: Shape (kinds,), and the log odds where nothing speaks.
    coefficients: Matrix
    intercept: float

    def chances(self, evidence: Matrix) -> Matrix:
        """Return the probability for each row of evidence, shape (..., kinds)."""
        logits = evidence @ self.coefficients + self.intercept
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), np.float32)


def weigh_up(close: Closeness, carried: Matrix, shares: Matrix) -> Matrix:
    """Return what speaks for each code of each answer, shape (answers, codes, kinds).

    An answer of many clauses has several codes, so being behind the best one says less there.

    Parameters
    ----------
    close:
        How close the answers are.
    carried:
        What reviewed answers of like meaning say, shape (answers, codes).
    shares:
        Share of answers that a person gives each code; shape (codes,) or (answers, codes).
    """
    behind = close.scores.max(axis=1, keepdims=True) - close.scores
    return np.stack(
        [
            behind,
            close.best_clause,
            behind * close.clauses,
            carried,
            carried * close.scores,
            np.broadcast_to(np.log(shares), behind.shape),
        ],
        axis=-1,
    )


def fit_weights(evidence: Matrix, given: Matrix, prior: Prior) -> Weights:
    """Learn how much each kind of evidence says from what people decided.

    With few decisions the weights stay near what is expected of any survey, with many they are
    the survey's own.

    Parameters
    ----------
    evidence:
        Of the reviewed answers, shape (..., kinds).
    given:
        1 where a person decided so, else 0; shape (...).
    prior:
        What is expected.

    Source: logistic regression with a normal prior on its weights, at the most probable weights
    (Gelman et al. 2013, Bayesian Data Analysis, ch. 16).
    """
    from scipy.optimize import minimize

    kinds = len(prior.spread)
    pairs = np.ones((given.size, kinds + 1))
    pairs[:, :-1] = evidence.reshape(-1, kinds) / prior.spread
    decided = given.reshape(-1).astype(np.float64)
    expected = np.append(prior.expected * prior.spread, prior.intercept)
    firm = np.append(np.full(kinds, prior.firm), prior.firm_intercept)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        logits, off = pairs @ weights, weights - expected
        value = float((np.logaddexp(0, logits) - decided * logits).sum() + firm @ off**2 / 2)
        wrong = 1 / (1 + np.exp(-np.clip(logits, -30, 30))) - decided
        return value, np.asarray(wrong @ pairs + firm * off)

    fitted = minimize(loss, expected, jac=True, method="L-BFGS-B").x
    return Weights(np.asarray(fitted[:-1] / prior.spread, np.float32), float(fitted[-1]))
