"""Whether confidence means what it says: of mentions at 0.8, people give about 80 percent too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: From this confidence on a mention is meant to need no second look.
SURE = 0.8


@dataclass(frozen=True, kw_only=True, slots=True)
class CalibrationBin:
    """Mentions of similar confidence."""

    mentions: int
    #: Lowest, highest and mean confidence in the bin, 0 to 1.
    lowest: float
    highest: float
    confidence: float
    #: Part of the mentions that people gave too, 0 to 1.
    agreement: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """Confidence beside agreement."""

    #: Expected calibration error: mean gap of confidence and agreement, 0 (honest) to 1.
    error: float
    #: How well confidence ranks: chance that a mention that people gave too is surer than one they
    #: did not, 0.5 for none (area under the ROC curve). None where all agree or none.
    ranking: float | None
    #: Part of the mentions at ``SURE`` or over that people gave too, 0 to 1; None without any.
    sure_agreement: float | None
    #: From the least to the most certain mentions, equally many in each.
    bins: tuple[CalibrationBin, ...]


def measure_calibration(
    confidences: Sequence[float], agreed: Sequence[bool], bins: int = 10
) -> Calibration | None:
    """Compare the confidence of mentions with how often people gave the same code.

    Parameters
    ----------
    confidences:
        One per mention, 0 to 1.
    agreed:
        Whether people gave the code too, one per mention.
    bins:
        Number of bins with equally many mentions; fewer where there are fewer mentions.

    Returns
    -------
    Calibration or None
        None when there are no mentions.

    Notes
    -----
    Source: Naeini, Cooper and Hauskrecht (2015), "Obtaining well calibrated probabilities using
    Bayesian binning", with bins of equal count instead of equal width.
    """
    if len(confidences) != len(agreed):
        raise ValueError("Calibration needs one verdict per confidence.")
    if not confidences:
        return None
    order = np.argsort(np.asarray(confidences), kind="stable")
    sure = np.asarray(confidences, dtype=np.float64)[order]
    right = np.asarray(agreed, dtype=np.float64)[order]
    parts = np.array_split(np.arange(len(sure)), min(bins, len(sure)))
    table = tuple(
        CalibrationBin(
            mentions=len(part),
            lowest=float(sure[part[0]]),
            highest=float(sure[part[-1]]),
            confidence=float(sure[part].mean()),
            agreement=float(right[part].mean()),
        )
        for part in parts
    )
    gaps = sum(row.mentions * abs(row.confidence - row.agreement) for row in table)
    certain = right[sure >= SURE]
    return Calibration(
        error=gaps / len(sure),
        ranking=_ranking(sure, right > 0),
        sure_agreement=float(certain.mean()) if len(certain) else None,
        bins=table,
    )


def _ranking(sure: NDArray[np.float64], right: NDArray[np.bool_]) -> float | None:
    """Return the share of pairs, one right and one wrong, whose right one is surer; ties half."""
    wrong = np.sort(sure[~right])
    if right.all() or not right.any():
        return None
    surer = np.searchsorted(wrong, sure[right], side="left")
    as_sure = np.searchsorted(wrong, sure[right], side="right")
    return float((surer + as_sure).mean() / (2 * len(wrong)))
