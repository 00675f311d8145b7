"""Whether an answer fits none of the codes, from answers that a person left without one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openends.engine.assign.evidence import Prior, Weights, fit_weights
from openends.engine.encoder import Matrix

#: An answer gets no code from this chance on that it fits none.
NONE_FROM = 0.5
#: By evidence in the order of ``_evidence``; rounded from train rows of five sets whose codebooks
#: had lost a fifth of their codes (docs/decisions/0041).
_PRIOR = Prior(
    expected=np.array([1.0, -1.0, 3.0]),
    intercept=-1.0,
    spread=np.array([1.0, 1.0, 1.0]),
    firm=5.0,
    firm_intercept=1.0,
)


@dataclass(frozen=True, slots=True)
class FitsNone:
    """Tells answers that fit none of the codes.

    Notes
    -----
    As for a code: what people decided is carried over to answers of like meaning, and weighed with
    what speaks for the codes. That all codes are wrong is no product of their chances, because they
    depend on each other: an answer that one of two like codes fits is unsure of both.
    """

    #: Share of answers that a person leaves without a code.
    share: float
    #: Shape (reviewed,): what each reviewed answer says for or against it.
    pull: Matrix
    weights: Weights

    def chances(self, chances: Matrix, reach: Matrix) -> Matrix:
        """Return the probability, shape (answers,), that an answer fits none.

        Parameters
        ----------
        chances:
            The probability of each code, shape (answers, codes).
        reach:
            How far each decision carries over, shape (answers, reviewed).
        """
        return self.weights.chances(_evidence(chances, self.share + reach @ self.pull))


def fit_fits_none(given: Matrix, chances: Matrix, inverse: Matrix) -> FitsNone | None:
    """Learn from answers that a person left without a code; None where there are none.

    Parameters
    ----------
    given:
        1 where a person gave the code, else 0; shape (reviewed, codes).
    chances:
        The probability of each code by the other reviewed answers, in the same shape.
    inverse:
        Of the kernel of the reviewed answers with its ridge, shape (reviewed, reviewed).
    """
    none = np.asarray(~given.any(axis=1), np.float32)
    if not none.any():
        return None
    share = float(none.mean())
    pull = inverse @ (none - share)
    without_itself = np.asarray(none - pull / np.diag(inverse), np.float32)
    weights = fit_weights(_evidence(chances, without_itself), none, _PRIOR)
    return FitsNone(share, np.asarray(pull, np.float32), weights)


def _evidence(chances: Matrix, carried: Matrix) -> Matrix:
    """Return what speaks for none, shape (answers, 3): all wrong, none likely, like answers."""
    wrong = np.log1p(-np.minimum(chances, 0.999)).sum(axis=1)
    best = np.log(np.maximum(chances.max(axis=1), 0.001))
    return np.stack([wrong, best, carried], axis=-1)
