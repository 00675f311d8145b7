"""Layer "examples": what a person confirmed or corrected is learned for all other answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openends.engine.assign.evidence import (
    CODE_IS_GIVEN,
    Closeness,
    Weights,
    fit_weights,
    weigh_up,
)
from openends.engine.assign.fits_none import NONE_FROM, FitsNone, fit_fits_none
from openends.engine.assign.similarity import unit_rows
from openends.engine.embed import Embedded
from openends.engine.encoder import Matrix

#: With fewer reviewed answers closeness of meaning alone is as good.
FEWEST = 5
#: Reviewed answers that are learned from; more take time and add next to nothing.
MOST = 2_000
#: A code is given from this chance on; an answer's best code also below it.
LEAST_CHANCE = 0.33
#: Reviewed answers of which none has two codes, from which on no answer gets two.
NEVER_TWO = 20
#: How much the regression trusts a single example, in units of one more example that agrees.
RIDGE = 0.05
#: Likeness of answers that have nothing in common, by which a decision carries over to all of them;
#: and the number of reviewed answers at which half of that is believed. Of five answers, five can
#: have the same code by chance.
UNLIKE, HALF_BELIEVED = float(np.exp(-0.5)), 100
#: What closeness of meaning promises before anything is learned: a softmax of the scores at this
#: temperature, and the codes that an answer has on average.
TEMPERATURE, PROMISED = 0.8, 0.6
#: Reviewed answers that the promised share of a code counts for.
PRIOR = 5.0


@dataclass(frozen=True, slots=True)
class Chances:
    """What a person is likely to decide for some answers."""

    #: The probability of each code, shape (answers, codes).
    codes: Matrix
    #: The probability that an answer fits none, shape (answers,).
    none: Matrix
    #: Whether no answer gets two codes.
    one_at_most: bool = False

    def likely_codes(self, position: int) -> list[int]:
        """Return the indices of the codes that an answer gets, the most likely first.

        Every answer gets a code but one that is likelier than not to fit none.

        Parameters
        ----------
        position:
            Index of the answer.
        """
        if self.none[position] >= NONE_FROM:
            return []
        chances = self.codes[position]
        order = np.argsort(-chances, kind="stable")
        if self.one_at_most:
            return [int(order[0])]
        return [int(code) for code in order if code == order[0] or chances[code] >= LEAST_CHANCE]


@dataclass(frozen=True, slots=True)
class Examples:
    """What reviewed answers teach: how likely a person gives each code to an answer.

    Notes
    -----
    Two steps. A kernel ridge regression (a Gaussian process with the closeness of meaning as its
    mean; Rasmussen and Williams 2006, ch. 2) carries each decision over to answers of like meaning.
    A logistic regression over all pairs of reviewed answer and code then weighs its result, the
    closeness and the code's frequency. It is fitted on what the first step would have said of each
    reviewed answer without that answer, which has a closed form (ibid., 5.4.2); so its
    probabilities are honest for new answers. Its weights start from what is expected of any survey.
    """

    #: By encoder name: the mean vector that is taken off.
    means: Mapping[str, Matrix]
    #: Shape (reviewed, features): vectors of the reviewed answers, rows of length 1.
    rows: Matrix
    #: Shape (reviewed, codes): what each reviewed answer says for or against each code.
    pull: Matrix
    #: Shape (codes,): share of answers that a person gives the code.
    shares: Matrix
    weights: Weights
    #: Shape (reviewed, codes): the chances of the reviewed answers by the other ones.
    others_say: Matrix
    #: None where no reviewed answer was left without a code.
    fits_none: FitsNone | None
    #: Whether no reviewed answer has two codes, of enough to tell.
    one_at_most: bool

    def chances(self, embedded: Embedded, close: Closeness) -> Chances:
        """Return how likely a person gives each code, and none.

        Parameters
        ----------
        embedded:
            Distinct answers.
        close:
            How close they are to the codes.
        """
        reach = _reach(features(embedded, self.means), self.rows)
        carried = _promised(close.scores) + reach @ self.pull
        codes = self.weights.chances(weigh_up(close, carried, self.shares))
        if self.fits_none is None:
            return Chances(codes, np.zeros(len(codes), np.float32), self.one_at_most)
        return Chances(codes, self.fits_none.chances(codes, reach), self.one_at_most)


def fit_examples(
    embedded: Embedded, close: Closeness, given: Matrix, means: Mapping[str, Matrix]
) -> Examples | None:
    """Learn from reviewed answers; None where they are too few, or all got no code or every code.

    Parameters
    ----------
    embedded:
        The reviewed answers.
    close:
        How close they are to the codes.
    given:
        1 where a person gave the code, else 0; shape (reviewed, codes).
    means:
        By encoder name: the mean vector of all answers.
    """
    count = len(given)
    if count < FEWEST or given.all() or not given.any():
        return None
    rows, promised = features(embedded, means), _promised(close.scores)
    inverse = np.linalg.inv(_reach(rows, rows) + RIDGE * np.eye(count))
    pull = inverse @ (given - promised)
    without_itself = np.asarray(given - pull / np.diag(inverse)[:, None], np.float32)
    totals, prior = given.sum(axis=0), PRIOR * promised.mean(axis=0)
    # A code's frequency is also reckoned without the answer at hand.
    shares_of_others = (totals - given + prior) / (count - 1 + PRIOR)
    evidence = weigh_up(close, without_itself, shares_of_others)
    weights = fit_weights(evidence, given, CODE_IS_GIVEN)
    others_say = weights.chances(evidence)
    return Examples(
        means=means,
        rows=rows,
        pull=np.asarray(pull, np.float32),
        shares=(totals + prior) / (count + PRIOR),
        weights=weights,
        others_say=others_say,
        fits_none=fit_fits_none(given, others_say, inverse),
        one_at_most=count >= NEVER_TWO and bool((given.sum(axis=1) <= 1).all()),
    )


def features(embedded: Embedded, means: Mapping[str, Matrix]) -> Matrix:
    """Return a vector of length 1 for each answer, of all encoders together.

    Parameters
    ----------
    embedded:
        Distinct answers.
    means:
        By encoder name: the mean vector that is taken off.
    """
    parts = [unit_rows(embedded.whole(name), mean) for name, mean in means.items()]
    return np.asarray(np.concatenate(parts, axis=1) / np.sqrt(len(parts)), np.float32)


def likeness(some: Matrix, others: Matrix) -> Matrix:
    """Return the Gaussian kernel of vectors of length 1, from 1/e (opposite) to 1 (the same)."""
    return np.asarray(np.exp((some @ others.T - 1) / 2), np.float32)


def _reach(some: Matrix, reviewed: Matrix) -> Matrix:
    """Return how far each decision on reviewed answers carries over to some answers."""
    count = len(reviewed)
    return likeness(some, reviewed) - np.float32(UNLIKE * HALF_BELIEVED / (HALF_BELIEVED + count))


def _promised(scores: Matrix) -> Matrix:
    raised = np.exp((scores - scores.max(axis=1, keepdims=True)) / TEMPERATURE)
    return np.asarray(PROMISED * raised / raised.sum(axis=1, keepdims=True), np.float32)
