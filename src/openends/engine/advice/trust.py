"""How far a language model's own certainty can be trusted: told by what people decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from openends.engine.advice.adviser import Advice

#: What the model says of itself is kept this far from 0 and 1: no certainty is endless.
EDGE = 0.02
#: Codes that it must have given on answers that people decided.
FEWEST = 20
#: Inverse strength of the penalty on the slope, as in scikit-learn.
C = 1.0


@dataclass(frozen=True, slots=True)
class Trust:
    """What a language model's codes are worth on the study at hand.

    Notes
    -----
    Platt's scaling (1999) of the log odds that the model claims, with one code more that was right
    and one that was wrong, so that neither is impossible.
    """

    #: Answers that people decided, the codes it gave them, and those that people gave them too.
    answers: int
    given: int
    right: int
    slope: float
    intercept: float

    def honest(self, advice: Advice) -> Advice:
        """Return advice whose confidence is the probability that a person gives the code too."""
        return Advice(
            tuple(
                replace(item, confidence=self.probability(item.confidence)) for item in advice.codes
            )
        )

    def probability(self, claimed: float) -> float:
        """Return the probability of being right where the model claims so much."""
        logit = self.slope * _logits([claimed])[0] + self.intercept
        return round(float(1 / (1 + np.exp(-logit))), 3)


def learn_trust(told: Iterable[tuple[Advice, set[str]]]) -> Trust | None:
    """Compare a language model's codes with people's; None where there are too few.

    Parameters
    ----------
    told:
        What the model said of answers, each with the names of the codes that people gave it.
    """
    # Imported here: only studies with reviewed answers need it.
    from sklearn.linear_model import LogisticRegression

    pairs = list(told)
    claimed = [item.confidence for advice, _ in pairs for item in advice.codes]
    right = [item.code.name in names for advice, names in pairs for item in advice.codes]
    if len(claimed) < FEWEST:
        return None
    middle = float(np.mean(_logits(claimed)))
    logits = np.array([*_logits(claimed), middle, middle])[:, None]
    fitted = LogisticRegression(C=C).fit(logits - middle, [*right, True, False])
    slope = float(fitted.coef_[0, 0])
    if slope <= 0:
        # Where it says more of less, its certainty tells nothing: all its codes are worth the same.
        share = (sum(right) + 1) / (len(right) + 2)
        slope, intercept = 0.0, float(np.log(share / (1 - share)))
    else:
        intercept = float(fitted.intercept_[0]) - slope * middle
    return Trust(len(pairs), len(claimed), sum(right), slope, intercept)


def _logits(shares: Sequence[float]) -> list[float]:
    kept = np.clip(shares, EDGE, 1 - EDGE)
    return [float(value) for value in np.log(kept / (1 - kept))]
